import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { matchedRoutes } from 'hono/route';
import type { Database } from '../kit/db.ts';
import { errorFields, type Log } from '../kit/log.ts';
import type { Texts } from '../kit/texts.ts';
import {
  NO_FRAME,
  type PageMunicipality,
  type PageServices,
  type RequestContext,
} from '../kit/web/context.ts';
import type { Door } from '../web/context.ts';
import { staticAssets } from './assets.ts';
import { securityHeaders } from './headers.ts';
import { loadPages, type Pages } from './pages.ts';
import { themeCss } from './theme.ts';
import { addressOf, isForeignPost, languageChoice, languageOf, originOf } from './visitor.ts';

const MAX_BODY_BYTES = 256 * 1024;

/** What an installation lives on, by name, and whether it does: `{ database: true }`. */
export type Health = Readonly<Record<string, boolean>>;

export interface AppDeps extends Door {
  readonly db: Database;
  readonly texts: Texts;
  readonly log: Log;
  /** The address by which visitors know us, when a proxy stands before us. */
  readonly publicUrl?: string | undefined;
  readonly trustedProxies?: number | undefined;
  readonly municipalities: () => Promise<readonly PageMunicipality[]>;
  readonly health: () => Promise<Health>;
  /** What the rooms' pages need beside the request. */
  readonly services: PageServices;
  /** Routes beside the pages, such as the API; they come before the pages and get the same headers, limits and log. */
  readonly routes?: (app: App) => void;
  /** The API for other systems: no cookie counts there, so no other site's page can act through a visitor. */
  readonly api?: Hono;
  /** Where `react-router build` wrote the pages. */
  readonly buildDir?: string;
}

interface Env {
  Variables: { requestId: string; route: string };
}

export type App = Hono<Env>;

/** The whole application over web-standard requests: `app.request('/…')` answers without a port. */
export async function createApp(deps: AppDeps): Promise<App> {
  const buildDir = deps.buildDir ?? join(import.meta.dirname, '../../build');
  const pages = await loadPages({ buildDir, publicUrl: deps.publicUrl, door: deps });
  const app: App = new Hono<Env>();
  app.use(trackRequests(deps.log));
  app.use(securityHeaders({ https: deps.publicUrl?.startsWith('https:') ?? false }));
  app.use(compress());
  app.get('/health', (c) => answerHealth(c, deps));
  app.use(staticAssets(join(buildDir, 'client')));
  // before the origin check and the limits of forms: machines carry a token, and the API has limits of its own
  if (deps.api) app.route('/', deps.api);
  app.use(async (c, next) =>
    isForeignPost(c.req.raw, deps.publicUrl) ? refuse(c, { deps, pages, status: 403 }) : next(),
  );
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c: Context<Env>) => refuse(c, { deps, pages, status: 413 }),
    }),
  );
  deps.routes?.(app);
  app.get('/:gemeente/kleuren.css', (c) => answerTheme(c, deps));
  app.all('*', (c) => answerPage(c, { deps, pages }));
  app.onError((error, c) => {
    deps.log('error', 'request.failed', { requestId: c.var.requestId, ...errorFields(error) });
    return refuse(c, { deps, pages, status: 500 });
  });
  return app;
}

/** One log line a request: the pattern of the address and not the address, for that may say whose report it is. */
function trackRequests(log: Log) {
  return async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
    const requestId = randomUUID();
    const started = performance.now();
    c.set('requestId', requestId);
    c.set('route', '');
    await next();
    c.res.headers.set('x-request-id', requestId);
    const route = c.var.route || patternOf(c);
    log('info', 'request', {
      requestId,
      method: c.req.method,
      route,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    });
  };
}

/** The pattern of a route beside the pages: the last one that is more than 'everything'. */
function patternOf(c: Context<Env>): string {
  const patterns = matchedRoutes(c).map(({ path }) => path);
  return patterns.findLast((path) => path !== '*' && path !== '/*') ?? '*';
}

async function answerHealth(c: Context<Env>, { health, log }: AppDeps): Promise<Response> {
  try {
    const parts = await health();
    const ok = Object.values(parts).every(Boolean);
    return c.json({ ok, ...parts }, ok ? 200 : 503);
  } catch (error) {
    log('error', 'health.failed', errorFields(error));
    return c.json({ ok: false }, 503);
  }
}

async function answerTheme(c: Context<Env>, { resolveMunicipality }: AppDeps): Promise<Response> {
  const municipality = await resolveMunicipality(c.req.param('gemeente') ?? '');
  if (!municipality?.theme) return c.body(null, 404);
  return c.body(themeCss(municipality.theme), 200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=3600',
  });
}

interface Serving {
  readonly deps: AppDeps;
  readonly pages: Pages;
}

async function answerPage(c: Context<Env>, { deps, pages }: Serving): Promise<Response> {
  const choice = languageChoice(c.req.raw, originOf(c.req.raw, deps.publicUrl));
  if (choice) return choice;
  return show(c, await pages({ request: c.req.raw, context: contextOf(c, deps) }));
}

async function refuse(
  c: Context<Env>,
  { deps, pages, status }: Serving & { status: number },
): Promise<Response> {
  return show(c, await pages({ request: c.req.raw, context: contextOf(c, deps), refusal: status }));
}

function show(c: Context<Env>, { response, route }: Awaited<ReturnType<Pages>>): Response {
  c.set('route', route);
  return response;
}

function contextOf(
  c: Context<Env>,
  { db, log, texts, municipalities, services, publicUrl, trustedProxies = 0 }: AppDeps,
): RequestContext {
  const language = languageOf(c.req.raw);
  return {
    db,
    log,
    requestId: c.var.requestId,
    address: addressOf(c, trustedProxies),
    origin: originOf(c.req.raw, publicUrl),
    language,
    t: texts.translator(language),
    municipalities,
    municipality: undefined,
    actor: undefined,
    frame: NO_FRAME,
    services,
  };
}
