import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Parties, services, users, legal grounds and the access log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, [
    'party',
    'user_account',
    'user_role',
    'service',
    'service_coverage',
    'service_member',
    'duty',
    'contact_point',
    'data_class',
    'access_log',
  ]);
}

const statements = [
  `create table party (
    municipality_id uuid not null references municipality deferrable initially deferred,
    id uuid not null,
    name text not null,
    kind text not null,
    team_lead_id uuid not null,
    primary key (municipality_id, id)
  )`,
  `create table user_account (
    municipality_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    login text not null,
    name text not null,
    password_hash text not null,
    active boolean not null default true,
    demo boolean not null default false,
    primary key (municipality_id, id),
    unique (municipality_id, login),
    foreign key (municipality_id, party_id) references party deferrable initially deferred
  )`,
  `create table user_role (
    municipality_id uuid not null,
    user_id uuid not null,
    role text not null,
    primary key (municipality_id, user_id, role),
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create table service (
    municipality_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    kind text not null,
    name text not null,
    public_name text not null,
    calendar text not null,
    hours jsonb not null,
    accept_terms jsonb not null,
    active boolean not null default true,
    primary key (municipality_id, id),
    foreign key (municipality_id, party_id) references party deferrable initially deferred,
    check (kind not in ('112', 'police-control-room', 'gp', 'gp-out-of-hours', 'crisis-service', 'veilig-thuis'))
  )`,
  `create table service_coverage (
    municipality_id uuid not null,
    neighbourhood_id uuid not null,
    service_id uuid not null,
    primary key (municipality_id, neighbourhood_id, service_id),
    foreign key (municipality_id, neighbourhood_id) references neighbourhood,
    foreign key (municipality_id, service_id) references service
  )`,
  `create table service_member (
    municipality_id uuid not null,
    service_id uuid not null,
    user_id uuid not null,
    primary key (municipality_id, service_id, user_id),
    foreign key (municipality_id, service_id) references service,
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create index service_member_user on service_member (municipality_id, user_id)`,
  `create table duty (
    municipality_id uuid not null,
    service_id uuid not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    user_id uuid not null,
    primary key (municipality_id, service_id, starts_at),
    foreign key (municipality_id, service_id) references service,
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create table contact_point (
    municipality_id uuid not null references municipality,
    id uuid not null,
    kind text not null check (kind in ('112', 'police-control-room', 'gp', 'gp-out-of-hours', 'crisis-service', 'veilig-thuis')),
    name text not null,
    primary key (municipality_id, id)
  )`,
  `create table data_class (
    municipality_id uuid not null references municipality,
    class text not null,
    ground text not null,
    purpose text not null,
    retention_days integer not null check (retention_days > 0),
    source text not null,
    verified boolean not null,
    primary key (municipality_id, class)
  )`,
  `create table access_log (
    municipality_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    action text not null,
    outcome text not null check (outcome in ('success', 'denied')),
    actor_kind text not null,
    user_id uuid,
    responsible_id uuid,
    party_id uuid,
    roles text not null,
    subject_kind text not null,
    subject_id uuid,
    data_class text not null,
    ground text not null,
    source text not null,
    primary key (municipality_id, id)
  )`,
  `create index access_log_subject on access_log (municipality_id, subject_id, at)`,
  `alter table party add foreign key (municipality_id, team_lead_id) references user_account deferrable initially deferred`,
  `alter table municipality add foreign key (municipality_id, coordinator_id) references user_account deferrable initially deferred`,
  `alter table municipality add foreign key (municipality_id, manager_id) references user_account deferrable initially deferred`,
  `alter table municipality add foreign key (municipality_id, desk_service_id) references service deferrable initially deferred`,
];
