/**
 * The page to go to after logging in, when the address names one that lies inside this municipality; undefined for
 * anything else. `naar` comes from the address, so it may come from anyone: it must not lead to another site.
 */
export function wayBack(naar: string | null | undefined, slug: string): string | undefined {
  if (!naar?.startsWith('/') || !URL.canParse(naar, HERE)) return undefined;
  const { origin, pathname, search } = new URL(naar, HERE);
  const isInside = origin === HERE && pathname.startsWith(`/${slug}/`);
  return isInside && !isDoor(pathname, slug) ? `${pathname}${search}` : undefined;
}

const HERE = 'https://here.invalid';

/** Logging in only to arrive at the log-in page, or to be logged out, helps nobody. */
function isDoor(pathname: string, slug: string): boolean {
  return /^\/(?:inloggen|uitloggen|wachtwoord)(?:\/|$)/.test(pathname.slice(slug.length + 1));
}
