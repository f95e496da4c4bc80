import { createHash } from 'node:crypto';
import type { Proof } from './model.ts';

const LEAF_BYTES = 32;

/** Before the first proof of a municipality. */
export const BEFORE_ALL = Buffer.alloc(LEAF_BYTES);

/** The hash of one row that went: of its municipality, table and key. Keys are random, so nobody guesses back from it. */
export function leafOf(municipalityId: string, table: string, key: readonly string[]): Buffer {
  return createHash('sha256')
    .update([municipalityId, table, ...key].join('\n'))
    .digest();
}

/** The next proof of the chain. Each holds the hash of the one before: none can be changed or taken out unseen. */
export function sealed(
  parts: Omit<Proof, 'leaves' | 'hash' | 'count'> & { readonly leaves: readonly Buffer[] },
): Proof {
  const leaves = Buffer.concat(parts.leaves.toSorted((a, b) => a.compare(b)));
  const proof = { ...parts, leaves, count: parts.leaves.length };
  return { ...proof, hash: hashOf(proof) };
}

function hashOf(proof: Omit<Proof, 'hash'>): Buffer {
  const { previous, seq, at, step, count, oldest, newest, leaves, table } = proof;
  const lines = [
    Buffer.from(previous).toString('hex'),
    String(seq),
    at.toISOString(),
    proof.class,
    table,
    step,
    String(count),
    oldest.toISOString(),
    newest.toISOString(),
    createHash('sha256').update(leaves).digest('hex'),
  ];
  return createHash('sha256').update(lines.join('\n')).digest();
}

/** Whether this proof tells of that row. */
function tellsOf({ leaves }: Pick<Proof, 'leaves'>, leaf: Buffer): boolean {
  for (let at = 0; at < leaves.length; at += LEAF_BYTES) {
    if (leaf.equals(leaves.subarray(at, at + LEAF_BYTES))) return true;
  }
  return false;
}

/** The proofs that tell of the row with this key, in whichever table it stood. */
export function proofOf(municipalityId: string, chain: readonly Proof[], key: readonly string[]): Proof[] {
  return chain.filter((proof) => tellsOf(proof, leafOf(municipalityId, proof.table, key)));
}

/** A proof up to which a chain was proven. */
export type Proven = Pick<Proof, 'seq' | 'hash'>;

export const BEGIN: Proven = { seq: 0, hash: BEFORE_ALL };

/** The first proof that does not follow from the one before it, or undefined when all do; from the begin, or after one that was proven. */
export function firstBroken(proofs: readonly Proof[], after: Proven = BEGIN): Proof | undefined {
  let last = after;
  for (const proof of proofs) {
    const follows =
      proof.seq === last.seq + 1 && isSame(proof.previous, last.hash) && isSame(proof.hash, hashOf(proof));
    if (!follows) return proof;
    last = proof;
  }
  return undefined;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
