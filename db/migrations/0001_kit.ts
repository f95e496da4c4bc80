import { sql, type Kysely } from 'kysely';

/** The clock, events, timers, sessions and rate limits: what every room stands on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table clock_offset (
    only_row boolean primary key default true check (only_row),
    offset_ms bigint not null default 0
  )`,
  `insert into clock_offset default values`,
  `create function wijk_now() returns timestamptz language sql stable as
    $$ select clock_timestamp() + offset_ms * interval '1 millisecond' from clock_offset $$`,
  `create function wijk_tenant() returns uuid language sql stable parallel safe as
    $$ select nullif(current_setting('app.municipality_id', true), '')::uuid $$`,
  `create table event (
    municipality_id uuid not null,
    stream text collate "C" not null,
    seq integer not null check (seq > 0),
    id uuid not null,
    at timestamptz not null,
    actor_kind text not null,
    actor_id uuid,
    kind text not null,
    data jsonb not null,
    recorded_at timestamptz not null default wijk_now(),
    primary key (municipality_id, stream, seq)
  )`,
  `create table timer (
    kind text not null,
    subject_id uuid not null,
    municipality_id uuid not null,
    due_at timestamptz not null,
    attempts integer not null default 0,
    primary key (kind, subject_id)
  )`,
  `create index timer_due on timer (due_at)`,
  `create table session (
    token_hash bytea primary key,
    municipality_id uuid not null,
    kind text not null check (kind in ('user', 'reporter')),
    subject_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create index session_expiry on session (expires_at)`,
  `create table rate_limit (
    bucket bytea not null,
    window_start timestamptz not null,
    count integer not null,
    primary key (bucket, window_start)
  )`,
];
