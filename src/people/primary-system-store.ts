import { on, type Tx } from '../kit/db.ts';
import type { PrimarySystem } from './model.ts';

interface PrimarySystemTables {
  primary_system: {
    municipality_id: string;
    party_id: string;
    name: string;
    link_template: string | null;
  };
}

/** The system of each organisation that has named one, by the id of the organisation. */
export async function primarySystems(tx: Tx): Promise<Map<string, PrimarySystem>> {
  const rows = await on<PrimarySystemTables>(tx)
    .selectFrom('primary_system')
    .select(['party_id', 'name', 'link_template'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  return new Map(
    rows.map(({ party_id, name, link_template }) => [
      party_id,
      link_template === null ? { name } : { name, linkTemplate: link_template },
    ]),
  );
}

export async function setPrimarySystem(
  tx: Tx,
  partyId: string,
  { name, linkTemplate }: PrimarySystem,
): Promise<void> {
  const said = { name, link_template: linkTemplate ?? null };
  await on<PrimarySystemTables>(tx)
    .insertInto('primary_system')
    .values({ municipality_id: tx.municipalityId, party_id: partyId, ...said })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'party_id']).doUpdateSet(said))
    .execute();
}

/** False when this organisation had named none. */
export async function removePrimarySystem(tx: Tx, partyId: string): Promise<boolean> {
  const row = await on<PrimarySystemTables>(tx)
    .deleteFrom('primary_system')
    .where('municipality_id', '=', tx.municipalityId)
    .where('party_id', '=', partyId)
    .returning('party_id')
    .executeTakeFirst();
  return row !== undefined;
}
