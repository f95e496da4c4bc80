import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** What is to be mailed to whom, as ids and codes; when it is tried next; who wants mail; and where mail does not arrive. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['message', 'message_item', 'mail_wish', 'mail_refused']);
  await registerClass(db);
}

const statements = [
  // `key` is what it tells, once. Without a user it goes to the reporter of the report.
  `create table message (
    municipality_id uuid not null references municipality,
    id uuid not null,
    key text not null,
    kind text not null check (kind in ('received', 'question', 'closed', 'reopened',
      'offered', 'mine', 'late', 'came-back', 'taken-over', 'digest')),
    user_id uuid,
    report_id uuid,
    offer_id uuid,
    language text not null check (language in ('nl', 'en')),
    at timestamptz not null,
    state text not null check (state in ('waiting', 'sent', 'over', 'failed', 'stopped')),
    cause text,
    reply text check (reply ~ '^[245][0-9]{2}( [245][.][0-9]{1,3}[.][0-9]{1,3})?$'),
    attempts integer not null default 0 check (attempts >= 0),
    round integer not null default 1 check (round >= 1),
    sealed_code bytea,
    settled_at timestamptz,
    primary key (municipality_id, id),
    unique (municipality_id, key),
    foreign key (municipality_id, user_id) references user_account,
    foreign key (municipality_id, report_id) references report,
    constraint message_has_one_reader check (
      (kind in ('received', 'question', 'closed', 'reopened')) = (user_id is null)),
    constraint message_to_reporter_has_report check (user_id is not null or report_id is not null),
    constraint message_waits_or_is_settled check ((state = 'waiting') = (settled_at is null)),
    constraint message_failed_because check (state <> 'failed' or cause is not null),
    constraint message_keeps_no_code check (sealed_code is null or (state = 'waiting' and kind = 'received'))
  )`,
  `create index message_state on message (municipality_id, state, at, id)`,
  `create index message_report on message (municipality_id, report_id)`,
  `create index message_user on message (municipality_id, user_id)`,
  // what one gathered mail tells of
  `create table message_item (
    municipality_id uuid not null,
    message_id uuid not null,
    key text not null,
    kind text not null check (kind in ('offered', 'mine', 'late', 'came-back', 'taken-over')),
    report_id uuid,
    offer_id uuid,
    at timestamptz not null,
    primary key (municipality_id, message_id, key),
    foreign key (municipality_id, message_id) references message on delete cascade,
    foreign key (municipality_id, report_id) references report
  )`,
  `create unique index message_item_once on message_item (municipality_id, key)`,
  // like the timers a table of its own without a tenant: one worker looks over all municipalities what is due
  `create table message_due (
    municipality_id uuid not null,
    message_id uuid not null,
    due_at timestamptz not null,
    claim uuid,
    primary key (municipality_id, message_id)
  )`,
  `create index message_due_at on message_due (due_at)`,
  `create table mail_wish (
    municipality_id uuid not null,
    user_id uuid not null,
    email text not null check (length(email) between 3 and 254),
    language text not null check (language in ('nl', 'en')),
    mode text not null check (mode in ('at-once', 'digest', 'never')),
    kinds text not null,
    changed_at timestamptz not null,
    primary key (municipality_id, user_id),
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create table mail_refused (
    municipality_id uuid not null references municipality,
    address_hash bytea not null check (length(address_hash) = 32),
    reply text,
    at timestamptz not null,
    primary key (municipality_id, address_hash)
  )`,
];

const PURPOSE =
  'Mensen op tijd laten weten wat er gebeurt, en kunnen zien welk bericht niet aankwam; zonder adres en zonder woorden.';

/** A municipality that was there before gets the class too, to be set by itself; without a term nothing would ever go. */
async function registerClass(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string }>`select municipality_id as id from municipality`.execute(db);
  for (const { id } of rows) {
    await sql`set local app.municipality_id = ${sql.lit(id)}`.execute(db);
    await sql`
      insert into data_class (municipality_id, class, ground, purpose, counts_from, anonymise_days, retention_days, source, verified)
      values (${id}, 'message', 'AVG 6(1)(e)', ${PURPOSE}, 'writing', null, 90,
        'eigen keuze; geen bron gevonden, door de gemeente vast te stellen', false)
      on conflict do nothing`.execute(db);
  }
}
