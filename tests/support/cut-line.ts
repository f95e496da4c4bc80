import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Line {
  /** The same database, over this line. */
  readonly url: string;
  /** Breaks every connection, and lets no new one through until {@link Line.mend}. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

/** A line to a database that a test can cut, as a restart of the database does. */
export async function lineTo(url: string): Promise<Line> {
  const target = new URL(url);
  const open = new Set<Socket>();
  const start = async (port: number) => {
    const server = createServer((near) => {
      const far = connect(Number(target.port || 5432), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(from);
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
        from.pipe(to);
      }
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await start(0);
  const { port } = server.address() as AddressInfo;
  const here = new URL(url);
  here.hostname = '127.0.0.1';
  here.port = String(port);
  const cut = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    open.clear();
    await closed;
  };
  return {
    url: here.href,
    cut,
    mend: async () => {
      server = await start(port);
    },
  };
}
