import { Hono } from 'hono';
import { makeApi } from '../kit/api/make.ts';
import { ok } from '../kit/outcome.ts';
import { handoversRoutes } from '../handovers/routes.ts';
import { open311Routes } from '../open311/routes.ts';
import { actorOfToken } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { peopleRoutes, SCOPE_TEXTS } from '../people/routes.ts';
import { placesRoutes } from '../places/routes.ts';
import { reportsRoutes } from '../reports/routes.ts';
import { triageRoutes } from '../triage/routes.ts';
import { tokenRoutes } from './tokens.ts';
import { addressOf, originOf } from './visitor.ts';
import type { AppDeps } from './app.ts';

/** Of the API, not of the program: a new major version gets a new address beside the old one. */
const API_VERSION = '1.0.0';

type Deps = Pick<
  AppDeps,
  'db' | 'texts' | 'log' | 'publicUrl' | 'trustedProxies' | 'resolveMunicipality' | 'services'
>;

/** The versioned API and the address where its tokens come from, as one application to mount before the pages. */
export function createApi(deps: Deps, { demoAllowed = false } = {}): Hono {
  const { db, texts, log, publicUrl, trustedProxies = 0, resolveMunicipality, services } = deps;
  const common = {
    db,
    texts,
    originOf: (request: Request) => originOf(request, publicUrl),
    addressOf: (c: Parameters<typeof addressOf>[0]) => addressOf(c, trustedProxies),
    findMunicipality: resolveMunicipality,
  };
  const api = makeApi<Actor>({
    ...common,
    log,
    base: '/v1',
    version: API_VERSION,
    title: 'Wijkverbond',
    description:
      'Meldingen maken, volgen en behandelen vanuit andere systemen. Volgt de NLGov REST API Design Rules 2.1. Een machine neemt zelf niets aan: dat doet een medewerker, namens wie zij vraagt.',
    contact: {
      name: 'Beheer van deze installatie',
      ...(services.config.API_CONTACT === undefined ? {} : { email: services.config.API_CONTACT }),
    },
    scopes: SCOPE_TEXTS,
    requestsPerMinute: services.config.API_REQUESTS_PER_MINUTE,
    publicCaller: (municipalityId) => ({ kind: 'public', municipalityId }),
    authenticate: async ({ municipalityId, ...ask }) => {
      const actor = await actorOfToken(db, municipalityId, { ...ask, demoAllowed });
      if (!actor.ok) return actor;
      const { value: caller } = actor;
      const client = caller.kind === 'client' ? caller : caller.client;
      return ok({ caller, countedBy: client?.clientId ?? '' });
    },
  });
  placesRoutes(api);
  peopleRoutes(api);
  reportsRoutes(api, services);
  triageRoutes(api, services.questions);
  handoversRoutes(api, { codeTriesPerHour: services.config.CODE_TRIES_PER_HOUR });
  const app = new Hono();
  tokenRoutes(app, common);
  open311Routes(app, {
    ...common,
    log,
    requestsPerMinute: services.config.API_REQUESTS_PER_MINUTE,
    onReceived: services.onReceived,
  });
  app.route('/', api.app());
  return app;
}
