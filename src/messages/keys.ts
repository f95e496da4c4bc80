import { createHmac, timingSafeEqual } from 'node:crypto';
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
  return mac(key, `mail address\n${municipalityId}\n${email.trim().toLowerCase()}`);
}

/** By which a browser is known again that is switched on a second time. */
export function endpointHash(key: string, municipalityId: string, endpoint: string): Buffer {
  return mac(key, `push endpoint\n${municipalityId}\n${endpoint}`);
}

/** One round of a message: each time that somebody sends it again is another. */
export interface Round extends MessageRef {
  readonly round: number;
}

/** RFC 4648, in small letters and without padding: some mail servers change the case of what stands before the @. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_BYTES = 16;
const PROOF_BYTES = 10;
const TOKEN_BYTES = ID_BYTES + 1 + PROOF_BYTES;
/** 216 bits in letters of five. With it 20 of the 64 characters that may stand before an @ are left (RFC 5321, 4.5.3.1.1). */
const TOKEN_LETTERS = 44;

/** What makes the return address of one mail its own: which message, which round, and a proof that we gave it out. */
export function returnToken(key: string, of: Round): string {
  return lettersOf(Buffer.concat([head(of), proof(key, of)]));
}

/** The mail of a return address, when one of these municipalities gave it out; else undefined. */
export function readReturnToken(
  key: string,
  token: string,
  municipalityIds: readonly string[],
): Round | undefined {
  const bytes = bytesOf(token.toLowerCase());
  if (!bytes) return undefined;
  const messageId = bytes
    .toString('hex', 0, ID_BYTES)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const round = bytes[ID_BYTES] ?? 0;
  return municipalityIds
    .map((municipalityId) => ({ municipalityId, messageId, round }))
    .find((of) => timingSafeEqual(proof(key, of), bytes.subarray(ID_BYTES + 1)));
}

function head({ messageId, round }: Round): Buffer {
  return Buffer.concat([Buffer.from(messageId.replaceAll('-', ''), 'hex'), Buffer.of(round % 256)]);
}

function proof(key: string, of: Round): Buffer {
  const text = `return address\n${of.municipalityId}\n${head(of).toString('hex')}`;
  return mac(key, text).subarray(0, PROOF_BYTES);
}

function mac(key: string, text: string): Buffer {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest();
}

const SPARE_BITS = BigInt(TOKEN_LETTERS * 5 - TOKEN_BYTES * 8);

function lettersOf(bytes: Buffer): string {
  const value = BigInt(`0x${bytes.toString('hex')}`) << SPARE_BITS;
  const letter = (at: number) => LETTERS[Number((value >> BigInt(5 * (TOKEN_LETTERS - 1 - at))) & 31n)];
  return Array.from({ length: TOKEN_LETTERS }, (_, at) => letter(at)).join('');
}

function bytesOf(token: string): Buffer | undefined {
  if (token.length !== TOKEN_LETTERS || !/^[a-z2-7]+$/.test(token)) return undefined;
  const value = [...token].reduce((sum, letter) => (sum << 5n) | BigInt(LETTERS.indexOf(letter)), 0n);
  return Buffer.from((value >> SPARE_BITS).toString(16).padStart(TOKEN_BYTES * 2, '0'), 'hex');
}
