/** Walks every page and every post with secrets wherever a visitor can put one, and looks for them in all that is logged. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import routes from '../src/web/routes.ts';
import { createLog } from '../src/kit/log.ts';
import type { App } from '../src/server/app.ts';
import { makeMetrics, type Metrics } from '../src/server/metrics.ts';
import { cookieOf, openHouse, ORIGIN, reporterCookie, sendReport, type TestHouse } from './support/house.ts';
import { TEST_PASSWORD } from './support/town.ts';
import { anotherApp } from './support/visitor.ts';

/** Each is found again whatever stands around it. */
const MARK = 'geheimXq7';
const KNOWN = ['Xq7', 'Proefstraat', 'Naam coordinator', 'Melder Geheim', TEST_PASSWORD];

let house: TestHouse;
let app: App;
let metrics: Metrics;
let output = '';
let secrets: string[];
let cookies: string[];
let number: number;

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  const log = createLog({ write: (line) => void (output += line), perSecond: 1_000_000 });
  metrics = makeMetrics(house.db.app, log);
  app = await anotherApp(house, { log, metrics, env: { REPORTS_PER_HOUR: '9999', LOGINS_PER_HOUR: '9999' } });
  const sent = await sendReport(house, town, { story: `Verhaal ${MARK}` });
  ({ number } = sent);
  secrets = [...KNOWN, sent.code];
  const staff = ['coordinator', 'wijkteam', 'privacy', 'manager'];
  cookies = [
    '',
    await reporterCookie(house, town, sent.reportId),
    ...(await Promise.all(staff.map((login) => cookieOf(house, town, login)))),
  ];
}, 180_000);
afterAll(() => house.close());

interface RouteNode {
  readonly path?: string | undefined;
  readonly children?: readonly RouteNode[] | undefined;
}

/** '/:gemeente/werk/:nummer' for every page that stands in src/web/routes.ts. */
function patternsOf(nodes: readonly RouteNode[], above = ''): string[] {
  return nodes.flatMap(({ path, children = [] }) => {
    const here = path === undefined ? above : `${above}/${path}`;
    return [here || '/', ...patternsOf(children, here)];
  });
}

/** Each pattern as an address that exists, where there is one, and as one that says too much. */
function addresses(): string[] {
  const filled = patternsOf(routes).flatMap((pattern) => {
    const town = pattern.replace(':gemeente', 'proefstad');
    const real = town.replace(':nummer', String(number)).replace('*', MARK);
    return [real, town.replaceAll(/:\w+|\*/g, MARK)];
  });
  return [...new Set([...filled, `/${MARK}`, `/proefstad/kleuren.css`, '/health', '/metrics'])];
}

function headers(cookie: string): Record<string, string> {
  return {
    cookie: `${cookie}; x=${MARK}`,
    origin: ORIGIN,
    'user-agent': MARK,
    referer: `${ORIGIN}/${MARK}`,
    'accept-language': `${MARK}, nl`,
    authorization: `Bearer ${MARK}`,
    'x-forwarded-for': MARK,
    'x-request-id': MARK,
  };
}

const FIELD = /<(?:input|textarea|select|button)[^>]*\sname="([^"]+)"/g;
const INTENT = /name="intent"[^>]*\svalue="([^"]+)"|value="([^"]+)"[^>]*\sname="intent"/g;

it('keeps what visitors send and what is stored of them out of the log and the metrics', async () => {
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      output += String(text);
      return true;
    }),
  );
  const names = new Set(['key', 'intent', 'story', 'code', 'login', 'password']);
  const intents = new Set(['']);
  const forms: { path: string; cookie: string }[] = [];
  for (const path of addresses()) {
    for (const cookie of cookies) {
      const url = `${ORIGIN}${path}?${MARK}=${MARK}&code=${MARK}`;
      const html = await (await app.request(url, { headers: headers(cookie) })).text();
      for (const [, name = ''] of html.matchAll(FIELD)) names.add(name);
      for (const [, one, other] of html.matchAll(INTENT)) intents.add(one ?? other ?? '');
      forms.push({ path, cookie });
    }
  }
  for (const { path, cookie } of forms) {
    for (const intent of path.includes('/werk/') ? intents : ['']) {
      const body = new URLSearchParams([...names].map((name) => [name, `${MARK} <b>`]));
      if (intent) body.set('intent', intent);
      await app.request(`${ORIGIN}${path}?x=${MARK}`, { method: 'POST', body, headers: headers(cookie) });
    }
  }
  for (const spy of spies) spy.mockRestore();
  const text = await metrics.text();
  expect(intents.size).toBeGreaterThan(3);
  expect(output.split('\n').length).toBeGreaterThan(forms.length * 2);
  for (const secret of secrets) {
    expect(output).not.toContain(secret);
    expect(text).not.toContain(secret);
  }
  const series = text.split('\n').filter((line) => line && !line.startsWith('#'));
  expect(text).toContain('route="/:gemeente/melden"');
  expect(text).toMatch(/wijk_reports_open\{[^}]*municipality="proefstad"[^}]*\} \d/);
  // 13 lines a page, method and status; a visitor cannot add to any of these.
  expect(series.length).toBeLessThan(patternsOf(routes).length * 3 * 6 * 14);
}, 120_000);

it('says of a statement that the database refused its code and place, and nothing of the row', async () => {
  output = '';
  await sql`alter table report_words add constraint nothing check (body is null) not valid`.execute(
    house.db.owner,
  );
  const body = new URLSearchParams({
    key: 'a'.repeat(32),
    dangers: 'none',
    sights: 'lonely',
    about: 'someone',
    story: `Verhaal ${MARK}`,
    email: `${MARK}@voorbeeld.example`,
  });
  const answer = await app.request(`${ORIGIN}/proefstad/melden`, {
    method: 'POST',
    body,
    headers: headers(''),
  });
  expect(answer.status).toBe(500);
  const failed = output.split('\n').find((line) => line.includes('page.failed'));
  expect(JSON.parse(failed ?? '')).toMatchObject({ level: 'error', code: '23514', constraint: 'nothing' });
  expect(failed).toContain(answer.headers.get('x-request-id') ?? 'no id');
  expect(output).not.toContain('Xq7');
  await sql`alter table report_words drop constraint nothing`.execute(house.db.owner);
});
