import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** A report, its words, the reporter's contact details and its place: each with its own lifetime. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['report', 'report_words', 'report_contact', 'report_place']);
}

const statements = [
  `create sequence report_number start 1001`,
  `create table report (
    municipality_id uuid not null references municipality,
    id uuid not null,
    number bigint not null default nextval('report_number'),
    received_at timestamptz not null,
    channel text not null,
    language text not null check (language in ('nl', 'en')),
    observations jsonb not null,
    about text not null,
    neighbourhood_id uuid,
    idempotency_hash bytea not null,
    follow_up_hash bytea not null,
    status text not null check (status in ('with-coordinator', 'offered', 'accepted', 'closed')),
    owner_id uuid not null,
    owner_service_id uuid,
    next_step text,
    deadline timestamptz,
    overdue_count integer not null default 0,
    outcome text,
    closed_at timestamptz,
    primary key (municipality_id, id),
    unique (municipality_id, number),
    unique (municipality_id, idempotency_hash),
    unique (municipality_id, follow_up_hash),
    foreign key (municipality_id, neighbourhood_id) references neighbourhood,
    foreign key (municipality_id, owner_id) references user_account,
    foreign key (municipality_id, owner_service_id) references service,
    constraint open_has_next_step_and_deadline check (
      (status = 'closed' and next_step is null and deadline is null and outcome is not null and closed_at is not null)
      or (status <> 'closed' and next_step is not null and deadline is not null and outcome is null and closed_at is null)
    ),
    constraint accepted_has_service check (status <> 'accepted' or owner_service_id is not null)
  )`,
  `create index report_open_owner on report (municipality_id, owner_id, deadline) where status <> 'closed'`,
  `create index report_open_deadline on report (municipality_id, deadline) where status <> 'closed'`,
  `create table report_words (
    municipality_id uuid not null,
    report_id uuid not null,
    id uuid not null,
    class text not null,
    kind text not null,
    author_kind text not null,
    author_id uuid,
    at timestamptz not null,
    body text not null check (length(body) between 1 and 5000),
    destroy_after timestamptz not null,
    primary key (municipality_id, report_id, id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, class) references data_class
  )`,
  `create index report_words_expiry on report_words (municipality_id, destroy_after)`,
  `create table report_contact (
    municipality_id uuid not null,
    report_id uuid not null,
    name text,
    email text,
    phone text,
    class text not null default 'contact' check (class = 'contact'),
    destroy_after timestamptz not null,
    primary key (municipality_id, report_id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, class) references data_class
  )`,
  `create index report_contact_expiry on report_contact (municipality_id, destroy_after)`,
  `create table report_place (
    municipality_id uuid not null,
    report_id uuid not null,
    address_id uuid not null,
    class text not null default 'place' check (class = 'place'),
    destroy_after timestamptz not null,
    primary key (municipality_id, report_id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, address_id) references address,
    foreign key (municipality_id, class) references data_class
  )`,
  `create index report_place_expiry on report_place (municipality_id, destroy_after)`,
];
