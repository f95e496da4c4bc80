import { get, type IncomingMessage } from 'node:http';

/** One reader of the line, who comes again as a browser does: with the id of the last event, after the time it was told. */
export interface Ear {
  /** When each report was heard of first, by its number; in milliseconds of this process. */
  readonly heardAt: ReadonlyMap<number, number>;
  readonly ready: Promise<void>;
  readonly comebacks: () => number;
  readonly hangUp: () => void;
}

interface Plan {
  readonly cookie: string;
  readonly since: number;
  /** The server to ask now: of two, the one that lives. */
  readonly server: () => string;
}

export function listenAt(path: string, { cookie, since, server }: Plan): Ear {
  const heardAt = new Map<number, number>();
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  let lastId = String(since);
  let retryMs = 1_000;
  let comebacks = -1;
  let open: ReturnType<typeof get> | undefined;
  let isOver = false;

  const take = (block: string) => {
    const fields = new Map(
      block.split('\n').map((line) => line.split(': ', 2) as [string, string | undefined]),
    );
    retryMs = Number(fields.get('retry') ?? retryMs);
    lastId = fields.get('id') ?? lastId;
    if (fields.get('event') === 'hello') resolve();
    if (fields.get('event') !== 'change') return;
    const { number } = JSON.parse(fields.get('data') ?? '{}') as { number: number };
    if (!heardAt.has(number)) heardAt.set(number, performance.now());
  };
  const again = () => {
    if (!isOver) setTimeout(come, retryMs);
  };
  const read = (answer: IncomingMessage) => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    });
    answer.on('close', again);
  };
  const come = () => {
    comebacks += 1;
    const headers = { cookie, 'last-event-id': lastId };
    open = get(`${server()}${path}`, { headers, agent: false }, read).on('error', (error) => {
      // once an answer has begun, its end says so
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') again();
    });
  };
  come();
  return {
    heardAt,
    ready,
    comebacks: () => comebacks,
    hangUp: () => {
      isOver = true;
      open?.destroy();
    },
  };
}
