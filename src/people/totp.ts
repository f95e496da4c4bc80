import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { encode } from 'uqr';

const PERIOD_S = 30;
const SECRET_BYTES = 20;
/** A phone may be one step early or late (RFC 6238, 5.2). */
const WINDOW = 1;

/** A new secret for a phone, in base 32. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

function totp(secret: string, name: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({
    ...name,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_S,
  });
}

/** The time step whose code this is, one step around `at` included; undefined when it is none of them. */
export function stepOfCode({
  secret,
  code,
  at,
}: {
  secret: string;
  code: string;
  at: Date;
}): number | undefined {
  const timestamp = at.getTime();
  const delta = totp(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_S) + delta;
}

export interface QrCode {
  /** Modules in a row, the quiet edge included. */
  readonly size: number;
  /** The dark modules as the path of an SVG with one unit a module. */
  readonly path: string;
}

/** What the phone reads: the secret, and under which name it keeps it. */
export function qrOf({ secret, issuer, label }: { secret: string; issuer: string; label: string }): QrCode {
  const { size, data } = encode(totp(secret, { issuer, label }).toString(), { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: path.join('') };
}

/** For reading aloud and typing over: groups of four. */
export function inGroups(text: string): string {
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** Letters and digits that nobody misreads. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const RECOVERY_CODES = 10;
const RECOVERY_LENGTH = 24;

/**
 * Ten codes of 120 random bits, in six groups of four: for when the phone is gone. So many that a plain hash of one tells
 * nothing to who has the database (with fewer than 112 bits it would need a slow hash).
 */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(RECOVERY_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '');
    return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-');
  });
}

export function hashRecoveryCode(userId: string, typed: string): Buffer {
  const plain = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  return createHash('sha256').update(`recovery ${userId} ${plain}`).digest();
}
