import { on, type Tx } from '../kit/db.ts';
import type { Absence } from './model.ts';
import type { PeopleTables } from './store.ts';

interface AbsenceTables extends PeopleTables {
  absence: {
    municipality_id: string;
    id: string;
    user_id: string;
    stand_in_id: string | null;
    starts_at: Date;
    ends_at: Date;
    made_by: string;
    made_at: Date;
  };
}

/** Who is away now or will be, the first to leave first. */
export async function absences(tx: Tx): Promise<Absence[]> {
  const rows = await on<AbsenceTables>(tx)
    .selectFrom('absence')
    .select(['id', 'user_id', 'stand_in_id', 'starts_at', 'ends_at'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('ends_at', '>', tx.now)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    standInId: row.stand_in_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }));
}

export async function insertAbsence(tx: Tx, absence: Absence, madeBy: string): Promise<void> {
  await on<AbsenceTables>(tx)
    .insertInto('absence')
    .values({
      municipality_id: tx.municipalityId,
      id: absence.id,
      user_id: absence.userId,
      stand_in_id: absence.standInId,
      starts_at: absence.startsAt,
      ends_at: absence.endsAt,
      made_by: madeBy,
      made_at: tx.now,
    })
    .execute();
}

/** What is to come goes; what is under way ends now. */
export async function endAbsence(tx: Tx, { id, startsAt }: Absence): Promise<void> {
  const endsAt = startsAt > tx.now ? startsAt : tx.now;
  await on<AbsenceTables>(tx)
    .updateTable('absence')
    .set({ ends_at: endsAt })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}

export async function writeStandIn(tx: Tx, id: string, standInId: string | null): Promise<void> {
  await on<AbsenceTables>(tx)
    .updateTable('absence')
    .set({ stand_in_id: standInId })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}
