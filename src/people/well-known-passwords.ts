import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { contentFile } from '../kit/content.ts';

/** So many bytes of each SHA-256 stand in the file: enough that no other password is taken for one of them by chance. */
const BYTES = 6;

let hashes: Buffer | undefined;

/**
 * Whether this password, in small letters, is among those that people chose most often and that leaked: who guesses
 * passwords begins with them. The file holds their hashes in order; docs/methods/log-in.md says where they come from.
 */
export function isWellKnown(password: string): boolean {
  hashes ??= readFileSync(contentFile('passwords/well-known.bin'));
  const wanted = createHash('sha256').update(password.toLowerCase()).digest().subarray(0, BYTES);
  let [low, high] = [0, hashes.length / BYTES];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const order = wanted.compare(hashes, middle * BYTES, (middle + 1) * BYTES);
    if (order === 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
}
