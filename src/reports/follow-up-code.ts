import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that nobody misreads one. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/**
 * The follow-up code of a report: 80 bits and a check character, as `XXXX-XXXX-XXXX-XXXX-C`.
 * It follows from the random idempotency key of the form, so that a report sent twice gets the same code,
 * while the database holds nothing but hashes of both.
 */
export function followUpCode(idempotencyKey: string): string {
  const digest = createHash('sha256').update(`wijkverbond follow-up code\n${idempotencyKey}`).digest();
  const bits = BigInt(`0x${digest.subarray(0, 10).toString('hex')}`);
  const body = Array.from(
    { length: LENGTH },
    (_, at) => ALPHABET[Number((bits >> BigInt(5 * (LENGTH - 1 - at))) & 31n)],
  ).join('');
  return grouped(body + checkCharacter(body));
}

/** The code as it was meant, or undefined when a character is missing or mistyped. */
export function readFollowUpCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (plain.length !== LENGTH + 1 || [...plain].some((letter) => !ALPHABET.includes(letter)))
    return undefined;
  const body = plain.slice(0, LENGTH);
  return checkCharacter(body) === plain[LENGTH] ? grouped(plain) : undefined;
}

export function hashFollowUpCode(code: string): Buffer {
  return createHash('sha256').update(`follow-up ${code}`).digest();
}

export function hashIdempotencyKey(key: string): Buffer {
  return createHash('sha256').update(`idempotency ${key}`).digest();
}

/** Luhn's algorithm in base 32: catches each wrong character and nearly every swap of two neighbours. */
function checkCharacter(body: string): string {
  const values = [...body].map((letter) => ALPHABET.indexOf(letter)).toReversed();
  const sum = values.reduce((total, value, at) => total + (at % 2 === 0 ? doubled(value) : value), 0);
  return ALPHABET[(32 - (sum % 32)) % 32] ?? '';
}

function doubled(value: number): number {
  return Math.floor((value * 2) / 32) + ((value * 2) % 32);
}

function grouped(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}
