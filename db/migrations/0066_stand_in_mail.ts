import { sql, type Kysely } from 'kysely';

const TO_REPORTER = "'received', 'question', 'closed', 'reopened'";
const TO_OUTSIDE = "'outside-asked', 'outside-reminder', 'outside-withdrawn'";
const STAFF_KINDS =
  "'offered', 'mine', 'soon', 'late', 'came-back', 'taken-over', 'part-ready', 'stand-in', 'safe-work'";

/** Mail to who is asked to stand in for a colleague: for who wants to hear what becomes theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table message drop constraint message_kind_check`,
  `alter table message add constraint message_kind_check check (kind in (${TO_REPORTER}, ${TO_OUTSIDE},
    ${STAFF_KINDS}, 'digest', 'test'))`,
  `alter table message_item drop constraint message_item_kind_check`,
  `alter table message_item add constraint message_item_kind_check check (kind in (${STAFF_KINDS}))`,
  `alter table mail_wish no force row level security`,
  `update mail_wish set kinds = kinds || ' stand-in' where ' ' || kinds || ' ' like '% mine %'`,
  `alter table mail_wish force row level security`,
];
