import { on, type Tx } from '../kit/db.ts';

interface SavedListTables {
  saved_list: {
    municipality_id: string;
    id: string;
    user_id: string;
    name: string;
    query: string;
    at: Date;
  };
}

export interface SavedList {
  readonly id: string;
  readonly name: string;
  /** As it stands in an address. */
  readonly query: string;
}

/** The lists of one person, by name. */
export async function savedLists(tx: Tx, userId: string): Promise<SavedList[]> {
  return on<SavedListTables>(tx)
    .selectFrom('saved_list')
    .select(['id', 'name', 'query'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .orderBy('name')
    .execute();
}

/** False when this person has one of this name, or of this id: the same form came twice. */
export async function insertSavedList(
  tx: Tx,
  userId: string,
  { id, name, query }: SavedList,
): Promise<boolean> {
  const row = await on<SavedListTables>(tx)
    .insertInto('saved_list')
    .values({ municipality_id: tx.municipalityId, id, user_id: userId, name, query, at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSavedList(tx: Tx, userId: string, id: string): Promise<void> {
  await on<SavedListTables>(tx)
    .deleteFrom('saved_list')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .execute();
}
