import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';

interface SameTables {
  report_same: { municipality_id: string; report_id: string; same_as_id: string };
}

/**
 * What the reporter says: this one is the same as that one. It changes nothing by itself. Only places can be the same, a person
 * is nobody's double: of any other report nothing is written.
 */
export async function insertSame(tx: Tx, reportId: string, sameAsId: string): Promise<void> {
  await sql`
    insert into report_same (municipality_id, report_id, same_as_id)
    select one.municipality_id, one.id, other.id
    from report one join report other on other.municipality_id = one.municipality_id
    where one.municipality_id = ${tx.municipalityId} and one.id = ${reportId} and other.id = ${sameAsId}
      and one.about = 'place' and other.about = 'place'`.execute(tx.kysely);
}

/** The report that the reporter took for the same, when one was chosen. */
export async function findSame(tx: Tx, reportId: string): Promise<string | undefined> {
  const row = await on<SameTables>(tx)
    .selectFrom('report_same')
    .select('same_as_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  return row?.same_as_id;
}

/** Reports about a person that are said to be the same as another, or that another is said to be the same as. */
export async function samePersons(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ report_id: string }>`
    select same.report_id from report_same same
    join report one on one.municipality_id = same.municipality_id and one.id = same.report_id
    join report other on other.municipality_id = same.municipality_id and other.id = same.same_as_id
    where same.municipality_id = ${tx.municipalityId} and (one.about <> 'place' or other.about <> 'place')
    order by same.report_id`.execute(tx.kysely);
  return rows.map(({ report_id }) => report_id);
}
