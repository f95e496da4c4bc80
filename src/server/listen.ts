import { once } from 'node:events';
import type { Server } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { codeOf } from './postgres-home.ts';

const USUAL_PORT = 3000;
const TRIES = 100;
const FINISH_LIMIT_MS = 10_000;

export interface Listening {
  /** Such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Takes no new requests and resolves when the running ones are answered, after ten seconds in any case. */
  readonly stop: () => Promise<void>;
}

export interface Place {
  readonly host: string;
  /** Absent: 3000, or the next one that is free. */
  readonly port: number | undefined;
}

type Fetch = (request: Request) => Response | Promise<Response>;

/** Serves `fetch` over HTTP. Throws when the wanted port is taken. */
export async function listen(fetch: Fetch, { host, port }: Place): Promise<Listening> {
  const ports = port === undefined ? Array.from({ length: TRIES }, (_, step) => USUAL_PORT + step) : [port];
  for (const candidate of ports) {
    const server = createAdaptorServer({ fetch }) as Server;
    if (await takes(server, candidate, host))
      return { address: addressOf(server, host), stop: () => close(server) };
  }
  const cure =
    port === undefined ? 'set PORT to a free one' : 'stop the program that has it, or set another PORT';
  throw new Error(
    `port ${ports.at(0)}${port === undefined ? ` to ${ports.at(-1)}` : ''} on ${host} is taken: ${cure}`,
  );
}

async function takes(server: Server, port: number, host: string): Promise<boolean> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return false;
    throw new Error(`cannot listen on ${host}:${port} (${codeOf(error)}): look at HOST and PORT`, {
      cause: error,
    });
  }
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A browser keeps its connection open after the answer; such a one is idle only from then on.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const tooLong = setTimeout(() => server.closeAllConnections(), FINISH_LIMIT_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(tooLong);
}
