import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isUuid, randomToken } from '../kit/ids.ts';
import type { Database } from '../kit/db.ts';
import { parseForm } from '../kit/form.ts';
import { errorFields, type Log } from '../kit/log.ts';
import { ok, refuse, type Outcome, type Refusal } from '../kit/outcome.ts';
import { withinLimit } from '../kit/rate-limit.ts';
import { preferredLanguage, type Language, type T, type Texts } from '../kit/texts.ts';
import { xmlOf, type Value } from '../kit/xml.ts';
import { clientOfSecret } from '../people/index.ts';
import type { IntakeSubscriber } from '../reports/index.ts';
import { categoriesOf, makeRequest, publicRequests } from './index.ts';
import type { Categories, PublicRequest } from './model.ts';
import {
  ITEM_NAMES,
  presentCategory,
  presentRequest,
  readRequest,
  RequestForm,
  RequestsQuery,
} from './wire.ts';

const MAX_BODY_BYTES = 64 * 1024;

export interface Open311Options {
  readonly db: Database;
  readonly texts: Texts;
  readonly log: Log;
  readonly requestsPerMinute: number;
  readonly originOf: (request: Request) => string;
  readonly addressOf: (c: Context) => string;
  readonly findMunicipality: (
    slug: string,
  ) => Promise<{ readonly id: string; readonly slug: string; readonly name: string } | undefined>;
  readonly onReceived: IntakeSubscriber;
}

/** What an answer is written from: a list of GeoReport is bare in JSON and has a root in XML. */
interface Answer {
  readonly root: string;
  readonly value: Value;
  readonly status?: number;
}

interface Ask {
  readonly c: Context;
  readonly options: Open311Options;
  readonly categories: Categories;
  readonly municipality: { readonly id: string; readonly slug: string; readonly name: string };
  readonly language: Language;
  readonly t: T;
  readonly id: string;
}

type Method = (ask: Ask) => Promise<Outcome<Answer>> | Outcome<Answer>;

/** The six methods of GeoReport v2 and its discovery, by what stands behind the municipality. */
const METHODS: readonly {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly answer: Method;
}[] = [
  { method: 'GET', path: /^discovery$/, answer: discovery },
  { method: 'GET', path: /^services$/, answer: services },
  { method: 'GET', path: /^services\/(?<id>[a-z0-9-]{2,40})$/, answer: definition },
  { method: 'GET', path: /^requests$/, answer: requests },
  { method: 'POST', path: /^requests$/, answer: post },
  { method: 'GET', path: /^requests\/(?<id>\d{1,15})$/, answer: request },
  { method: 'GET', path: /^tokens\/(?<id>\d{1,15})$/, answer: token },
];

/** Open311 GeoReport v2 for public space, and for nothing else. Only making a request takes a key; reading is open. */
export function open311Routes(app: Hono, options: Open311Options): void {
  app.use(
    '/open311/*',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) =>
        written(
          c,
          refusedAs(
            [{ code: 'field-too-long', facts: { maximum: MAX_BODY_BYTES } }],
            413,
            textsOf(c, options).t,
          ),
        ),
    }),
  );
  app.all('/open311/v2/:gemeente/*', async (c) => {
    try {
      return written(c, await answer(c, options));
    } catch (error) {
      options.log('error', 'request.failed', errorFields(error));
      return written(c, {
        root: 'errors',
        value: [{ code: 500, description: textsOf(c, options).t('problem.detail.500') }],
        status: 500,
      });
    }
  });
  app.all('/open311/*', (c) => written(c, refusedAs([{ code: 'not-found' }], 404, textsOf(c, options).t)));
}

function textsOf(c: Context, { texts }: Open311Options): { language: Language; t: T } {
  const language = preferredLanguage(c.req.header('accept-language'));
  return { language, t: texts.translator(language) };
}

async function answer(c: Context, options: Open311Options): Promise<Answer> {
  const { language, t } = textsOf(c, options);
  const municipality = await options.findMunicipality(c.req.param('gemeente') ?? '');
  const jurisdiction = c.req.query('jurisdiction_id');
  if (!municipality || (jurisdiction !== undefined && jurisdiction !== municipality.slug))
    return refusedAs([{ code: 'municipality-unknown' }], 404, t);
  const limit = { name: 'open311', max: options.requestsPerMinute, windowMinutes: 1 };
  if (!(await withinLimit(options.db, limit, options.addressOf(c)))) {
    c.header('retry-after', '60');
    return { root: 'errors', value: [{ code: 429, description: t('problem.detail.429') }], status: 429 };
  }
  const path = pathOf(c);
  const here = METHODS.filter((one) => one.path.test(path));
  const found = here.find(({ method }) => method === c.req.method);
  if (!found) return refusedAs([{ code: 'not-found' }], here.length > 0 ? 405 : 404, t);
  const id = found.path.exec(path)?.groups?.['id'] ?? '';
  const categories = await categoriesOf(options.db, municipality.id);
  const outcome = await found.answer({ c, options, categories, municipality, language, t, id });
  return outcome.ok ? outcome.value : refusedAs(outcome.refusals, statusOf(outcome.refusals), t);
}

/** What stands behind the municipality, without the extension that names the form of the answer. */
function pathOf(c: Context): string {
  return c.req.path
    .split('/')
    .slice(4)
    .join('/')
    .replace(/\.(?:json|xml)$/, '');
}

function statusOf([first]: readonly Refusal[]): number {
  if (first?.code === 'not-found') return 404;
  if (first?.code === 'client-limit') return 429;
  return first?.code === 'client-unknown' || first?.code === 'not-allowed' ? 403 : 400;
}

/** Each mistake with the status as its code, as GeoReport wants it; the field stands before the sentence. */
function refusedAs(refusals: readonly Refusal[], status: number, t: T): Answer {
  const value = refusals.map(({ code, pointer, facts }) => {
    const sentence = t(`refusal.${code}`, facts);
    return { code: status, description: pointer === undefined ? sentence : `${pointer}: ${sentence}` };
  });
  return { root: 'errors', value, status };
}

/** JSON or XML by the extension; without one JSON when it is asked for, else XML, which the standard demands. */
function written(c: Context, { root, value, status = 200 }: Answer): Response {
  const isJson =
    c.req.path.endsWith('.json') ||
    (!c.req.path.endsWith('.xml') && /json/.test(c.req.header('accept') ?? ''));
  const headers = {
    'content-type': isJson ? 'application/json; charset=utf-8' : 'text/xml; charset=utf-8',
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ...(c.res.headers.has('retry-after') ? { 'retry-after': '60' } : {}),
  };
  return new Response(isJson ? JSON.stringify(value) : xmlOf(root, value, ITEM_NAMES), { status, headers });
}

function discovery({ c, options, municipality }: Ask): Outcome<Answer> {
  const url = `${options.originOf(c.req.raw)}/open311/v2/${municipality.slug}`;
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url,
    changeset: '2026-11-25T00:00:00Z',
    type: 'production',
    formats: ['text/xml', 'application/json'],
  };
  const value = {
    changeset: endpoint.changeset,
    contact: municipality.name,
    key_service: '',
    endpoints: [endpoint],
  };
  return ok({ root: 'discovery', value });
}

function services({ categories, language }: Ask): Outcome<Answer> {
  return ok({ root: 'services', value: categories.map((category) => presentCategory(category, language)) });
}

/** No category asks for more than the request itself. */
function definition({ categories, id }: Ask): Outcome<Answer> {
  const category = categories.find(({ code }) => code === id);
  if (!category) return refuse('not-found');
  return ok({ root: 'service_definition', value: { service_code: category.code, attributes: [] } });
}

async function requests(ask: Ask): Promise<Outcome<Answer>> {
  const { c, options, municipality, categories } = ask;
  const query = parseForm(RequestsQuery, c.req.query());
  if (!query.ok) return query;
  const found = await publicRequests(options.db, municipality.id, categories, query.value);
  return ok({ root: 'service_requests', value: found.map((one) => shown(one, ask)) });
}

async function request(ask: Ask): Promise<Outcome<Answer>> {
  const [found] = await byNumber(ask);
  return found ? ok({ root: 'service_requests', value: [shown(found, ask)] }) : refuse('not-found');
}

/** Requests are made at once, so the number that a client got is the token as well. */
async function token(ask: Ask): Promise<Outcome<Answer>> {
  const [found] = await byNumber(ask);
  if (!found) return refuse('not-found');
  return ok({ root: 'service_requests', value: [{ service_request_id: ask.id, token: ask.id }] });
}

function byNumber({ options, municipality, categories, id }: Ask): Promise<PublicRequest[]> {
  return publicRequests(options.db, municipality.id, categories, { numbers: [Number(id)] });
}

function shown(found: PublicRequest, { language, t, municipality }: Ask) {
  const notes = t(`open311.notes.${found.isOpen ? 'open' : 'closed'}`);
  return presentRequest(found, { language, notes, agency: municipality.name });
}

async function post({ c, options, municipality, categories, language, t }: Ask): Promise<Outcome<Answer>> {
  const { db, addressOf, onReceived } = options;
  const media = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (media !== 'application/x-www-form-urlencoded') return refuse('form-expected');
  const form = Object.fromEntries(new URLSearchParams(await c.req.raw.text()));
  const [clientId = '', secret = ''] = String(form['api_key'] ?? '').split('.');
  const client = await clientOfSecret(db, municipality.id, { clientId, secret, address: addressOf(c) });
  if (!client.ok) return client;
  const read = parseForm(RequestForm, form);
  if (!read.ok) return read;
  const asked = readRequest(read.value, categories);
  if (!asked.ok) return asked;
  const once = c.req.header('idempotency-key') ?? '';
  const idempotencyKey = isUuid(once.toLowerCase()) ? once.toLowerCase() : randomToken(16);
  const received = await makeRequest(
    db,
    client.value,
    { request: asked.value, language, idempotencyKey },
    onReceived,
  );
  if (!received.ok) return received;
  const { number, code } = received.value;
  const notice = t('open311.notice', { code });
  return ok({
    root: 'service_requests',
    value: [{ service_request_id: String(number), service_notice: notice, account_id: null }],
  });
}
