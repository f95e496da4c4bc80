/** Everything that the house answers, taken from its own lists: what is added there is walked by itself. */
import routes from '../../src/web/routes.ts';
import type { App } from '../../src/server/app.ts';
import { ORIGIN } from '../support/house.ts';
import { idOf } from '../support/town.ts';
import type { Caller } from './roles.ts';
import { get, type Stage } from './scene.ts';
import { bytesOf } from './story.ts';

export const ABSENT = { number: '73999999', id: '0190aaaa-0000-7000-8000-0000000000ee', set: '999' } as const;

export interface Surface {
  /** As in the list it came from: what differs in nothing but a parameter has the same. */
  readonly pattern: string;
  readonly path: string;
  /** Whose parameters it has; 'absent' when nothing stands there. */
  readonly about: string;
  readonly values: readonly string[];
  readonly accept?: string;
}

interface RouteNode {
  readonly path?: string | undefined;
  readonly children?: readonly RouteNode[] | undefined;
}

/** '/:gemeente/werk/:nummer' for every page. */
export function patternsOf(nodes: readonly RouteNode[], above = ''): string[] {
  return nodes.flatMap(({ path, children = [] }) => {
    const here = path === undefined ? above : `${above}/${path}`;
    return [...new Set([here || '/', ...patternsOf(children, here)])];
  });
}

/** One way to fill the parameters of an address. */
interface Filling {
  readonly about: string;
  readonly values: Readonly<Record<string, string>>;
}

const accountIn = (slug: string) => idOf(slug, 'user', 'mediator');

/** Each report with its photos and documents, each request, set and account; and the same of what is not there. */
function fillings({ ids, ...stage }: Stage, pattern: string, slug: string): readonly Filling[] {
  const has = (name: string) => pattern.includes(`:${name}`) || pattern.includes(`{${name}}`);
  const one = (about: string, values: Filling['values']): Filling => ({ about, values });
  const gone = ABSENT.id;
  // of the first town one is enough to see that the second does not know it
  const told = new Map([...stage.told].filter(([letter]) => slug === 'proefstad' || 'AZ'.includes(letter)));
  if (has('nummer') && has('foto'))
    return [
      ...[...told.values()].flatMap(({ letter, number, photoIds }) =>
        [...photoIds, ...(letter === 'A' ? get(stage.told, 'F').photoIds : [])].map((foto) =>
          one(letter, { nummer: String(number), foto }),
        ),
      ),
      one('absent', { nummer: ABSENT.number, foto: gone }),
    ];
  if (has('verzoek') && has('document'))
    return [
      ...['F', 'B'].flatMap((letter) =>
        get(stage.told, letter).documentIds.map((document) =>
          one('request', { verzoek: ids.request, document }),
        ),
      ),
      one('absent', { verzoek: gone, document: gone }),
    ];
  if (has('nummer') && has('document'))
    return [
      ...[...told.values()].flatMap(({ letter, number, documentIds }) =>
        [...documentIds, ...(letter === 'A' ? get(stage.told, 'F').documentIds : [])].map((document) =>
          one(letter, { nummer: String(number), document }),
        ),
      ),
      one('absent', { nummer: ABSENT.number, document: gone }),
    ];
  if (has('document'))
    return [
      ...[...told.values()].flatMap(({ letter, documentIds }) =>
        documentIds.map((document) => one(letter, { document })),
      ),
      one('absent', { document: gone }),
    ];
  if (has('foto'))
    return [
      ...[...told.values()].flatMap(({ letter, photoIds }) => photoIds.map((foto) => one(letter, { foto }))),
      one('absent', { foto: gone }),
    ];
  if (has('nummer'))
    return [
      ...[...told.values()].map(({ letter, number }) => one(letter, { nummer: String(number) })),
      one('absent', { nummer: ABSENT.number }),
    ];
  if (has('verzoek')) return [one('request', { verzoek: ids.request }), one('absent', { verzoek: gone })];
  if (has('voorval')) return [one('incident', { voorval: ids.incident }), one('absent', { voorval: gone })];
  if (has('lijst')) return [one('sheet', { lijst: ids.sheet }), one('absent', { lijst: gone })];
  if (has('gebruiker'))
    return [
      one(slug === 'proefstad' ? 'account' : 'elsewhere', { gebruiker: accountIn(slug) }),
      one('foreign account', { gebruiker: accountIn(slug === 'proefstad' ? 'anderdorp' : 'proefstad') }),
      one('absent', { gebruiker: gone }),
    ];
  if (has('set')) return [one('proposal', { set: ids.proposal }), one('absent', { set: gone })];
  if (has('versie'))
    return [
      one('house', { versie: 'standaard' }),
      one('draft', { versie: String(ids.draft) }),
      one('proposal', { versie: String(ids.proposed) }),
      one('absent', { versie: ABSENT.set }),
    ];
  if (has('tekst')) return ['register.md', 'dpia.md'].map((tekst) => one('house', { tekst }));
  return [one('house', {})];
}

const FIXED: Readonly<Record<string, string>> = {
  stap: 'hulp',
  naam: 'helped',
  brief: 'ontvangen',
  vraag: 'money-threat',
  bouwsteen: '4',
  taal: 'nl',
  regel: 'hulp-money',
  aanbieder: 'gemeente',
  code: 'x'.repeat(20),
  link: '0'.repeat(32),
  bestand: `${'0'.repeat(64)}.ics`,
  fout: 'niet-gevonden',
  maat: 'narrow',
  gebied: '500,500,900',
};

function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/:([a-z]+)|\{([a-z]+)\}|\*/g, (_all, inPage?: string, inApi?: string) => {
    const name = inPage ?? inApi;
    if (name === undefined) return 'nergens';
    const value = values[name] ?? FIXED[name];
    if (value === undefined)
      throw new Error(`expected to know what stands for :${name}, in tests/differential/surfaces.ts`);
    return value;
  });
}

function filled(stage: Stage, pattern: string, slug: string): Surface[] {
  // numbers of sets begin anew in each municipality
  const ofSet = ['draft', 'proposal'];
  return fillings(stage, pattern, slug).map(({ about, values }) => ({
    pattern,
    about: slug !== 'proefstad' && ofSet.includes(about) ? 'elsewhere' : about,
    values: Object.values(values),
    path: fill(pattern, { ...values, gemeente: slug }),
  }));
}

/** Parameters that pages read from behind the question mark. */
const QUESTIONS: readonly (readonly [path: string, queries: readonly string[]])[] = [
  ['logboek', ['nummer=#', 'persoon=@', `voor=${ABSENT.id}`]],
  ['verwerkingen', ['tekst=dpia']],
  [
    'werk/lijst',
    [
      'staat=alle',
      'bereik=dienst&staat=alle',
      'bereik=organisatie&staat=alle',
      'bereik=alles&staat=alle',
      'bereik=alles&staat=alle&zoek=verhaal',
      'bereik=dienst&staat=alle&beeld=kaart',
      'bereik=organisatie&staat=alle&beeld=kaart',
      'bereik=alles&staat=alle&beeld=kaart',
    ],
  ],
  ['kaart', ['staat=open', 'staat=afgerond&soort=verlichting', 'kijk=500,500,600']],
  ['account', ['gewijzigd']],
  ['overzicht', ['lijst=te-laat', 'lijst=bijna', 'lijst=stil', 'lijst=open', 'lijst=open&aard=loneliness']],
  ['overzicht/cijfers', ['kwartaal=2026-1']],
  ['bezetting/week', ['aard=nuisance']],
  ['spiegel/6', ['kwartaal=2026-1']],
  ['inloggen', ['naar=/proefstad/werk', 'uit']],
];

/** Every page, as a page and as the data of one; with every question it reads. */
/** `drawn`: also as pages, and not their data alone, in which all is that a page is drawn from. */
export function pageSurfaces(stage: Stage, slug: string, { drawn }: { readonly drawn: boolean }): Surface[] {
  const pages = patternsOf(routes).flatMap((pattern) => {
    const found = filled(stage, pattern, slug);
    // a picture or a document has no page around it whose data could be asked for
    if (pattern.includes(':foto') || pattern.includes(':document')) return found;
    const data = found.map((one) => ({
      ...one,
      pattern: `${one.pattern}.data`,
      path: one.path === '/' ? '/_root.data' : `${one.path}.data`,
    }));
    return drawn ? [...found, ...data] : data;
  });
  const numbers = [...stage.told.values()];
  const asked = QUESTIONS.flatMap(([path, queries]) =>
    queries.flatMap((query) => {
      const plain = { about: 'house', values: [], pattern: `${path}?${query}` };
      const person = query.replace('@', accountIn(slug));
      if (!query.includes('#')) return [{ ...plain, path: `/${slug}/${path}?${person}` }];
      const by = (about: string, number: string) => ({
        ...plain,
        about,
        values: [number],
        path: `/${slug}/${path}?${query.replace('#', number)}`,
      });
      return [
        ...numbers.map(({ letter, number }) => by(letter, String(number))),
        by('absent', ABSENT.number),
      ];
    }),
  );
  return [...pages, ...asked];
}

const OUTSIDE = [
  '/health',
  '/health/live',
  '/metrics',
  '/oauth/token',
  '/.well-known/oauth-authorization-server',
  '/open311/v2/{gemeente}/discovery.json',
  '/open311/v2/{gemeente}/services.xml',
  '/open311/v2/{gemeente}/services/verlichting.json',
  '/open311/v2/{gemeente}/requests.json',
  '/open311/v2/{gemeente}/requests.xml?status=open',
  '/open311/v2/{gemeente}/requests.json?status=closed&service_code=verlichting',
  '/open311/v2/{gemeente}/requests.json?start_date=2026-01-01T00:00:00Z',
  '/open311/v2/{gemeente}/requests/{nummer}.json',
  '/open311/v2/{gemeente}/tokens/{nummer}.xml',
  '/{gemeente}/kleuren.css',
];

/** Every operation that reads, from the document of the API, with every question it takes; and all that is no page. */
export function otherSurfaces(stage: Stage, document: ApiDocument, slug: string): Surface[] {
  const operations = readingOf(document).flatMap(({ path, parameters }) =>
    ['', ...questionsOf(parameters)].map((query) => `/v1${path}${query}`),
  );
  const all = [...OUTSIDE, ...operations].flatMap((pattern) => filled(stage, pattern, slug));
  const maps = all.filter(({ path }) => path.endsWith('/buurten'));
  return [
    ...all,
    ...maps.map((one) => ({ ...one, pattern: `${one.pattern} as a map`, accept: 'application/geo+json' })),
  ];
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
}
interface ApiOperation {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

function readingOf({ paths }: ApiDocument) {
  return Object.entries(paths).flatMap(([path, { get: reading }]) =>
    reading ? [{ path, parameters: reading.parameters ?? [] }] : [],
  );
}

export function writingOf({ paths }: ApiDocument): string[] {
  return Object.entries(paths).flatMap(([path, item]) => ('post' in item ? [path] : []));
}

/** A question for each parameter of the document. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  stand: ['aangenomen', 'aangeboden', 'gesloten'],
  aard: ['eenzaamheid', 'overlast'],
  buurt: ['BUA', 'BUF'],
  ontvangenVanaf: ['2026-03-01T00:00:00Z'],
  ontvangenTot: ['2026-03-09T00:00:00Z'],
  gewijzigdSinds: ['2026-03-01T00:00:00Z'],
  cursor: ['kapot'],
  limit: ['1'],
  zoek: ['proef'],
};

function questionsOf(parameters: ApiOperation['parameters'] & {}): string[] {
  return parameters
    .filter((parameter) => parameter.in === 'query')
    .flatMap(({ name }) => {
      const answers = ANSWERS[name];
      if (!answers)
        throw new Error(`expected to know what to ask for '${name}', in tests/differential/surfaces.ts`);
      return answers.map((answer) => `?${name}=${answer}`);
    });
}

export interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
  readonly type: string;
}

const NOT_ALIKE = new Set(['x-request-id', 'date']);

/** Asks as this caller; a token and a cookie go nowhere together. */
export async function ask(
  app: App,
  { path, accept }: Pick<Surface, 'path' | 'accept'>,
  caller: Caller,
  post?: Post,
) {
  const headers: Record<string, string> = {
    'accept-language': 'nl',
    'x-forwarded-for': '192.0.2.77',
    ...(caller.cookie ? { cookie: caller.cookie } : {}),
    ...(caller.token ? { authorization: `Bearer ${caller.token}` } : {}),
    ...(caller.as ? { namens: caller.as } : {}),
    ...(accept ? { accept } : {}),
    ...post?.headers,
  };
  const init = post ? { method: 'POST', body: post.body, headers } : { headers };
  const response = await app.request(`${ORIGIN}${path}`, init);
  const body = bytesOf(new Uint8Array(await response.arrayBuffer()));
  const kept = [...response.headers].filter(([name]) => !NOT_ALIKE.has(name));
  return {
    status: response.status,
    headers: kept
      .map((pair) => pair.join(': '))
      .toSorted()
      .join('\n'),
    type: response.headers.get('content-type') ?? '',
    body,
  } satisfies Answer;
}

export interface Post {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The next page of a list, when there is one. */
export function nextOf({ body, type }: Answer): string | undefined {
  if (!type.includes('json')) return undefined;
  return /"volgende":\{"href":"http:\/\/house\.test([^"]+)"/.exec(body)?.[1];
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** An answer without what is new each time (keys of forms), and without the address that it was asked at. */
export function plain(answer: Answer, surface?: Surface): string {
  const { status, headers, body } = answer;
  return withoutAddress(`${status}\n${headers}\n\n${body}`, surface)
    .replaceAll(UUID, 'uuid')
    .replaceAll(/\b[0-9a-f]{32,64}\b|hulp-[0-9a-f]{8}/g, 'key');
}

/** A refusal may name what was asked for, and nothing more. */
export function withoutAddress(text: string, surface?: Surface): string {
  if (!surface) return text;
  const { path, values } = surface;
  const page = path.replace(/\.data$/, '');
  const addresses = [path, page].flatMap((each) => [each, encodeURIComponent(each)]);
  const echoed = [...addresses, ...values.filter((value) => value.length > 7)];
  return echoed.reduce((rest, value) => (value === '/' ? rest : rest.replaceAll(value, '#')), text);
}

/** What a page token says, too: it is written so that a person cannot read it, and a program can. */
export function readable({ headers, body }: Answer): string {
  const tokens = [...`${headers}${body}`.matchAll(/cursor=([\w-]{16,})/g)].map(([, token = '']) =>
    Buffer.from(token, 'base64url').toString('latin1'),
  );
  return [headers, body, ...tokens].join('\n');
}
