import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Municipality › district › neighbourhood › address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['event', 'district', 'neighbourhood', 'address']);
}

const statements = [
  // coordinator, manager and desk get their foreign keys with the people they name
  `create table municipality (
    municipality_id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9-]{2,40}$'),
    name text not null,
    code text not null,
    coordinator_id uuid not null,
    manager_id uuid not null,
    desk_service_id uuid not null,
    settings jsonb not null
  )`,
  `create table district (
    municipality_id uuid not null references municipality,
    id uuid not null,
    code text not null,
    name text not null,
    primary key (municipality_id, id),
    unique (municipality_id, code)
  )`,
  `create table neighbourhood (
    municipality_id uuid not null,
    id uuid not null,
    district_id uuid not null,
    code text not null,
    name text not null,
    rings jsonb not null,
    primary key (municipality_id, id),
    unique (municipality_id, code),
    foreign key (municipality_id, district_id) references district
  )`,
  `create table address (
    municipality_id uuid not null,
    id uuid not null,
    neighbourhood_id uuid not null,
    street text not null,
    house_number text not null,
    postcode text not null,
    x_m double precision not null,
    y_m double precision not null,
    primary key (municipality_id, id),
    unique (municipality_id, street, house_number, postcode),
    foreign key (municipality_id, neighbourhood_id) references neighbourhood
  )`,
];
