import { sql } from 'kysely';
import type { OtherDay } from '../kit/calendar.ts';
import { on, type Tx } from '../kit/db.ts';
import { AcceptTerms, DutyHours, type Service } from './model.ts';
import type { PeopleTables } from './store.ts';

/** The dates of a service with other hours, as `OtherDay`. */
const OTHER_DAYS = sql<OtherDay[]>`
  (select coalesce(json_agg(json_build_object('date', day, 'parts', case when from_minute is null then '[]'::json
      else json_build_array(json_build_object('fromMinute', from_minute, 'untilMinute', until_minute)) end) order by day), '[]')
    from service_day where service_day.municipality_id = service.municipality_id and service_day.service_id = service.id)
`.as('other_days');

export async function services(tx: Tx): Promise<Service[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('service')
    .selectAll()
    .select(OTHER_DAYS)
    .where('municipality_id', '=', tx.municipalityId)
    .where('active', '=', true)
    .orderBy('service.name')
    .orderBy('service.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    partyId: row.party_id,
    kind: row.kind,
    name: row.name,
    publicName: row.public_name,
    calendar: row.calendar,
    hours: DutyHours.parse(row.hours),
    otherDays: row.other_days,
    acceptTerms: AcceptTerms.parse(row.accept_terms),
  }));
}

/** False where the hours are no longer what they were. */
export async function writeHours(
  tx: Tx,
  { serviceId, hours, before }: { serviceId: string; hours: DutyHours; before: DutyHours },
): Promise<boolean> {
  const { rows } = await sql`
    update service set hours = ${JSON.stringify(hours)}::jsonb
    where municipality_id = ${tx.municipalityId} and id = ${serviceId} and hours = ${JSON.stringify(before)}::jsonb
    returning id`.execute(tx.kysely);
  return rows.length === 1;
}

/** What a service does on one date, in the place of what was said of it before. */
export async function writeServiceDay(tx: Tx, serviceId: string, { date, parts }: OtherDay): Promise<void> {
  const [part] = parts;
  await on<PeopleTables>(tx)
    .insertInto('service_day')
    .values({
      municipality_id: tx.municipalityId,
      service_id: serviceId,
      day: date,
      from_minute: part?.fromMinute ?? null,
      until_minute: part?.untilMinute ?? null,
    })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'service_id', 'day']).doUpdateSet((row) => ({
        from_minute: row.ref('excluded.from_minute'),
        until_minute: row.ref('excluded.until_minute'),
      })),
    )
    .execute();
}

export async function deleteServiceDay(tx: Tx, serviceId: string, date: string): Promise<void> {
  await on<PeopleTables>(tx)
    .deleteFrom('service_day')
    .where('municipality_id', '=', tx.municipalityId)
    .where('service_id', '=', serviceId)
    .where('day', '=', date)
    .execute();
}

/** Which services cover a neighbourhood: service ids by neighbourhood id. */
export async function coverage(tx: Tx): Promise<Map<string, Set<string>>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('service_coverage')
    .select(['neighbourhood_id', 'service_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  const covered = new Map<string, Set<string>>();
  for (const row of rows) {
    const ids = covered.get(row.neighbourhood_id) ?? new Set();
    covered.set(row.neighbourhood_id, ids.add(row.service_id));
  }
  return covered;
}
