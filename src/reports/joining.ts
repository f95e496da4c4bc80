import type { Tx } from '../kit/db.ts';
import type { Actor } from '../people/model.ts';
import { assign } from './actions.ts';
import { cancelDeadlineTimers } from './deadline-timers.ts';
import { record } from './history.ts';
import { writeJoined } from './joining-store.ts';
import { turnOf, type Report, type Turn } from './model.ts';
import { followingTurn, turnData } from './rules.ts';

/**
 * From here on this report goes along with the leading one: owned as that one is, until the same moment, and with that
 * one's clock in the place of its own. The caller holds the locks of both.
 */
export async function join(
  tx: Tx,
  actor: Actor,
  { report, leading }: { report: Report; leading: Report },
): Promise<void> {
  const turn = followingTurn(turnOf(leading));
  await writeJoined(tx, { reportId: report.id, leadingId: leading.id, turn });
  const data = { ...turnData(turn), leadingId: leading.id };
  await record(tx, actor, report.id, { kind: 'joined', data });
  await record(tx, actor, leading.id, { kind: 'follower-joined', data: { reportId: report.id } });
  await cancelDeadlineTimers(tx, report.id);
}

/** A turn of its own again. */
export async function part(
  tx: Tx,
  actor: Actor,
  { report, turn }: { report: Report; turn: Turn },
): Promise<void> {
  await tellParted(tx, actor, report);
  await assign(tx, actor, { reportId: report.id, turn, cause: 'parted' });
}

/** In the history of the leading report; that of the report itself says it by its next turn. */
export async function tellParted(tx: Tx, actor: Actor, { id, leadingId }: Report): Promise<void> {
  if (leadingId === null) throw new Error(`expected report ${id} to go along with another`);
  await record(tx, actor, leadingId, { kind: 'follower-parted', data: { reportId: id } });
}
