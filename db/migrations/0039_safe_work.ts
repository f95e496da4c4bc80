import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Aggression against who works here, the aftercare that is asked, and a kind of mail about it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['incident', 'incident_words', 'incident_step']);
  await registerClass(db);
}

const STAFF_KINDS = `'offered', 'mine', 'late', 'came-back', 'taken-over', 'safe-work'`;

const statements = [
  // about an employee at work, and about nobody else: there is no place for a name or an address of who did it
  `create table incident (
    municipality_id uuid not null references municipality,
    id uuid not null,
    employee_id uuid not null,
    party_id uuid not null,
    report_id uuid,
    kinds text not null check (kinds ~ '^[a-z-]{2,40}( [a-z-]{2,40})*$'),
    happened_at timestamptz not null,
    told_at timestamptz not null,
    police boolean not null,
    wish text check (wish in ('talk', 'not-needed')),
    status text not null check (status in ('open', 'closed')),
    owner_id uuid not null,
    owner_present boolean generated always as (case when status = 'closed' then null else true end) stored,
    lead_id uuid,
    rung text not null check (rung in ('lead', 'coordinator', 'manager')),
    next_step text check (next_step in ('talk')),
    deadline timestamptz,
    late_count integer not null default 0 check (late_count >= 0),
    outcome text check (outcome in ('spoken', 'declined')),
    spoken_at timestamptz,
    agreed text check (agreed ~ '^[a-z-]{2,40}( [a-z-]{2,40})*$'),
    closed_at timestamptz,
    closed_by uuid,
    primary key (municipality_id, id),
    foreign key (municipality_id, employee_id) references user_account,
    foreign key (municipality_id, party_id) references party,
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, owner_id) references user_account,
    foreign key (municipality_id, lead_id) references user_account,
    foreign key (municipality_id, closed_by) references user_account,
    constraint owner_is_there
      foreign key (municipality_id, owner_id, owner_present) references user_account (municipality_id, id, active),
    constraint aftercare_open_or_done check (
      (status = 'open' and next_step is not null and deadline is not null and outcome is null and spoken_at is null
        and closed_at is null and closed_by is null)
      or (status = 'closed' and next_step is null and deadline is null and outcome is not null and spoken_at is not null
        and closed_at is not null and closed_by is not null)),
    constraint happened_before_told check (happened_at <= told_at)
  )`,
  `create index incident_open on incident (municipality_id, owner_id, deadline) where status = 'open'`,
  `create index incident_employee on incident (municipality_id, employee_id, told_at)`,
  `create table incident_words (
    municipality_id uuid not null,
    incident_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('story', 'agreed')),
    body text not null check (length(body) between 1 and 2000),
    author_id uuid not null,
    at timestamptz not null,
    primary key (municipality_id, incident_id, id),
    foreign key (municipality_id, incident_id) references incident on delete cascade,
    foreign key (municipality_id, author_id) references user_account
  )`,
  // a history of its own, which goes with the incident: in \`event\` it would stay for good
  `create table incident_step (
    municipality_id uuid not null,
    incident_id uuid not null,
    seq integer not null check (seq > 0),
    kind text not null check (kind in ('told', 'wished', 'went-up', 'passed', 'late', 'done', 'asked-again')),
    at timestamptz not null,
    by_id uuid,
    owner_id uuid not null,
    deadline timestamptz,
    primary key (municipality_id, incident_id, seq),
    foreign key (municipality_id, incident_id) references incident on delete cascade,
    foreign key (municipality_id, by_id) references user_account,
    foreign key (municipality_id, owner_id) references user_account
  )`,
  `alter table message drop constraint message_kind_check`,
  `alter table message add constraint message_kind_check check (kind in ('received', 'question', 'closed', 'reopened',
    ${STAFF_KINDS}, 'digest'))`,
  `alter table message_item drop constraint message_item_kind_check`,
  `alter table message_item add constraint message_item_kind_check check (kind in (${STAFF_KINDS}))`,
  // who chose mail before could not choose this; it is about them or asks them within a day
  `alter table mail_wish no force row level security`,
  `update mail_wish set kinds = trim(kinds || ' safe-work')`,
  `alter table mail_wish force row level security`,
];

const PURPOSE =
  'Goede werkgever zijn na agressie op het werk: nazorg vragen aan de medewerker, op tijd en door één persoon. Niet over wie het deed, en nooit geteld per medewerker of adres.';

/** A municipality that was there before gets the class too, to be set by itself; without a term nothing would ever go. */
async function registerClass(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string }>`select municipality_id as id from municipality`.execute(db);
  for (const { id } of rows) {
    await sql`set local app.municipality_id = ${sql.lit(id)}`.execute(db);
    await sql`
      insert into data_class (municipality_id, class, ground, purpose, counts_from, anonymise_days, retention_days, source, verified)
      values (${id}, 'safety', 'AVG 6(1)(c)', ${PURPOSE}, 'closing', null, 730,
        'Arbeidsomstandighedenwet artikel 3 lid 2 voor de grond; termijn eigen keuze, door de gemeente vast te stellen', false)
      on conflict do nothing`.execute(db);
  }
}
