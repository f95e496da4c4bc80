import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Devices on which who works here has notices shown, with their address sealed; and the messages that go there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['device']);
}

const STAFF_KINDS = "'offered', 'mine', 'soon', 'late', 'came-back', 'taken-over', 'part-ready', 'safe-work'";

const statements = [
  // one browser is one device: who switches it on last has it
  `create table device (
    municipality_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    endpoint_hash bytea not null check (length(endpoint_hash) = 32),
    sealed bytea not null check (length(sealed) <= 2048),
    browser text not null check (browser in ('firefox', 'safari', 'edge', 'chrome', 'other')),
    system text not null check (system in ('android', 'ios', 'windows', 'mac', 'linux', 'other')),
    language text not null check (language in ('nl', 'en')),
    made_at timestamptz not null,
    shown_at timestamptz,
    primary key (municipality_id, id),
    unique (municipality_id, endpoint_hash),
    foreign key (municipality_id, user_id) references user_account
  )`,
  `create index device_user on device (municipality_id, user_id)`,
  `alter table message add column device_id uuid`,
  `alter table message drop constraint message_kind_check`,
  `alter table message add constraint message_kind_check check (kind in ('received', 'question', 'closed', 'reopened',
    ${STAFF_KINDS}, 'digest', 'test'))`,
  `alter table message add constraint message_to_device_has_user check (device_id is null or user_id is not null)`,
  `alter table message add constraint message_test_has_device check (kind <> 'test' or device_id is not null)`,
];
