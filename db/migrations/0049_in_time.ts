import { sql, type Kysely } from 'kysely';

const STAFF_KINDS = "'offered', 'mine', 'soon', 'late', 'came-back', 'taken-over', 'part-ready', 'safe-work'";

/** Mail before something is late, and of a part that is ready; and of which deadline a mail tells. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table message add column needed_by timestamptz`,
  `alter table message_item add column needed_by timestamptz`,
  `alter table message drop constraint message_kind_check`,
  `alter table message add constraint message_kind_check check (kind in ('received', 'question', 'closed', 'reopened',
    ${STAFF_KINDS}, 'digest'))`,
  `alter table message_item drop constraint message_item_kind_check`,
  `alter table message_item add constraint message_item_kind_check check (kind in (${STAFF_KINDS}))`,
  // who wants to hear of what is late wants to hear it before; who wants to hear what is theirs, that a part of it is ready
  `alter table mail_wish no force row level security`,
  `update mail_wish set kinds = kinds || ' soon' where ' ' || kinds || ' ' like '% late %'`,
  `update mail_wish set kinds = kinds || ' part-ready' where ' ' || kinds || ' ' like '% mine %'`,
  `alter table mail_wish force row level security`,
];
