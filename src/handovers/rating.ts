import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Actor } from '../people/model.ts';
import { countRatings } from '../reports/counts.ts';
import { findRating, insertRating, lockReport } from '../reports/index.ts';
import type { Rating, Report } from '../reports/model.ts';
import { COUNT_MIN } from './figure-rules.ts';
import { wasOffered } from './rating-words.ts';

const PERIOD_DAYS = 90;
const DAY_MS = 86_400_000;

/** What the reporter thought of how it went; once, after the end. The same answer again changes nothing. */
export async function rate(
  db: Database,
  actor: Actor,
  rating: Rating,
  { version = 0, reason }: { version?: number; reason?: number | undefined } = {},
): Promise<Outcome<true>> {
  if (actor.kind !== 'reporter') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await lockReport(tx, actor.reportId);
    if (!report) return refuse('report-unknown');
    const before = await findRating(tx, report.id);
    if (before !== undefined) return before === rating ? ok(true) : refuse('rated-already');
    if (!mayRate(report)) return refuse('rating-too-soon');
    if (!(await wasOffered(tx, { version, reason }))) return refuse('field-choice', { pointer: 'reason' });
    await insertRating(tx, report.id, { rating, wordsVersion: version === 0 ? undefined : version, reason });
    return ok(true);
  });
}

/** After the end, and not of what was no report. */
export function mayRate(report: Report): boolean {
  return report.status === 'closed' && report.outcome !== 'spam';
}

/** How reporters thought it went in the last ninety days; undefined when too few answered to say so. */
export async function ratingsNow(tx: Tx): Promise<{ answered: number; good: number } | undefined> {
  const counts = await countRatings(tx, new Date(tx.now.getTime() - PERIOD_DAYS * DAY_MS));
  const answered = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return answered < COUNT_MIN ? undefined : { answered, good: counts.get('good') ?? 0 };
}
