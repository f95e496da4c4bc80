import { inTenant, type Database } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { accessLog, requirePermission } from '../people/index.ts';
import { Role, type AccessLine, type Actor } from '../people/model.ts';
import { findReportByNumber, reportsByIds } from '../reports/index.ts';
import type { AccessLogView } from './wire.ts';

const PAGE_LINES = 100;
const ABOUT_REPORTS: readonly string[] = ['report', 'report-extract'];

/** The access log with the numbers of the reports, newest first; of one report, or older than a line. Reading it leaves a line. */
export async function accessLogPage(
  db: Database,
  actor: Actor,
  { reportNumber, before }: { reportNumber?: number | undefined; before?: string | undefined },
): Promise<Outcome<AccessLogView>> {
  const allowed = requirePermission(actor, 'accesslog.read');
  if (!allowed.ok) return allowed;
  const subjectId = reportNumber === undefined ? undefined : await reportIdOf(db, actor, reportNumber);
  if (reportNumber !== undefined && subjectId === undefined)
    return refuse('report-number-unknown', { pointer: 'nummer' });
  const lines = await accessLog(db, actor, { subjectId, before, limit: PAGE_LINES });
  if (!lines.ok) return lines;
  const numbers = await reportNumbers(db, actor, lines.value);
  const last = lines.value.length === PAGE_LINES ? lines.value.at(-1) : undefined;
  return ok({ lines: lines.value.map((line) => viewOf(line, numbers)), olderThan: last?.id });
}

function reportIdOf(db: Database, actor: Actor, reportNumber: number): Promise<string | undefined> {
  return inTenant(db, actor.municipalityId, async (tx) => (await findReportByNumber(tx, reportNumber))?.id);
}

async function reportNumbers(
  db: Database,
  actor: Actor,
  lines: readonly AccessLine[],
): Promise<Map<string, number>> {
  const ids = lines.flatMap(({ subjectKind, subjectId }) =>
    ABOUT_REPORTS.includes(subjectKind) && subjectId ? [subjectId] : [],
  );
  return inTenant(db, actor.municipalityId, async (tx) => {
    const reports = await reportsByIds(tx, [...new Set(ids)]);
    return new Map(reports.map(({ id, number }) => [id, number]));
  });
}

function viewOf(line: AccessLine, numbers: ReadonlyMap<string, number>): AccessLogView['lines'][number] {
  const { subjectId, roles, ...rest } = line;
  const known = roles.split(' ').map((role) => Role.safeParse(role).data);
  return {
    ...rest,
    roles: known.filter((role) => role !== undefined),
    reportNumber: subjectId === undefined ? undefined : numbers.get(subjectId),
  };
}
