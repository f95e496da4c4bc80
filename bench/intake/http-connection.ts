import { connect } from 'node:net';

/** One HTTP/1.1 connection that is kept, for one request at a time. */
export interface Connection {
  readonly host: string;
  /** `done` gets the status; 0 when the connection broke. After that the next request may be sent. */
  send(request: string, done: (status: number) => void): void;
}

/**
 * A client that costs next to nothing, so that what is measured is the server: it reads the status and where the answer
 * ends, and nothing else. A broken connection is opened again with the next request.
 */
export function openConnection({ host, hostname, port }: URL): Connection {
  let socket: ReturnType<typeof connect> | undefined;
  let received = '';
  let waiting: ((status: number) => void) | undefined;
  const finish = (status: number) => {
    const done = waiting;
    waiting = undefined;
    received = '';
    done?.(status);
  };
  const open = () => {
    const opened = connect({ host: hostname, port: Number(port), noDelay: true });
    opened.setEncoding('latin1');
    opened.on('data', (chunk: string) => {
      received += chunk;
      const status = statusWhenComplete(received);
      if (status !== undefined) finish(status);
    });
    opened.on('error', () => {});
    opened.on('close', () => {
      socket = undefined;
      finish(0);
    });
    return opened;
  };
  return {
    host,
    send: (request, done) => {
      waiting = done;
      socket ??= open();
      socket.write(request);
    },
  };
}

/** The status of an answer that is there to its last byte; undefined before that. */
export function statusWhenComplete(received: string): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const status = Number(received.slice(9, 12));
  const head = received.slice(0, end).toLowerCase();
  const body = received.slice(end + 4);
  if (head.includes('transfer-encoding: chunked')) return body.endsWith('0\r\n\r\n') ? status : undefined;
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return body.length >= length ? status : undefined;
}
