import { sql, type Kysely } from 'kysely';

/** What a report was about stands on each offer, as it was then, so that figures of offers need no report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table handover add column nature text`.execute(db);
  // what was there before is read once, by the owner, of all municipalities
  for (const table of READ) await sql.raw(`alter table ${table} no force row level security`).execute(db);
  await sql.raw(FILLING).execute(db);
  for (const table of READ) await sql.raw(`alter table ${table} force row level security`).execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const READ = ['handover', 'assessment', 'decision_otherwise'];

const FILLING = `update handover h set nature = coalesce(
    (select d.nature from decision_otherwise d
      where d.municipality_id = h.municipality_id and d.report_id = h.report_id and d.at <= h.offered_at
      order by d.at desc, d.id desc limit 1),
    (select a.nature from assessment a
      where a.municipality_id = h.municipality_id and a.report_id = h.report_id))`;

const STATEMENTS = [
  `alter table handover alter column nature set not null`,
  `create index report_open_nature on report (municipality_id, nature, deadline) where status <> 'closed'`,
  `create index report_open_neighbourhood on report (municipality_id, neighbourhood_id, deadline) where status <> 'closed'`,
  `create index handover_offered on handover (municipality_id, offered_at)`,
];
