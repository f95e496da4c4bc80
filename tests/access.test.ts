import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReportPhotos, perform, photosPage } from '../src/handovers/index.ts';
import { inTenant } from '../src/kit/db.ts';
import { readImage } from '../src/kit/image-codec.ts';
import { userActor } from '../src/people/index.ts';
import { countDocuments, findReport, photosOf } from '../src/reports/index.ts';
import { register, requestPage, rightsOverview } from '../src/rights/index.ts';
import { listSets, readSet } from '../src/triage/index.ts';
import {
  cookieOf,
  openHouse,
  ORIGIN,
  reporterCookie,
  sendReport,
  type SentReport,
  type TestHouse,
} from './support/house.ts';
import { idOf, type Town } from './support/town.ts';
import { aJpeg } from './support/pictures.ts';
import { putDocument } from './support/put-document.ts';
import { askingAs, draftIn, given, proposalFor } from './support/tables.ts';

/** Walks every page, post and data request as every role of both municipalities: what is not named here is refused. */
const LOGINS = [
  'coordinator',
  'coordinator2',
  'manager',
  'privacy',
  'beheer',
  'beheerder',
  'beheerder2',
  'goedkeurder',
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
const MANAGERS: readonly Login[] = ['beheer', 'beheerder', 'beheerder2'];
const TABLES: readonly Login[] = [...MANAGERS, 'goedkeurder'];
const WITH_WORK = EVERYONE.filter((login) => login !== 'privacy' && !TABLES.includes(login));
const COORDINATORS: readonly Login[] = ['coordinator', 'coordinator2'];

/** Who may open a page below /:gemeente; `all` also without a session, `code` only with a follow-up code, `signed-out` only without a session here. */
const PAGES: Readonly<Record<string, readonly Login[] | 'all' | 'code' | 'signed-out'>> = {
  '': 'all',
  melden: 'all',
  'melden/ontvangen': 'code',
  'melden/verder': 'all',
  'melden/kaart/narrow/500,500,900': 'all',
  kaart: 'all',
  volgen: 'all',
  'volgen/meldingen': 'all',
  'volgen/melding': 'code',
  'volgen/melding/fotos': 'code',
  inloggen: 'signed-out',
  'inloggen/verlopen': 'all',
  account: EVERYONE,
  gebruikers: MANAGERS,
  'gebruikers/nieuw': MANAGERS,
  werk: WITH_WORK,
  'werk/lijst': WITH_WORK,
  'werk/overdragen': WITH_WORK.filter((login) => login !== 'manager' && login !== 'rechten'),
  'werk/nieuw': WITH_WORK.filter((login) => login !== 'manager' && login !== 'rechten'),
  'werk/inlezen': WITH_WORK.filter((login) => login !== 'manager' && login !== 'rechten'),
  ronde: WITH_WORK.filter((login) => login !== 'manager' && login !== 'rechten'),
  'veilig-werken': WITH_WORK,
  'veilig-werken/bezoek': WITH_WORK.filter((login) => login !== 'manager' && login !== 'rechten'),
  'veilig-werken/agressie': WITH_WORK,
  'ronde/delen': WITH_WORK.filter((login) => login !== 'manager' && login !== 'rechten'),
  'ronde/meldingen': WITH_WORK.filter((login) => login !== 'manager' && login !== 'rechten'),
  overzicht: [...COORDINATORS, 'manager'],
  'overzicht/cijfers': [...COORDINATORS, 'manager', 'wijkteam-lead', 'corporatie-lead'],
  bezetting: [...COORDINATORS, 'manager', ...MANAGERS, 'wijkteam-lead', 'corporatie-lead'],
  'bezetting/rooster': [...COORDINATORS, ...MANAGERS, 'wijkteam-lead', 'corporatie-lead'],
  'bezetting/week': [...COORDINATORS, 'manager', ...MANAGERS, 'wijkteam-lead', 'corporatie-lead'],
  spiegel: [...COORDINATORS, 'manager', ...MANAGERS, 'wijkteam-lead', 'corporatie-lead'],
  'spiegel/4': [...COORDINATORS, 'manager', ...MANAGERS, 'wijkteam-lead', 'corporatie-lead'],
  logboek: ['privacy'],
  standaardteksten: MANAGERS,
  buitenpartijen: [...COORDINATORS, ...MANAGERS],
  berichten: MANAGERS,
  'account/berichten': EVERYONE,
  'account/apparaten': EVERYONE,
  'account/rooster': EVERYONE,
  afwezig: EVERYONE.filter((login) => login !== 'privacy' && login !== 'goedkeurder'),
  'standaardteksten/nieuw': MANAGERS,
  'standaardteksten/helped': MANAGERS,
  instellingen: [...COORDINATORS, 'manager', ...TABLES, 'wijkteam-lead', 'corporatie-lead'],
  vervolgvragen: MANAGERS,
  'vervolgvragen/money-threat': MANAGERS,
  tevredenheid: MANAGERS,
  'openbare-namen': MANAGERS,
  mailteksten: MANAGERS,
  'mailteksten/afzender': MANAGERS,
  'mailteksten/ontvangen/nl': MANAGERS,
  'mailteksten/ontvangen/nl/voorbeeld': MANAGERS,
  toegankelijkheid: 'all',
  zekerheid: EVERYONE,
  beslistabellen: TABLES,
  'beslistabellen/uitnodiging': ['beheerder2', 'goedkeurder'],
  'beslistabellen/standaard': TABLES,
  'beslistabellen/standaard/proberen': TABLES,
  'beslistabellen/standaard/vergelijken': TABLES,
  'beslistabellen/standaard/hulp': TABLES,
  'beslistabellen/standaard/hulp/bestand': TABLES,
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

/** Who may open a page about the draft that beheerder made; with a number of its own, so that it is walked apart. */
const DRAFT_PAGES: Readonly<Record<string, readonly Login[]>> = {
  '': TABLES,
  '/proberen': TABLES,
  '/vergelijken': TABLES,
  '/inlezen': MANAGERS,
  '/hulp': TABLES,
  '/hulp/bestand': TABLES,
  '/hulp/hulp-money': MANAGERS,
  '/hulp/nieuw': MANAGERS,
};

/**
 * Pages whose door is no session: half a session, a provider's answer, a link that works once, the queue of the round.
 * Their own tests stand beside them; one user's page is walked below.
 */
const ELSEWHERE = [
  'inloggen/tweede-stap',
  'inloggen/:aanbieder',
  'inloggen/:aanbieder/terug',
  'inloggen/:aanbieder/uit',
  'inloggen/:aanbieder/afmelden',
  'wachtwoord/:code',
  'agenda/:bestand',
  // who holds the link of a question: src/handovers/ui/outside.test.ts
  'buiten/:link',
  'buiten/:link/fotos/:foto',
  'werk/nieuw/:nummer',
  // a list opens for who brought it alone: src/handovers/sheets/sheets.test.ts
  'werk/inlezen/:lijst',
  'werk/inlezen/:lijst/uitkomst.csv',
  'ronde/wachtrij',
  // there where the demo is: tests/journeys/screens.test.ts
  'onderdelen',
  'veilig-werken/agressie/:voorval',
  'gebruikers/:gebruiker',
];

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
let draft: number;
let proposal: { setId: string; number: number };
const requestId = '0190aaaa-0000-7000-8000-0000000000aa';
const cookies = new Map<string, string>();
const photoIds = new Map<string, string>();
const documentIds = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
  offered = await sendReport(house, town);
  accepted = await sendReport(house, town);
  const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['opbouwwerk'] ?? ''));
  if (worker) await perform(house.db.app, worker, accepted.number, { command: 'accept' });
  photoIds.set('offered', await photoOf(offered, '#00ff00'));
  photoIds.set('accepted', await photoOf(accepted, '#ffff00'));
  const coordinator = await inTenant(house.db.app, town.id, (tx) =>
    userActor(tx, town.users['coordinator'] ?? ''),
  );
  if (coordinator?.kind !== 'user') throw new Error('expected a coordinator');
  for (const [state, report] of Object.entries({ offered, accepted }))
    documentIds.set(
      state,
      await putDocument(house, coordinator, report, { name: 'brief.pdf', bytes: Buffer.from('%PDF') }),
    );
  draft = await draftIn(house, 'Een geheim concept');
  proposal = await proposalFor(house, { home: town, guest: other });
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

/** A photo that the reporter adds. */
async function photoOf({ reportId, number }: SentReport, colour: string): Promise<string> {
  const image = await readImage(await aJpeg(40, 30, colour));
  const reporter = { kind: 'reporter', municipalityId: town.id, reportId } as const;
  if (image.ok) await addReportPhotos(house.db.app, reporter, { number: undefined, images: [image.value] });
  const coordinator = await inTenant(house.db.app, town.id, (tx) =>
    userActor(tx, town.users['coordinator'] ?? ''),
  );
  const page = coordinator && (await photosPage(house.db.app, coordinator, number));
  return page?.ok ? (page.value.photos[0]?.id ?? '') : '';
}

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
  // who opens a photo: src/handovers/photos.test.ts, and below
  const photos = ['volgen/melding/fotos', 'werk/:nummer/fotos'].flatMap((page) =>
    ['', '/:foto', '/:foto/voorbeeld'].map((part) => `${page}${part}`),
  );
  // who opens a document: src/handovers/documents.test.ts, src/rights/rights.test.ts, and below
  const documents = [
    'volgen/melding/documenten/:document',
    'werk/:nummer/documenten',
    'werk/:nummer/documenten/:document',
    'rechten/:verzoek/inzage/documenten/:document',
  ];
  const drafts = Object.keys(DRAFT_PAGES).map((path) =>
    `beslistabellen/:versie${path}`.replace('/hulp/hulp-money', '/:stap/:regel').replace('/hulp', '/:stap'),
  );
  const guests = ['beslistabellen/uitnodiging/:set'];
  const known = [
    ':gemeente',
    'werk/:nummer',
    // who may copy it: src/handovers/ui/summary.test.ts
    'werk/:nummer/samenvatting',
    'werk/:nummer/samenvatting.pdf',
    'uitloggen',
    'melden/kaart/:maat/:gebied',
    ...photos,
    ...documents,
    ...ELSEWHERE,
    ...Object.keys(PAGES),
    ...drafts,
    ...guests,
    'verwerkingen/:tekst',
    'standaardteksten/:naam',
    'spiegel/:bouwsteen',
    'mailteksten/:brief/:taal',
    'vervolgvragen/:vraag',
    'mailteksten/:brief/:taal/voorbeeld',
    ...Object.keys(REQUEST_PAGES).map((end) => `rechten/:verzoek${end}`),
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

  it('opens its photos to who may read its words only', async () => {
    const readers = state === 'offered' ? [...COORDINATORS] : [...COORDINATORS, 'opbouwwerk'];
    const photoId = photoIds.get(state) ?? '';
    for (const part of ['', `/${photoId}`, `/${photoId}/voorbeeld`]) {
      const opened: string[] = [];
      for (const who of visitors())
        if ((await get(`werk/${number()}/fotos${part}`, who)).status === 200) opened.push(who);
      expect([part, opened.toSorted()]).toEqual([part, readers.toSorted()]);
    }
  });

  it('opens its documents to who may read its words only, and to nobody within the browser', async () => {
    const readers = state === 'offered' ? [...COORDINATORS] : [...COORDINATORS, 'opbouwwerk'];
    for (const part of ['', `/${documentIds.get(state)}`]) {
      const opened: string[] = [];
      for (const who of visitors())
        if ((await get(`werk/${number()}/documenten${part}`, who)).status === 200) opened.push(who);
      expect([part, opened.toSorted()]).toEqual([part, readers.toSorted()]);
    }
    for (const who of visitors())
      expect((await get(`volgen/melding/documenten/${documentIds.get(state)}`, who)).status).toBe(404);
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

describe('one user', () => {
  const page = () => `gebruikers/${town.users['wijkteam'] ?? ''}`;

  it('is seen by who manages users here, and by nobody else', async () => {
    const opened: string[] = [];
    for (const who of visitors()) if ((await get(page(), who)).status === 200) opened.push(who);
    expect(opened).toEqual(MANAGERS);
    for (const who of visitors().filter((one) => !(MANAGERS as readonly string[]).includes(one)))
      expect((await get(`${page()}.data`, who)).body).not.toContain('Naam wijkteam');
  });

  it('is changed by nobody else', async () => {
    const posts: Record<string, string>[] = [
      { intent: 'rights', roles: 'coordinator' },
      { intent: 'link' },
      { intent: 'reset' },
      { intent: 'leave', sure: 'yes' },
      { intent: `lead-${idOf('proefstad', 'party', 'wijkteam')}`, successor: town.users['wijkteam'] ?? '' },
    ];
    const wrong: string[] = [];
    for (const who of visitors().filter((one) => !(MANAGERS as readonly string[]).includes(one))) {
      for (const form of posts) {
        const status = await post(page(), who, form);
        if (![303, 403, 404].includes(status)) wrong.push(`${who} posts ${form['intent']}: ${status}`);
      }
      const status = await post('gebruikers/nieuw', who, { name: 'x', login: who, party: '', key: '' });
      if (![303, 403].includes(status)) wrong.push(`${who} makes a user: ${status}`);
    }
    expect(wrong).toEqual([]);
    const after = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['wijkteam'] ?? ''));
    expect(after).toMatchObject({ kind: 'user', roles: ['district-team-worker'] });
  }, 120_000);
});

describe.each(Object.entries(DRAFT_PAGES))('the page of a draft, %s', (path, allowed) => {
  it('opens for who may see it and for nobody else', async () => {
    const opened: string[] = [];
    for (const who of visitors())
      if ((await get(`beslistabellen/${draft}${path}`, who)).status === 200) opened.push(who);
    expect(opened).toEqual(allowed);
    for (const who of visitors().filter((one) => !(allowed as readonly string[]).includes(one)))
      expect([
        who,
        (await get(`beslistabellen/${draft}${path}.data`, who)).body.includes('Een geheim concept'),
      ]).toEqual([who, false]);
  });
});

describe('a proposal of another municipality', () => {
  it('opens for whom it invited, while the invitation lasts, and for nobody else', async () => {
    const statuses = new Map<string, number>();
    for (const who of visitors())
      statuses.set(who, (await get(`beslistabellen/uitnodiging/${proposal.setId}`, who)).status);
    expect([...statuses.values()]).not.toContain(200);
    const response = await house.app.request(
      `${ORIGIN}/${other.slug}/beslistabellen/uitnodiging/${proposal.setId}`,
      { headers: { cookie: cookies.get('goedkeurder@elders') ?? '' } },
    );
    expect(response.status).toBe(200);
    const colleague = await house.app.request(
      `${ORIGIN}/${other.slug}/beslistabellen/uitnodiging/${proposal.setId}`,
      { headers: { cookie: cookies.get('beheerder2@elders') ?? '' } },
    );
    expect(colleague.status).toBe(404);
  });
});

it('opens a document for a request to who handles it, and no document of another report', async () => {
  const opened: string[] = [];
  const of = (state: string) => `rechten/${requestId}/inzage/documenten/${documentIds.get(state)}`;
  for (const who of visitors()) if ((await get(of('accepted'), who)).status === 200) opened.push(who);
  expect(opened).toEqual(['rechten']);
  expect((await get(of('offered'), 'rechten')).status).toBe(404);
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
    { intent: 'decline', reason: 'no-room-now', proposal: 'not-known' },
    { intent: 'take-over' },
    { intent: 'give', colleague: '' },
    { intent: 'spoken', spokeWith: '', spokeAt: '2026-01-01T10:00' },
    { intent: 'contacted' },
    { intent: 'hand-on', service: '' },
    { intent: 'decide-otherwise', nature: 'question', urgency: 'today', service: '', reason: 'seen-there' },
    { intent: 'ask', question: 'Hallo?', key: '0190aaaa-0000-7000-8000-00000000000a' },
    { intent: 'note', note: 'Notitie', key: '0190aaaa-0000-7000-8000-00000000000b' },
    { intent: 'call', contactPoint: '', calledAt: '2026-01-01T10:00', about: 'danger' },
    { intent: 'close', outcome: 'helped', message: '' },
    { intent: 'reopen' },
    { intent: 'add-photos', path: 'fotos' },
    { intent: 'share-photo', path: 'fotos', photo: '' },
    { intent: 'remove-photo', path: 'fotos', photo: '', reason: 'person' },
    { intent: 'add-documents', path: 'documenten' },
    { intent: 'share-document', path: 'documenten', document: '' },
    { intent: 'remove-document', path: 'documenten', document: '', reason: 'person' },
    { intent: 'inform', result: 'orally' },
    { intent: 'reference', reference: '2026-1' },
    { intent: 'contact', email: 'ander@voorbeeld.test', phone: '' },
  ];

  it('by who has nothing to do with a report change nothing', async () => {
    const wrong: string[] = [];
    const before = [await stateOf(offered), await stateOf(accepted)];
    const outsiders = visitors().filter((who) => ![...COORDINATORS, 'opbouwwerk'].includes(who));
    for (const who of outsiders) {
      for (const order of ORDERS) {
        for (const report of [offered, accepted]) {
          const filled: Record<string, string> = {
            ...order,
            ...('service' in order ? { service: town.services['caretaker'] ?? '' } : {}),
            ...('colleague' in order ? { colleague: town.users['opbouwwerk'] ?? '' } : {}),
            ...('spokeWith' in order ? { spokeWith: town.users['coordinator'] ?? '' } : {}),
            ...('contactPoint' in order ? { contactPoint: town.contactPointId } : {}),
          };
          if ('photo' in order)
            filled['photo'] = photoIds.get(report === offered ? 'offered' : 'accepted') ?? '';
          if ('document' in order)
            filled['document'] = documentIds.get(report === offered ? 'offered' : 'accepted') ?? '';
          const path = [`werk/${report.number}`, order['path'] ?? ''].filter(Boolean).join('/');
          const status = await post(path, who, filled);
          if (![303, 403, 404].includes(status)) wrong.push(`${who} posts ${order['intent']}: ${status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect([await stateOf(offered), await stateOf(accepted)]).toEqual(before);
  }, 120_000);

  it('about decision tables by who may not change nothing', async () => {
    const orders: readonly [path: string, form: Record<string, string>][] = [
      ['', { intent: 'draft', key: '0190aaaa-0000-7000-8000-00000000000c', from: 'standaard', note: '' }],
      ['', { intent: 'undo', key: '0190aaaa-0000-7000-8000-00000000000d', seen: '0.0', reason: 'Zomaar' }],
      ['', { intent: 'withdraw', plan: '0190aaaa-0000-7000-8000-00000000000e' }],
      [`/${draft}`, { intent: 'propose', revision: '1', words: '' }],
      [`/${draft}`, { intent: 'discard', revision: '1' }],
      [`/${draft}`, { intent: 'note', revision: '1', note: 'Anders' }],
      [`/${draft}/hulp`, { rule: 'hulp-money', revision: '1', by: '1' }],
      [`/${draft}/hulp/hulp-money`, { intent: 'delete', revision: '1' }],
      [`/${proposal.number}`, { intent: 'approve', revision: '2', words: '' }],
      [`/${proposal.number}`, { intent: 'send-back', revision: '2', words: 'Nee' }],
      [`/${proposal.number}`, { intent: 'take-back', revision: '2' }],
      [`/${proposal.number}`, { intent: 'invite', revision: '2', municipality: other.id }],
    ];
    const before = await tablesNow();
    const wrong: string[] = [];
    for (const who of visitors().filter((one) => !(TABLES as readonly string[]).includes(one))) {
      for (const [path, form] of orders) {
        const status = await post(`beslistabellen${path}`, who, form);
        if (![303, 403, 404].includes(status)) wrong.push(`${who} posts ${form['intent']}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await tablesNow()).toEqual(before);
  }, 120_000);

  it('from another site are refused, whoever sends them', async () => {
    for (const path of [
      'melden',
      'volgen',
      'volgen/meldingen',
      'inloggen',
      'inloggen/verlopen',
      'inloggen/tweede-stap',
      'inloggen/gemeente/afmelden',
      'account',
      'gebruikers/nieuw',
      'uitloggen',
      `werk/${offered.number}`,
      `werk/${offered.number}/fotos`,
      `werk/${offered.number}/documenten`,
    ]) {
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
  const photos = await inTenant(house.db.app, town.id, (tx) => photosOf(tx, reportId));
  const documents = await inTenant(house.db.app, town.id, (tx) => countDocuments(tx, reportId));
  return {
    photos,
    documents,
    status: report?.status,
    ownerId: report?.ownerId,
    deadline: report?.deadline,
    nextStep: report?.nextStep,
  };
}

/** Every set with its revision, and what is in force: what a post could change. */
async function tablesNow() {
  const { sets, seen } = given(await listSets(await askingAs(house, 'beheerder')));
  const revisions = [];
  for (const { number } of sets)
    revisions.push(given(await readSet(await askingAs(house, 'beheerder'), number)).revision);
  return { sets, seen, revisions };
}

async function requestState() {
  const officer = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['rechten'] ?? ''));
  if (!officer) throw new Error('no rights officer');
  const page = await requestPage(house.db.app, officer, requestId);
  const overview = await rightsOverview(house.db.app, officer);
  return [page.ok && page.value.request, overview.ok && overview.value.blocks.length];
}
