import type { IconName } from './icon-paths.ts';
import { createContext, type RouterContextProvider } from 'react-router';
import type { Database } from '../db.ts';
import type { Log } from '../log.ts';
import type { Language, T } from '../translate.ts';

/**
 * Who acts is a thing of the room `people`, which the kit does not know. That room's type is written in here where the
 * rooms come together (`src/web/services.ts`): `interface Registered { actor: Actor; services: … }`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Registered {}
export type PageActor = Registered extends { actor: infer Actor } ? Actor : unknown;
/** What the composition root hands to the rooms' pages: settings, the decision tables, what follows on a report. */
export type PageServices = Registered extends { services: infer Services } ? Services : unknown;

/** What a page has to know of a municipality: which tenant, where it lives in the address, what it is called. */
export interface PageMunicipality {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** How a resident reaches the municipality itself; absent while nobody filled it in. */
  readonly contact?: { readonly phone?: string | undefined; readonly email?: string | undefined } | undefined;
  /** Its own accent colour in eight steps; absent, the house's own colours show. */
  readonly theme?: Palette;
}

export type PaletteStep = 50 | 100 | 200 | 300 | 400 | 500 | 600 | 700;
/** Colours as `#rrggbb`, from the palest (50) to the darkest (700). */
export type Palette = Readonly<Record<PaletteStep, string>>;

/** Everything a loader, an action or the frame of a page may know of the request it serves. */
export interface RequestContext {
  readonly db: Database;
  readonly log: Log;
  readonly requestId: string;
  /** The visitor's network address, for limits only; never stored or logged as it is. */
  readonly address: string;
  /** The origin the visitor sees, such as `https://meld.voorbeeldstad.nl`, without a slash at the end. */
  readonly origin: string;
  readonly language: Language;
  readonly t: T;
  /** The writer of a language that is not the visitor's own, such as that of somebody who is written to. */
  readonly tIn: (language: Language) => T;
  /** All municipalities of this installation. */
  readonly municipalities: () => Promise<readonly PageMunicipality[]>;
  /** Undefined on the pages that stand above all municipalities. */
  readonly municipality: PageMunicipality | undefined;
  /** Who asks; known wherever the municipality is, also when it is only 'the public'. */
  readonly actor: PageActor | undefined;
  readonly frame: PageFrame;
  readonly services: PageServices;
}

export interface NavItem {
  readonly href: string;
  /** The id of its text. */
  readonly text: string;
  /** A number behind the text, such as what lies with me now. */
  readonly count?: number;
  /** Other pages that belong to it. */
  readonly leadsTo?: readonly string[];
}

/** A page where something is set up, with what it is for. */
export interface SettingItem extends NavItem {
  readonly icon: IconName;
  /** The id of a sentence. */
  readonly about: string;
}

/** What stands around a page: the ways a signed-in person may go, and who that is. */
export interface PageFrame {
  readonly nav: readonly NavItem[];
  /** What this person may set up; the page of settings shows it. */
  readonly settings?: readonly SettingItem[];
  /** By how much a demo lives ahead of the real clock; absent where nobody moved it. */
  readonly clockAheadMs?: number;
  readonly person?: {
    readonly name: string;
    readonly organisation?: string;
    /** The page of the own account; without one the name is no link. */
    readonly accountHref?: string;
    readonly signOutHref: string;
  };
}

export const NO_FRAME: PageFrame = { nav: [] };

export const appContext = createContext<RequestContext>();

export type TownContext = RequestContext & {
  readonly municipality: PageMunicipality;
  readonly actor: PageActor;
};

/** The request as a page under `/:gemeente` sees it: the municipality is there, or nobody gets this far. */
export function townOf(context: Readonly<RouterContextProvider>): TownContext {
  const request = context.get(appContext);
  const { municipality, actor } = request;
  if (!municipality || actor === undefined)
    throw new Error('expected a page under /:gemeente, got one without a municipality');
  return { ...request, municipality, actor };
}

/** What a page says of itself: `export const handle: PageHandle = { wide: true }`. */
export interface PageHandle {
  /** A work page: the full width of a screen, dense. Pages for residents are narrow and roomy. */
  readonly wide?: boolean;
  /** The address of one small script of its own, for a page that does everything without it too. */
  readonly script?: string;
  /** Hears what changed while it is open (`LiveLine` says where). The page does everything without it too. */
  readonly live?: boolean;
  /** May start a service worker of ours. */
  readonly worker?: boolean;
}
