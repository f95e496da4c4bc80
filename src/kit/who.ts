import { createHash } from 'node:crypto';

/** One person in one municipality, as a browser may remember: a hash from which nothing of that person can be read. */
export function whoIs(municipalityId: string, userId: string): string {
  return createHash('sha256').update(`who ${municipalityId} ${userId}`).digest('hex').slice(0, 32);
}
