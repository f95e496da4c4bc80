import { silent, type Log } from '../../src/kit/log.ts';
import { createApp } from '../../src/server/app.ts';
import { makeDoor } from '../../src/server/door.ts';
import { listen, type Listening } from '../../src/server/listen.ts';
import { startLive, type Live } from '../../src/server/live.ts';
import { loadTexts } from '../../src/kit/texts.ts';
import { contentFile } from '../../src/kit/content.ts';
import { makeServices } from '../../src/server/wiring.ts';
import { readConfig } from '../../src/kit/config.ts';
import type { TestHouse } from './house.ts';

/** One more server over the database of a house, with a line of its own to the database, at a port. */
export interface LiveServer {
  readonly live: Live;
  readonly server: Listening;
  readonly close: () => Promise<void>;
}

interface Rules {
  readonly beatMs?: number;
  readonly pingMs?: number;
  readonly streamsPerPerson?: number;
  readonly log?: Log;
}

export async function liveServer(
  { db, decisions }: TestHouse,
  { log = silent, ...rules }: Rules = {},
): Promise<LiveServer> {
  const door = makeDoor(db.app);
  const live = startLive({ ...door, ...rules, db: db.app, url: db.appUrl, log });
  const app = await createApp({
    ...door,
    db: db.app,
    log,
    routes: live.routes,
    texts: loadTexts(contentFile('texts'), { strict: true }),
    services: makeServices(readConfig({}), decisions),
    health: async () => ({ database: true }),
  });
  const server = await listen(app.fetch, { host: '127.0.0.1', port: 0 });
  const close = async () => {
    live.hangUp();
    await server.stop();
    await live.stop();
  };
  return { live, server, close };
}

export interface HeardEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** An open stream, read as a browser does. */
export interface Ear {
  readonly status: number;
  readonly headers: Headers;
  readonly events: readonly HeardEvent[];
  /** The next event of this name that was not taken before; throws when it does not come. */
  readonly next: (event: string) => Promise<HeardEvent>;
  /** Resolves when the server ended the stream. */
  readonly ended: Promise<void>;
  readonly hangUp: () => void;
}

const PATIENCE_MS = 8_000;

interface Asking {
  readonly cookie?: string;
  readonly query?: string;
  readonly lastEventId?: string;
  readonly town?: string;
}

/** Opens the stream of a work page at a server. */
export async function hear(
  { address }: Pick<Listening, 'address'>,
  { cookie = '', query = '', lastEventId, town = 'proefstad' }: Asking,
): Promise<Ear> {
  const leaving = new AbortController();
  const answer = await fetch(`${address}/${town}/werk/live?${query}`, {
    headers: {
      cookie,
      'accept-encoding': 'gzip',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: leaving.signal,
  });
  const events: HeardEvent[] = [];
  const waiting = new Set<() => void>();
  const read = async () => {
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) if (part.includes('event: ')) events.push(eventIn(part));
      for (const wake of waiting) wake();
    }
  };
  const taken = new Set<HeardEvent>();
  return {
    status: answer.status,
    headers: answer.headers,
    events,
    ended: read().catch(() => {}),
    hangUp: () => leaving.abort(),
    next: async (name) => {
      const late = AbortSignal.timeout(PATIENCE_MS);
      for (;;) {
        const found = events.find((each) => each.event === name && !taken.has(each));
        if (found) {
          taken.add(found);
          return found;
        }
        if (late.aborted)
          throw new Error(
            `expected '${name}' within ${PATIENCE_MS} ms, heard ${events.map(({ event }) => event).join(', ')}`,
          );
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          late.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
  };
}

function eventIn(part: string): HeardEvent {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
  return {
    event: field('event') ?? '',
    id: field('id'),
    data: JSON.parse(field('data') ?? '{}') as Record<string, unknown>,
  };
}
