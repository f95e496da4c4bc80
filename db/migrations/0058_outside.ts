import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** What is asked of an organisation that has no account: of which report, until when, how it stands; the words stand with those of the report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['outside_party', 'outside_request', 'outside_link', 'outside_act']);
}

const TO_REPORTER = "'received', 'question', 'closed', 'reopened'";
const TO_OUTSIDE = "'outside-asked', 'outside-reminder', 'outside-withdrawn'";
const STAFF_KINDS = "'offered', 'mine', 'soon', 'late', 'came-back', 'taken-over', 'part-ready', 'safe-work'";

const statements = [
  // organisations that are asked more often, as the municipality keeps them
  `create table outside_party (
    municipality_id uuid not null references municipality,
    id uuid not null,
    name text not null check (char_length(name) between 1 and 80),
    email text not null check (char_length(email) between 3 and 254),
    language text not null check (language in ('nl', 'en')),
    active boolean not null,
    changed_at timestamptz not null,
    changed_by uuid not null,
    primary key (municipality_id, id),
    foreign key (municipality_id, changed_by) references user_account
  )`,
  // name and address are blanked in their time; what was asked stands among the words of the report
  `create table outside_request (
    municipality_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    class text not null default 'contact' check (class = 'contact'),
    party_name text check (char_length(party_name) between 1 and 80),
    email text check (char_length(email) between 3 and 254),
    anonymised_at timestamptz,
    language text not null check (language in ('nl', 'en')),
    words_id uuid not null,
    shows_place boolean not null,
    photo_ids uuid[] not null,
    ground text check (ground in ('needed-for-part', 'reporter-agrees', 'danger-there')),
    asked_by uuid not null,
    asked_at timestamptz not null,
    status text not null check (status in ('asked', 'accepted', 'declined', 'answered', 'done', 'silent', 'withdrawn')),
    reason text,
    deadline timestamptz not null,
    remind_at timestamptz not null,
    reminded_at timestamptz,
    closes_at timestamptz not null,
    ended_at timestamptz,
    primary key (municipality_id, id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, asked_by) references user_account,
    foreign key (municipality_id, class) references data_class,
    constraint outside_open_or_ended check ((status in ('asked', 'accepted')) = (ended_at is null)),
    constraint outside_declined_because check ((status = 'declined') = (reason is not null)),
    constraint outside_open_has_address check (status not in ('asked', 'accepted') or anonymised_at is null),
    constraint outside_link_outlives_deadline check (closes_at >= deadline)
  )`,
  `create unique index outside_one_open on outside_request (municipality_id, report_id) where ended_at is null`,
  `create index outside_of_report on outside_request (municipality_id, report_id, asked_at)`,
  `create index outside_silent on outside_request (municipality_id, deadline) where status = 'silent'`,
  // the secret of a mail, as a hash; each mail has its own, and all of a request end with it
  `create table outside_link (
    municipality_id uuid not null,
    token_hash bytea not null check (octet_length(token_hash) = 32),
    request_id uuid not null,
    made_at timestamptz not null,
    primary key (municipality_id, token_hash),
    foreign key (municipality_id, request_id) references outside_request on delete cascade
  )`,
  `create index outside_link_of on outside_link (municipality_id, request_id)`,
  // what somebody outside did, and under which name: a link can be passed on
  `create table outside_act (
    municipality_id uuid not null,
    request_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    class text not null default 'contact' check (class = 'contact'),
    act text not null check (act in ('accept', 'decline', 'answer', 'done')),
    at timestamptz not null,
    name text check (char_length(name) between 1 and 80),
    role text check (char_length(role) between 1 and 80),
    words_id uuid,
    anonymised_at timestamptz,
    primary key (municipality_id, request_id, id),
    foreign key (municipality_id, request_id) references outside_request on delete cascade,
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, class) references data_class
  )`,
  `create index outside_act_of_report on outside_act (municipality_id, report_id)`,
  `alter table message add column outside_id uuid`,
  `alter table message drop constraint message_kind_check`,
  `alter table message add constraint message_kind_check check (kind in (${TO_REPORTER}, ${TO_OUTSIDE},
    ${STAFF_KINDS}, 'digest', 'test'))`,
  `alter table message drop constraint message_has_one_reader`,
  `alter table message add constraint message_has_one_reader check (
    case when kind in (${TO_REPORTER}) then user_id is null and outside_id is null
      when kind in (${TO_OUTSIDE}) then user_id is null and outside_id is not null
      else user_id is not null and outside_id is null end)`,
];
