import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { Grant } from '../people/index.ts';
import type { PartGround } from '../reports/model.ts';
import type { OutsideAct, OutsideParty, OutsideReason, OutsideRequest, OutsideStatus } from './model.ts';

interface OutsideTables {
  outside_party: {
    municipality_id: string;
    id: string;
    name: string;
    email: string;
    language: string;
    active: boolean;
    changed_at: Date;
    changed_by: string;
  };
  outside_request: {
    municipality_id: string;
    id: string;
    report_id: string;
    party_name: string | null;
    email: string | null;
    language: string;
    words_id: string;
    shows_place: boolean;
    photo_ids: string[];
    ground: string | null;
    asked_by: string;
    asked_at: Date;
    status: string;
    reason: string | null;
    deadline: Date;
    remind_at: Date;
    reminded_at: Date | null;
    closes_at: Date;
    ended_at: Date | null;
  };
  outside_link: { municipality_id: string; token_hash: Buffer; request_id: string; made_at: Date };
  outside_act: {
    municipality_id: string;
    request_id: string;
    id: string;
    report_id: string;
    act: string;
    at: Date;
    name: string | null;
    role: string | null;
    words_id: string | null;
  };
}

/** To whom a question goes. */
export interface Addressee {
  readonly name: string;
  readonly email: string;
}

type NewRequest = Omit<
  OutsideRequest,
  'reportId' | 'askedAt' | 'status' | 'reason' | 'remindedAt' | 'endedAt'
> & { readonly to: Addressee };

/** False when there is such a request already: the same form came twice. */
export async function insertRequest(tx: Tx, grant: Grant, { to, ...request }: NewRequest): Promise<boolean> {
  const row = await on<OutsideTables>(tx)
    .insertInto('outside_request')
    .values({
      municipality_id: tx.municipalityId,
      id: request.id,
      report_id: grant.subjectId,
      party_name: to.name,
      email: to.email,
      language: request.language,
      words_id: request.wordsId,
      shows_place: request.showsPlace,
      photo_ids: sql`${[...request.photoIds]}::uuid[]`,
      ground: request.ground,
      asked_by: request.askedBy,
      asked_at: tx.now,
      status: 'asked',
      deadline: request.deadline,
      remind_at: request.remindAt,
      closes_at: request.closesAt,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findRequest(tx: Tx, id: string): Promise<OutsideRequest | undefined> {
  const row = await requestQuery(tx).where('id', '=', id).executeTakeFirst();
  return row && requestFromRow(row);
}

/** What was asked outside about a report, the first question first. */
export async function requestsOf(tx: Tx, reportId: string): Promise<OutsideRequest[]> {
  const rows = await requestQuery(tx)
    .where('report_id', '=', reportId)
    .orderBy('outside_request.asked_at')
    .orderBy('outside_request.id')
    .execute();
  return rows.map(requestFromRow);
}

/** The question of this report that somebody outside is still to answer. */
export async function awaitedOf(tx: Tx, reportId: string): Promise<OutsideRequest | undefined> {
  const row = await requestQuery(tx)
    .where('report_id', '=', reportId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row && requestFromRow(row);
}

/** All questions, or those that are waited for alone: for proofs, and for timers that were lost. */
export async function allRequests(tx: Tx, { awaited = false } = {}): Promise<OutsideRequest[]> {
  const query = requestQuery(tx).orderBy('outside_request.id');
  const rows = await (awaited ? query.where('ended_at', 'is', null) : query).execute();
  return rows.map(requestFromRow);
}

/** Questions that nobody answered in time, the latest first. */
export async function silentSince(
  tx: Tx,
  { since, limit }: { since: Date; limit: number },
): Promise<OutsideRequest[]> {
  const rows = await requestQuery(tx)
    .where('status', '=', sql.lit('silent'))
    .where('deadline', '>', since)
    .orderBy('outside_request.deadline', 'desc')
    .limit(limit)
    .execute();
  return rows.map(requestFromRow);
}

export async function countSilentSince(tx: Tx, since: Date): Promise<number> {
  const row = await on<OutsideTables>(tx)
    .selectFrom('outside_request')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('municipality_id', '=', tx.municipalityId)
    .where('status', '=', sql.lit('silent'))
    .where('deadline', '>', since)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** To whom the questions of a report went, by question; what was blanked in its time is left out. */
export async function readAddressees(tx: Tx, grant: Grant): Promise<Map<string, Addressee>> {
  const rows = await on<OutsideTables>(tx)
    .selectFrom('outside_request')
    .select(['id', 'party_name', 'email'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', grant.subjectId)
    .execute();
  return new Map(
    rows.flatMap(({ id, party_name: name, email }) =>
      name === null || email === null ? [] : [[id, { name, email }] as const],
    ),
  );
}

/** Whether this was done already: the same form came twice. */
export async function isDeedKnown(tx: Tx, requestId: string, id: string): Promise<boolean> {
  const row = await on<OutsideTables>(tx)
    .selectFrom('outside_act')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('request_id', '=', requestId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function writeRequest(
  tx: Tx,
  id: string,
  change: {
    readonly status?: OutsideStatus;
    readonly reason?: OutsideReason | null;
    readonly deadline?: Date;
    readonly closesAt?: Date;
    readonly remindedAt?: Date;
    readonly endedAt?: Date;
  },
): Promise<void> {
  const { status, reason, deadline, closesAt, remindedAt, endedAt } = change;
  await on<OutsideTables>(tx)
    .updateTable('outside_request')
    .set({ status, reason, deadline, closes_at: closesAt, reminded_at: remindedAt, ended_at: endedAt })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}

export async function insertLink(tx: Tx, requestId: string, token: string): Promise<void> {
  await on<OutsideTables>(tx)
    .insertInto('outside_link')
    .values({
      municipality_id: tx.municipalityId,
      token_hash: hashOfLink(token),
      request_id: requestId,
      made_at: tx.now,
    })
    .execute();
}

/** Every link that went out for a question stops working. */
export async function deleteLinks(tx: Tx, requestId: string): Promise<void> {
  await on<OutsideTables>(tx)
    .deleteFrom('outside_link')
    .where('municipality_id', '=', tx.municipalityId)
    .where('request_id', '=', requestId)
    .execute();
}

/** The question behind a link, however it stands. */
export async function findByLink(tx: Tx, token: string): Promise<string | undefined> {
  const row = await on<OutsideTables>(tx)
    .selectFrom('outside_link')
    .select('request_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('token_hash', '=', hashOfLink(token))
    .executeTakeFirst();
  return row?.request_id;
}

function hashOfLink(token: string): Buffer {
  return createHash('sha256').update(`outside link ${token}`).digest();
}

/** What was done on the page behind the link, and under which name. */
export interface OutsideDeed {
  readonly requestId: string;
  readonly id: string;
  readonly reportId: string;
  readonly act: OutsideAct;
  readonly at: Date;
  /** Absent once their time has passed. */
  readonly name: string | undefined;
  readonly role: string | undefined;
  readonly wordsId: string | null;
}

export async function insertDeed(
  tx: Tx,
  grant: Grant,
  deed: Omit<OutsideDeed, 'at' | 'reportId'>,
): Promise<void> {
  await on<OutsideTables>(tx)
    .insertInto('outside_act')
    .values({
      municipality_id: tx.municipalityId,
      request_id: deed.requestId,
      id: deed.id,
      report_id: grant.subjectId,
      act: deed.act,
      at: tx.now,
      name: deed.name ?? null,
      role: deed.role ?? null,
      words_id: deed.wordsId,
    })
    .execute();
}

/** What was done about the questions of a report, oldest first. */
export async function readDeeds(tx: Tx, { subjectId: reportId }: Grant): Promise<OutsideDeed[]> {
  const rows = await on<OutsideTables>(tx)
    .selectFrom('outside_act')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .orderBy('outside_act.at')
    .orderBy('outside_act.id')
    .execute();
  return rows.map((row) => ({
    requestId: row.request_id,
    id: row.id,
    reportId: row.report_id,
    act: row.act as OutsideAct,
    at: row.at,
    name: row.name ?? undefined,
    role: row.role ?? undefined,
    wordsId: row.words_id,
  }));
}

/** The organisations that the municipality keeps, by name. */
export async function partiesKept(tx: Tx): Promise<OutsideParty[]> {
  const rows = await on<OutsideTables>(tx)
    .selectFrom('outside_party')
    .select(['id', 'name', 'email', 'language', 'active'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('outside_party.name')
    .orderBy('outside_party.id')
    .execute();
  return rows.map((row) => ({ ...row, language: row.language as OutsideParty['language'] }));
}

/** Keeps an organisation, or what is new of one that is there. */
export async function writeParty(tx: Tx, party: OutsideParty, changedBy: string): Promise<void> {
  const { id, ...kept } = party;
  const change = { ...kept, changed_at: tx.now, changed_by: changedBy };
  await on<OutsideTables>(tx)
    .insertInto('outside_party')
    .values({ municipality_id: tx.municipalityId, id, ...change })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doUpdateSet(change))
    .execute();
}

/** A question without whom it went to. */
const QUESTION = [
  'id',
  'report_id',
  'language',
  'words_id',
  'shows_place',
  'photo_ids',
  'ground',
  'asked_by',
  'asked_at',
  'status',
  'reason',
  'deadline',
  'remind_at',
  'reminded_at',
  'closes_at',
  'ended_at',
] as const;

function requestQuery(tx: Tx) {
  return on<OutsideTables>(tx)
    .selectFrom('outside_request')
    .select(QUESTION)
    .where('municipality_id', '=', tx.municipalityId);
}

function requestFromRow(
  row: Pick<OutsideTables['outside_request'], (typeof QUESTION)[number]>,
): OutsideRequest {
  return {
    id: row.id,
    reportId: row.report_id,
    language: row.language as OutsideRequest['language'],
    wordsId: row.words_id,
    showsPlace: row.shows_place,
    photoIds: row.photo_ids,
    ground: row.ground as PartGround | null,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    status: row.status as OutsideStatus,
    reason: row.reason as OutsideReason | null,
    deadline: row.deadline,
    remindAt: row.remind_at,
    remindedAt: row.reminded_at,
    closesAt: row.closes_at,
    endedAt: row.ended_at,
  };
}
