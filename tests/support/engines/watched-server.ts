import { listen, type Listening } from '../../../src/server/listen.ts';

type Serve = (request: Request) => Promise<Response> | Response;

/** A server whose pages tell when something is wrong with them, in any browser, whatever its driver can hear. */
export interface WatchedServer {
  readonly address: string;
  /** What pages told since it was asked last: errors, what the policy refused, and what was not found. */
  readonly takeFaults: () => string[];
  /** As in a stairwell: nobody answers. */
  readonly lose: () => Promise<void>;
  readonly find: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const LISTENER = '/watched.js';
const REPORTS = '/watched';

/** Before every other script; where a page has none of ours, its policy lets none in, and this one neither. */
const SCRIPT = `{
  const tell = (words) => navigator.sendBeacon('${REPORTS}', location.pathname + ': ' + words);
  addEventListener('error', ({ message, target }) => tell(message ?? 'not loaded: ' + (target.src ?? target.href)), true);
  addEventListener('unhandledrejection', ({ reason }) => tell('rejected: ' + reason));
  const { error } = console;
  console.error = (...words) => { tell(words.join(' ')); error.apply(console, words); };
}`;

export async function watchServer(serve: Serve): Promise<WatchedServer> {
  let faults: string[] = [];
  const answer = async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === LISTENER)
      return new Response(SCRIPT, { headers: { 'content-type': 'text/javascript' } });
    if (pathname === REPORTS) {
      faults.push(await request.text());
      return new Response(null, { status: 204 });
    }
    // the page is written into, so it is asked for as it is
    request.headers.delete('accept-encoding');
    const response = await serve(request);
    const isPage = request.headers.get('sec-fetch-dest') === 'document';
    if (!isPage && request.method === 'GET' && response.status >= 400)
      faults.push(`${response.status} ${pathname}`);
    return watched(response);
  };
  let server: Listening = await listen(answer, { host: '127.0.0.1', port: 0 });
  const port = Number(new URL(server.address).port);
  return {
    address: server.address,
    takeFaults: () => {
      const told = faults;
      faults = [];
      return told;
    },
    lose: () => server.stop(),
    find: async () => {
      server = await listen(answer, { host: '127.0.0.1', port });
    },
    stop: () => server.stop(),
  };
}

async function watched(response: Response): Promise<Response> {
  const policy = response.headers.get('content-security-policy');
  if (policy === null) return response;
  const headers = new Headers(response.headers);
  headers.set('content-security-policy', `${policy}; report-uri ${REPORTS}`);
  const isPage = headers.get('content-type')?.startsWith('text/html') && policy.includes("script-src 'self'");
  const { status } = response;
  if (!isPage) return new Response(response.body, { status, headers });
  headers.delete('content-length');
  const page = await response.text();
  return new Response(page.replace('<head>', `<head><script src="${LISTENER}"></script>`), {
    status,
    headers,
  });
}
