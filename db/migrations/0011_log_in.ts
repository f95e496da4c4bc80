import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Identity providers, second factors, links to set a password, and sessions that know their limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, [
    'identity_provider',
    'user_identity',
    'login_transaction',
    'second_factor',
    'recovery_code',
    'password_link',
  ]);
}

const statements = [
  // who logs in at a provider, or has not set a password yet, has none
  `alter table user_account alter column password_hash drop not null`,
  `alter table user_account add column last_login_at timestamptz`,
  `alter table user_account add constraint user_account_presence unique (municipality_id, id, active)`,
  // an open report names its owner as somebody who is there; a closed one (null) may name somebody who left
  `alter table report add column owner_present boolean
    generated always as (case when status = 'closed' then null else true end) stored`,
  `alter table report add constraint owner_is_there
    foreign key (municipality_id, owner_id, owner_present) references user_account (municipality_id, id, active)`,
  // the secret itself stands in the environment, under a name that can be no other setting of ours
  `create table identity_provider (
    municipality_id uuid not null references municipality,
    id uuid not null,
    slug text not null check (slug ~ '^[a-z0-9-]{2,40}$' and slug not in ('tweede-stap', 'verlopen')),
    name text not null,
    issuer text not null check (issuer ~ '^https?://'),
    client_id text not null,
    secret_setting text check (secret_setting ~ '^OIDC_SECRET_[A-Z0-9_]{1,60}$'),
    scope text not null default 'openid profile email',
    subject_claim text not null default 'sub',
    login_claim text not null default 'preferred_username',
    name_claim text not null default 'name',
    roles_claim text not null,
    role_map jsonb not null,
    second_factor jsonb not null default '{}',
    party_id uuid not null,
    makes_users boolean not null default false,
    active boolean not null default true,
    primary key (municipality_id, id),
    unique (municipality_id, slug),
    foreign key (municipality_id, party_id) references party
  )`,
  `create table user_identity (
    municipality_id uuid not null,
    provider_id uuid not null,
    subject text not null,
    user_id uuid not null,
    linked_at timestamptz not null,
    primary key (municipality_id, provider_id, subject),
    foreign key (municipality_id, provider_id) references identity_provider,
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create index user_identity_user on user_identity (municipality_id, user_id)`,
  // one log-in under way: used once, and only by the browser that began it
  `create table login_transaction (
    municipality_id uuid not null,
    state_hash bytea not null,
    browser_hash bytea not null,
    provider_id uuid not null,
    nonce text not null,
    verifier text not null,
    way_back text,
    link_user_id uuid,
    expires_at timestamptz not null,
    primary key (municipality_id, state_hash),
    foreign key (municipality_id, provider_id) references identity_provider,
    foreign key (municipality_id, link_user_id) references user_account
  )`,
  `create index login_transaction_expiry on login_transaction (municipality_id, expires_at)`,
  `create table second_factor (
    municipality_id uuid not null,
    user_id uuid not null,
    sealed_secret bytea not null,
    made_at timestamptz not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0,
    primary key (municipality_id, user_id),
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create table recovery_code (
    municipality_id uuid not null,
    user_id uuid not null,
    code_hash bytea not null,
    primary key (municipality_id, user_id, code_hash),
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create table password_link (
    municipality_id uuid not null,
    token_hash bytea not null,
    user_id uuid not null,
    expires_at timestamptz not null,
    primary key (municipality_id, token_hash),
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create index password_link_user on password_link (municipality_id, user_id)`,
  // 'half' after the first factor: it opens nothing but the second step
  `alter table session add column id uuid not null default gen_random_uuid()`,
  `alter table session add column stage text not null default 'full' check (stage in ('full', 'half'))`,
  `alter table session add column seen_at timestamptz not null default wijk_now()`,
  `alter table session add column idle_minutes integer not null default 120 check (idle_minutes > 0)`,
  `alter table session add column provider_id uuid`,
  `alter table session add column provider_sid text`,
  `create index session_subject on session (municipality_id, subject_id)`,
];
