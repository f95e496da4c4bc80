import { inTenant, type Database } from '../kit/db.ts';
import { logLook } from '../people/index.ts';
import { findByCode } from '../reports/index.ts';
import { assessmentOf } from '../triage/index.ts';
import { weighedAs } from './load.ts';
import { promiseFrom } from './views.ts';
import type { KeptView } from './wire.ts';

/**
 * How the reports stand whose codes a device keeps, in that order; a code whose report is no more is left out. No words are
 * opened, and each look leaves a line.
 */
export function keptReports(
  db: Database,
  municipalityId: string,
  codes: readonly string[],
): Promise<KeptView[]> {
  return inTenant(db, municipalityId, async (tx) => {
    const views: KeptView[] = [];
    for (const [at, code] of codes.entries()) {
      const report = await findByCode(tx, code);
      if (!report) continue;
      const reporter = { kind: 'reporter', municipalityId, reportId: report.id } as const;
      await logLook(tx, reporter, { action: 'read', subjectKind: 'report', subjectId: report.id });
      const { receivedAt, status } = report;
      const promise = promiseFrom(report, await assessmentOf(tx, weighedAs(report)), tx.now);
      views.push({ ...promise, at, receivedAt, progress: progressOf(status) });
    }
    return views;
  });
}

function progressOf(status: string): KeptView['progress'] {
  if (status === 'closed') return 'done';
  return status === 'accepted' || status === 'joined' ? 'working' : 'received';
}
