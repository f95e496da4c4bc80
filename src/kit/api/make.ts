import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Database } from '../db.ts';
import { errorFields, type Log } from '../log.ts';
import type { Outcome, Refusal } from '../outcome.ts';
import { problem, PROBLEMS, statusOf, type Problem, type ProblemStatus } from '../problem.ts';
import { withinLimit } from '../rate-limit.ts';
import { preferredLanguage, type Texts } from '../texts.ts';
import { describeOperation, DOCUMENT, EXPLANATION, SECURITY_SCHEME } from './document.ts';
import type { Api, Authenticated, Call, Handler, Inputs, Media, Operation, Stop } from './operation.ts';
import { negotiate, readInput } from './read.ts';

const MAX_BODY_BYTES = 256 * 1024;
const MINUTE_S = 60;

export interface ApiOptions<Caller> {
  readonly db: Database;
  readonly texts: Texts;
  readonly log: Log;
  /** `/v1`: the major version is part of every address. */
  readonly base: string;
  /** The whole version, for the header and the document. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly contact: { readonly name: string; readonly url?: string; readonly email?: string };
  readonly scopes: Readonly<Record<string, string>>;
  readonly requestsPerMinute: number;
  readonly originOf: (request: Request) => string;
  readonly addressOf: (c: Context) => string;
  readonly findMunicipality: (slug: string) => Promise<Call<Caller>['municipality'] | undefined>;
  readonly publicCaller: (municipalityId: string) => Caller;
  /** Who the token in the header stands for; `onBehalfOf` is the log-in name of the person it says to act for. */
  readonly authenticate: (ask: {
    municipalityId: string;
    token: string;
    onBehalfOf: string | undefined;
  }) => Promise<Outcome<Authenticated<Caller>>>;
}

type App = OpenAPIHono;

/**
 * The API as one application: operations are served and documented from the same schemas, answers go through theirs, and
 * whatever goes wrong is a problem document. Nothing is read from cookies, so another site's page can do nothing here.
 */
export function makeApi<Caller>(options: ApiOptions<Caller>): Api<Caller> & { readonly app: () => App } {
  const app: App = new OpenAPIHono();
  const operations: Operation[] = [];
  const { base, version } = options;
  app.use(`${base}/*`, async (c, next) => {
    await next();
    c.res.headers.set('API-Version', version);
    c.res.headers.set(
      'content-security-policy',
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
  });
  app.use(
    `${base}/*`,
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => tell(c, { status: 413 }, options),
    }),
  );
  app.onError((error, c) => {
    options.log('error', 'request.failed', errorFields(error));
    return tell(c, { status: isOutage(error) ? 503 : 500 }, options);
  });
  return {
    serve: (operation, handle) => {
      operations.push(operation);
      app.openAPIRegistry.registerPath(describeOperation(operation));
      const address = `${base}${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      app.on(operation.method, address, (c) => answer(c, { operation, handle, options }));
    },
    app: () => {
      for (const described of [DOCUMENT, EXPLANATION]) app.openAPIRegistry.registerPath(described);
      app.get(`${base}/openapi.json`, (c) =>
        c.json(documentOf(app, c, options), 200, { 'access-control-allow-origin': '*' }),
      );
      app.get(`${base}/fouten/:fout`, (c) => explain(c, options));
      app.all(`${base}/*`, (c) => tell(c, nowhere(c, operations, base), options));
      return app;
    },
  };
}

interface Serving<I extends Inputs, M extends Media, Caller> {
  readonly operation: Operation<I, M>;
  readonly handle: Handler<I, M, Caller>;
  readonly options: ApiOptions<Caller>;
}

async function answer<I extends Inputs, M extends Media, Caller>(
  c: Context,
  { operation, handle, options }: Serving<I, M, Caller>,
): Promise<Response> {
  const media = negotiate(c.req.header('accept'), Object.keys(operation.answer.media));
  if (media === undefined) return tell(c, { status: 406 }, options);
  const municipality = await options.findMunicipality(c.req.param('gemeente') ?? '');
  if (!municipality) return tell(c, { status: 404, refusals: [{ code: 'municipality-unknown' }] }, options);
  const asking = await whoAsks(c, operation, municipality.id, options);
  if ('stop' in asking) return tell(c, asking.stop, options);
  const read = await readInput(operation, {
    request: c.req.raw,
    params: c.req.param(),
  });
  if (!read.ok) return tell(c, read.stop, options);
  const { language, t } = writing(c, options);
  const outcome = await handle(read.input, {
    db: options.db,
    caller: asking.caller,
    municipality,
    language,
    t,
    address: options.addressOf(c),
    media,
    link: (path) => `${options.originOf(c.req.raw)}${options.base}${path}`,
  });
  if (!outcome.ok) return tell(c, refused(operation, outcome.refusals), options);
  const schema = operation.answer.media[media];
  if (!schema) throw new Error(`expected a schema for ${media}, found none`);
  const headers = { ...outcome.value.headers, 'content-type': media };
  return new Response(JSON.stringify(schema.parse(outcome.value.body)), {
    status: operation.answer.status,
    headers,
  });
}

function refused(
  { method, refusals: known = {}, fields = [] }: Operation,
  refusals: Stop['refusals'] & {},
): Problem {
  const status = statusOf(refusals, known);
  const names = new Map(fields);
  const place = method === 'get' ? { in: 'query' as const, start: '' } : { in: 'body' as const, start: '/' };
  const named = refusals.map(({ pointer, ...rest }) =>
    pointer === undefined
      ? rest
      : { ...rest, in: place.in, pointer: `${place.start}${names.get(pointer) ?? pointer}` },
  );
  return {
    status,
    refusals: named,
    ...(status === 429 ? { headers: { 'retry-after': String(MINUTE_S * MINUTE_S) } } : {}),
  };
}

/** The caller, when there are not too many requests of it; public requests are counted by the address they come from. */
async function whoAsks<Caller>(
  c: Context,
  { access }: Operation,
  municipalityId: string,
  options: ApiOptions<Caller>,
): Promise<{ caller: Caller } | { stop: Stop }> {
  const asking: Authenticated<Caller> | { stop: Stop } =
    access === 'public'
      ? { caller: options.publicCaller(municipalityId), countedBy: options.addressOf(c) }
      : await authenticated(c, access, municipalityId, options);
  if ('stop' in asking) return asking;
  const limit = {
    name: access === 'public' ? 'api-address' : 'api-client',
    max: options.requestsPerMinute,
    windowMinutes: 1,
  };
  if (await withinLimit(options.db, limit, asking.countedBy)) return asking;
  return { stop: { status: 429, headers: { 'retry-after': String(MINUTE_S) } } };
}

async function authenticated<Caller>(
  c: Context,
  access: 'client' | 'delegate',
  municipalityId: string,
  options: ApiOptions<Caller>,
): Promise<Authenticated<Caller> | { stop: Stop }> {
  const token = /^Bearer ([\w~+/.-]{1,200}=*)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (token === undefined) return { stop: unknown({ code: 'token-missing' }, 'Bearer realm="wijkverbond"') };
  const onBehalfOf = access === 'delegate' ? c.req.header('namens')?.trim() : undefined;
  if (access === 'delegate' && !onBehalfOf) {
    const refusal = { in: 'header', code: 'field-missing', pointer: 'Namens' };
    return { stop: { status: 400, refusals: [refusal] } };
  }
  const found = await options.authenticate({ municipalityId, token, onBehalfOf });
  if (found.ok) return found.value;
  if (found.refusals.some(({ code }) => code === 'token-invalid'))
    return { stop: unknown({ code: 'token-invalid' }, 'Bearer realm="wijkverbond", error="invalid_token"') };
  return { stop: { status: 403, refusals: found.refusals } };
}

function unknown(refusal: Refusal, challenge: string): Stop {
  return { status: 401, refusals: [refusal], headers: { 'www-authenticate': challenge } };
}

function writing<Caller>(c: Context, { texts, originOf, base }: ApiOptions<Caller>) {
  const language = preferredLanguage(c.req.header('accept-language'));
  return { language, t: texts.translator(language), typeBase: `${originOf(c.req.raw)}${base}/fouten` };
}

function tell<Caller>(c: Context, told: Problem, options: ApiOptions<Caller>): Response {
  return problem(told, writing(c, options));
}

/** No operation stands here: another method does, or nothing at all. */
function nowhere(c: Context, operations: readonly Operation[], base: string): Problem {
  const { path } = c.req;
  const here = operations.filter((operation) => patternOf(`${base}${operation.path}`).test(path));
  if (here.length === 0) return { status: 404, refusals: [{ code: 'not-found' }] };
  return { status: 405, headers: { allow: here.map(({ method }) => method.toUpperCase()).join(', ') } };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/** What a kind of problem means; its `type` leads here. */
function explain<Caller>(c: Context, options: ApiOptions<Caller>): Response {
  const found = Object.entries(PROBLEMS).find(([, name]) => name === c.req.param('fout'));
  if (!found) return tell(c, { status: 404, refusals: [{ code: 'not-found' }] }, options);
  const status = Number(found[0]) as ProblemStatus;
  const { t } = writing(c, options);
  return c.json({ status, title: t(`problem.title.${status}`), detail: t(`problem.detail.${status}`) });
}

/** PostgreSQL that cannot be reached or is shutting down. */
function isOutage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:08|57P0|53300|ECONN|ENOTFOUND)/.test(code);
}

function tagsOf(paths: object | undefined): string[] {
  const operations = Object.values(paths ?? {}).flatMap((item) =>
    Object.values(item as Record<string, { tags?: string[] }>),
  );
  return [...new Set(operations.flatMap(({ tags = [] }) => tags))];
}

function documentOf<Caller>(app: App, c: Context, options: ApiOptions<Caller>): object {
  const { base, version, title, description, contact, scopes, originOf } = options;
  const origin = originOf(c.req.raw);
  const written = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title,
      version,
      description,
      contact: { ...contact, url: contact.url ?? origin },
    },
    servers: [{ url: `${origin}${base}` }],
  });
  return {
    ...written,
    info: { ...written.info, license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
    tags: tagsOf(written.paths).map((name) => ({ name })),
    components: {
      ...written.components,
      securitySchemes: {
        [SECURITY_SCHEME]: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: `${origin}/oauth/token`, scopes } },
        },
      },
    },
  };
}
