import type { Tx } from '../kit/db.ts';
import { coordinatorOnDuty, membersOf, standInNow, teamLeadOf, userActor, whoMay } from '../people/index.ts';
import type { Absence } from '../people/model.ts';
import { findReport } from '../reports/index.ts';
import type { NoticeKind } from './model.ts';
import * as store from './store.ts';

interface Notice {
  readonly userId: string;
  readonly kind: NoticeKind;
  readonly reportId: string | null;
}

/** What is told to a post, about no report. */
const OF_A_POST: readonly NoticeKind[] = ['coordinator-full', 'proof-broken'];
/** What somebody is told for a task that a stand-in does not have. */
const OF_ANOTHER_TASK: readonly NoticeKind[] = ['block-review', 'request-late'];

/** Tells somebody something, and while that person is away also who stands in, as far as that one may open it. */
export async function giveNotice(tx: Tx, notice: Notice): Promise<void> {
  await store.insertNotice(tx, notice);
  const standIn = await standInNow(tx, notice.userId);
  if (standIn !== undefined && (await goesAlong(tx, notice, standIn)))
    await store.insertNotice(tx, { ...notice, userId: standIn });
}

async function goesAlong(tx: Tx, { kind, reportId }: Notice, standIn: string): Promise<boolean> {
  if (reportId === null) return OF_A_POST.includes(kind);
  if (OF_ANOTHER_TASK.includes(kind)) return false;
  const report = await findReport(tx, reportId);
  if (!report || report.ownerId === standIn) return false;
  const { ownerServiceId } = report;
  const inService = ownerServiceId !== null && (await membersOf(tx, [ownerServiceId])).includes(standIn);
  return inService || (await whoMay(tx, 'coordination.act')).includes(standIn);
}

/** Tells who is to stand in; and where nobody does, who is away and who leads that team, else who coordinates. */
export async function tellAbsence(tx: Tx, { userId, standInId }: Absence): Promise<void> {
  if (standInId !== null)
    return store.insertNotice(tx, { userId: standInId, kind: 'stand-in-asked', reportId: null });
  const away = await userActor(tx, userId);
  const lead = away?.kind === 'user' ? await teamLeadOf(tx, away.partyId) : undefined;
  const above = lead === undefined || lead === userId ? await coordinatorOnDuty(tx) : lead;
  for (const told of new Set([userId, above]))
    await store.insertNotice(tx, { userId: told, kind: 'stand-in-missing', reportId: null });
}
