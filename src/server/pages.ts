import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestHandler, RouterContextProvider, type ServerBuild } from 'react-router';
import { randomToken } from '../kit/ids.ts';
import { appContext, type RequestContext } from '../kit/web/context.ts';
import { isReadable } from './visitor.ts';
import { doorContext, traceContext, type Door, type Trace } from '../web/context.ts';

const NONCE_BYTES = 16;

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
  const handle = createRequestHandler({ ...build, allowedActionOrigins }, 'production');
  return async ({ request, context, refusal }) => {
    const posted = request.method === 'POST';
    const show = async (status: number | undefined) => {
      const trace: Trace = {
        route: '*',
        refusal: status === undefined ? undefined : { status, posted },
        hadOutage: false,
        nonce: randomToken(NONCE_BYTES),
      };
      const provider = new RouterContextProvider();
      provider.set(appContext, context);
      provider.set(doorContext, door);
      provider.set(traceContext, trace);
      const response = await handle(status === undefined ? request : asRead(request), provider);
      return { response, route: trace.route, hadOutage: trace.hadOutage };
    };
    const shown = await show(refusal);
    // The page of an outage asks no database.
    const isOutage = shown.hadOutage && shown.response.status === 500 && refusal === undefined;
    return isOutage ? { ...(await show(503)), route: shown.route } : shown;
  };
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
