import type { Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { awayUntil, membersOf, whoMay } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { assign, turnOf } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import type { Handling } from './model.ts';
import { giveNotice } from './standing-in.ts';

/**
 * Who can get this report from its owner: who works in the service that has it and is not away, so that nobody reads words that were shut
 * before; and of what no service has, another coordinator.
 */
export async function colleaguesFor(
  tx: Tx,
  { ownerId, ownerServiceId }: Pick<Report, 'ownerId' | 'ownerServiceId'>,
): Promise<string[]> {
  const there =
    ownerServiceId === null ? await whoMay(tx, 'coordination.act') : await takersOf(tx, ownerServiceId);
  const away = await awayUntil(tx);
  return there.filter((id) => id !== ownerId && !away.has(id));
}

/** Who can do it for this service: all who work there now. */
export async function takersOf(tx: Tx, serviceId: string): Promise<string[]> {
  const able = new Set(await whoMay(tx, 'report.handle'));
  return (await membersOf(tx, [serviceId])).filter((id) => able.has(id));
}

/** The work goes to a colleague with its clock: what was promised stays promised, and that person is told. */
export async function give(
  tx: Tx,
  actor: UserActor,
  { report }: Handling,
  colleagueId: string,
): Promise<Outcome<true>> {
  if (!(await colleaguesFor(tx, report)).includes(colleagueId))
    return refuse('colleague-unknown', { pointer: 'colleague' });
  const turn = { ...turnOf(report), ownerId: colleagueId };
  await assign(tx, actor, { reportId: report.id, turn, cause: 'given' });
  await giveNotice(tx, { userId: colleagueId, kind: 'given', reportId: report.id });
  if (report.ownerId !== actor.userId)
    await giveNotice(tx, { userId: report.ownerId, kind: 'taken-over', reportId: report.id });
  return ok(true);
}
