import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Dates on which a service is open at other times than in an ordinary week; without times it is closed all day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table service_day (
        municipality_id uuid not null,
        service_id uuid not null,
        day date not null,
        from_minute integer check (from_minute >= 0),
        until_minute integer check (until_minute <= 1440),
        primary key (municipality_id, service_id, day),
        foreign key (municipality_id, service_id) references service (municipality_id, id),
        constraint open_from_until check ((from_minute is null) = (until_minute is null) and from_minute < until_minute)
      )`,
    )
    .execute(db);
  await isolate(db, ['service_day']);
}
