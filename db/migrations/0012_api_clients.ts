import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Machines that ask for a party, the short-lived tokens they ask with, and when a report last changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['api_client', 'api_client_service', 'api_token', 'open311_request']);
}

const statements = [
  // the salt makes a follow-up code unguessable also when the client's idempotency keys are not
  `create table api_client (
    municipality_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    name text not null check (length(name) between 1 and 100),
    scopes text not null,
    secret_hash bytea not null,
    idempotency_salt bytea not null,
    active boolean not null default true,
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    last_used_at timestamptz,
    primary key (municipality_id, id),
    foreign key (municipality_id, party_id) references party
  )`,
  `create table api_client_service (
    municipality_id uuid not null,
    client_id uuid not null,
    service_id uuid not null,
    primary key (municipality_id, client_id, service_id),
    foreign key (municipality_id, client_id) references api_client,
    foreign key (municipality_id, service_id) references service
  )`,
  `create table api_token (
    municipality_id uuid not null,
    token_hash bytea not null,
    client_id uuid not null,
    scopes text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    primary key (municipality_id, token_hash),
    foreign key (municipality_id, client_id) references api_client
  )`,
  `create index api_token_expiry on api_token (municipality_id, expires_at)`,
  // what a GeoReport client chose, and the hundred-metre square that it may be shown in
  `create table open311_request (
    municipality_id uuid not null,
    report_id uuid not null,
    service_code text not null,
    cell_x_m integer,
    cell_y_m integer,
    primary key (municipality_id, report_id),
    foreign key (municipality_id, report_id) references report,
    check ((cell_x_m is null) = (cell_y_m is null))
  )`,
  `alter table access_log add column client_id uuid`,
  // milliseconds, because that is what a program gets to see and sends back as a cursor
  `alter table report add column changed_at timestamptz not null default date_trunc('milliseconds', wijk_now())`,
  `create index report_changed on report (municipality_id, changed_at, id)`,
  `create index report_of_place on report (municipality_id, received_at) where about = 'place'`,
];
