import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestHandler, RouterContextProvider, type ServerBuild } from 'react-router';
import { appContext, type RequestContext } from '../kit/web/context.ts';
import { isReadable } from './visitor.ts';
import { doorContext, traceContext, type Door, type Trace } from '../web/context.ts';

export interface Rendered {
  readonly response: Response;
  /** The pattern of the page that answered, for the log. */
  readonly route: string;
}

export interface PageRequest {
  readonly request: Request;
  readonly context: RequestContext;
  /** Show the error page of this status instead of the page itself. */
  readonly refusal?: number;
}

export type Pages = (page: PageRequest) => Promise<Rendered>;

/** The built pages as one function. `publicUrl` is the origin that forms may be sent from when a proxy stands before us. */
export async function loadPages({
  buildDir,
  publicUrl,
  door,
}: {
  buildDir: string;
  publicUrl: string | undefined;
  door: Door;
}): Promise<Pages> {
  const build = await importBuild(buildDir);
  const allowedActionOrigins = publicUrl === undefined ? [] : [new URL(publicUrl).host];
  const routes = Object.fromEntries(Object.entries(build.routes).map(([id, route]) => [id, unsent(route)]));
  const handling = (of: ServerBuild) => createRequestHandler({ ...of, allowedActionOrigins }, 'production');
  const [handlePage, handleData] = [handling({ ...build, routes }), handling(build)];
  return async ({ request, context, refusal }) => {
    const posted = request.method === 'POST';
    const show = async (status: number | undefined) => {
      const trace: Trace = {
        route: '*',
        refusal: status === undefined ? undefined : { status, posted },
        hadOutage: false,
      };
      const provider = new RouterContextProvider();
      provider.set(appContext, context);
      provider.set(doorContext, door);
      provider.set(traceContext, trace);
      const handle = asksData(request) ? handleData : handlePage;
      const response = await handle(status === undefined ? request : asRead(request), provider);
      return { response, route: trace.route, hadOutage: trace.hadOutage };
    };
    const shown = await show(refusal);
    // The page of an outage asks no database.
    const isOutage = shown.hadOutage && shown.response.status === 500 && refusal === undefined;
    return isOutage ? { ...(await show(503)), route: shown.route } : shown;
  };
}

/** The framework gives out what a page is made from as well; to read all of it so is how the tests hold who sees what. */
function asksData(request: Request): boolean {
  return /\.data(?:\?|$)/.test(request.url);
}

type Route = ServerBuild['routes'][string];

/**
 * The framework writes out what a page was made from, for its scripts in a browser. No page ships those, and of a list
 * that writing is as much work as the page: so it gets to see no field of it.
 */
function unsent(route: Route): Route {
  const load = route?.module.loader;
  if (!load) return route;
  const loader = async (args: Parameters<typeof load>[0]) => {
    const found: unknown = await load(args);
    if (found instanceof Response || !isFields(found)) return found;
    if (found['type'] !== 'DataWithResponseInit') return unseen(found);
    return Object.assign(found, { data: isFields(found['data']) ? unseen(found['data']) : found['data'] });
  };
  return { ...route, module: { ...route.module, loader } };
}

function isFields(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null && !Array.isArray(found);
}

/** The same fields, for who knows their names. */
function unseen(found: Record<string, unknown>): object {
  const hidden = {};
  for (const [name, value] of Object.entries(found)) Object.defineProperty(hidden, name, { value });
  return hidden;
}

async function importBuild(buildDir: string): Promise<ServerBuild> {
  const file = join(buildDir, 'server', 'index.js');
  if (!existsSync(file)) throw new Error(`expected the built pages in ${file}; run \`npm run build\` first`);
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as ServerBuild;
}

/**
 * The same address, read instead of posted: a refused request's body is not looked at. An address that cannot be read
 * stands nowhere, so its page is that of the whole installation.
 */
function asRead(request: Request): Request {
  return new Request(isReadable(request) ? request.url : new URL('/', request.url), {
    headers: { cookie: request.headers.get('cookie') ?? '' },
  });
}
