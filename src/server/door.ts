import { clockOffsetMs } from '../kit/clock.ts';
import type { Database } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import { outageOf } from '../kit/outage.ts';
import type { NavItem, PageFrame, PageMunicipality } from '../kit/web/context.ts';
import { allMunicipalities } from '../places/index.ts';
import { resolveActor } from '../people/index.ts';
import type { Actor, Permission } from '../people/model.ts';
import type { Door } from '../web/context.ts';

/** The cookies of the two kinds of sessions: who works here, and who follows one report. */
const STAFF_COOKIE = 'sessie';
const REPORTER_COOKIE = 'melder';

const NAV: readonly { readonly path: string; readonly text: string; readonly needs: Permission }[] = [
  { path: 'werk', text: 'web.nav.work', needs: 'worklist.read' },
  { path: 'werk/nieuw', text: 'desk.nav', needs: 'report.handle' },
  { path: 'ronde', text: 'round.nav', needs: 'report.handle' },
  { path: 'veilig-werken', text: 'safe-work.nav', needs: 'worklist.read' },
  { path: 'overzicht', text: 'web.nav.coordination', needs: 'coordination.read' },
  { path: 'overzicht/cijfers', text: 'figures.nav', needs: 'team.read' },
  { path: 'logboek', text: 'web.nav.accesslog', needs: 'accesslog.read' },
  { path: 'gebruikers', text: 'web.nav.users', needs: 'users.manage' },
  { path: 'beslistabellen', text: 'tables.nav', needs: 'tables.read' },
  { path: 'standaardteksten', text: 'standard-texts.nav', needs: 'texts.edit' },
  { path: 'vervolgvragen', text: 'own-questions.nav', needs: 'texts.edit' },
  { path: 'tevredenheid', text: 'rating-words.nav', needs: 'texts.edit' },
  { path: 'openbare-namen', text: 'category-words.nav', needs: 'texts.edit' },
  { path: 'mailteksten', text: 'letter-texts.nav', needs: 'texts.edit' },
  { path: 'berichten', text: 'web.nav.messages', needs: 'messages.manage' },
  { path: 'rechten', text: 'web.nav.rights', needs: 'privacy.read' },
];

/** So late may a new municipality, or a new name or colour of one, be seen. */
const MUNICIPALITIES_S = 10;

/** So late may a moved clock be seen. */
const CLOCK_S = 3;

/** Answers the shell's questions: which municipality, who asks, and where that person may go. */
export function makeDoor(
  db: Database,
  { demoAllowed = false } = {},
): Door & { municipalities: () => Promise<PageMunicipality[]> } {
  let lastKnown: PageMunicipality[] | undefined;
  const read = async () => {
    const found = await allMunicipalities(db);
    lastKnown = found.map((municipality) => ({ ...municipality, contact: municipality.settings.contact }));
    return lastKnown;
  };
  // During an outage the page that says so still names the municipality.
  const municipalities = () =>
    remembered(db, { name: 'municipalities', seconds: MUNICIPALITIES_S }, read).catch((error: unknown) => {
      if (lastKnown && outageOf(error)) return lastKnown;
      throw error;
    });
  return {
    municipalities,
    resolveMunicipality: async (slug) =>
      (await municipalities()).find((municipality) => municipality.slug === slug),
    resolveActor: (request, municipality) =>
      resolveActor(db, municipality.id, tokenOf(request, municipality.slug), { demoAllowed }),
    frame: async (actor, municipality) => ({
      ...frameFor(actor, municipality.slug),
      ...(await clockOf(db)),
    }),
  };
}

/** Only a demo or a test moves its clock; a page then says so. */
async function clockOf(db: Database): Promise<Pick<PageFrame, 'clockAheadMs'>> {
  const aheadMs = await remembered(db, { name: 'clock offset', seconds: CLOCK_S }, () => clockOffsetMs(db));
  return aheadMs === 0 ? {} : { clockAheadMs: aheadMs };
}

/** On the pages for reporters the reporter's session counts, elsewhere that of who works here. */
function tokenOf(request: Request, slug: string): string | undefined {
  const { pathname } = new URL(request.url);
  const forReporters = /^\/(melden|volgen)(\/|\.|$)/.test(pathname.slice(slug.length + 1));
  return cookie(request, forReporters ? REPORTER_COOKIE : STAFF_COOKIE);
}

/** The token of who works here. */
export function staffToken(request: Request): string | undefined {
  return cookie(request, STAFF_COOKIE);
}

function cookie(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

function frameFor(actor: Actor, slug: string): PageFrame {
  if (actor.kind !== 'user') return { nav: [] };
  const nav: NavItem[] = NAV.filter(({ needs }) => actor.permissions.has(needs)).map(({ path, text }) => ({
    href: `/${slug}/${path}`,
    text,
  }));
  return {
    nav,
    person: { name: actor.name, accountHref: `/${slug}/account`, signOutHref: `/${slug}/uitloggen` },
  };
}
