import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Decision tables of a municipality: its sets, their history, from when each weighs, and the words of old versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['decision_set', 'decision_step', 'decision_activation', 'decision_table_version']);
  for (const policy of settled) await sql.raw(policy).execute(db);
}

const statements = [
  `create table decision_set (
    municipality_id uuid not null references municipality,
    id uuid not null,
    number integer not null check (number > 0),
    base_id uuid,
    status text not null check (status in ('draft', 'proposed', 'approved', 'discarded')),
    note text not null check (length(note) <= 2000),
    files jsonb not null,
    content_hash text not null,
    checked_hash text,
    revision integer not null check (revision > 0),
    author_id uuid not null,
    created_at timestamptz not null,
    changed_by uuid not null,
    changed_at timestamptz not null,
    proposed_by uuid,
    proposed_at timestamptz,
    approved_by uuid,
    approved_at timestamptz,
    guest_approver_id uuid,
    guest_municipality_id uuid,
    primary key (municipality_id, id),
    unique (municipality_id, number),
    unique (municipality_id, id, status),
    foreign key (municipality_id, base_id) references decision_set (municipality_id, id),
    foreign key (municipality_id, author_id) references user_account,
    foreign key (municipality_id, changed_by) references user_account,
    foreign key (municipality_id, proposed_by) references user_account,
    foreign key (municipality_id, approved_by) references user_account,
    constraint approver_is_another check (
      approved_by is null
      or (approved_by <> author_id and approved_by <> changed_by and approved_by <> proposed_by)
    ),
    constraint guest_is_from_elsewhere check (
      (guest_approver_id is null) = (guest_municipality_id is null) and guest_municipality_id <> municipality_id
    ),
    constraint proposed_was_checked check (
      status not in ('proposed', 'approved')
      or (checked_hash is not null and checked_hash = content_hash and proposed_by is not null and proposed_at is not null)
    ),
    constraint approved_by_one check (
      case when status = 'approved'
        then approved_at is not null and (approved_by is null) <> (guest_approver_id is null)
        else approved_at is null and approved_by is null and guest_approver_id is null
      end
    )
  )`,
  `create table decision_step (
    municipality_id uuid not null,
    set_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    kind text not null,
    by_id uuid,
    guest_name text,
    words text not null check (length(words) <= 2000),
    primary key (municipality_id, set_id, id),
    foreign key (municipality_id, set_id) references decision_set (municipality_id, id),
    foreign key (municipality_id, by_id) references user_account,
    check ((by_id is null) <> (guest_name is null)),
    check (kind <> 'sent-back' or words <> '')
  )`,
  // only an approved set can be named here, and an approved set cannot change: see the policy below
  `create table decision_activation (
    municipality_id uuid not null references municipality,
    id uuid not null,
    set_id uuid,
    set_status text not null default 'approved' check (set_status = 'approved'),
    kind text not null check (kind in ('activate', 'undo')),
    active_from timestamptz not null,
    at timestamptz not null,
    by_id uuid not null,
    reason text not null check (length(reason) <= 2000),
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    primary key (municipality_id, id),
    foreign key (municipality_id, set_id, set_status) references decision_set (municipality_id, id, status),
    foreign key (municipality_id, by_id) references user_account,
    foreign key (municipality_id, withdrawn_by) references user_account,
    check (active_from >= at),
    check (kind <> 'undo' or reason <> ''),
    check ((withdrawn_at is null) = (withdrawn_by is null)),
    constraint only_a_plan_is_withdrawn check (withdrawn_at is null or withdrawn_at < active_from)
  )`,
  `create index decision_activation_from on decision_activation (municipality_id, active_from desc, at desc)
    where withdrawn_at is null`,
  `create table decision_table_version (
    municipality_id uuid not null references municipality,
    step text not null,
    version text not null,
    xml text not null,
    kept_at timestamptz not null,
    primary key (municipality_id, step, version)
  )`,
  // local, like a session: it leads from one municipality to one draft of another and holds no personal data
  `create table decision_invitation (
    token_hash bytea primary key,
    home_id uuid not null,
    set_id uuid not null,
    guest_id uuid not null,
    guest_user_id uuid,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    check (guest_id <> home_id)
  )`,
  `create index decision_invitation_guest on decision_invitation (guest_id, guest_user_id)`,
];

/** What is approved or discarded stays as it is, also for the owner; a plan can be withdrawn once. */
const settled = [
  `create policy settled on decision_set as restrictive for update
    using (status in ('draft', 'proposed')) with check (true)`,
  `create policy settled on decision_activation as restrictive for update
    using (withdrawn_at is null) with check (true)`,
];
