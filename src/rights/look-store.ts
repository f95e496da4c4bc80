import { z } from 'zod';
import { on, type Tx } from '../kit/db.ts';
import { Went, type Look } from './model.ts';

interface LookTables {
  destruction_look: {
    municipality_id: string;
    at: Date;
    until: Date;
    planned: unknown;
    proven_seq: number;
    proven_hash: Uint8Array;
    broken_at: number | null;
  };
}

const Planned = z.array(Went.extend({ oldest: z.coerce.date(), newest: z.coerce.date() }));

export async function findLook(tx: Tx): Promise<Look | undefined> {
  const row = await on<LookTables>(tx)
    .selectFrom('destruction_look')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    at: row.at,
    until: row.until,
    planned: Planned.parse(row.planned),
    proven: { seq: row.proven_seq, hash: row.proven_hash },
    brokenAt: row.broken_at ?? undefined,
  };
}

/** The last look takes the place of the one before. */
export async function saveLook(tx: Tx, { at, until, planned, proven, brokenAt }: Look): Promise<void> {
  const row = {
    at,
    until,
    planned: JSON.stringify(planned),
    proven_seq: proven.seq,
    proven_hash: proven.hash,
    broken_at: brokenAt ?? null,
  };
  await on<LookTables>(tx)
    .insertInto('destruction_look')
    .values({ municipality_id: tx.municipalityId, ...row })
    .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(row))
    .execute();
}
