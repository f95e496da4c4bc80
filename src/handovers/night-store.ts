import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';

export interface NightTables {
  proof_night: {
    municipality_id: string;
    night: string;
    began_at: Date;
    ended_at: Date | null;
    reports: number | null;
    breaches: number | null;
    broken: string[];
  };
}

/** What the proof of one night found. */
export interface Night {
  readonly endedAt: Date;
  readonly reports: number;
  readonly breaches: number;
  /** The invariants that did not hold, by name. */
  readonly broken: readonly string[];
}

/** A proof that was begun and not ended in this time was of a process that is gone. */
const GONE_AFTER_MS = 3_600_000;

const goneBefore = ({ now }: Tx) => new Date(now.getTime() - GONE_AFTER_MS);

/** Whether nothing is left to do for this night: it was proved, or somebody is at it. */
export async function hasNight(tx: Tx, night: string): Promise<boolean> {
  const { rows } = await sql`
    select from proof_night where municipality_id = ${tx.municipalityId} and night = ${night}
      and (ended_at is not null or began_at >= ${goneBefore(tx)})`.execute(tx.kysely);
  return rows.length > 0;
}

/** Takes the proof of this night upon itself; false when another process has it, or had it. `night` is a day: '2026-11-29'. */
export async function takeNight(tx: Tx, night: string): Promise<boolean> {
  const { rows } = await sql<{ night: string }>`
    insert into proof_night as known (municipality_id, night, began_at) values (${tx.municipalityId}, ${night}, ${tx.now})
    on conflict (municipality_id, night) do update set began_at = excluded.began_at
      where known.ended_at is null and known.began_at < ${goneBefore(tx)}
    returning night`.execute(tx.kysely);
  return rows.length > 0;
}

export async function writeNight(tx: Tx, night: string, found: Omit<Night, 'endedAt'>): Promise<void> {
  await on<NightTables>(tx)
    .updateTable('proof_night')
    .set({ ended_at: tx.now, reports: found.reports, breaches: found.breaches, broken: [...found.broken] })
    .where('municipality_id', '=', tx.municipalityId)
    .where('night', '=', night)
    .execute();
}

/** The last proof that came to its end. */
export async function lastNight(tx: Tx): Promise<Night | undefined> {
  const row = await on<NightTables>(tx)
    .selectFrom('proof_night')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('ended_at', 'is not', null)
    .orderBy('proof_night.night', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row?.ended_at) return undefined;
  const { ended_at: endedAt, reports, breaches, broken } = row;
  return { endedAt, reports: reports ?? 0, breaches: breaches ?? 0, broken };
}
