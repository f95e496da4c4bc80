import {
  sql,
  type Expression,
  type ExpressionBuilder,
  type Generated,
  type Selectable,
  type SqlBool,
} from 'kysely';
import { anyOf, on, type Tx } from '../kit/db.ts';
import { readStreams } from '../kit/events.ts';
import { newId } from '../kit/ids.ts';
import { announce } from '../kit/live/announce.ts';
import { tell } from '../kit/news.ts';
import type { Nature } from '../triage/model.ts';
import type {
  DeclineReason,
  DeskReason,
  Handover,
  HandoverStatus,
  HandoverStep,
  NoticeKind,
  Proposal,
  Talk,
  Warmth,
} from './model.ts';

export interface HandoverTables {
  handover: {
    municipality_id: string;
    id: string;
    report_id: string;
    step: string;
    service_id: string;
    team_lead_id: string | null;
    offered_at: Date;
    deadline: Date;
    status: string;
    answered_by: string | null;
    answered_at: Date | null;
    reason: string | null;
    nature: string;
    warmth: Generated<string | null>;
    spoke_with: Generated<string | null>;
    spoke_at: Generated<Date | null>;
    proposed_service_id: Generated<string | null>;
    desk_reason: Generated<string | null>;
  };
  notice: {
    municipality_id: string;
    id: string;
    user_id: string;
    kind: string;
    report_id: string | null;
    at: Date;
    seen_at: Date | null;
  };
}

export async function insertHandover(
  tx: Tx,
  offer: Pick<Handover, 'id' | 'reportId' | 'step' | 'serviceId' | 'teamLeadId' | 'deadline'> & {
    readonly nature: Nature;
  },
): Promise<void> {
  await on<HandoverTables>(tx)
    .insertInto('handover')
    .values({
      municipality_id: tx.municipalityId,
      id: offer.id,
      report_id: offer.reportId,
      step: offer.step,
      service_id: offer.serviceId,
      team_lead_id: offer.teamLeadId,
      offered_at: tx.now,
      deadline: offer.deadline,
      status: 'offered',
      nature: offer.nature,
    })
    .execute();
}

export async function endHandover(
  tx: Tx,
  handoverId: string,
  end: {
    status: Exclude<HandoverStatus, 'offered'>;
    answeredBy?: string;
    reason?: DeclineReason;
    warmth?: Warmth | null;
    talk?: Talk | undefined;
    proposal?: Proposal;
  },
): Promise<void> {
  const { proposal } = end;
  await on<HandoverTables>(tx)
    .updateTable('handover')
    .set({
      status: end.status,
      answered_by: end.answeredBy ?? null,
      answered_at: end.answeredBy ? tx.now : null,
      reason: end.reason ?? null,
      warmth: end.warmth ?? null,
      spoke_with: end.talk?.userId ?? null,
      spoke_at: end.talk?.at ?? null,
      proposed_service_id: proposal && 'serviceId' in proposal ? proposal.serviceId : null,
      desk_reason: proposal && 'desk' in proposal ? proposal.desk : null,
    })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', handoverId)
    .execute();
}

/** Who accepted spoke with who handed it over after all. */
export async function writeTalk(tx: Tx, handoverId: string, { userId, at }: Talk): Promise<void> {
  await on<HandoverTables>(tx)
    .updateTable('handover')
    .set({ warmth: 'spoken', spoke_with: userId, spoke_at: at })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', handoverId)
    .execute();
}

/** All offers of a report, oldest first. */
export async function handoversOf(tx: Tx, reportId: string): Promise<Handover[]> {
  const rows = await handoverQuery(tx)
    .where('report_id', '=', reportId)
    .orderBy('handover.offered_at')
    .orderBy('handover.id')
    .execute();
  return rows.map(handoverFromRow);
}

/** Offers that wait for an answer of one of these services, or of this team lead; the most urgent first. */
export async function offersFor(tx: Tx, to: Asked & { limit: number }): Promise<Handover[]> {
  const rows = await handoverQuery(tx)
    .where((where) => isOpenFor(to, where))
    .orderBy('handover.deadline')
    .orderBy('handover.id')
    .limit(to.limit)
    .execute();
  return rows.map(handoverFromRow);
}

/** Offers that wait for an answer of one of these services, whoever of it is asked. */
export async function offersToServices(
  tx: Tx,
  { serviceIds, limit }: { serviceIds: readonly string[]; limit: number },
): Promise<Handover[]> {
  const rows = await handoverQuery(tx)
    .where('status', '=', sql.lit('offered'))
    .where('service_id', 'in', [...serviceIds])
    .orderBy('handover.deadline')
    .orderBy('handover.id')
    .limit(limit)
    .execute();
  return rows.map(handoverFromRow);
}

/** The reports that are offered to these services; with a person, only those that this person is asked. */
export async function reportsOffered(
  tx: Tx,
  { serviceIds, userId, limit }: { serviceIds: readonly string[]; userId?: string; limit: number },
): Promise<string[]> {
  const rows = await on<HandoverTables>(tx)
    .selectFrom('handover')
    .select('report_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where((where) =>
      userId === undefined
        ? where.and([where('status', '=', sql.lit('offered')), where('service_id', 'in', [...serviceIds])])
        : isOpenFor({ serviceIds, userId }, where),
    )
    .limit(limit)
    .execute();
  return rows.map((row) => row.report_id);
}

/** Offers that wait for this person's own answer, as team lead. */
export async function offersToLead(tx: Tx, userId: string): Promise<Handover[]> {
  const rows = await handoverQuery(tx)
    .where('status', '=', sql.lit('offered'))
    .where('team_lead_id', '=', userId)
    .execute();
  return rows.map(handoverFromRow);
}

/** How many `offersFor` would give without a limit. */
export async function countOffersFor(tx: Tx, to: Asked): Promise<number> {
  return countHandovers(tx, (where) => isOpenFor(to, where));
}

interface Asked {
  readonly serviceIds: readonly string[];
  readonly userId: string;
}

function isOpenFor({ serviceIds, userId }: Asked, where: Where) {
  const asLead = where('team_lead_id', '=', userId);
  const asService = where.and([
    where('team_lead_id', 'is', null),
    where('service_id', 'in', [...serviceIds]),
  ]);
  return where.and([
    where('status', '=', sql.lit('offered')),
    serviceIds.length === 0 ? asLead : where.or([asLead, asService]),
  ]);
}

export async function openOffers(tx: Tx, reportIds: readonly string[]): Promise<Handover[]> {
  if (reportIds.length === 0) return [];
  const rows = await handoverQuery(tx)
    .where('status', '=', sql.lit('offered'))
    .where('report_id', '=', anyOf(reportIds))
    .execute();
  return rows.map(handoverFromRow);
}

/** The offer of this report that waits for an answer. */
export async function openOfferOf(tx: Tx, reportId: string): Promise<Handover | undefined> {
  return (await openOffers(tx, [reportId]))[0];
}

export async function lapsedSince(
  tx: Tx,
  { since, limit }: { since: Date; limit: number },
): Promise<(Handover & { nature: Nature })[]> {
  const rows = await handoverQuery(tx)
    .where((where) => isLapsedSince(since, where))
    .orderBy('handover.deadline', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...handoverFromRow(row), nature: row.nature as Nature }));
}

export async function countLapsedSince(tx: Tx, since: Date): Promise<number> {
  return countHandovers(tx, (where) => isLapsedSince(since, where));
}

function isLapsedSince(since: Date, where: Where) {
  return where.and([where('status', '=', sql.lit('lapsed')), where('deadline', '>', since)]);
}

export async function allHandovers(tx: Tx): Promise<Handover[]> {
  return (await handoverQuery(tx).orderBy('handover.id').execute()).map(handoverFromRow);
}

/** The events of all offers, by stream, in order. */
export function allHandoverHistories(tx: Tx): Promise<Map<string, { kind: string; data: unknown }[]>> {
  return readStreams(tx, 'handover:');
}

type Where = ExpressionBuilder<HandoverTables, 'handover'>;

async function countHandovers(tx: Tx, which: (where: Where) => Expression<SqlBool>): Promise<number> {
  const row = await on<HandoverTables>(tx)
    .selectFrom('handover')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('municipality_id', '=', tx.municipalityId)
    .where(which)
    .executeTakeFirstOrThrow();
  return row.count;
}

function handoverQuery(tx: Tx) {
  return on<HandoverTables>(tx)
    .selectFrom('handover')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId);
}

function handoverFromRow(row: Selectable<HandoverTables['handover']>): Handover {
  return {
    id: row.id,
    reportId: row.report_id,
    step: row.step as HandoverStep,
    serviceId: row.service_id,
    teamLeadId: row.team_lead_id,
    offeredAt: row.offered_at,
    deadline: row.deadline,
    status: row.status as HandoverStatus,
    answeredBy: row.answered_by,
    answeredAt: row.answered_at,
    reason: row.reason as DeclineReason | null,
    warmth: row.warmth as Warmth | null,
    talk: row.spoke_with && row.spoke_at ? { userId: row.spoke_with, at: row.spoke_at } : null,
    proposal: proposalFromRow(row),
  };
}

function proposalFromRow({
  proposed_service_id: serviceId,
  desk_reason: desk,
}: Selectable<HandoverTables['handover']>): Proposal | null {
  if (serviceId !== null) return { serviceId };
  return desk === null ? null : { desk: desk as DeskReason };
}

/** Tells somebody something once: while the same notice waits unread, it is not said again. */
export async function insertNotice(
  tx: Tx,
  { userId, kind, reportId }: { userId: string; kind: NoticeKind; reportId: string | null },
): Promise<void> {
  const { rows } = await sql<{
    id: string;
  }>`insert into notice (municipality_id, id, user_id, kind, report_id, at)
    select ${tx.municipalityId}, ${newId()}, ${userId}, ${kind}, ${reportId}::uuid, ${tx.now}
    where not exists (
      select from notice where municipality_id = ${tx.municipalityId} and user_id = ${userId} and kind = ${kind}
        and report_id is not distinct from ${reportId}::uuid and seen_at is null)
    returning id`.execute(tx.kysely);
  const data = { userId, kind, reportId };
  const actor = { kind: 'clock', id: null };
  for (const { id } of rows) await tell(tx, { id, stream: `notice:${id}`, kind: 'noticed', data, actor });
  await announce(tx, `notice:${userId}`);
}

/** Whether this person got a notice after a moment. */
export async function noticesSince(tx: Tx, userId: string, since: Date): Promise<boolean> {
  const row = await on<HandoverTables>(tx)
    .selectFrom('notice')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('seen_at', 'is', null)
    .where('at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function unseenNotices(
  tx: Tx,
  userId: string,
): Promise<{ id: string; kind: NoticeKind; reportId: string | null; at: Date }[]> {
  const rows = await on<HandoverTables>(tx)
    .selectFrom('notice')
    .select(['id', 'kind', 'report_id', 'at'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('seen_at', 'is', null)
    .orderBy('notice.at', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as NoticeKind,
    reportId: row.report_id,
    at: row.at,
  }));
}

export async function markNoticesSeen(tx: Tx, userId: string): Promise<void> {
  await on<HandoverTables>(tx)
    .updateTable('notice')
    .set({ seen_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('seen_at', 'is', null)
    .execute();
}

/** What was told and is true no more counts as read. */
export async function withdrawNotices(
  tx: Tx,
  { userId, kinds, reportId }: { userId: string; kinds: readonly NoticeKind[]; reportId: string | null },
): Promise<void> {
  await on<HandoverTables>(tx)
    .updateTable('notice')
    .set({ seen_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('kind', 'in', [...kinds])
    .where('report_id', reportId === null ? 'is' : '=', reportId)
    .where('seen_at', 'is', null)
    .execute();
}
