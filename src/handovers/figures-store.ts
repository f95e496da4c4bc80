import { sql } from 'kysely';
import type { Tx } from '../kit/db.ts';
import type { DeclineReason } from './model.ts';
import type { Nature } from '../triage/model.ts';

export interface Period {
  readonly from: Date;
  readonly until: Date;
}

/** What became of the offers of a period, of one service and about one nature; nobody's in particular. */
export interface AnswerCount {
  readonly serviceId: string;
  readonly nature: Nature;
  readonly answered: number;
  readonly inTime: number;
  readonly declined: number;
  readonly silent: number;
  readonly accepted: number;
  /** Over the accepted ones: how long was promised, in seconds. */
  readonly promisedS: number;
  /** Care that a person handed over and that was accepted; and of how many who accepted spoke with who handed over. */
  readonly handedOver: number;
  readonly warm: number;
}

/** An offer that was taken back says nothing of who was asked; one that is still open, nothing yet. */
export async function countAnswers(tx: Tx, { from, until }: Period): Promise<AnswerCount[]> {
  const { rows } = await sql<AnswerCount>`
    select service_id as "serviceId", nature, count(*) as answered,
      count(*) filter (where status = 'accepted' and answered_at <= deadline) as "inTime",
      count(*) filter (where status = 'declined') as declined,
      count(*) filter (where status = 'lapsed') as silent,
      count(*) filter (where status = 'accepted') as accepted,
      coalesce(sum(extract(epoch from deadline - offered_at)) filter (where status = 'accepted'), 0)::float8 as "promisedS",
      count(*) filter (where warmth is not null) as "handedOver",
      count(*) filter (where warmth = 'spoken') as warm
    from handover
    where municipality_id = ${tx.municipalityId} and offered_at >= ${from} and offered_at < ${until}
      and status in ('accepted', 'declined', 'lapsed')
    group by service_id, nature`.execute(tx.kysely);
  return rows;
}

export interface AcceptTime {
  /** Of all of an organisation, of all about one nature, or of all at once. */
  readonly partyId: string | null;
  readonly nature: Nature | null;
  /** Within how many seconds half was accepted, and nine of ten. */
  readonly halfS: number;
  readonly mostS: number;
}

/** How long accepting took: by organisation, by nature, and in all. These cannot be added, so each is asked of the database. */
export async function acceptTimes(tx: Tx, { from, until }: Period): Promise<AcceptTime[]> {
  const { rows } = await sql<AcceptTime>`
    select party_id as "partyId", nature, (times)[1]::float8 as "halfS", (times)[2]::float8 as "mostS" from (
      select party_id, nature, percentile_cont(array[0.5, 0.9]) within group (
        order by extract(epoch from answered_at - offered_at)::float8) as times
      from handover join service
        on service.municipality_id = ${tx.municipalityId} and service.id = handover.service_id
      where handover.municipality_id = ${tx.municipalityId} and offered_at >= ${from} and offered_at < ${until}
        and status = 'accepted'
      group by grouping sets ((party_id), (nature), ())) as of_each`.execute(tx.kysely);
  return rows;
}

export interface ReasonCount {
  readonly serviceId: string;
  readonly reason: DeclineReason;
  readonly count: number;
}

export async function countReasons(tx: Tx, { from, until }: Period): Promise<ReasonCount[]> {
  const { rows } = await sql<ReasonCount>`
    select service_id as "serviceId", reason, count(*) as count from handover
    where municipality_id = ${tx.municipalityId} and offered_at >= ${from} and offered_at < ${until}
      and status = 'declined'
    group by service_id, reason`.execute(tx.kysely);
  return rows;
}

export interface ContactCount {
  readonly serviceId: string;
  readonly nature: Nature;
  readonly due: number;
  readonly inTime: number;
}

/**
 * Of the offers that were accepted: how many first contacts were made or should have been, and how many of them were in time.
 * A part is done for who asked it, and has no first contact. A report that was finished was in contact; one that went to somebody else before its time says nothing.
 */
export async function countContacts(tx: Tx, { from, until }: Period): Promise<ContactCount[]> {
  const { rows } = await sql<ContactCount>`
    select service_id as "serviceId", nature, count(*) as due,
      count(*) filter (where made.what in ('contacted', 'closed') and made.at <= (began.data ->> 'deadline')::timestamptz) as "inTime"
    from handover
    join lateral (
      select seq, data from event
      where event.municipality_id = ${tx.municipalityId} and stream = 'report:' || handover.report_id::text
        and event.at = handover.answered_at and kind = 'assigned' and data ->> 'cause' = 'accepted'
      order by seq limit 1) began on true
    left join lateral (
      select event.at, coalesce(data ->> 'cause', kind) as what from event
      where event.municipality_id = ${tx.municipalityId} and stream = 'report:' || handover.report_id::text
        and event.seq > began.seq
        and (kind = 'closed' or (kind = 'assigned' and data ->> 'cause' in ('contacted', 'offered', 'returned', 'owner-left')))
      order by seq limit 1) made on true
    where handover.municipality_id = ${tx.municipalityId} and offered_at >= ${from} and offered_at < ${until}
      and status = 'accepted' and step <> 'part'
      and (made.what in ('contacted', 'closed', 'returned')
        or (made.what is null and (began.data ->> 'deadline')::timestamptz < ${tx.now}))
    group by service_id, nature`.execute(tx.kysely);
  return rows;
}
