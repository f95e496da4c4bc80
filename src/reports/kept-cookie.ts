import { readCookie, writeCookie } from '../kit/web/cookies.ts';
import { readKept, sealKept } from './kept-codes.ts';

const COOKIE = 'bewaard';
/** Half a year after it was last written. */
const KEPT_S = 183 * 24 * 3600;

interface Town {
  readonly municipality: { readonly id: string; readonly slug: string };
  readonly services: { readonly config: { readonly SECRETS_KEY?: string | undefined } };
  readonly origin: string;
}

/** Whether this installation can let a device keep codes: it has a key to seal them with. */
export function canKeep({ services }: Pick<Town, 'services'>): boolean {
  return services.config.SECRETS_KEY !== undefined;
}

/** The codes that this device keeps, of this municipality. */
export function keptCodes(
  request: Request,
  { services, municipality }: Pick<Town, 'services' | 'municipality'>,
): string[] {
  const key = services.config.SECRETS_KEY;
  return key === undefined
    ? []
    : readKept(readCookie(request, COOKIE), { key, municipalityId: municipality.id });
}

/** Has the browser keep these codes, sent along below `/volgen` alone; without any it forgets the cookie. */
export function writeKept(
  headers: Headers,
  codes: readonly string[],
  { services, municipality, origin }: Town,
): void {
  const key = services.config.SECRETS_KEY;
  if (key === undefined) return;
  const options = { path: `/${municipality.slug}/volgen`, secure: origin.startsWith('https:') };
  const line =
    codes.length === 0
      ? writeCookie(COOKIE, '', { ...options, maxAgeS: 0 })
      : writeCookie(COOKIE, sealKept(codes, { key, municipalityId: municipality.id }), {
          ...options,
          maxAgeS: KEPT_S,
        });
  headers.append('set-cookie', line);
}
