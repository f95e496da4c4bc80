import { inTenant, type Database } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { correctContact, findReportByNumber, lockReport, refuseUnseen } from '../reports/index.ts';
import type { ContactChange, Report } from '../reports/model.ts';
import { loadHandling, personOf } from './load.ts';
import { maySee } from './rules.ts';

/** Who has the report in hand puts the reporter's address or number right: told to be wrong, or mistyped. */
export async function putContactRight(
  db: Database,
  actor: Actor,
  reportNumber: number,
  change: ContactChange,
): Promise<Outcome<true>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await findReportByNumber(tx, reportNumber);
    const report = found && (await lockReport(tx, found.id));
    if (!report) return refuse('report-unknown');
    if (!maySee(await personOf(tx, actor), await loadHandling(tx, report))) {
      await refuseUnseen(tx, actor, report.id);
      return refuse('report-unknown');
    }
    if (report.status === 'closed') return refuse('report-closed');
    if (!mayCorrectContact(actor, report)) return refuse('not-your-turn');
    const done = await correctContact(tx, actor, report.id, change);
    return done.ok ? ok(true) : done;
  });
}

/** For the owner alone: whoever else hears of it tells the owner. The reporter is of the whole, never of a part. */
export function mayCorrectContact({ permissions, userId }: UserActor, report: Report): boolean {
  return (
    permissions.has('report.handle') &&
    report.ownerId === userId &&
    report.status !== 'closed' &&
    !report.part
  );
}
