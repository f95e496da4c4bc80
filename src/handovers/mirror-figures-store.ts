import { sql } from 'kysely';
import type { Tx } from '../kit/db.ts';
import type { Nature } from '../triage/model.ts';
import type { Period } from './figures-store.ts';

/** How many cases, and of how many it was so; of one service and one neighbourhood, nobody's in particular. */
export interface CareCell {
  readonly measure: 'in-time' | 'silent' | 'no-police' | 'came-back';
  readonly serviceId: string;
  readonly neighbourhoodId: string | null;
  readonly n: number;
  readonly k: number;
}

export interface CareQuestion extends Period {
  readonly natures: readonly Nature[];
  /** Whose a report is that no service has. */
  readonly deskServiceId: string;
}

/**
 * Offers of care reports of a period whose promised moment has passed, or that fell silent: answered in time, and not at all.
 * One that was answered early and whose moment is yet to come does not count yet, or the quick ones would count first.
 */
export async function countCareOffers(tx: Tx, question: CareQuestion): Promise<CareCell[]> {
  const { from, until, natures } = question;
  const { rows } = await sql<{
    serviceId: string;
    neighbourhoodId: string | null;
    n: number;
    inTime: number;
    silent: number;
  }>`
    select service_id as "serviceId", neighbourhood_id as "neighbourhoodId", count(*) as n,
      count(*) filter (where handover.status in ('accepted', 'declined') and answered_at <= handover.deadline) as "inTime",
      count(*) filter (where handover.status in ('lapsed', 'offered')) as silent
    from handover
    join report on report.municipality_id = ${tx.municipalityId} and report.id = handover.report_id
    where handover.municipality_id = ${tx.municipalityId}
      and offered_at >= ${from} and offered_at < ${until} and step <> 'part'
      and handover.status <> 'withdrawn' and handover.deadline <= ${tx.now}
      and report.nature = any(${[...natures]}::text[]) and about <> 'place' and whole_id is null
    group by service_id, neighbourhood_id`.execute(tx.kysely);
  return rows.flatMap(({ inTime, silent, ...cell }) => [
    { ...cell, measure: 'in-time' as const, k: inTime },
    { ...cell, measure: 'silent' as const, k: silent },
  ]);
}

const BACK_DAYS = 28;
const DAY_MS = 86_400_000;

/**
 * Of the care reports of a period that were closed: in how many the police had no part that the program knows of, and of those
 * closed for the first time 28 days ago or longer, in how many the reporter said within 28 days that it was not solved.
 */
export async function countCareClosed(tx: Tx, question: CareQuestion): Promise<CareCell[]> {
  const { from, until, natures, deskServiceId } = question;
  const longAgo = new Date(tx.now.getTime() - BACK_DAYS * DAY_MS);
  const { rows } = await sql<{
    serviceId: string;
    neighbourhoodId: string | null;
    n: number;
    noPolice: number;
    old: number;
    back: number;
  }>`
    with care as (
      select id, coalesce(owner_service_id, ${deskServiceId}) as "serviceId", neighbourhood_id as "neighbourhoodId"
      from report
      where municipality_id = ${tx.municipalityId} and received_at >= ${from} and received_at < ${until}
        and nature = any(${[...natures]}::text[]) and about <> 'place' and whole_id is null
        and (outcome is null or outcome not in ('spam', 'duplicate'))
    ), told as (
      select care.*, first_closed,
        exists (select from handover join service on service.municipality_id = ${tx.municipalityId}
            and service.id = handover.service_id
          where handover.municipality_id = ${tx.municipalityId} and handover.report_id = care.id
            and handover.status = 'accepted' and service.kind = 'neighbourhood-police') as accepted,
        lived.called, lived.back
      from care
      join lateral (
        select min(event.at) filter (where event.kind = 'closed') as first_closed,
          coalesce(bool_or(event.kind = 'called' and contact_point.id is not null), false) as called,
          min(event.at) filter (where event.kind = 'assigned' and data ->> 'cause' = 'second-look') as back
        from event
        left join contact_point on event.kind = 'called' and contact_point.municipality_id = ${tx.municipalityId}
          and contact_point.id::text = data ->> 'contactPointId'
          and contact_point.kind in ('112', 'police-control-room')
        where event.municipality_id = ${tx.municipalityId} and stream = 'report:' || care.id::text
      ) lived on first_closed is not null
    )
    select "serviceId", "neighbourhoodId", count(*) as n,
      count(*) filter (where not accepted and not called) as "noPolice",
      count(*) filter (where first_closed <= ${longAgo}) as old,
      count(*) filter (where first_closed <= ${longAgo} and back <= first_closed + make_interval(days => ${BACK_DAYS})) as back
    from told group by "serviceId", "neighbourhoodId"`.execute(tx.kysely);
  return rows.flatMap(({ serviceId, neighbourhoodId, n, noPolice, old, back }) => [
    { measure: 'no-police' as const, serviceId, neighbourhoodId, n, k: noPolice },
    { measure: 'came-back' as const, serviceId, neighbourhoodId, n: old, k: back },
  ]);
}
