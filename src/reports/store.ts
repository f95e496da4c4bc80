import { sql, type Generated } from 'kysely';
import { anyOf, on, type Tx } from '../kit/db.ts';
import type { EventTables } from '../kit/events.ts';
import {
  Observations,
  type AnyOutcome,
  type Channel,
  type NextStep,
  type PartGround,
  type PartShows,
  type Report,
  type ReportStatus,
  type Turn,
} from './model.ts';

export interface ReportTables {
  report: {
    municipality_id: string;
    id: string;
    number: Generated<number>;
    received_at: Date;
    channel: string;
    language: string;
    observations: unknown;
    about: string;
    neighbourhood_id: string | null;
    idempotency_hash: Buffer | null;
    follow_up_hash: Buffer | null;
    status: string;
    owner_id: string;
    owner_service_id: string | null;
    next_step: string | null;
    deadline: Date | null;
    overdue_count: Generated<number>;
    outcome: string | null;
    closed_at: Date | null;
    changed_at: Generated<Date>;
    /** As they are taken now; null until it is weighed. */
    nature: string | null;
    urgency: string | null;
    /** Whether its words can be searched. */
    searchable: Generated<boolean>;
    leading_id: string | null;
    whole_id: string | null;
    part_due: Date | null;
    part_shows: string | null;
    part_ground: string | null;
  };
  report_words: {
    municipality_id: string;
    report_id: string;
    id: string;
    class: string;
    kind: string;
    author_kind: string;
    author_id: string | null;
    at: Date;
    body: string;
    corrects: string | null;
    anonymised_at: Date | null;
  };
  report_contact: {
    municipality_id: string;
    report_id: string;
    name: string | null;
    email: string | null;
    phone: string | null;
    anonymised_at: Date | null;
  };
  report_place: {
    municipality_id: string;
    report_id: string;
    address_id: string | null;
    x_m: number | null;
    y_m: number | null;
    source: string | null;
    accuracy_m: number | null;
    label: string | null;
    square: number | null;
    complex_id: string | null;
    inside: string | null;
    anonymised_at: Date | null;
  };
}

const COLUMNS = [
  'id',
  'number',
  'received_at',
  'channel',
  'language',
  'observations',
  'neighbourhood_id',
  'status',
  'owner_id',
  'owner_service_id',
  'next_step',
  'deadline',
  'overdue_count',
  'outcome',
  'closed_at',
  'changed_at',
  'leading_id',
  'whole_id',
  'part_due',
  'part_shows',
  'part_ground',
] as const;

export interface NewReport {
  readonly id: string;
  readonly channel: Channel;
  readonly language: string;
  readonly observations: Observations;
  readonly neighbourhoodId: string | null;
  readonly idempotencyHash: Buffer;
  readonly followUpHash: Buffer;
  readonly turn: Turn;
}

/** Inserts a report that already has an owner; undefined when the key was used before. */
export async function insertReport(tx: Tx, report: NewReport): Promise<Report | undefined> {
  const row = await on<ReportTables>(tx)
    .insertInto('report')
    .values({
      municipality_id: tx.municipalityId,
      id: report.id,
      received_at: tx.now,
      channel: report.channel,
      language: report.language,
      observations: JSON.stringify(report.observations),
      about: report.observations.about,
      neighbourhood_id: report.neighbourhoodId,
      idempotency_hash: report.idempotencyHash,
      follow_up_hash: report.followUpHash,
      ...turnColumns(report.turn),
      changed_at: tx.now,
    })
    // on any key: the code follows from the key, and two that come at one instant would wait for each other at those of a pair
    // of which one alone is named
    .onConflict((conflict) => conflict.doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && reportFromRow(row);
}

export async function writeTurn(tx: Tx, reportId: string, turn: Turn): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report')
    .set({ ...turnColumns(turn), leading_id: null, outcome: null, closed_at: null, changed_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', reportId)
    .execute();
}

export async function writeClosed(tx: Tx, reportId: string, outcome: AnyOutcome): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report')
    .set({
      status: 'closed',
      next_step: null,
      deadline: null,
      outcome,
      closed_at: tx.now,
      changed_at: tx.now,
    })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', reportId)
    .execute();
}

/** Something was added to the report that is no turn: words, a call. Who follows changes learns of it too. */
export async function markChanged(tx: Tx, reportId: string): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report')
    .set({ changed_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', reportId)
    .execute();
}

export function turnColumns(turn: Turn) {
  return {
    status: turn.status,
    owner_id: turn.ownerId,
    owner_service_id: turn.ownerServiceId,
    next_step: turn.nextStep,
    deadline: turn.deadline,
    overdue_count: turn.overdueCount,
  };
}

export async function findReport(tx: Tx, reportId: string): Promise<Report | undefined> {
  const row = await reportQuery(tx).where('id', '=', reportId).executeTakeFirst();
  return row && reportFromRow(row);
}

export async function findReportByNumber(tx: Tx, number: number): Promise<Report | undefined> {
  const row = await reportQuery(tx).where('number', '=', number).executeTakeFirst();
  return row && reportFromRow(row);
}

export async function findReportByHash(
  tx: Tx,
  column: 'idempotency_hash' | 'follow_up_hash',
  hash: Buffer,
): Promise<Report | undefined> {
  const row = await reportQuery(tx).where(column, '=', hash).executeTakeFirst();
  return row && reportFromRow(row);
}

/** Locks the row until the transaction ends: two people, or a person and the clock, act one after the other. */
export async function lockReport(tx: Tx, reportId: string): Promise<Report | undefined> {
  const row = await reportQuery(tx).where('id', '=', reportId).forUpdate().executeTakeFirst();
  return row && reportFromRow(row);
}

/** The same of a report that is no part of another; undefined for a part. */
export async function lockWhole(tx: Tx, reportId: string): Promise<Report | undefined> {
  const row = await reportQuery(tx)
    .where('id', '=', reportId)
    .where('whole_id', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row && reportFromRow(row);
}

export async function reportsByNumbers(tx: Tx, numbers: readonly number[]): Promise<Report[]> {
  if (numbers.length === 0) return [];
  const rows = await reportQuery(tx)
    .where('number', 'in', [...numbers])
    .execute();
  return rows.map(reportFromRow);
}

export async function reportsByIds(tx: Tx, reportIds: readonly string[]): Promise<Report[]> {
  if (reportIds.length === 0) return [];
  const rows = await reportQuery(tx)
    .where('id', '=', anyOf(reportIds))
    .orderBy('report.deadline')
    .orderBy('report.id')
    .execute();
  return rows.map(reportFromRow);
}

/** These reports in the order of their ids. */
export async function reportsInOrder(tx: Tx, reportIds: readonly string[]): Promise<Report[]> {
  const reports = new Map((await reportsByIds(tx, reportIds)).map((report) => [report.id, report]));
  return reportIds.flatMap((id) => reports.get(id) ?? []);
}

export async function countReports(tx: Tx): Promise<number> {
  const row = await on<ReportTables>(tx)
    .selectFrom('report')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('municipality_id', '=', tx.municipalityId)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function recentlyClosed(
  tx: Tx,
  { ownerId, limit }: { ownerId?: string | undefined; limit: number },
): Promise<Report[]> {
  let query = reportQuery(tx).where('status', '=', sql.lit('closed'));
  if (ownerId) query = query.where('owner_id', '=', ownerId);
  const rows = await query.orderBy('report.closed_at', 'desc').limit(limit).execute();
  return rows.map(reportFromRow);
}

/** What one person took in along one channel, newest first: by the first event of each history. */
export async function takenInBy(
  tx: Tx,
  { userId, channel, limit }: { userId: string; channel: Report['channel']; limit: number },
): Promise<Report[]> {
  const received = await on<EventTables>(tx)
    .selectFrom('event')
    .select('stream')
    .where('municipality_id', '=', tx.municipalityId)
    .where('actor_id', '=', userId)
    .where('kind', '=', 'received')
    .orderBy('event.at', 'desc')
    .limit(TAKEN_IN_MAX)
    .execute();
  const ids = received.map(({ stream }) => stream.slice(REPORT_STREAM.length));
  const reports = (await reportsByIds(tx, ids)).filter((report) => report.channel === channel);
  return reports.toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime()).slice(0, limit);
}

/** So many of the last are looked at; of who is on the telephone all day the notes among them. */
const TAKEN_IN_MAX = 500;
const REPORT_STREAM = 'report:';

/** What was seen in the reports since a moment, the same answers together: codes and counts, no words and no places. */
export async function observedSince(
  tx: Tx,
  since: Date,
): Promise<{ observations: Observations; count: number }[]> {
  const rows = await on<ReportTables>(tx)
    .selectFrom('report')
    .select(({ fn }) => ['observations', fn.countAll<number>().as('count')])
    .where('municipality_id', '=', tx.municipalityId)
    .where('received_at', '>=', since)
    .where('whole_id', 'is', null)
    .groupBy('observations')
    .execute();
  return rows.map(({ observations, count }) => ({ observations: Observations.parse(observations), count }));
}

/** How many reports wait for this person's own decision; counted no further than `upTo`. */
export async function countWithCoordinator(
  tx: Tx,
  ownerId: string,
  { upTo = Number.MAX_SAFE_INTEGER }: { upTo?: number } = {},
): Promise<number> {
  const waiting = on<ReportTables>(tx)
    .selectFrom('report')
    .select('report.id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('owner_id', '=', ownerId)
    .where('status', '=', 'with-coordinator')
    .limit(upTo);
  const row = await on<ReportTables>(tx)
    .selectFrom(waiting.as('waiting'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

export interface PlacesWanted {
  readonly numbers?: readonly number[] | undefined;
  readonly status?: 'open' | 'closed' | undefined;
  readonly from: Date;
  readonly until: Date;
  /** What they are taken for now: what was advised, or what a person decided. */
  readonly nature: string;
  /** The last one of what was read before. */
  readonly before?: Pick<Report, 'receivedAt' | 'id'> | undefined;
  readonly limit: number;
}

/** Reports about a place that came in within a period, the newest first; never one about a person, and no parts. */
export async function reportsOfPlaces(tx: Tx, wanted: PlacesWanted): Promise<Report[]> {
  const { numbers, status, from, until, nature, before, limit } = wanted;
  let query = reportQuery(tx)
    .where('about', '=', 'place')
    .where('whole_id', 'is', null)
    .where('nature', '=', nature);
  if (numbers) query = query.where('number', 'in', [...numbers]);
  if (status) query = query.where('status', status === 'closed' ? '=' : '<>', 'closed');
  if (before)
    query = query.where((where) =>
      where(where.refTuple('received_at', 'id'), '<', where.tuple(before.receivedAt, before.id)),
    );
  const rows = await query
    .where('received_at', '>=', from)
    .where('received_at', '<', until)
    .orderBy('report.received_at', 'desc')
    .orderBy('report.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(reportFromRow);
}

export function reportQuery(tx: Tx) {
  return on<ReportTables>(tx)
    .selectFrom('report')
    .select(COLUMNS)
    .where('report.municipality_id', '=', tx.municipalityId);
}

/** A report with whether its owner is among those who work here. */
export type ReportForProof = Report & { readonly ownerActive: boolean };

export async function allReports(tx: Tx, active: ReadonlySet<string>): Promise<ReportForProof[]> {
  const rows = await reportQuery(tx).orderBy('report.id').execute();
  return rows.map((row) => ({ ...reportFromRow(row), ownerActive: active.has(row.owner_id) }));
}

interface ReportRow {
  id: string;
  number: number;
  received_at: Date;
  channel: string;
  language: string;
  observations: unknown;
  neighbourhood_id: string | null;
  status: string;
  owner_id: string;
  owner_service_id: string | null;
  next_step: string | null;
  deadline: Date | null;
  overdue_count: number;
  outcome: string | null;
  closed_at: Date | null;
  changed_at: Date;
  leading_id: string | null;
  whole_id: string | null;
  part_due: Date | null;
  part_shows: string | null;
  part_ground: string | null;
}

export function reportsFromRows(rows: readonly ReportRow[]): Report[] {
  return rows.map(reportFromRow);
}

function reportFromRow(row: ReportRow): Report {
  return {
    id: row.id,
    number: row.number,
    receivedAt: row.received_at,
    channel: row.channel as Channel,
    language: row.language as Report['language'],
    observations: Observations.parse(row.observations),
    neighbourhoodId: row.neighbourhood_id,
    status: row.status as ReportStatus,
    ownerId: row.owner_id,
    ownerServiceId: row.owner_service_id,
    nextStep: row.next_step as NextStep | null,
    deadline: row.deadline,
    overdueCount: row.overdue_count,
    outcome: row.outcome as AnyOutcome | null,
    closedAt: row.closed_at,
    changedAt: row.changed_at,
    leadingId: row.leading_id,
    part: partFromRow(row),
  };
}

function partFromRow({ whole_id, part_due, part_shows, part_ground }: ReportRow): Report['part'] {
  if (whole_id === null || part_due === null) return null;
  return {
    wholeId: whole_id,
    due: part_due,
    shows: part_shows as PartShows,
    ground: part_ground as PartGround | null,
  };
}

/** Which kind of report and how urgent, as it is taken now: for filters. Its parts are of the same kind. */
export async function classify(
  tx: Tx,
  reportId: string,
  { nature, urgency }: { nature: string; urgency: string },
): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report')
    .set({ nature, urgency })
    .where('municipality_id', '=', tx.municipalityId)
    .where((where) => where.or([where('id', '=', reportId), where('whole_id', '=', reportId)]))
    .execute();
}

/** What filters take a report for, of all that were weighed. */
export async function classified(
  tx: Tx,
): Promise<
  { id: string; number: number; whole_id: string | null; nature: string | null; urgency: string | null }[]
> {
  return on<ReportTables>(tx)
    .selectFrom('report')
    .select(['id', 'number', 'whole_id', 'nature', 'urgency'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
}
