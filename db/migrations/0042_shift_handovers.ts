import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * Who goes off duty tells who comes on what to know. The line at a report is a note of that report; here stands only that it
 * was told, to whom, and whether it was read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['shift_handover', 'shift_receiver', 'shift_report']);
}

const statements = [
  `create table shift_handover (
    municipality_id uuid not null,
    id uuid not null,
    from_user_id uuid not null,
    general text check (length(general) between 1 and 300),
    at timestamptz not null,
    read_by timestamptz not null,
    destroy_after timestamptz not null,
    primary key (municipality_id, id),
    foreign key (municipality_id, from_user_id) references user_account
  )`,
  `create index shift_handover_from on shift_handover (municipality_id, from_user_id, at)`,
  `create index shift_handover_over on shift_handover (municipality_id, destroy_after)`,
  `create table shift_receiver (
    municipality_id uuid not null,
    handover_id uuid not null,
    user_id uuid not null,
    read_at timestamptz,
    taken_at timestamptz,
    taken_by uuid,
    primary key (municipality_id, handover_id, user_id),
    foreign key (municipality_id, handover_id) references shift_handover on delete cascade,
    foreign key (municipality_id, user_id) references user_account,
    foreign key (municipality_id, taken_by) references user_account,
    check ((taken_at is null) = (taken_by is null))
  )`,
  `create index shift_receiver_unread on shift_receiver (municipality_id, user_id) where read_at is null`,
  `create table shift_report (
    municipality_id uuid not null,
    handover_id uuid not null,
    number bigint not null,
    user_id uuid not null,
    words_id uuid,
    given boolean not null,
    refusal text,
    primary key (municipality_id, handover_id, number),
    foreign key (municipality_id, handover_id, user_id) references shift_receiver on delete cascade
  )`,
];
