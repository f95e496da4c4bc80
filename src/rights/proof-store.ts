import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { DestructionStep, type Proof } from './model.ts';

interface ProofTables {
  destruction_proof: {
    municipality_id: string;
    seq: number;
    at: Date;
    class: string;
    table_name: string;
    step: string;
    count: number;
    oldest: Date;
    newest: Date;
    leaves: Uint8Array;
    previous: Uint8Array;
    hash: Uint8Array;
  };
}

/** Any number, but ours: with the id of the municipality it makes that one run at a time adds to a chain. */
const CHAIN_LOCK = 7_203_945_120;

/** Waits until no other run of this municipality is at work; until the transaction ends. */
export async function lockChain(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${tx.municipalityId}, ${CHAIN_LOCK}))`.execute(
    tx.kysely,
  );
}

export async function lastProof(tx: Tx): Promise<Pick<Proof, 'seq' | 'hash'> | undefined> {
  return on<ProofTables>(tx)
    .selectFrom('destruction_proof')
    .select(['seq', 'hash'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('destruction_proof.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertProof(tx: Tx, { table, ...proof }: Proof): Promise<void> {
  await on<ProofTables>(tx)
    .insertInto('destruction_proof')
    .values({ municipality_id: tx.municipalityId, table_name: table, ...proof })
    .execute();
}

/** The proofs of a municipality, oldest first. */
export async function proofs(tx: Tx): Promise<Proof[]> {
  return (await proofQuery(tx).selectAll().execute()).map(proofFromRow);
}

/** So many of them, after one. */
export async function proofsAfter(tx: Tx, { seq, limit }: { seq: number; limit: number }): Promise<Proof[]> {
  const rows = await proofQuery(tx).selectAll().where('seq', '>', seq).limit(limit).execute();
  return rows.map(proofFromRow);
}

/** The last ones, newest first, without the hashes of the rows that went. */
export async function newestProofs(tx: Tx, limit: number): Promise<Omit<Proof, 'leaves'>[]> {
  const rows = await on<ProofTables>(tx)
    .selectFrom('destruction_proof')
    .select(['seq', 'at', 'class', 'table_name', 'step', 'count', 'oldest', 'newest', 'previous', 'hash'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('destruction_proof.seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ table_name: table, step, ...rest }) => ({
    ...rest,
    table,
    step: DestructionStep.parse(step),
  }));
}

function proofQuery(tx: Tx) {
  return on<ProofTables>(tx)
    .selectFrom('destruction_proof')
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('destruction_proof.seq');
}

function proofFromRow({
  municipality_id: _,
  table_name: table,
  step,
  ...rest
}: ProofTables['destruction_proof']): Proof {
  return { ...rest, table, step: DestructionStep.parse(step) };
}
