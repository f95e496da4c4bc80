import pg from 'pg';

/** How it goes wrong: the process ends without a chance to finish anything, or its connection breaks. */
export type How = 'kill' | 'cut';

let left = 0;
let how: How = 'kill';

/** From now on the process fails at the boundary before the `at`-th statement that it sends. */
export function arm(at: number, wanted: How): void {
  left = at;
  how = wanted;
}

/** How many statements were not reached; the call was over before. */
export function disarm(): number {
  const unreached = left;
  left = 0;
  return unreached;
}

const query = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown;

/** Every statement of this process goes through here, in whatever room it is written. */
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  if (left > 0) {
    left -= 1;
    if (left === 0) fail(this);
  }
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

function fail(client: pg.Client): void {
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  const { stream } = (client as unknown as { connection: { stream: { destroy(error: Error): void } } })
    .connection;
  stream.destroy(new Error('the connection broke'));
}
