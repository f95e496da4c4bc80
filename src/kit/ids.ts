import { randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto';

/** An identifier that belongs to one kind of thing, so that a user's id never passes for a report's. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

let lastId = '';

/**
 * UUIDv7, made by the application: sorted by time, so that new rows land together in an index.
 * Each is later than the one this process made before, also within a millisecond and when the clock goes back
 * (RFC 9562, 6.2, method 2), so that what one transaction writes sorts in the order in which it was written.
 */
export function newId<Kind extends string>(): Id<Kind> {
  const fresh = randomUUIDv7();
  lastId = fresh > lastId ? fresh : following(lastId);
  return lastId as Id<Kind>;
}

/** The next UUID: one more in its 62 random bits. */
function following(id: string): string {
  const digits = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `bytes` random bytes as lower-case hexadecimal; for tokens and idempotency keys. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('hex');
}

/** So many ids without any order that others could tell from them, the first in the order of letters first. */
export function randomIds<Kind extends string>(count: number): Id<Kind>[] {
  return Array.from({ length: count }, () => randomUUID() as string as Id<Kind>).sort();
}
