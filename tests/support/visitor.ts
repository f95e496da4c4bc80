import { readConfig } from '../../src/kit/config.ts';
import { contentFile } from '../../src/kit/content.ts';
import { silent, type Log } from '../../src/kit/log.ts';
import { loadTexts } from '../../src/kit/texts.ts';
import { createApi } from '../../src/server/api.ts';
import { createApp, type App, type AppDeps } from '../../src/server/app.ts';
import { makeDoor } from '../../src/server/door.ts';
import type { Metrics } from '../../src/server/metrics.ts';
import { makeServices } from '../../src/server/wiring.ts';
import { ORIGIN, type TestHouse } from './house.ts';

interface Rules {
  /** Settings such as `REPORTS_PER_HOUR`. */
  readonly env?: Record<string, string>;
  readonly log?: Log;
  /** As on a loopback address. */
  readonly demoAllowed?: boolean;
  readonly metrics?: Metrics;
}

/** Another server process over the database of the same house, behind a proxy and with settings of its own. */
export function anotherApp(
  { db, decisions }: TestHouse,
  { env = {}, log = silent, metrics, demoAllowed = false }: Rules,
): Promise<App> {
  const deps: AppDeps = {
    ...(metrics ? { metrics } : {}),
    ...makeDoor(db.app, { demoAllowed }),
    db: db.app,
    log,
    trustedProxies: 1,
    texts: loadTexts(contentFile('texts'), { strict: true }),
    services: makeServices(readConfig(env), decisions),
    health: async () => ({ database: true }),
  };
  return createApp({ ...deps, api: createApi(deps) });
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface Page {
  readonly status: number;
  readonly html: string;
  /** The same before it was read as text. */
  readonly bytes: Uint8Array;
  /** Where the answer leads, when it leads elsewhere. */
  readonly location: string | null;
  readonly headers: Headers;
}

/** A browser without scripts: keeps its cookies by path, posts forms, and follows nothing by itself. */
export interface Visitor {
  get(path: string): Promise<Page>;
  post(path: string, fields: Fields, headers?: Record<string, string>): Promise<Page>;
  /** Posts a form as a browser does when it carries files: with its length, and with each file under the field given. */
  send(
    path: string,
    fields: Fields,
    files: Readonly<Record<string, readonly Buffer[]>>,
    fileName?: string,
  ): Promise<Page>;
  /** The value of a cookie as it would be sent to `path`. */
  cookie(name: string, path: string): string | undefined;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

interface Who {
  readonly language?: string;
  /** The network address that a proxy saw. */
  readonly address?: string;
}

export function visit(app: App, { language = 'nl', address = '192.0.2.1' }: Who = {}): Visitor {
  const jar = new Map<string, Cookie>();
  const sentTo = (path: string) =>
    [...jar.values()].filter((cookie) => `${path}/`.startsWith(`${cookie.path}/`));
  const ask = async (
    path: string,
    init: { method?: string; body?: URLSearchParams | ArrayBuffer; headers?: Record<string, string> },
  ) => {
    const cookie = sentTo(path).map(({ name, value }) => `${name}=${value}`);
    const headers = {
      'accept-language': language,
      'x-forwarded-for': address,
      cookie: cookie.join('; '),
      ...init.headers,
    };
    const response = await app.request(`${ORIGIN}${path}`, { ...init, headers });
    for (const line of response.headers.getSetCookie()) take(jar, line);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      status: response.status,
      bytes,
      html: new TextDecoder().decode(bytes),
      location: response.headers.get('location'),
      headers: response.headers,
    };
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, fields, headers = { origin: ORIGIN }) =>
      ask(path, { method: 'POST', body: bodyOf(fields), headers }),
    send: async (path, fields, files, fileName = 'foto.jpg') => {
      const form = new FormData();
      for (const [name, value] of bodyOf(fields)) form.append(name, value);
      for (const [name, sent] of Object.entries(files))
        for (const file of sent) form.append(name, new Blob([new Uint8Array(file)]), fileName);
      const request = new Request(ORIGIN, { method: 'POST', body: form });
      const body = await request.arrayBuffer();
      const type = request.headers.get('content-type') ?? '';
      const length = String(body.byteLength);
      return ask(path, {
        method: 'POST',
        body,
        headers: { origin: ORIGIN, 'content-type': type, 'content-length': length },
      });
    },
    cookie: (name, path) => sentTo(path).find((cookie) => cookie.name === name)?.value,
  };
}

function bodyOf(fields: Fields): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) body.append(name, value);
  return body;
}

function take(jar: Map<string, Cookie>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = pair.split('=');
  const path = attributes.find((attribute) => attribute.startsWith('Path='))?.slice('Path='.length) ?? '';
  if (attributes.includes('Max-Age=0')) jar.delete(`${path} ${name}`);
  else jar.set(`${path} ${name}`, { name, value, path });
}

/** The value of a hidden field of a page. */
export function hiddenField({ html }: Page, name: string): string {
  const found = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1];
  if (found === undefined) throw new Error(`expected a hidden field '${name}' on the page, found none`);
  return found;
}

/** What a browser would send along from a page: every hidden field, as often as it is there. */
export function hiddenFields({ html }: Page): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [tag] of html.matchAll(/<input type="hidden"[^>]*>/g)) {
    const read = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    fields[read('name')] = [...(fields[read('name')] ?? []), read('value')];
  }
  return fields;
}

/** What a person reads: the words of the page without its tags. */
export function wordsOf({ html }: Page): string {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  return main
    .replaceAll('<!-- -->', '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
