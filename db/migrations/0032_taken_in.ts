import { sql, type Kysely } from 'kysely';

/** Who took a report in finds it back: by the first event of its history, which says who that was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create index event_received on event (municipality_id, actor_id, at) where kind = 'received'`)
    .execute(db);
}
