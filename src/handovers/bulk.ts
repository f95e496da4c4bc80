import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { findService, requirePermission } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { findReportByNumber, historyOf } from '../reports/index.ts';
import { performIn, type Order } from './actions.ts';
import * as acts from './bulk-store.ts';
import { lockToAct } from './load.ts';
import { BULK_MOST, UNDO_MINUTES } from './model.ts';
import { putBack } from './undoing.ts';
import type { BulkView } from './wire.ts';

/** What can be done with several reports at once. Never closing: each reporter deserves an answer of their own. */
export type BulkOrder = Extract<Order, { command: 'take-over' | 'hand-on' | 'give' }>;

interface Bulk {
  /** Comes with the form: the same form twice does everything once. */
  readonly id: string;
  readonly numbers: readonly number[];
  readonly order: BulkOrder;
  /** When the list was made: who hands on what changed since is told. */
  readonly seenAt: Date;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Does one thing with several reports. Each has a transaction of its own with its own right, its own event and what came of it;
 * so one that is refused holds up no other, and a form that comes again after a crash does only what was left.
 */
export async function performOnMany(db: Database, actor: Actor, bulk: Bulk): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  const numbers = [...new Set(bulk.numbers)].toSorted((a, b) => a - b);
  if (numbers.length === 0) return refuse('bulk-none', { pointer: 'melding' });
  if (numbers.length > BULK_MOST) return refuse('bulk-many', { pointer: 'melding' });
  const begun = await inTenant(db, actor.municipalityId, (tx) => begin(tx, user.value, bulk));
  if (!begun.ok) return begun;
  for (const number of numbers)
    await inTenant(db, actor.municipalityId, (tx) => performOne(tx, user.value, bulk, number));
  return ok(true);
}

async function begin(tx: Tx, user: UserActor, { id, order }: Bulk): Promise<Outcome<true>> {
  const { command } = order;
  const targetId = targetOf(order);
  if (order.command === 'hand-on' && (await findService(tx, order.serviceId))?.partyId !== user.partyId)
    return refuse('service-unknown', { pointer: 'wat' });
  const destroyAfter = new Date(tx.now.getTime() + DAY_MS);
  if (await acts.insertAct(tx, { id, userId: user.userId, command, targetId }, destroyAfter)) return ok(true);
  const known = await acts.findAct(tx, user.userId, id);
  const isSame = known?.command === command && known.targetId === targetId && known.undoneAt === null;
  // a page that was used before, with something else chosen on it
  return isSame ? ok(true) : refuse('bulk-used', { pointer: 'wat' });
}

function targetOf(order: BulkOrder): string | null {
  if (order.command === 'hand-on') return order.serviceId;
  return order.command === 'give' ? order.colleagueId : null;
}

async function performOne(
  tx: Tx,
  user: UserActor,
  { id, order, seenAt }: Bulk,
  number: number,
): Promise<void> {
  const report = await findReportByNumber(tx, number);
  // the same form at the same moment waits here, and then finds that it was done
  if (report) await lockToAct(tx, report.id);
  if (await acts.findResult(tx, id, number)) return;
  const before = report && (await lengthOf(tx, report.id));
  const done = await performIn(tx, user, number, order, { seenAt });
  const after = report && (await lengthOf(tx, report.id));
  const told = done.ok && after === before ? refuse('already-so') : done;
  const refusal = told.ok ? null : (told.refusals[0]?.code ?? null);
  await acts.insertResult(tx, id, { number, refusal, seq: refusal === null ? (after ?? null) : null });
}

async function lengthOf(tx: Tx, reportId: string): Promise<number> {
  return (await historyOf(tx, reportId)).at(-1)?.seq ?? 0;
}

/** Puts back what an own act did, each report by itself: not where something else happened to it since. */
export async function undoMany(db: Database, actor: Actor, actId: string): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  const begun = await inTenant(db, actor.municipalityId, async (tx) => {
    const act = await acts.findAct(tx, user.value.userId, actId);
    if (!act) return refuse('bulk-unknown');
    if (act.undoneAt === null && !isInTime(act, tx.now)) return refuse('undo-over');
    await acts.markUndone(tx, actId);
    return ok(await acts.resultsOf(tx, actId));
  });
  if (!begun.ok) return begun;
  for (const { number } of begun.value)
    await inTenant(db, actor.municipalityId, (tx) => undoOne(tx, user.value, actId, number));
  return ok(true);
}

async function undoOne(tx: Tx, user: UserActor, actId: string, number: number): Promise<void> {
  const found = await findReportByNumber(tx, number);
  const report = found && (await lockToAct(tx, found.id));
  const result = await acts.findResult(tx, actId, number);
  if (!report || !result || result.seq === null || result.undone !== null) return;
  const back = await putBack(tx, user, report, result.seq);
  await acts.writeUndone(tx, actId, number, back.ok ? 'done' : (back.refusals[0]?.code ?? 'done'));
}

function isInTime({ at }: acts.BulkAct, now: Date): boolean {
  return now.getTime() - at.getTime() < UNDO_MINUTES * MINUTE_MS;
}

/** What came of an own act, for the notice above the list; undefined when there is none of this id. */
export async function bulkResult(
  db: Database,
  actor: Actor,
  actId: string,
): Promise<Outcome<BulkView | undefined>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const act = await acts.findAct(tx, user.value.userId, actId);
    if (!act) return ok(undefined);
    const results = await acts.resultsOf(tx, actId);
    const done = results.filter(({ refusal }) => refusal === null);
    const back = done.filter(({ undone }) => undone === 'done');
    return ok({
      id: act.id,
      command: act.command,
      done: done.map(({ number }) => number),
      refused: results.flatMap(({ number, refusal }) =>
        refusal === null ? [] : [{ number, code: refusal }],
      ),
      isUndone: act.undoneAt !== null,
      back: back.map(({ number }) => number),
      left: done.flatMap(({ number, undone }) =>
        undone === null || undone === 'done' ? [] : [{ number, code: undone }],
      ),
      canUndo: act.undoneAt === null && done.length > 0 && isInTime(act, tx.now),
    });
  });
}
