import { sleep } from '../kit/clock.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { errorFields, type Log } from '../kit/log.ts';
import { giveNotice, outsideUnreached } from '../handovers/index.ts';
import { findReport } from '../reports/index.ts';
import { markRefused } from './address-store.ts';
import { write, type LetterTools, type Written } from './letters.ts';
import type { Cause, Message } from './model.ts';
import { deleteDevice, writeShown } from './device-store.ts';
import type { Push } from './push/deliver.ts';
import { isEnded } from './push/rules.ts';
import { nextTry, type Delivery } from './rules.ts';
import type { Send } from './smtp.ts';
import * as store from './store.ts';
import type { Claimed } from './store.ts';

/** How long a worker has a message; longer than the longest send and what comes before and after it. */
const LEASE_MS = 300_000;
/** A send that takes longer is broken off. */
const SEND_MS = 60_000;
const LANES = 4;
const MAX_SLEEP_MS = 1000;
/** While the mail server itself is in trouble, this lane leaves it alone so long. */
const TROUBLE_MS = 10_000;
/** A server that stops gives a send that runs so long to end. */
const ENDING_MS = 5000;

export interface Post extends LetterTools {
  /** Without a mail server mail waits. */
  readonly send?: Send | undefined;
  /** Without it devices are sent nothing. */
  readonly push?: Push | undefined;
  readonly log: Log;
}

/**
 * Sends what is due until `stop`, beside the clock: a slow mail server never holds up a deadline. Any number of processes
 * may run this.
 */
export function startPost(db: Database, post: Post): { stop(): Promise<void> } {
  const ending = new AbortController();
  const cutting = new AbortController();
  const lanes = Promise.all(Array.from({ length: LANES }, () => runLane(db, post, { ending, cutting })));
  return {
    stop: async () => {
      ending.abort();
      const done = new AbortController();
      void lanes.then(() => done.abort());
      await sleep(ENDING_MS, done.signal);
      cutting.abort();
      await lanes;
    },
  };
}

async function runLane(
  db: Database,
  post: Post,
  { ending, cutting }: { ending: AbortController; cutting: AbortController },
): Promise<void> {
  while (!ending.signal.aborted) {
    try {
      const sent = await sendNext(db, post, cutting.signal);
      if (sent === undefined) await sleep(await pauseMs(db), ending.signal);
      else if (isServerTrouble(sent)) await sleep(TROUBLE_MS, ending.signal);
    } catch (error) {
      post.log('error', 'mail.unavailable', errorFields(error));
      await sleep(MAX_SLEEP_MS, ending.signal);
    }
  }
}

async function pauseMs(db: Database): Promise<number> {
  return Math.min(MAX_SLEEP_MS, Math.max(1, (await store.untilDueMs(db)) ?? MAX_SLEEP_MS));
}

const SERVER_TROUBLE: readonly Cause[] = ['unreachable', 'broken-off', 'no-tls', 'log-in-refused'];

function isServerTrouble(delivery: Delivery): boolean {
  return !delivery.ok && SERVER_TROUBLE.includes(delivery.cause);
}

/** What a message without a letter comes to: nothing was tried. */
const NOTHING_SENT: Delivery = { ok: true };

/**
 * Takes the next message that is due, makes its text, hands it to the mail server and writes down what came of it; undefined
 * when nothing is due. The text is made in one transaction and the result written in another, so that no transaction is open
 * while a mail server thinks. A worker that is killed in between leaves the message to another when the lease ends, which
 * sends it under the same Message-ID; one that was paused past its lease sends nothing.
 */
export async function sendNext(
  db: Database,
  post: Post,
  cutting: AbortSignal = new AbortController().signal,
): Promise<Delivery | undefined> {
  const takenAtMs = performance.now();
  const claimed = await store.claimNext(db, { claim: newId(), leaseMs: LEASE_MS });
  if (!claimed) return undefined;
  const { municipalityId, messageId } = claimed;
  const made = await inTenant(db, municipalityId, (tx) => prepare(tx, claimed, post));
  if (made?.written.kind !== 'letter' && made?.written.kind !== 'notice') return NOTHING_SENT;
  if (performance.now() - takenAtMs > LEASE_MS - 2 * SEND_MS) return NOTHING_SENT;
  const { message, written } = made;
  const ended = AbortSignal.any([cutting, AbortSignal.timeout(SEND_MS)]);
  const delivery = await handOver(post, { message, written, municipalityId }, ended);
  await inTenant(db, municipalityId, (tx) => settle(tx, claimed, { delivery, written }));
  if (!delivery.ok)
    post.log('warn', written.kind === 'letter' ? 'mail.not-sent' : 'notice.not-sent', {
      message: messageId,
      cause: delivery.cause,
      reply: delivery.reply,
    });
  return delivery;
}

type Ready = Extract<Written, { kind: 'letter' | 'notice' }>;

/** No way there: it waits, as when nobody answers. */
function unreachable(cause: Cause): Delivery {
  return { ok: false, cause, isFinal: false, isAddress: false, reply: undefined };
}

async function handOver(
  { send, push }: Post,
  { message, written, municipalityId }: { message: Message; written: Ready; municipalityId: string },
  signal: AbortSignal,
): Promise<Delivery> {
  if (written.kind === 'notice') return push ? push(written.notice, signal) : unreachable('push-unreachable');
  if (!send) return unreachable('unreachable');
  const { letter, sender } = written;
  const of = { municipalityId, messageId: message.id };
  return send({ of, round: message.round, letter, sender }, signal);
}

interface Made {
  readonly message: Message;
  readonly written: Written;
}

/** The text of a message that is still in our hands; what needs no mail server is settled at once. */
async function prepare(tx: Tx, claimed: Claimed, tools: LetterTools): Promise<Made | undefined> {
  const message = await store.lockMessage(tx, claimed.messageId);
  if (!message || (await store.claimOf(tx, message.id)) !== claimed.claim) return undefined;
  const written = await write(tx, message, tools);
  if (written.kind === 'over') await end(tx, message, { state: 'over', cause: null });
  if (written.kind === 'failed') await fail(tx, message, { cause: written.cause, reply: null });
  return { message, written };
}

/**
 * Writes down what came of a try. What the mail server took is sent, whoever has the message by now; a failure counts only
 * for who still has it.
 */
async function settle(
  tx: Tx,
  claimed: Claimed,
  { delivery, written }: { delivery: Delivery; written: Ready },
): Promise<void> {
  const message = await store.lockMessage(tx, claimed.messageId);
  if (!message || message.state === 'sent') return;
  const attempts = message.attempts + 1;
  if (delivery.ok) {
    if (written.kind === 'notice') await writeShown(tx, written.deviceId);
    return end(tx, message, { state: 'sent', cause: null, reply: null, attempts });
  }
  // the browser has forgotten us: it is no device any more, and nobody needs to do anything about it
  if (written.kind === 'notice' && isEnded(delivery)) {
    await deleteDevice(tx, written.deviceId);
    return end(tx, message, { state: 'over', cause: null, attempts });
  }
  if ((await store.claimOf(tx, message.id)) !== claimed.claim) return;
  const { cause, isAddress } = delivery;
  const reply = delivery.reply ?? null;
  if (isAddress && written.kind === 'letter') await markRefused(tx, { addressHash: written.hash, reply });
  const again = nextTry(attempts, delivery, tx.now);
  if (again === undefined) return fail(tx, { ...message, attempts }, { cause, reply });
  await store.writeState(tx, message.id, { state: 'waiting', cause, reply, attempts });
  await store.setDue(tx, message.id, again);
}

async function end(tx: Tx, message: Message, change: store.Change): Promise<void> {
  await store.writeState(tx, message.id, change);
  await store.cancelDue(tx, message.id);
}

/** Gives a message up. When a reporter, or who was asked outside, cannot be reached, who has the report has to know, and can telephone. */
export async function fail(
  tx: Tx,
  message: Message,
  { cause, reply }: { cause: Cause; reply: string | null },
): Promise<void> {
  await end(tx, message, { state: 'failed', cause, reply, attempts: message.attempts });
  if (message.outsideId !== null) return outsideUnreached(tx, message.outsideId);
  if (message.userId !== null || message.reportId === null) return;
  const report = await findReport(tx, message.reportId);
  if (report && report.status !== 'closed')
    await giveNotice(tx, { userId: report.ownerId, kind: 'reporter-unreached', reportId: report.id });
}
