import { writeCookie } from '../kit/web/cookies.ts';

/** As long as the session of a reporter. */
const SESSION_S = 1800;

interface Town {
  readonly municipality: { readonly slug: string };
  readonly origin: string;
}

/** Has the browser hold the session of a reporter, for the pages of this municipality; without a token it forgets it. */
export function holdReporter(
  headers: Headers,
  token: string | undefined,
  { municipality: { slug }, origin }: Town,
): void {
  const options = { path: `/${slug}`, secure: origin.startsWith('https:') };
  const maxAgeS = token === undefined ? 0 : SESSION_S;
  headers.append('set-cookie', writeCookie('melder', token ?? '', { ...options, maxAgeS }));
}
