import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { RouteConfigEntry } from '@react-router/dev/routes';
import { inTenant } from '../src/kit/db.ts';
import type { LogFields } from '../src/kit/log.ts';
import type { App } from '../src/server/app.ts';
import routes from '../src/web/routes.ts';
import {
  cookieOf,
  openHouse,
  ORIGIN,
  reporterCookie,
  sendReport,
  type SentReport,
  type TestHouse,
} from './support/house.ts';
import { anotherApp } from './support/visitor.ts';

/**
 * Malformed input on every page, posted and asked for, as each kind of visitor: whatever comes, the house answers with
 * something it meant to say, and never with 'something went wrong here'. New routes come in by themselves.
 */
const SEED = 20_261_125;
/** More of them when asked: `WIJK_FUZZ_ROUNDS=50`. */
const ROUNDS = Number(process.env['WIJK_FUZZ_ROUNDS'] ?? 2);
const WHO = ['niemand', 'melder', 'opbouwwerk', 'coordinator', 'manager', 'privacy'] as const;
const LIMITS = { REPORTS_PER_HOUR: '1000000', CODE_TRIES_PER_HOUR: '1000000', LOGINS_PER_HOUR: '30' };

let house: TestHouse;
let app: App;
let report: SentReport;
const cookies = new Map<string, string>();
const faults: LogFields[] = [];

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  app = await anotherApp(house, {
    env: LIMITS,
    log: (level, event, fields) => {
      if (level === 'error') faults.push({ event, ...fields });
    },
  });
  report = await sendReport(house, town);
}, 180_000);
// logging out is among what is tried
beforeEach(async () => {
  const [town] = house.towns;
  for (const who of WHO.slice(2)) cookies.set(who, await cookieOf(house, town, who));
  cookies.set('melder', await reporterCookie(house, town, report.reportId));
});
afterAll(() => house.close());

/** Patterns such as `/:gemeente/werk/:nummer`. */
function patternsOf(entries: readonly RouteConfigEntry[], above = ''): string[] {
  return entries.flatMap(({ path = '', index, children = [] }) => {
    const own = path ? `${above}/${path}` : above;
    const page = index || children.length === 0 ? [own || '/'] : [];
    return [...page, ...patternsOf(children, own)];
  });
}

const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '-1',
    '0',
    '1e308',
    'NaN',
    '9'.repeat(19),
    '9'.repeat(400),
    "' or 1=1 --",
    '"><script>alert(1)</script>',
    '../../../etc/passwd',
    '{{7*7}}${7*7}',
    '\uD800',
    '٣٤',
    '0x7f',
    '2026-13-45T99:99',
    '99999-01-01T00:00',
    '00000000-0000-0000-0000-000000000000',
    '0190aaaa-0000-7000-8000-00000000000a',
    '\u202E\u0000\u200B',
    '🏘'.repeat(2000),
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer().map(String),
);
const badEscape = fc.constantFrom('%', '%zz', '%00', '%c0%af', '%ED%A0%80', '%F0%9F', '%2e%2e%2f');
const part = fc.oneof({ weight: 4, arbitrary: nasty.map(encode) }, { weight: 1, arbitrary: badEscape });

/** As a browser would, and as it would not: a lone surrogate cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** An address of this pattern: mostly in a town that exists, with parameters that mostly do not. */
const addressOf = (pattern: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('proefstad', 'proefstad', 'anderdorp') },
        { weight: 1, arbitrary: part },
      ),
      fc.oneof({ weight: 2, arbitrary: fc.constant('echt') }, { weight: 1, arbitrary: part }),
      fc.constantFrom('', '', '', '.data'),
      fc.array(fc.tuple(fc.constantFrom('taal', 'lijst', 'naar', 'nummer', 'voor', 'x'), part), {
        maxLength: 3,
      }),
    )
    .map(([town, parameter, ending, query]) => {
      const path = pattern
        .replace(':gemeente', town)
        .replace(/:[a-z]+|\*/g, parameter === 'echt' ? String(report.number) : parameter);
      const search = query.map((pair) => pair.join('=')).join('&');
      return `${path}${ending}${search ? `?${search}` : ''}`;
    });

interface Posted {
  readonly type: string;
  readonly body: string;
}

/** Per field of a page the values that the page itself holds for it. */
type Fields = ReadonlyMap<string, readonly string[]>;

/** A form as the page has it, in which a field or two hold what nobody expects; and bodies that are no form at all. */
const postOf = (fields: Fields): fc.Arbitrary<Posted> =>
  fc.oneof({ weight: 6, arbitrary: formOf(fields) }, { weight: 1, arbitrary: noForm });

const formOf = (fields: Fields): fc.Arbitrary<Posted> =>
  fc
    .tuple(
      ...[...fields].map(([name, known]) =>
        fc
          .oneof(
            { weight: 5, arbitrary: fc.constantFrom(...known) },
            { weight: 1, arbitrary: nasty },
            { weight: 1, arbitrary: fc.constant(undefined) },
          )
          .map((value) => (value === undefined ? '' : `${encode(name)}=${encode(value)}`)),
      ),
    )
    .map((pairs) => ({
      type: 'application/x-www-form-urlencoded',
      body: pairs.filter((pair) => pair !== '').join('&'),
    }));

const noForm: fc.Arbitrary<Posted> = fc.record({
  type: fc.constantFrom(
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded; charset=utf-7',
    '',
  ),
  body: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('--x\r\ncontent-disposition: form-data; name="key"\r\n\r\n\0'),
  ),
});

async function ask(path: string, who: string, posted?: Posted): Promise<number> {
  const headers = { cookie: cookies.get(who) ?? '', origin: ORIGIN, 'x-forwarded-for': '192.0.2.44' };
  const init = posted
    ? { method: 'POST', body: posted.body, headers: { ...headers, 'content-type': posted.type } }
    : { headers };
  const response = await app.request(`${ORIGIN}${path}`, init);
  await response.arrayBuffer();
  return response.status;
}

/** An address of this pattern at which there is something. */
function realPath(pattern: string): string {
  return pattern.replace(':gemeente', 'proefstad').replace(/:[a-z]+|\*/g, String(report.number));
}

const CONTROL = /<(?:input|select|textarea|button|option)\b[^>]*>/g;
const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

async function fieldsOf(pattern: string, who: string): Promise<Fields> {
  const headers = { cookie: cookies.get(who) ?? '' };
  const response = await app.request(`${ORIGIN}${realPath(pattern)}`, { headers });
  const fields = new Map<string, string[]>([['intent', ['seen']]]);
  let last = '';
  for (const [tag] of (await response.text()).matchAll(CONTROL)) {
    last = attribute(tag, 'name') ?? last;
    // what no person sees stays empty, or everything ends there
    const value = last === 'website' ? '' : (attribute(tag, 'value') ?? 'Een paar woorden.');
    if (last !== '') fields.set(last, [...(fields.get(last) ?? []), value]);
  }
  return fields;
}

it.each(patternsOf(routes))('answers whatever is asked of %s', async (pattern) => {
  for (const [at, who] of WHO.entries()) {
    await fc.assert(
      fc.asyncProperty(addressOf(pattern), async (path) => {
        expect([path, (await ask(path, who)) < 500, faults]).toEqual([path, true, []]);
      }),
      { seed: SEED + at, numRuns: ROUNDS },
    );
  }
});

it.each(patternsOf(routes))('answers whatever is posted to %s', async (pattern) => {
  for (const [at, who] of WHO.entries()) {
    const fields = await fieldsOf(pattern, who);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(addressOf(pattern), fc.constant(realPath(pattern))),
        postOf(fields),
        async (path, posted) => {
          const status = await ask(path, who, posted);
          expect([path, posted, status < 500, faults]).toEqual([path, posted, true, []]);
        },
      ),
      { seed: SEED + at, numRuns: ROUNDS * 2 },
    );
  }
});

const WORKED_ON = ['accepted', 'declined', 'withdrawn', 'worded', 'called', 'closed'];

it('went all the way with some of it: reports came in, and one was worked on', async () => {
  const [town] = house.towns;
  const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
    sql<{ kind: string; count: number }>`select kind, count(*) as count from event group by kind`.execute(
      kysely,
    ),
  );
  const counts = new Map(rows.map(({ kind, count }) => [kind, count]));
  expect(counts.get('received')).toBeGreaterThan(1);
  expect(WORKED_ON.some((kind) => counts.has(kind))).toBe(true);
});
