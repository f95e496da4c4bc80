import { sleep } from '../clock.ts';
import { connectAlone, type SoleConnection } from '../db.ts';
import { errorFields, type Log } from '../log.ts';
import { CHANNEL, readAnnouncement, type Announcement } from './announce.ts';

export interface Listener {
  /** Resolves when the line is open, or after `withinMs` in any case; true when it is open. */
  readonly ready: (withinMs: number) => Promise<boolean>;
  readonly isOpen: () => boolean;
  readonly stop: () => Promise<void>;
}

interface Plan {
  /** Past a pooler that gives a connection to another after each transaction: there nobody can listen. */
  readonly url: string;
  readonly log: Log;
  readonly heard: (announcement: Announcement) => void;
  /** The line opened, again perhaps: what was announced before that moment was not heard. */
  readonly opened: () => void;
  readonly lost: () => void;
  readonly pingMs?: number;
}

const PING_MS = 10_000;
const RETRY_MIN_MS = 200;
const RETRY_MAX_MS = 10_000;
const LOOK_MS = 20;

/** Keeps one connection to the database that listens, and makes a new one whenever it breaks. */
export function listenToDatabase(plan: Plan): Listener {
  const ending = new AbortController();
  let open = false;
  const running = keepListening(plan, ending.signal, (now) => {
    if (now !== open) (now ? plan.opened : plan.lost)();
    open = now;
  });
  return {
    isOpen: () => open,
    ready: async (withinMs) => {
      for (let waitedMs = 0; !open && waitedMs < withinMs; waitedMs += LOOK_MS)
        await sleep(LOOK_MS, ending.signal);
      return open;
    },
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}

async function keepListening(plan: Plan, signal: AbortSignal, tell: (open: boolean) => void): Promise<void> {
  let retryMs = RETRY_MIN_MS;
  while (!signal.aborted) {
    try {
      await listenOnce(plan, signal, () => {
        retryMs = RETRY_MIN_MS;
        tell(true);
      });
    } catch (error) {
      plan.log('warn', 'live.listener-lost', errorFields(error));
    }
    if (!signal.aborted) tell(false);
    await sleep(retryMs, signal);
    retryMs = Math.min(RETRY_MAX_MS, 2 * retryMs);
  }
}

/** Listens until the connection breaks or the signal comes. A dead peer says nothing, so it is asked now and then. */
async function listenOnce(plan: Plan, signal: AbortSignal, opened: () => void): Promise<void> {
  const alone = await connectAlone(plan.url);
  const broken = new AbortController();
  const stop = () => broken.abort();
  signal.addEventListener('abort', stop);
  try {
    const { client } = alone;
    client.on('end', stop);
    client.on('error', stop);
    client.on('notification', ({ payload = '' }) => {
      const announcement = readAnnouncement(payload);
      if (announcement) plan.heard(announcement);
    });
    await client.query(`listen ${CHANNEL}`);
    opened();
    while (!broken.signal.aborted) {
      await sleep(plan.pingMs ?? PING_MS, broken.signal);
      if (!broken.signal.aborted) await ping(alone, plan.pingMs ?? PING_MS);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // a connection that hangs does not say goodbye either
    void alone.close().catch(() => {});
  }
}

async function ping({ client }: SoleConnection, withinMs: number): Promise<void> {
  const late = new AbortController();
  const answer = client.query('select 1').then(() => true);
  answer.catch(() => {});
  const answered = await Promise.race([answer, sleep(withinMs, late.signal).then(() => false)]);
  late.abort();
  if (!answered) throw new Error('expected the database to answer on the line, it did not');
}
