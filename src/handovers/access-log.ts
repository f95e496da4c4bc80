import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { accessLog, requirePermission, userNames } from '../people/index.ts';
import { Role, type AccessLine, type Actor } from '../people/model.ts';
import { findReportByNumber, reportsByIds } from '../reports/index.ts';
import type { AccessLogView } from './wire.ts';

const PAGE_LINES = 25;
/** So many are read at most to fill a page: lines that say the same become one. */
const READ_LINES = 400;
const HOUR_MS = 3_600_000;
const ABOUT_REPORTS: readonly string[] = ['report', 'report-extract'];

export interface AccessQuestion {
  readonly reportNumber?: number | undefined;
  readonly userId?: string | undefined;
  readonly before?: string | undefined;
}

/**
 * The access log with the numbers of the reports, newest first; of one report, of one person, or older than a line.
 * Reading it leaves a line.
 */
export async function accessLogPage(
  db: Database,
  actor: Actor,
  { reportNumber, userId, before }: AccessQuestion,
): Promise<Outcome<AccessLogView>> {
  const allowed = requirePermission(actor, 'accesslog.read');
  if (!allowed.ok) return allowed;
  const subjectId = reportNumber === undefined ? undefined : await reportIdOf(db, actor, reportNumber);
  if (reportNumber !== undefined && subjectId === undefined)
    return refuse('report-number-unknown', { pointer: 'nummer' });
  const lines = await accessLog(db, actor, { subjectId, userId, before, limit: READ_LINES });
  if (!lines.ok) return lines;
  const { folded, olderThan } = foldLines(lines.value);
  const { numbers, people } = await inTenant(db, actor.municipalityId, async (tx) => ({
    numbers: await reportNumbers(tx, lines.value),
    people: [...(await userNames(tx))].map(([id, name]) => ({ id, name })),
  }));
  return ok({
    lines: folded.map((line) => viewOf(line, numbers)),
    people: people.toSorted((a, b) => a.name.localeCompare(b.name, 'nl')),
    olderThan,
  });
}

interface Folded {
  readonly newest: AccessLine;
  readonly lines: AccessLine[];
}

/** A page of lines, the newest first; what one person read of one thing within an hour is one of them. */
function foldLines(lines: readonly AccessLine[]): { folded: Folded[]; olderThan: string | undefined } {
  const folded: Folded[] = [];
  for (const [at, line] of lines.entries()) {
    const same = folded.find(({ newest }) => isSameReading(newest, line) || isSameDeed(newest, line));
    if (!same && folded.length === PAGE_LINES) return { folded, olderThan: lines[at - 1]?.id };
    if (same) same.lines.push(line);
    else folded.push({ newest: line, lines: [line] });
  }
  return { folded, olderThan: lines.length === READ_LINES ? lines.at(-1)?.id : undefined };
}

/** What one person did in one transaction has a line for each class of data. */
function isSameDeed(newest: AccessLine, line: AccessLine): boolean {
  const same = ['action', 'outcome', 'actorKind', 'clientName', ...SAME] as const;
  return (
    line.outcome === 'success' &&
    line.subjectId !== undefined &&
    newest.at.getTime() === line.at.getTime() &&
    same.every((field) => newest[field] === line[field])
  );
}

const SAME = ['userId', 'subjectKind', 'subjectId', 'ground', 'roles'] as const;

/** Only a look that was allowed: every attempt that was refused, every log-in and every change stands by itself. */
function isSameReading(newest: AccessLine, line: AccessLine): boolean {
  const isReading = (one: AccessLine) =>
    one.action === 'read' && one.outcome === 'success' && one.userId !== undefined;
  return (
    isReading(newest) &&
    isReading(line) &&
    SAME.every((field) => newest[field] === line[field]) &&
    newest.at.getTime() - line.at.getTime() <= HOUR_MS
  );
}

function reportIdOf(db: Database, actor: Actor, reportNumber: number): Promise<string | undefined> {
  return inTenant(db, actor.municipalityId, async (tx) => (await findReportByNumber(tx, reportNumber))?.id);
}

async function reportNumbers(tx: Tx, lines: readonly AccessLine[]): Promise<Map<string, number>> {
  const ids = lines.flatMap(({ subjectKind, subjectId }) =>
    ABOUT_REPORTS.includes(subjectKind) && subjectId ? [subjectId] : [],
  );
  const reports = await reportsByIds(tx, [...new Set(ids)]);
  return new Map(reports.map(({ id, number }) => [id, number]));
}

function viewOf(
  { newest, lines }: Folded,
  numbers: ReadonlyMap<string, number>,
): AccessLogView['lines'][number] {
  const { subjectId, roles } = newest;
  const known = roles.split(' ').map((role) => Role.safeParse(role).data);
  const moments = lines.map(({ at }) => at.getTime());
  return {
    ...newest,
    roles: known.filter((role) => role !== undefined),
    reportNumber: subjectId === undefined ? undefined : numbers.get(subjectId),
    dataClasses: [...new Set(lines.map(({ dataClass }) => dataClass))]
      .filter((name) => name !== '-')
      .toReversed(),
    times: new Set(moments).size,
    since: new Date(Math.min(...moments)),
  };
}
