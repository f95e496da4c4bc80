import { createContext } from 'react-router';
import type { PageActor, PageFrame, PageMunicipality } from '../kit/web/context.ts';
import type { Actor } from '../people/model.ts';

declare module '../kit/web/context.ts' {
  interface Registered {
    readonly actor: Actor;
  }
}

/** How the shell asks the rooms who and where this request is; the composition root gives the answers. */
export interface Door {
  readonly resolveMunicipality: (slug: string) => Promise<PageMunicipality | undefined>;
  readonly resolveActor: (request: Request, municipality: PageMunicipality) => Promise<PageActor>;
  readonly frame: (actor: PageActor, municipality: PageMunicipality) => Promise<PageFrame>;
}

/** A refusal that the server decided on; `posted` when the visitor was sending something. */
export interface Refused {
  readonly status: number;
  readonly posted: boolean;
}

/** What is written of a request while it is served; the server reads it afterwards. */
export interface Trace {
  /** The pattern of the page, such as `/:gemeente/melden`: what may stand in a log, unlike the path itself. */
  route: string;
  /** Set before the pages are asked: show this refusal instead of the page (too large, foreign origin, …). */
  readonly refusal: Refused | undefined;
  /** Set when a page broke because the database was not there. */
  hadOutage: boolean;
}

export const doorContext = createContext<Door>();
export const traceContext = createContext<Trace>();
