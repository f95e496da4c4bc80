import { z } from 'zod';
import { seal, unseal } from '../kit/secrets.ts';
import { readFollowUpCode } from './follow-up-code.ts';

/** So many codes does one device keep: those that were kept last. */
export const KEPT_MOST = 10;

/** In which municipality, and the key of the installation. */
interface Keeper {
  readonly key: string;
  readonly municipalityId: string;
}

const Codes = z.array(z.string()).max(KEPT_MOST);

/**
 * The codes that a resident keeps on a device, as its cookie holds them: sealed, so that who reads the cookie cannot use
 * them elsewhere, and who makes one up has nothing. Nothing of it is stored here.
 */
export function sealKept(codes: readonly string[], { key, municipalityId }: Keeper): string {
  return seal(JSON.stringify(codes), { key, place: placeOf(municipalityId) }).toString('base64url');
}

/** The codes of a cookie that we sealed for this municipality; of any other: none. */
export function readKept(cookie: string | undefined, { key, municipalityId }: Keeper): string[] {
  if (cookie === undefined) return [];
  try {
    const text = unseal(Buffer.from(cookie, 'base64url'), { key, place: placeOf(municipalityId) });
    return Codes.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

function placeOf(municipalityId: string): string {
  return `codes kept by a browser of ${municipalityId}`;
}

/** The newest first, each once. */
export function withKept(codes: readonly string[], typed: string): string[] {
  const code = readFollowUpCode(typed);
  if (code === undefined) return [...codes];
  return [code, ...codes.filter((each) => each !== code)].slice(0, KEPT_MOST);
}
