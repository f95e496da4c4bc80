import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { cancelTimer, setReminder } from '../kit/timers.ts';
import { requirePermission, rightsOfficerOnDuty } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { findReportByNumber, lockReport, setSearchable } from '../reports/index.ts';
import { BLOCK_TIMER } from './clock.ts';
import type { Block, BlockReason } from './model.ts';
import { recordOf } from './record.ts';
import * as store from './store.ts';

export interface NewBlock {
  /** Comes with the form: the same key twice is the same block. */
  readonly key: string;
  readonly reportNumber: number;
  readonly reason: BlockReason;
  readonly reviewAt: Date;
}

/** Keeps everything of a report from being destroyed while a procedure runs. */
export async function block(db: Database, actor: Actor, wish: NewBlock): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'rights.act');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await findReportByNumber(tx, wish.reportNumber);
    // the lock of the report: a run that destroys takes it too
    // a part stands or falls with its whole
    const report = found && (await lockReport(tx, found.part?.wholeId ?? found.id));
    if (!report) return refuse('report-number-unknown', { pointer: 'reportNumber' });
    if (wish.reviewAt <= tx.now) return refuse('review-in-past', { pointer: 'reviewAt' });
    const added = await blockReport(tx, user.value, {
      id: wish.key,
      reportId: report.id,
      reason: wish.reason,
      requestId: null,
      reviewAt: wish.reviewAt,
    });
    return added || (await store.findBlock(tx, wish.key))
      ? ok(true)
      : refuse('blocked-before', { pointer: 'reason' });
  });
}

/** The caller holds the report's lock. False when a block for this reason stands already. */
export async function blockReport(
  tx: Tx,
  actor: UserActor,
  wish: Pick<Block, 'id' | 'reportId' | 'reason' | 'requestId' | 'reviewAt'>,
): Promise<boolean> {
  const ownerId = await rightsOfficerOnDuty(tx);
  const added = await store.insertBlock(tx, { ...wish, ownerId, by: actor.userId });
  if (!added) return false;
  // what is disputed is found by nobody until that is settled
  await setSearchable(tx, wish.reportId, false);
  const { id, reportId, reason, reviewAt } = wish;
  const data = { reportId, reason, ownerId, reviewAt: reviewAt.toISOString() };
  await recordOf(tx, actor, { kind: 'block', id }, { kind: 'blocked', data });
  await setReminder(tx, { kind: BLOCK_TIMER, subjectId: id, dueAt: reviewAt });
  return true;
}

/** The procedure still runs: the owner looks again at another moment. */
export async function moveReview(
  db: Database,
  actor: Actor,
  { blockId, reviewAt }: { blockId: string; reviewAt: Date },
): Promise<Outcome<true>> {
  return withBlock(db, actor, blockId, async (tx, user, standing) => {
    if (reviewAt <= tx.now) return refuse('review-in-past', { pointer: 'reviewAt' });
    await store.changeBlock(tx, standing.id, { review_at: reviewAt, late_count: 0 });
    const data = { reviewAt: reviewAt.toISOString() };
    await recordOf(tx, user, { kind: 'block', id: standing.id }, { kind: 'review-moved', data });
    await setReminder(tx, { kind: BLOCK_TIMER, subjectId: standing.id, dueAt: reviewAt });
    return ok(true);
  });
}

/** The procedure is over: the terms of the report run again, from its closing as always. */
export async function lift(db: Database, actor: Actor, blockId: string): Promise<Outcome<true>> {
  return withBlock(db, actor, blockId, async (tx, user, standing) => {
    await liftBlock(tx, user, standing);
    return ok(true);
  });
}

export async function liftBlock(tx: Tx, user: UserActor, { id, reportId }: Block): Promise<void> {
  await store.changeBlock(tx, id, { lifted_at: tx.now, lifted_by: user.userId });
  await recordOf(tx, user, { kind: 'block', id }, { kind: 'lifted', data: {} });
  await cancelTimer(tx, { kind: BLOCK_TIMER, subjectId: id });
  const isFree = (await store.standingBlocks(tx, reportId)).length === 0;
  if (isFree && !(await store.isToBeErased(tx, reportId))) await setSearchable(tx, reportId, true);
}

async function withBlock(
  db: Database,
  actor: Actor,
  blockId: string,
  work: (tx: Tx, user: UserActor, standing: Block) => Promise<Outcome<true>>,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'rights.act');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await store.lockBlock(tx, blockId);
    if (!found) return refuse('block-unknown');
    // the same click again: it is lifted already
    return found.liftedAt === null ? work(tx, user.value, found) : ok(true);
  });
}
