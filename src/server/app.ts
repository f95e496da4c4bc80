import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Hono, type Context } from 'hono';
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
import { limitBody } from './body-limit.ts';
import { compress } from './compress.ts';
import { securityHeaders } from './headers.ts';
import { isInsider } from './insider.ts';
import type { Metrics } from './metrics.ts';
import { loadPages, type Pages } from './pages.ts';
import { devicesWorker, roundManifest, roundWorker } from './round-app.ts';
import { secureCookies } from './secure-cookies.ts';
import { themeCss } from './theme.ts';
import { addressOf, isForeignPost, isReadable, languageChoice, languageOf, originOf } from './visitor.ts';

/** What an installation lives on, by name, and whether it does (`{ database: true }`), with the figures behind it. */
export type Health = Readonly<Record<string, boolean | number>>;

export interface AppDeps extends Door {
  readonly db: Database;
  readonly texts: Texts;
  readonly log: Log;
  /** The address by which visitors know us, when a proxy stands before us. */
  readonly publicUrl?: string | undefined;
  readonly trustedProxies?: number | undefined;
  readonly municipalities: () => Promise<readonly PageMunicipality[]>;
  readonly health: () => Promise<Health>;
  readonly metrics?: Metrics;
  /** Opens /metrics and the details of /health to who sends it. */
  readonly insightToken?: string | undefined;
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
  app.use(trackRequests(deps));
  const https = deps.publicUrl?.startsWith('https:') ?? false;
  app.use(securityHeaders({ https }));
  app.use(secureCookies({ https }));
  app.use(compress());
  app.get('/health/live', (c) => c.json({ ok: true }));
  app.get('/health', (c) => answerHealth(c, deps));
  app.get('/metrics', (c) => answerMetrics(c, deps));
  app.use(staticAssets(join(buildDir, 'client')));
  // before the checks and limits of the pages: machines carry a token, and the API tells its own refusals
  if (deps.api) app.route('/', deps.api);
  app.use(async (c, next) => (isReadable(c.req.raw) ? next() : refuse(c, { deps, pages, status: 400 })));
  app.use(async (c, next) =>
    isForeignPost(c.req.raw, deps.publicUrl) ? refuse(c, { deps, pages, status: 403 }) : next(),
  );
  app.use(limitBody<Env>((c) => refuse(c, { deps, pages, status: 413 })));
  deps.routes?.(app);
  app.get('/:gemeente/kleuren.css', (c) => answerTheme(c, deps));
  const worker = roundWorker(buildDir);
  app.get('/:gemeente/ronde-werker.js', (c) => answerWorker(c, deps, worker));
  const devices = devicesWorker(buildDir);
  app.get('/:gemeente/account/apparaten-werker.js', (c) => answerWorker(c, deps, devices));
  app.get('/:gemeente/ronde.webmanifest', (c) => answerManifest(c, deps));
  app.all('*', (c) => answerPage(c, { deps, pages }));
  app.onError((error, c) => {
    deps.log('error', 'request.failed', { requestId: c.var.requestId, ...errorFields(error) });
    return refuse(c, { deps, pages, status: 500 });
  });
  return app;
}

/** One log line a request: the pattern of the address and not the address, for that may say whose report it is. */
function trackRequests({ log, metrics }: AppDeps) {
  return async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
    const requestId = randomUUID();
    const started = performance.now();
    c.set('requestId', requestId);
    c.set('route', '');
    await next();
    c.res.headers.set('x-request-id', requestId);
    const route = c.var.route || patternOf(c);
    const [method, status, ms] = [c.req.method, c.res.status, performance.now() - started];
    metrics?.request({ method, route, status, seconds: ms / 1000 });
    log('info', 'request', { requestId, method, route, status, ms: Math.round(ms) });
  };
}

/** The pattern of a route beside the pages: the last one that is more than 'everything'. */
function patternOf(c: Context<Env>): string {
  const patterns = matchedRoutes(c).map(({ path }) => path);
  return patterns.findLast((path) => path !== '*' && path !== '/*') ?? '*';
}

/** To everybody whether it is well; to insiders what is not. */
async function answerHealth(c: Context<Env>, deps: AppDeps): Promise<Response> {
  try {
    const parts = await deps.health();
    const ok = Object.values(parts).every((part) => part !== false);
    return c.json(isInside(c, deps) ? { ok, ...parts } : { ok }, ok ? 200 : 503);
  } catch (error) {
    deps.log('error', 'health.failed', errorFields(error));
    return c.json({ ok: false }, 503);
  }
}

/** For others there is no such page. */
async function answerMetrics(c: Context<Env>, deps: AppDeps): Promise<Response> {
  if (!deps.metrics || !isInside(c, deps)) return c.body(null, 404);
  return c.body(await deps.metrics.text(), 200, {
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
  });
}

function isInside(c: Context<Env>, { insightToken, publicUrl, trustedProxies = 0 }: AppDeps): boolean {
  return isInsider(c, {
    token: insightToken,
    isBehindProxy: publicUrl !== undefined || trustedProxies > 0,
  });
}

async function answerTheme(c: Context<Env>, { resolveMunicipality }: AppDeps): Promise<Response> {
  const municipality = await resolveMunicipality(c.req.param('gemeente') ?? '');
  if (!municipality?.theme) return c.body(null, 404);
  return c.body(themeCss(municipality.theme), 200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=3600',
  });
}

async function answerWorker(
  c: Context<Env>,
  { resolveMunicipality }: AppDeps,
  worker: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  if (!(await resolveMunicipality(c.req.param('gemeente') ?? ''))) return c.body(null, 404);
  // asked anew every time: an old worker may not outlive a new version
  return c.body(worker, 200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
  });
}

async function answerManifest(c: Context<Env>, { resolveMunicipality, texts }: AppDeps): Promise<Response> {
  const municipality = await resolveMunicipality(c.req.param('gemeente') ?? '');
  if (!municipality) return c.body(null, 404);
  const language = languageOf(c.req.raw);
  const manifest = roundManifest(municipality, { language, t: texts.translator(language) });
  return c.body(JSON.stringify(manifest), 200, {
    'content-type': 'application/manifest+json',
    'cache-control': 'no-cache',
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
    tIn: texts.translator,
    municipalities,
    municipality: undefined,
    actor: undefined,
    frame: NO_FRAME,
    services,
  };
}
