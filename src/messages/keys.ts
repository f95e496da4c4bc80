import { createHmac } from 'node:crypto';
import { seal, unseal } from '../kit/secrets.ts';

/** Whose message, in which municipality. */
export interface MessageRef {
  readonly municipalityId: string;
  readonly messageId: string;
}

function placeOf({ municipalityId, messageId }: MessageRef): string {
  return `code in message ${municipalityId}/${messageId}`;
}

export function sealCode(key: string, of: MessageRef, code: string): Buffer {
  return seal(code, { key, place: placeOf(of) });
}

export function unsealCode(key: string, of: MessageRef, sealed: Buffer): string {
  return unseal(sealed, { key, place: placeOf(of) });
}

/** By which an address is known again of which nothing else is kept: without the key nobody can try addresses on it. */
export function addressHash(key: string, municipalityId: string, email: string): Buffer {
  return createHmac('sha256', Buffer.from(key, 'hex'))
    .update(`mail address\n${municipalityId}\n${email.trim().toLowerCase()}`)
    .digest();
}
