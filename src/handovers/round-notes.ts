import { inTenant, type Database } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { neighbourhoods } from '../places/index.ts';
import { requirePermission } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { takenInBy } from '../reports/index.ts';
import { assessmentsOf } from '../triage/index.ts';
import { promiseFrom } from './views.ts';
import type { RoundNoteView } from './wire.ts';

const NOTES_MAX = 50;

/**
 * What became of what somebody noted on the round: for the maker alone, and no more than a reporter may know. Codes and
 * times; it opens no words, so it leaves no line in the access log.
 */
export async function roundNotes(db: Database, actor: Actor): Promise<Outcome<RoundNoteView[]>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const reports = await takenInBy(tx, { userId: user.value.userId, channel: 'note', limit: NOTES_MAX });
    const advice = await assessmentsOf(
      tx,
      reports.map(({ id }) => id),
    );
    const names = new Map((await neighbourhoods(tx)).map(({ id, name }) => [id, name]));
    return ok(
      reports.flatMap((report) => {
        const found = advice.get(report.id);
        if (!found) return [];
        const { receivedAt, observations, neighbourhoodId, status } = report;
        const area = neighbourhoodId === null ? undefined : names.get(neighbourhoodId);
        const promise = promiseFrom(report, found, tx.now);
        return [{ ...promise, receivedAt, sights: observations.sights, area, isDone: status === 'closed' }];
      }),
    );
  });
}
