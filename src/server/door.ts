import { clockOffsetMs } from '../kit/clock.ts';
import type { Database } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import { outageOf } from '../kit/outage.ts';
import type { NavItem, PageFrame, PageMunicipality, SettingItem } from '../kit/web/context.ts';
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
  { path: 'bezetting', text: 'cover.nav', needs: 'team.read' },
  { path: 'logboek', text: 'web.nav.accesslog', needs: 'accesslog.read' },
  { path: 'rechten', text: 'web.nav.rights', needs: 'privacy.read' },
];

/** What is set up once and changed now and then: one page leads to all of it. */
const SETTINGS: readonly {
  readonly path: string;
  readonly text: string;
  readonly about: string;
  readonly icon: SettingItem['icon'];
  readonly needs: Permission;
}[] = [
  {
    path: 'gebruikers',
    text: 'web.nav.users',
    about: 'web.nav.users-about',
    icon: 'person',
    needs: 'users.manage',
  },
  {
    path: 'bezetting',
    text: 'cover.nav',
    about: 'cover.nav-about',
    icon: 'clock',
    needs: 'cover.read',
  },
  {
    path: 'spiegel',
    text: 'mirror.nav',
    about: 'mirror.nav-about',
    icon: 'check',
    needs: 'mirror.read',
  },
  {
    path: 'beslistabellen',
    text: 'tables.nav',
    about: 'tables.nav-about',
    icon: 'work',
    needs: 'tables.read',
  },
  {
    path: 'vervolgvragen',
    text: 'own-questions.nav',
    about: 'own-questions.nav-about',
    icon: 'help',
    needs: 'texts.edit',
  },
  {
    path: 'openbare-namen',
    text: 'category-words.nav',
    about: 'category-words.nav-about',
    icon: 'place',
    needs: 'texts.edit',
  },
  {
    path: 'standaardteksten',
    text: 'standard-texts.nav',
    about: 'standard-texts.nav-about',
    icon: 'talk',
    needs: 'texts.edit',
  },
  {
    path: 'mailteksten',
    text: 'letter-texts.nav',
    about: 'letter-texts.nav-about',
    icon: 'talk',
    needs: 'texts.edit',
  },
  {
    path: 'tevredenheid',
    text: 'rating-words.nav',
    about: 'rating-words.nav-about',
    icon: 'heart',
    needs: 'texts.edit',
  },
  {
    path: 'buitenpartijen',
    text: 'outside.nav',
    about: 'outside.nav-about',
    icon: 'person',
    needs: 'outside.edit',
  },
  {
    path: 'berichten',
    text: 'web.nav.messages',
    about: 'web.nav.messages-about',
    icon: 'alert',
    needs: 'messages.manage',
  },
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
  const mine = <Way extends { needs: Permission; path: string }>(ways: readonly Way[]) =>
    ways
      .filter(({ needs }) => actor.permissions.has(needs))
      .map(({ needs: _needs, path, ...way }) => ({ ...way, href: `/${slug}/${path}` }));
  const settings = mine(SETTINGS);
  const leadsTo = settings.map(({ href }) => href);
  const all: NavItem = { href: `/${slug}/instellingen`, text: 'web.settings.title', leadsTo };
  // who has one thing to set up goes there at once
  const last = settings.length > 1 ? [all] : settings.map(({ href, text }) => ({ href, text }));
  const nav: NavItem[] = [...mine(NAV), ...last];
  return {
    nav,
    settings,
    person: { name: actor.name, accountHref: `/${slug}/account`, signOutHref: `/${slug}/uitloggen` },
  };
}
