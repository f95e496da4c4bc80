import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Terms per class of personal data, proofs of destruction, blocks, informing the person, and requests of people about their data. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, [
    'report_informing',
    'rights_request',
    'report_block',
    'report_erasure',
    'destruction_proof',
  ]);
  await registerClasses(db);
}

const statements = [
  // two moments a class: what identifies is blanked, later the row goes
  `alter table data_class add column counts_from text not null default 'closing' check (counts_from in ('closing', 'writing', 'last-act'))`,
  `alter table data_class add column anonymise_days integer check (anonymise_days > 0)`,
  `alter table data_class add constraint anonymised_before_destroyed check (anonymise_days <= retention_days)`,
  // photos of a municipality that was there before: the migration before this one could not say it yet
  `alter table data_class no force row level security`,
  `update data_class set counts_from = 'writing' where class = 'photo'`,
  `alter table data_class force row level security`,
  // NEN 7513: lines of the access log are kept at least five years, of which two can be leap years
  `alter table data_class add constraint access_log_five_years check (class <> 'access-log' or retention_days >= 1827)`,
  // the moment follows from the closing of the report and the term of the class: a stored one could not know either
  `alter table report_words drop column destroy_after`,
  `alter table report_contact drop column destroy_after`,
  `alter table report_place drop column destroy_after`,
  `alter table report_words add column anonymised_at timestamptz`,
  `alter table report_contact add column anonymised_at timestamptz`,
  `alter table report_place add column anonymised_at timestamptz`,
  `alter table report_place alter column address_id drop not null`,
  `alter table report_words add column corrects uuid`,
  `alter table report alter column idempotency_hash drop not null`,
  `alter table report alter column follow_up_hash drop not null`,
  `alter table report add column keys_cut_at timestamptz`,
  `create index report_closed on report (municipality_id, closed_at) where status = 'closed'`,
  `alter table user_account add column anonymised_at timestamptz`,
  `alter table user_account add column forgotten_at timestamptz`,
  `alter table user_account add column left_at timestamptz`,
  `alter table decision_step add column guest_forgotten_at timestamptz`,
  `create index access_log_user on access_log (municipality_id, user_id, at)`,
  `create index access_log_at on access_log (municipality_id, at)`,
  `create table report_informing (
    municipality_id uuid not null,
    report_id uuid not null,
    deadline timestamptz not null,
    remind_at timestamptz not null,
    late_count integer not null default 0,
    result text check (result in ('in-writing', 'orally', 'safety', 'investigation', 'identity-unknown', 'nothing-processed')),
    done_at timestamptz,
    done_by uuid,
    primary key (municipality_id, report_id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, done_by) references user_account,
    constraint informing_open_or_done check ((result is null) = (done_at is null))
  )`,
  `create index report_informing_open on report_informing (municipality_id, deadline) where result is null`,
  // reports from before this table: the term is the same, the task starts now
  `alter table report no force row level security`,
  `insert into report_informing (municipality_id, report_id, deadline, remind_at)
    select municipality_id, id, received_at + interval '1 month', received_at + interval '1 month'
    from report where about not in ('place', 'myself')`,
  `alter table report force row level security`,
  `create table rights_request (
    municipality_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    kind text not null check (kind in ('access', 'correct', 'object', 'erase')),
    asked_by text not null check (asked_by in ('reporter', 'person', 'representative')),
    reference text check (reference ~ '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$'),
    received_at timestamptz not null,
    deadline timestamptz not null,
    extended_at timestamptz,
    extension_reason text,
    late_count integer not null default 0,
    status text not null check (status in ('open', 'closed')),
    owner_id uuid not null,
    next_step text,
    decision text check (decision in ('granted', 'partly', 'refused', 'withdrawn')),
    decision_reason text,
    decided_at timestamptz,
    decided_by uuid,
    primary key (municipality_id, id),
    unique (municipality_id, report_id, id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, owner_id) references user_account,
    foreign key (municipality_id, decided_by) references user_account,
    constraint open_has_next_step check (
      (status = 'open' and next_step is not null and decision is null and decided_at is null)
      or (status = 'closed' and next_step is null and decision is not null and decided_at is not null)
    ),
    constraint extended_with_reason check ((extended_at is null) = (extension_reason is null)),
    constraint refused_with_reason check (decision is null or decision not in ('partly', 'refused') or decision_reason is not null)
  )`,
  `create index rights_request_open on rights_request (municipality_id, deadline) where status = 'open'`,
  `create table report_block (
    municipality_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    reason text not null check (reason in ('objection', 'complaint', 'rights-request', 'court-case')),
    request_id uuid,
    owner_id uuid not null,
    blocked_at timestamptz not null,
    blocked_by uuid not null,
    review_at timestamptz not null check (review_at > blocked_at),
    late_count integer not null default 0,
    lifted_at timestamptz,
    lifted_by uuid,
    primary key (municipality_id, id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, request_id) references rights_request,
    foreign key (municipality_id, owner_id) references user_account,
    foreign key (municipality_id, blocked_by) references user_account,
    foreign key (municipality_id, lifted_by) references user_account,
    constraint lifted_by_somebody check ((lifted_at is null) = (lifted_by is null))
  )`,
  // one block per procedure: lifting the one of the complaint leaves the one of the court case
  `create unique index report_block_one on report_block (municipality_id, report_id, reason) where lifted_at is null`,
  // a report is marked only because somebody asked for it, about that very report
  `create table report_erasure (
    municipality_id uuid not null,
    report_id uuid not null,
    request_id uuid not null,
    at timestamptz not null,
    primary key (municipality_id, report_id),
    foreign key (municipality_id, report_id, request_id) references rights_request (municipality_id, report_id, id)
  )`,
  `create table destruction_proof (
    municipality_id uuid not null,
    seq bigint not null check (seq > 0),
    at timestamptz not null,
    class text not null,
    table_name text not null,
    step text not null check (step in ('anonymise', 'destroy')),
    count integer not null check (count > 0),
    oldest timestamptz not null,
    newest timestamptz not null,
    leaves bytea not null check (length(leaves) = 32 * count),
    previous bytea not null check (length(previous) = 32),
    hash bytea not null check (length(hash) = 32),
    primary key (municipality_id, seq)
  )`,
];

type Row = readonly [
  name: string,
  ground: string,
  purpose: string,
  countsFrom: string,
  anonymiseDays: number | null,
  retentionDays: number,
  source: string,
  verified: boolean,
];

/** The classes that no municipality had before, as content/privacy proposes them. */
const NEW_CLASSES: readonly Row[] = [
  [
    'codes',
    'AVG 6(1)(e)',
    'Zien wat er in de wijk gebeurt en of meldingen op tijd zijn behandeld: in vaste antwoorden, zonder woorden. Na de termijn gaan de sleutels van de melding weg en blijven cijfers over.',
    'closing',
    null,
    730,
    'eigen keuze; geen bron gevonden, door de gemeente vast te stellen',
    false,
  ],
  [
    'rights',
    'AVG 6(1)(c)',
    'Verzoeken van mensen over hun gegevens op tijd behandelen, en kunnen laten zien wat er is besloten.',
    'closing',
    null,
    1827,
    'eigen keuze; geen bron gevonden, door de gemeente vast te stellen',
    false,
  ],
  [
    'account',
    'AVG 6(1)(e)',
    'Medewerkers toegang geven en weten wie aan zet is.',
    'last-act',
    30,
    1827,
    'zo lang als het logboek van inzage, dat naar de medewerker verwijst; door de gemeente vast te stellen',
    false,
  ],
  [
    'history',
    'AVG 6(1)(e)',
    'Kunnen laten zien wie een melding wanneer had. Het verloop zelf blijft; het noemt niemand meer zodra het account is gewist.',
    'last-act',
    null,
    1827,
    'gelijk aan de klasse account, waarvan zij afhangt',
    false,
  ],
  [
    'roster',
    'AVG 6(1)(e)',
    'Weten wie er dienst heeft.',
    'writing',
    null,
    730,
    'eigen keuze; geen bron gevonden, door de gemeente vast te stellen',
    false,
  ],
  [
    'notice',
    'AVG 6(1)(e)',
    'Een medewerker op iets wijzen.',
    'writing',
    null,
    365,
    'eigen keuze; geen bron gevonden, door de gemeente vast te stellen',
    false,
  ],
  [
    'session',
    'AVG 6(1)(e)',
    'Weten wie er is ingelogd of een code heeft ingevuld.',
    'writing',
    null,
    1,
    'techniek: verlopen sessies gaan binnen een dag weg',
    true,
  ],
  [
    'access-log',
    'AVG 6(1)(c)',
    'Kunnen nagaan wie wanneer naar welke gegevens keek, en op welke grond.',
    'writing',
    null,
    1827,
    'NEN 7513; Stcrt. 2019, 38007: ten minste vijf jaar na het schrijven',
    true,
  ],
  [
    'rate-limit',
    'AVG 6(1)(e)',
    'Misbruik tegenhouden: een teller bij een onherleidbaar kenmerk van het netwerkadres of de inlognaam.',
    'writing',
    null,
    1,
    'techniek: tellers van een dag oud gaan elk uur weg',
    true,
  ],
];

/** A municipality that was there before gets them too, to be set by itself; without a term nothing would ever go. */
async function registerClasses(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string }>`select municipality_id as id from municipality`.execute(db);
  for (const { id } of rows) {
    await sql`set local app.municipality_id = ${sql.lit(id)}`.execute(db);
    for (const row of NEW_CLASSES)
      await sql`
        insert into data_class (municipality_id, class, ground, purpose, counts_from, anonymise_days, retention_days, source, verified)
        values (${id}, ${sql.join(row)}) on conflict do nothing`.execute(db);
  }
}
