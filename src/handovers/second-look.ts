import { deadlineOf } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { coordinatorBeside, getService, openHoursOf } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { addWords, historyOf, lockReport } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { assessmentOf } from '../triage/index.ts';
import { toCoordinator } from './offers.ts';

/**
 * 'This is not solved': the reporter says why, and somebody else than who finished it decides again. Once for each report,
 * within the municipality's own term. The same click again changes nothing.
 */
export async function askSecondLook(
  db: Database,
  actor: Actor,
  { body, key }: { body: string; key: string },
): Promise<Outcome<true>> {
  if (actor.kind !== 'reporter') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await lockReport(tx, actor.reportId);
    if (!report) return refuse('report-unknown');
    if (await isAskedWith(tx, report, key)) return ok(true);
    if (!(await maySecondLook(tx, report))) return refuse('second-look-over');
    await addWords(tx, actor, { reportId: report.id, kind: 'answer', body, key });
    const advice = await assessmentOf(tx, report.id);
    const ownerId = await coordinatorBeside(tx, report.ownerId);
    await toCoordinator(tx, actor, { report, advice }, 'second-look', { ownerId });
    return ok(true);
  });
}

/** Closed, not as something that was no report, not looked at twice before, and not too long ago. */
export async function maySecondLook(tx: Tx, report: Report): Promise<boolean> {
  if (report.status !== 'closed' || report.closedAt === null || report.outcome === 'spam') return false;
  const { settings, deskServiceId } = await getMunicipality(tx);
  const open = openHoursOf(await getService(tx, deskServiceId));
  if (deadlineOf(settings.secondLookTerm, report.closedAt, open) < tx.now) return false;
  const history = await historyOf(tx, report.id);
  return !history.some(({ event }) => event.kind === 'assigned' && event.data.cause === 'second-look');
}

async function isAskedWith(tx: Tx, report: Report, key: string): Promise<boolean> {
  const history = await historyOf(tx, report.id);
  return history.some(({ event }) => event.kind === 'worded' && event.data.wordsId === key);
}
