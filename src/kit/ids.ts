import { randomBytes, randomUUIDv7 } from 'node:crypto';

/** An identifier that belongs to one kind of thing, so that a user's id never passes for a report's. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** UUIDv7, made by the application: sorted by time, so that new rows land together in an index. */
export function newId<Kind extends string>(): Id<Kind> {
  return randomUUIDv7() as Id<Kind>;
}

/** `bytes` random bytes as lower-case hexadecimal; for tokens and idempotency keys. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('hex');
}
