import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { perform } from '../src/handovers/index.ts';
import { inTenant } from '../src/kit/db.ts';
import { userActor } from '../src/people/index.ts';
import { findReport } from '../src/reports/index.ts';
import { register, requestPage, rightsOverview } from '../src/rights/index.ts';
import {
  cookieOf,
  openHouse,
  ORIGIN,
  reporterCookie,
  sendReport,
  type SentReport,
  type TestHouse,
} from './support/house.ts';
import type { Town } from './support/town.ts';

/** Walks every page, post and data request as every role of both municipalities: what is not named here is refused. */
const LOGINS = [
  'coordinator',
  'coordinator2',
  'manager',
  'privacy',
  'rechten',
  'openbaar',
  'wijkteam-lead',
  'wijkteam',
  'wijkteam2',
  'corporatie-lead',
  'woonconsulent',
  'huismeester',
  'wijkagent',
  'opbouwwerk',
] as const;
type Login = (typeof LOGINS)[number];

const EVERYONE: readonly Login[] = LOGINS;
const WITH_WORK = EVERYONE.filter((login) => login !== 'privacy');
const COORDINATORS: readonly Login[] = ['coordinator', 'coordinator2'];

/** Who may open a page below /:gemeente; `all` also without a session, `code` only with a follow-up code, `signed-out` only without a session here. */
const PAGES: Readonly<Record<string, readonly Login[] | 'all' | 'code' | 'signed-out'>> = {
  '': 'all',
  melden: 'all',
  'melden/ontvangen': 'code',
  volgen: 'all',
  'volgen/melding': 'code',
  inloggen: 'signed-out',
  werk: WITH_WORK,
  overzicht: [...COORDINATORS, 'manager'],
  logboek: ['privacy'],
  privacy: 'all',
  'volgen/melding/inzage': 'code',
  'volgen/melding/inzage.json': 'code',
  rechten: ['privacy', 'rechten'],
  vernietiging: ['privacy', 'rechten'],
  verwerkingen: ['privacy', 'rechten'],
  'verwerkingen/register.md': ['privacy', 'rechten'],
  'verwerkingen/dpia.md': ['privacy', 'rechten'],
};

/** Pages of one request; `src/rights/rights.test.ts` walks them too. */
const REQUEST_PAGES: Readonly<Record<string, readonly Login[]>> = {
  '': ['rechten'],
  '/inzage': ['rechten'],
  '/inzage.json': ['rechten'],
};

/** Who may open the report that opbouwwerk was offered, and the one that opbouwwerk accepted. */
const REPORT_PAGES = {
  offered: [...COORDINATORS, 'opbouwwerk'],
  accepted: [...COORDINATORS, 'opbouwwerk'],
} as const;

const SECRETS = ['Een geheim verhaal.', 'Melder Geheim', 'Proefstraat 1'];

let house: TestHouse;
let town: Town;
let other: Town;
let offered: SentReport;
let accepted: SentReport;
const requestId = '0190aaaa-0000-7000-8000-0000000000aa';
const cookies = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
  offered = await sendReport(house, town);
  accepted = await sendReport(house, town);
  const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['opbouwwerk'] ?? ''));
  if (worker) await perform(house.db.app, worker, accepted.number, { command: 'accept' });
  const officer = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['rechten'] ?? ''));
  const request = {
    key: requestId,
    reportNumber: accepted.number,
    kind: 'access',
    askedBy: 'person',
  } as const;
  if (officer)
    await register(house.db.app, officer, { ...request, receivedAt: new Date('2026-01-01T00:00:00Z') });
  for (const login of LOGINS) {
    cookies.set(login, await cookieOf(house, town, login));
    cookies.set(`${login}@elders`, await cookieOf(house, other, login));
  }
  cookies.set('melder', await reporterCookie(house, town, offered.reportId));
  cookies.set('niemand', '');
}, 180_000);
afterAll(() => house.close());

async function get(path: string, who: string): Promise<{ status: number; body: string }> {
  const response = await house.app.request(`${ORIGIN}/${town.slug}/${path}`, {
    headers: { cookie: cookies.get(who) ?? '' },
  });
  return { status: response.status, body: await response.text() };
}

async function post(path: string, who: string, form: Record<string, string>): Promise<number> {
  const response = await house.app.request(`${ORIGIN}/${town.slug}/${path}`, {
    method: 'POST',
    headers: {
      cookie: cookies.get(who) ?? '',
      origin: ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Everybody who comes by: each role here, each role of the other municipality, a reporter and nobody. */
const visitors = (): string[] => [
  ...LOGINS,
  ...LOGINS.map((login) => `${login}@elders`),
  'melder',
  'niemand',
];

it('names every page that the house serves', () => {
  const routes = readFileSync('src/web/routes.ts', 'utf8');
  const paths = [...routes.matchAll(/route\('([^'*]+)',/g)].map(([, path]) => path);
  const known = [
    ':gemeente',
    'werk/:nummer',
    'uitloggen',
    'verwerkingen/:tekst',
    ...Object.keys(REQUEST_PAGES).map((end) => `rechten/:verzoek${end}`),
    ...Object.keys(PAGES),
  ];
  expect(paths.filter((path) => path !== undefined && !known.includes(path))).toEqual([]);
  expect(paths.length).toBeGreaterThan(8);
});

describe.each(Object.entries(PAGES))('the page /%s', (path, allowed) => {
  it('opens for who may see it and for nobody else', async () => {
    const opened: string[] = [];
    for (const who of visitors()) if ((await get(path, who)).status === 200) opened.push(who);
    const expected = visitors().filter((who) => {
      if (allowed === 'all') return true;
      if (allowed === 'code') return who === 'melder';
      if (allowed === 'signed-out') return !(LOGINS as readonly string[]).includes(who);
      return (allowed as readonly string[]).includes(who);
    });
    expect(opened).toEqual(path === 'melden/ontvangen' ? opened.filter((who) => who === 'melder') : expected);
  });

  it('gives its data to nobody else either', async () => {
    if (allowed === 'all' || allowed === 'signed-out') return;
    const reading = allowed === 'code' ? ['melder'] : (allowed as readonly string[]);
    for (const who of visitors().filter((one) => !reading.includes(one))) {
      const { body } = await get(`${path}.data`, who);
      const told = [...SECRETS, String(offered.number), String(accepted.number)].filter((secret) =>
        body.includes(secret),
      );
      expect([who, told]).toEqual([who, []]);
    }
  });
});

describe.each(['offered', 'accepted'] as const)('a report that was %s', (state) => {
  const number = () => ({ offered, accepted })[state].number;

  it('opens for who has to do with it; to others it does not exist', async () => {
    const statuses = new Map<string, number>();
    for (const who of visitors()) statuses.set(who, (await get(`werk/${number()}`, who)).status);
    const opened = [...statuses].filter(([, status]) => status === 200).map(([who]) => who);
    expect(opened.toSorted()).toEqual([...REPORT_PAGES[state]].toSorted());
    const strangers = LOGINS.filter((login) => !(REPORT_PAGES[state] as readonly string[]).includes(login));
    for (const login of strangers) expect([login, statuses.get(login)]).toEqual([login, 404]);
  });

  it('looks, to a stranger, the same as a number that does not exist', async () => {
    const plain = (body: string) => body.replaceAll(/\d{4,}|[0-9a-f]{8}-[0-9a-f-]{27}/g, '#');
    const [hidden, absent] = [
      await get(`werk/${number()}`, 'huismeester'),
      await get('werk/9999999', 'huismeester'),
    ];
    expect([hidden.status, plain(hidden.body)]).toEqual([absent.status, plain(absent.body)]);
  });

  it('shows its words to who may read them only', async () => {
    const readers = state === 'offered' ? [...COORDINATORS] : [...COORDINATORS, 'opbouwwerk'];
    for (const form of [`werk/${number()}`, `werk/${number()}.data`]) {
      const reading: string[] = [];
      for (const who of visitors()) {
        const { body } = await get(form, who);
        if (SECRETS.some((secret) => body.includes(secret))) reading.push(who);
      }
      expect([form, reading.toSorted()]).toEqual([form, readers.toSorted()]);
    }
  });
});

describe.each(Object.entries(REQUEST_PAGES))('the page /rechten/:verzoek%s', (end, allowed) => {
  it('opens for who handles requests and for nobody else, whose words it shows to nobody else', async () => {
    const opened: string[] = [];
    const reading: string[] = [];
    for (const who of visitors()) {
      const { status, body } = await get(`rechten/${requestId}${end}`, who);
      if (status === 200) opened.push(who);
      if (SECRETS.some((secret) => body.includes(secret))) reading.push(who);
    }
    expect(opened).toEqual(allowed);
    expect(reading).toEqual(end === '' ? [] : allowed);
  });
});

describe('posts', () => {
  it('to the rights pages change nothing for who may not', async () => {
    const before = await requestState();
    const wrong: string[] = [];
    for (const who of visitors().filter((each) => each !== 'rechten')) {
      for (const [path, form] of [
        ['rechten', { intent: 'lift', block: requestId }],
        [
          'rechten',
          {
            intent: 'block',
            key: '0190aaaa-0000-7000-8000-00000000000c',
            reportNumber: String(accepted.number),
            reason: 'complaint',
            reviewAt: '2099-01-01',
          },
        ],
        [`rechten/${requestId}`, { intent: 'identify' }],
        [`rechten/${requestId}`, { intent: 'decide', decision: 'refused', reason: 'excessive' }],
        [
          `rechten/${requestId}/inzage`,
          { words: requestId, body: 'Anders', key: '0190aaaa-0000-7000-8000-00000000000d' },
        ],
      ] as const) {
        const status = await post(path, who, form);
        if (![303, 403, 404].includes(status)) wrong.push(`${who} posts to ${path}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await requestState()).toEqual(before);
  }, 120_000);

  const ORDERS: readonly Record<string, string>[] = [
    { intent: 'accept' },
    { intent: 'decline', reason: 'no-room-now' },
    { intent: 'take-over' },
    { intent: 'contacted' },
    { intent: 'hand-on', service: '' },
    { intent: 'ask', question: 'Hallo?', key: '0190aaaa-0000-7000-8000-00000000000a' },
    { intent: 'note', note: 'Notitie', key: '0190aaaa-0000-7000-8000-00000000000b' },
    { intent: 'call', contactPoint: '', calledAt: '2026-01-01T10:00', about: 'danger' },
    { intent: 'close', outcome: 'helped', message: '' },
    { intent: 'reopen' },
    { intent: 'inform', result: 'orally' },
  ];

  it('by who has nothing to do with a report change nothing', async () => {
    const wrong: string[] = [];
    const before = [await stateOf(offered), await stateOf(accepted)];
    const outsiders = visitors().filter((who) => ![...COORDINATORS, 'opbouwwerk'].includes(who));
    for (const who of outsiders) {
      for (const order of ORDERS) {
        for (const report of [offered, accepted]) {
          const filled = {
            ...order,
            ...('service' in order ? { service: town.services['caretaker'] ?? '' } : {}),
            ...('contactPoint' in order ? { contactPoint: town.contactPointId } : {}),
          };
          const status = await post(`werk/${report.number}`, who, filled);
          if (![303, 403, 404].includes(status)) wrong.push(`${who} posts ${order['intent']}: ${status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect([await stateOf(offered), await stateOf(accepted)]).toEqual(before);
  }, 120_000);

  it('from another site are refused, whoever sends them', async () => {
    for (const path of ['melden', 'volgen', 'inloggen', 'uitloggen', `werk/${offered.number}`]) {
      const response = await house.app.request(`${ORIGIN}/${town.slug}/${path}`, {
        method: 'POST',
        headers: {
          cookie: cookies.get('opbouwwerk') ?? '',
          origin: 'https://elders.example',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'intent=accept',
      });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });
});

async function stateOf({ reportId }: SentReport) {
  const report = await inTenant(house.db.app, town.id, (tx) => findReport(tx, reportId));
  return {
    status: report?.status,
    ownerId: report?.ownerId,
    deadline: report?.deadline,
    nextStep: report?.nextStep,
  };
}

async function requestState() {
  const officer = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['rechten'] ?? ''));
  if (!officer) throw new Error('no rights officer');
  const page = await requestPage(house.db.app, officer, requestId);
  const overview = await rightsOverview(house.db.app, officer);
  return [page.ok && page.value.request, overview.ok && overview.value.blocks.length];
}
