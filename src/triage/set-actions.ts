import { newId } from '../kit/ids.ts';
import type { Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { UserActor } from '../people/model.ts';
import { check, hashOf } from './checked-files.ts';
import { asked, findWithFiles, UNKNOWN_SET, writersOf, type Asking, type Which } from './desk.ts';
import { deleteInvitations } from './invitation-store.ts';
import { keepWords } from './kept-words.ts';
import type { SetDeed, SetStatus } from './model.ts';
import { inForceAt, isOwnWork, isPossible, permissionFor, setBefore, type SetCommand } from './set-rules.ts';
import { seenIn } from './set-views.ts';
import * as store from './set-store.ts';

export const CHANGED_MEANWHILE = refuse('decision-set-changed');
const NOT_NOW = refuse('decision-set-not-now');

/** A new draft with the tables of another set. `key` is made with the form: the same key twice is one draft. */
export function draftSet(
  asking: Asking,
  { key, from, note }: { key: string; from: Which; note: string },
): Promise<Outcome<number>> {
  return asked(asking, 'tables.edit', async (tx, { userId }) => {
    const found = await findWithFiles(tx, asking.house, from);
    if (!found) return UNKNOWN_SET;
    const { row, files } = found;
    const made = await store.insertSet(tx, {
      id: key,
      baseId: row?.id ?? null,
      note,
      files,
      contentHash: hashOf(files),
      authorId: userId,
    });
    if (made) await store.insertLine(tx, key, lineOf('made', userId));
    const draft = await store.findSet(tx, key);
    return draft ? ok(draft.number) : UNKNOWN_SET;
  });
}

export function lineOf(deed: SetDeed, byId: string, words = ''): Omit<store.SetLine, 'at'> {
  return { id: newId<'decision-step'>(), deed, byId, guestName: null, words };
}

/** What a page knew of a set when it was made: who acts on an older one is told. */
export interface Order {
  readonly which: number;
  readonly revision: number;
}

type Work<T> = (tx: Tx, row: store.SetRow, user: UserActor) => Promise<Outcome<T>>;

/** Runs one command on a set that can still change: locked, allowed, and as the page saw it. */
export function onOpenSet<T>(
  asking: Asking,
  command: SetCommand,
  order: Order | number,
  work: Work<T>,
): Promise<Outcome<T>> {
  return asked(asking, permissionFor(command), (tx, user) => withOpenSet(tx, user, { command, order, work }));
}

interface OpenSet<T> {
  readonly command: SetCommand;
  readonly order: Order | number;
  readonly work: Work<T>;
}

async function withOpenSet<T>(
  tx: Tx,
  user: UserActor,
  { command, order, work }: OpenSet<T>,
): Promise<Outcome<T>> {
  const [which, revision] = typeof order === 'number' ? [order] : [order.which, order.revision];
  const known = await store.findSetByNumber(tx, which);
  if (!known) return UNKNOWN_SET;
  const row = await store.lockOpenSet(tx, known.id);
  if (!row || !isPossible(command, row.status)) return NOT_NOW;
  if (revision !== undefined && row.revision !== revision) return CHANGED_MEANWHILE;
  if (isOwnWork(command, user.userId, writersOf(row, await store.linesOf(tx, row.id))))
    return refuse('decision-set-own-work');
  return work(tx, row, user);
}

/** Where a command brings a set. */
const LEADS_TO = {
  propose: 'proposed',
  'take-back': 'draft',
  'send-back': 'draft',
  approve: 'approved',
  discard: 'discarded',
} as const satisfies Partial<Record<SetCommand, SetStatus>>;

/** As `onOpenSet`, for a command that moves the set along: the second of two clicks finds it done. */
function move(
  asking: Asking,
  command: keyof typeof LEADS_TO,
  order: Order,
  work: Work<true>,
): Promise<Outcome<true>> {
  return asked(asking, permissionFor(command), async (tx, user) => {
    const row = await store.findSetByNumber(tx, order.which);
    const last = row && (await store.linesOf(tx, row.id)).at(-1);
    const isDone = row?.status === LEADS_TO[command] && row.revision === order.revision + 1;
    return isDone && last?.byId === user.userId ? ok(true) : withOpenSet(tx, user, { command, order, work });
  });
}

/** Asks for approval. Only what passes the check can be proposed, and the database keeps that to what was checked. */
export function proposeSet(asking: Asking, order: Order & { words: string }): Promise<Outcome<true>> {
  return move(asking, 'propose', order, async (tx, row, { userId }) => {
    const files = await store.filesOf(tx, row.id);
    const { built } = await check(files);
    if (!built.ok) return refuse('decision-set-unchecked', { facts: { count: built.refusals.length } });
    await store.writeStatus(tx, row.id, { status: 'proposed', byId: userId, checkedHash: hashOf(files) });
    await store.insertLine(tx, row.id, lineOf('proposed', userId, order.words));
    return ok(true);
  });
}

/** Back to the drawing board by whoever proposed it; guests see it no more. */
export function takeBackSet(asking: Asking, order: Order): Promise<Outcome<true>> {
  return move(asking, 'take-back', order, async (tx, row, { userId }) => {
    await deleteInvitations(tx, row.id);
    await store.writeStatus(tx, row.id, { status: 'draft' });
    await store.insertLine(tx, row.id, lineOf('taken-back', userId));
    return ok(true);
  });
}

export function sendBackSet(asking: Asking, order: Order & { words: string }): Promise<Outcome<true>> {
  return move(asking, 'send-back', order, async (tx, row, { userId }) => {
    await store.writeStatus(tx, row.id, { status: 'draft' });
    await store.insertLine(tx, row.id, lineOf('sent-back', userId, order.words));
    return ok(true);
  });
}

export function approveSet(asking: Asking, order: Order & { words: string }): Promise<Outcome<true>> {
  return move(asking, 'approve', order, async (tx, row, { userId }) =>
    settle(tx, row, { status: 'approved', byId: userId }, lineOf('approved', userId, order.words)),
  );
}

/** Checks once more, keeps the words and makes the set one that can be activated and no longer changed. */
export async function settle(
  tx: Tx,
  row: store.SetRow,
  change: Extract<store.StatusChange, { status: 'approved' }>,
  line: Omit<store.SetLine, 'at'>,
): Promise<Outcome<true>> {
  const files = await store.filesOf(tx, row.id);
  const { built } = await check(files);
  if (!built.ok || hashOf(files) !== row.checkedHash)
    return refuse('decision-set-unchecked', { facts: { count: built.ok ? 1 : built.refusals.length } });
  await keepWords(tx, built.value, files);
  await store.insertLine(tx, row.id, line);
  await store.writeStatus(tx, row.id, change);
  return ok(true);
}

export function discardSet(asking: Asking, order: Order): Promise<Outcome<true>> {
  return move(asking, 'discard', order, async (tx, row, { userId }) => {
    await deleteInvitations(tx, row.id);
    await store.insertLine(tx, row.id, lineOf('discarded', userId));
    await store.writeStatus(tx, row.id, { status: 'discarded' });
    return ok(true);
  });
}

export interface ActivationOrder {
  /** Made with the form: the same key twice is one activation. */
  readonly key: string;
  /** The activations as the page knew them. */
  readonly seen: string;
  readonly reason: string;
}

/** Lets an approved set weigh from a moment on; without a moment from now. */
export function activateSet(
  asking: Asking,
  order: ActivationOrder & { which: number; from: Date | undefined },
): Promise<Outcome<true>> {
  return asked(asking, 'tables.edit', async (tx, { userId }) => {
    const row = await store.findSetByNumber(tx, order.which);
    if (!row) return UNKNOWN_SET;
    if (!isPossible('activate', row.status)) return NOT_NOW;
    if (order.from && order.from < tx.now) return refuse('decision-moment-past', { pointer: 'from' });
    // a newer engine may refuse what was good when it was approved
    const { built } = await check(await store.filesOf(tx, row.id));
    if (!built.ok) return refuse('decision-set-unchecked', { facts: { count: built.refusals.length } });
    return addActivation(tx, order, {
      setId: row.id,
      kind: 'activate',
      activeFrom: order.from ?? tx.now,
      byId: userId,
    });
  });
}

/** Back to the set that weighed before the one that does now: a new activation, so that the history stays. */
export function undoActivation(asking: Asking, order: ActivationOrder): Promise<Outcome<true>> {
  return asked(asking, 'tables.edit', async (tx, { userId }) => {
    await store.lockActivations(tx);
    const before = setBefore(await store.activationsOf(tx), tx.now);
    if (before === undefined) return NOT_NOW;
    return addActivation(tx, order, { setId: before, kind: 'undo', activeFrom: tx.now, byId: userId });
  });
}

async function addActivation(
  tx: Tx,
  { key, seen, reason }: ActivationOrder,
  activation: Pick<store.Activation, 'setId' | 'kind' | 'activeFrom' | 'byId'>,
): Promise<Outcome<true>> {
  await store.lockActivations(tx);
  const known = await store.activationsOf(tx);
  if (known.some(({ id }) => id === key)) return ok(true);
  if (seenIn(known) !== seen) return CHANGED_MEANWHILE;
  await store.insertActivation(tx, { id: key, reason, ...activation });
  return ok(true);
}

/** Calls off an activation that has not begun. */
export function withdrawPlan(asking: Asking, activationId: string): Promise<Outcome<true>> {
  return asked(asking, 'tables.edit', async (tx, { userId }) => {
    await store.lockActivations(tx);
    const plan = (await store.activationsOf(tx)).find(({ id }) => id === activationId);
    if (!plan) return UNKNOWN_SET;
    if (plan.withdrawnAt !== null) return ok(true);
    if (plan.activeFrom <= tx.now) return NOT_NOW;
    await store.withdrawActivation(tx, activationId, userId);
    return ok(true);
  });
}

/** The number of the set that weighs now; null are the tables of the house. */
export async function numberInForce(tx: Tx): Promise<Which> {
  const setId = inForceAt(await store.activationsOf(tx), tx.now)?.setId ?? null;
  return setId === null ? null : ((await store.findSet(tx, setId))?.number ?? null);
}
