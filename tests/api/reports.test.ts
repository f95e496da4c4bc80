import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { perform } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import { randomToken } from '../../src/kit/ids.ts';
import { accessLog, revokeClient, userActor } from '../../src/people/index.ts';
import { Scope } from '../../src/people/model.ts';
import { findBreaches } from '../../src/cli/verify.ts';
import { advanceClock, databaseNow } from '../../src/kit/clock.ts';
import { clearOfWindowEnd } from '../support/database.ts';
import { askApi, askToken, newClient, type ApiAnswer, type Ask, type TestClient } from '../support/client.ts';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../support/house.ts';
import { sendCare } from '../support/care.ts';
import { sendPart } from '../support/parts.ts';
import type { Town } from '../support/town.ts';

const ALL = Scope.options.filter((scope) => scope !== 'meldingen:alle');
const MESSAGE = {
  gevaar: { soort: 'geen' },
  gezien: ['veel-alleen'],
  over: 'iemand',
  verhaal: 'Een geheim verhaal.',
};
const once = () => ({ 'idempotency-key': randomToken(16) });
const letterKey = () => ({ 'idempotency-key': crypto.randomUUID() });

let house: TestHouse;
let town: Town;
let other: Town;
let welfare: TestClient;
let team: TestClient;
let wide: TestClient;

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
  welfare = await newClient(house, { town, scopes: ALL });
  team = await newClient(house, { town, party: 'wijkteam', services: ['district-team'], scopes: ALL });
  wide = await newClient(house, { town, party: 'gemeente', services: [], scopes: ['meldingen:alle'] });
}, 180_000);
afterAll(() => house.close());

const ask = (path: string, options: Ask = {}) => askApi(house, town, path, options);
const accepted = async (): Promise<number> => {
  const { number } = await sendReport(house, town);
  expect(
    (await ask(`meldingen/${number}/aannames`, { client: welfare, as: 'opbouwwerk', method: 'POST' })).status,
  ).toBe(201);
  return number;
};
const logLines = (): Promise<
  {
    action: string;
    outcome: string;
    subject_kind: string;
    actor_kind: string;
    data_class: string;
    client_id: string | null;
    user_id: string | null;
  }[]
> =>
  inTenant(house.db.app, town.id, async (tx) => {
    const found = await sql<
      Awaited<ReturnType<typeof logLines>>[number]
    >`select * from access_log order by id`.execute(tx.kysely);
    return found.rows;
  });

describe('a token', () => {
  it('is given for the right secret, for a quarter of an hour and the rights that were asked', async () => {
    const answer = await askToken(house, {
      id: `${town.slug}.${welfare.id}`,
      secret: welfare.secret,
      scope: 'meldingen:lezen',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'meldingen:lezen',
    });
  });

  it.each([
    ['a wrong secret', { secret: 'fout' }, 401, 'invalid_client'],
    [
      'a client that does not exist',
      { id: 'proefstad.00000000-0000-0000-0000-000000000000' },
      401,
      'invalid_client',
    ],
    ['a client of another municipality', { town: 'anderdorp' }, 401, 'invalid_client'],
    ['an unknown municipality', { town: 'nergens' }, 401, 'invalid_client'],
    ['no client at all', { id: '' }, 401, 'invalid_client'],
    ['a right that the client does not have', { scope: 'meldingen:alle' }, 400, 'invalid_scope'],
  ])('is refused for %s', async (_what, change, status, error) => {
    const { town: slug = town.slug, id, ...rest } = change as { town?: string; id?: string };
    const answer = await askToken(house, {
      secret: welfare.secret,
      ...rest,
      id: id ?? `${slug}.${welfare.id}`,
    });
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([status, error]);
  });

  it('that is refused leaves a line in the access log, with the client where there is one', async () => {
    const client = await newClient(house, { town, scopes: ['meldingen:lezen'] });
    const denied = async () => {
      const { rows } = await inTenant(house.db.owner, town.id, (tx) =>
        sql<{ actor_kind: string; client_id: string | null }>`select actor_kind, client_id from access_log
          where action = 'login' and outcome = 'denied' order by id desc limit 1`.execute(tx.kysely),
      );
      return rows;
    };
    await askToken(house, { id: `${town.slug}.${client.id}`, secret: 'fout' });
    expect(await denied()).toEqual([{ actor_kind: 'client', client_id: client.id }]);
    await askToken(house, { id: `${town.slug}.00000000-0000-0000-0000-000000000000`, secret: 'fout' });
    expect(await denied()).toEqual([{ actor_kind: 'public', client_id: null }]);
  });

  it('stands in the database as a hash, as does the secret', async () => {
    const { rows } = await inTenant(house.db.owner, town.id, (tx) =>
      sql<{
        written: string;
      }>`select row_to_json(t)::text as written from api_token t union all select row_to_json(c)::text from api_client c`.execute(
        tx.kysely,
      ),
    );
    const written = rows.map((row) => row.written).join();
    for (const secret of [welfare.token, welfare.secret]) {
      expect(written).not.toContain(secret);
      expect(written).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('counts in the header only, and in its own municipality only', async () => {
    const inAddress = await ask(`meldingen?access_token=${welfare.token}`);
    expect(inAddress.status).toBe(401);
    expect(inAddress.headers.get('www-authenticate')).toContain('Bearer');
    expect((await askApi(house, other, 'meldingen', { client: welfare })).status).toBe(401);
  });

  it('ends with its client, at once', async () => {
    const client = await newClient(house, { town, scopes: ['meldingen:lezen'] });
    expect((await ask('meldingen', { client })).status).toBe(200);
    await inTenant(house.db.owner, town.id, (tx) => revokeClient(tx, client.id));
    expect((await ask('meldingen', { client })).status).toBe(401);
    expect((await askToken(house, { id: `${town.slug}.${client.id}`, secret: client.secret })).status).toBe(
      401,
    );
  });

  it('is not the cookie of somebody who is logged in', async () => {
    const cookie = await cookieOf(house, town, 'coordinator');
    expect((await ask('meldingen', { headers: { cookie } })).status).toBe(401);
    const posted = await ask('meldingen', { headers: { cookie, ...once() }, body: MESSAGE });
    expect(posted.status).toBe(401);
  });

  it('may be sent by a page of another site: there is nothing of a visitor to abuse', async () => {
    const answer = await ask('meldingen', {
      client: welfare,
      headers: { origin: 'https://elders.example', ...once() },
      body: MESSAGE,
    });
    expect(answer.status).toBe(201);
  });
});

describe('making a report', () => {
  it('gives a number and a code that opens the page of the reporter', async () => {
    const made = await ask('meldingen', { client: welfare, headers: once(), body: MESSAGE });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(
      `${ORIGIN}/v1/gemeenten/proefstad/meldingen/${made.json['nummer']}`,
    );
    const seen = await ask('volgcodes', { body: { volgcode: made.json['volgcode'] } });
    expect(seen.json).toMatchObject({
      nummer: made.json['nummer'],
      verhaal: 'Een geheim verhaal.',
      overPersoon: true,
      stand: 'ontvangen',
    });
    expect(seen.json['aanZet']).toBeUndefined();
  });

  it('takes answers on further questions, which count where they fit', async () => {
    const nuisance = { ...MESSAGE, gezien: ['herrie-of-ruzie'] };
    const send = (antwoorden: unknown) =>
      ask('meldingen', { client: welfare, headers: once(), body: { ...nuisance, antwoorden } });
    const made = await send([
      { vraag: 'nuisance-talked', antwoord: 'not-yet' },
      { vraag: 'street-hurt', antwoord: 'yes' },
    ]);
    expect(made.status).toBe(201);
    const { rows } = await inTenant(house.db.app, town.id, (tx) =>
      sql<{ answers: unknown; first: string }>`
        select report.observations -> 'answers' as answers, assessment.advice ->> 'firstService' as first
        from report join assessment on assessment.report_id = report.id
        where number = ${made.json['nummer']}`.execute(tx.kysely),
    );
    expect(rows).toEqual([
      {
        answers: [{ question: 'nuisance-talked', answer: 'not-yet', detail: 'talked', says: 'no' }],
        first: 'mediation',
      },
    ]);
    const wrong = await send([{ vraag: 'nuisance-talked', antwoord: 'misschien' }]);
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('antwoorden');
    const listed = await ask('vervolgvragen');
    expect(listed.text).toContain('nuisance-talked');
    expect(listed.text).toContain('Hebt u er samen over gepraat?');
  });

  it('takes a point in degrees, and none outside the municipality or the country', async () => {
    const send = (punt: unknown) =>
      ask('meldingen', { client: welfare, headers: once(), body: { ...MESSAGE, punt } });
    const abroad = await send({ breedtegraad: 48.85, lengtegraad: 2.35 });
    expect(abroad.status).toBe(400);
    expect(abroad.text).toContain('punt');
    const elsewhere = await send({ breedtegraad: 52.1, lengtegraad: 5.1 });
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.text).toContain('Deze plek ligt niet in deze gemeente.');
    expect(elsewhere.text).toContain('punt');
  });

  it('twice with one key is one report, and the same receipt', async () => {
    const headers = once();
    const both = await Promise.all(
      [1, 2, 3].map(() => ask('meldingen', { client: welfare, headers, body: MESSAGE })),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(both.map(({ text }) => text)).size).toBe(1);
    const ofAnother = await ask('meldingen', { client: team, headers, body: MESSAGE });
    expect(ofAnother.json['nummer']).not.toBe(both[0]?.json['nummer']);
    expect(ofAnother.json['volgcode']).not.toBe(both[0]?.json['volgcode']);
  });

  it('tells all mistakes at once, each with its place', async () => {
    const body = {
      gevaar: { soort: 'gezien', tekens: ['draak'] },
      gezien: 'nee',
      over: 'mars',
      contact: { email: 'geen adres' },
      'vreemd/veld': 1,
    };
    const answer = await ask('meldingen', {
      client: welfare,
      headers: { 'idempotency-key': 'kort', 'accept-language': 'en' },
      body,
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(answer.headers.get('content-language')).toBe('en');
    const errors = answer.json['errors'] as unknown as {
      in: string;
      location: { pointer?: string; name?: string };
      code: string;
      detail: string;
    }[];
    expect(
      errors
        .map(({ in: place, location, code }) => `${place} ${location.pointer ?? location.name} ${code}`)
        .toSorted(),
    ).toEqual([
      'body #/contact/email field-email',
      'body #/gevaar/tekens/0 field-choice',
      'body #/gezien field-invalid',
      'body #/over field-choice',
      'body #/vreemd~1veld field-unknown',
      'header Idempotency-Key field-invalid',
    ]);
    expect(answer.json).toMatchObject({
      status: 400,
      title: 'The request is not right',
      type: `${ORIGIN}/v1/fouten/ongeldige-aanvraag`,
    });
    expect((await askApi(house, town, '/v1/fouten/ongeldige-aanvraag')).json['status']).toBe(400);
  });

  it('asks for a story unless danger is seen, and tells it with what else is wrong', async () => {
    const calm = await ask('meldingen', {
      client: welfare,
      headers: once(),
      body: { gevaar: { soort: 'geen' }, over: 'mars' },
    });
    expect((calm.json['errors'] as unknown as { code: string }[]).map(({ code }) => code).toSorted()).toEqual(
      ['field-choice', 'story-missing'],
    );
    const danger = await ask('meldingen', {
      client: welfare,
      headers: once(),
      body: { gevaar: { soort: 'gezien', tekens: ['wapen'] }, over: 'iemand' },
    });
    expect(danger.status).toBe(201);
  });

  it('refuses an address that is not there, by the name of its field', async () => {
    const body = { ...MESSAGE, adresId: '0190aaaa-0000-7000-8000-000000000001' };
    const answer = await ask('meldingen', { client: welfare, headers: once(), body });
    expect([answer.status, answer.json['errors']]).toMatchObject([
      400,
      [{ location: { pointer: '#/adresId' }, code: 'address-unknown' }],
    ]);
  });
});

describe('fetching reports', () => {
  it('gives extracts of what the own services have or are offered, without words or names', async () => {
    const { number } = await sendReport(house, town);
    const elsewhere = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['money'], about: 'someone' },
    });
    const list = await ask(`meldingen?limit=100`, { client: welfare });
    const numbers = (list.json['meldingen'] as unknown as { nummer: number }[]).map(({ nummer }) => nummer);
    expect(numbers).toContain(number);
    expect(numbers).not.toContain(elsewhere.number);
    expect(list.text).not.toMatch(/geheim|Naam |Melder|Proefstraat/i);
    const all = await ask(`meldingen?limit=100`, { client: wide });
    expect((all.json['meldingen'] as unknown as { nummer: number }[]).map(({ nummer }) => nummer)).toContain(
      elsewhere.number,
    );
  });

  it('walks all pages by their links, each report once and in the order of change', async () => {
    const seen: { nummer: number; gewijzigdOp: string }[] = [];
    for (let next: string | undefined = 'meldingen?limit=2'; next;) {
      const page = await ask(next, { client: wide });
      expect(page.status).toBe(200);
      const reports = page.json['meldingen'] as unknown as typeof seen;
      expect(reports.length).toBeLessThanOrEqual(2);
      expect(page.json).not.toHaveProperty('totaal');
      seen.push(...reports);
      next = (page.json['_links'] as unknown as { volgende?: { href: string } }).volgende?.href;
      expect(page.headers.get('link')).toBe(next === undefined ? null : `<${next}>; rel="next"`);
    }
    const whole = await ask('meldingen?limit=100', { client: wide });
    expect(seen).toEqual(whole.json['meldingen']);
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.map(({ gewijzigdOp }) => gewijzigdOp)).toEqual(
      seen.map(({ gewijzigdOp }) => gewijzigdOp).toSorted(),
    );
  });

  it('filters by state, nature, neighbourhood and period', async () => {
    const number = await accepted();
    const found = async (query: string) =>
      (
        (await ask(`meldingen?limit=100&${query}`, { client: wide })).json['meldingen'] as unknown as {
          nummer: number;
        }[]
      ).map(({ nummer }) => nummer);
    expect(await found('stand=aangenomen')).toContain(number);
    expect(await found('stand=aangeboden')).not.toContain(number);
    const nature = (await ask(`meldingen/${number}`, { client: welfare })).json['aard'] as unknown as string;
    expect(await found(`aard=${nature}`)).toContain(number);
    expect(await found(`aard=${nature === 'vraag' ? 'overlast' : 'vraag'}`)).not.toContain(number);
    const worker = await inTenant(house.db.app, town.id, (tx) =>
      userActor(tx, town.users['opbouwwerk'] ?? ''),
    );
    if (!worker) throw new Error('expected opbouwwerk');
    await perform(house.db.app, worker, number, {
      command: 'decide-otherwise',
      nature: 'living-conditions',
      urgency: 'soon',
      serviceId: null,
      reason: 'seen-there',
    });
    const { json } = await ask(`meldingen/${number}`, { client: welfare });
    expect(json['aard']).not.toBe(nature);
    expect(await found(`aard=${String(json['aard'])}`)).toContain(number);
    expect(await found(`aard=${nature}`)).not.toContain(number);
    expect(await found('buurt=BU0101')).toContain(number);
    expect(await found('buurt=BU9999')).toEqual([]);
    expect(await found('ontvangenVanaf=2020-01-01T00:00:00%2B01:00')).toContain(number);
    expect(await found('ontvangenTot=2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('gives, with the mark of the time before, what changed since: words as well', async () => {
    const number = await accepted();
    await advanceClock(house.db.owner, 120_000, { production: false });
    const mark = (await ask('meldingen', { client: welfare })).json['peilmoment'] as unknown as string;
    const since = async () =>
      (
        (await ask(`meldingen?gewijzigdSinds=${mark}`, { client: welfare })).json['meldingen'] as unknown as {
          nummer: number;
        }[]
      ).map(({ nummer }) => nummer);
    expect(await since()).toEqual([]);
    const noted = await ask(`meldingen/${number}/notities`, {
      client: welfare,
      as: 'opbouwwerk',
      headers: letterKey(),
      body: { tekst: 'Gebeld.' },
    });
    expect(noted.status).toBe(201);
    expect(await since()).toEqual([number]);
  });

  it.each([
    'cursor=kapot',
    `cursor=${Buffer.from('["2026-01-01T00:00:00Z"]').toString('base64url')}`,
    'limit=0',
    'limit=101',
    'limit=veel',
    'stand=open',
    'stand=gesloten&stand=aangeboden',
    'bladzijde=2',
    'gewijzigdSinds=gisteren',
    'ontvangenVanaf=0000-01-01T00:00:00Z',
  ])('refuses ?%s as a mistake in the query', async (query) => {
    const answer = await ask(`meldingen?${query}`, { client: welfare });
    expect([answer.status, answer.json['errors']]).toMatchObject([
      400,
      [{ in: 'query', location: { name: query.split('=')[0] } }],
    ]);
  });

  it('of others gives the answer of a number that does not exist, after the same statements', async () => {
    const { number } = await sendReport(house, town);
    for (const part of ['', '/geschiedenis']) {
      const hidden = await ask(`meldingen/${number}${part}`, { client: team });
      const absent = await ask(`meldingen/99999999${part}`, { client: team });
      expect([hidden.status, hidden.text]).toEqual([404, absent.text]);
    }
    const denied = (await logLines()).filter(
      ({ client_id, outcome }) => client_id === team.id && outcome === 'denied',
    );
    expect(denied.map(({ subject_kind }) => subject_kind)).toEqual([
      'report-extract',
      'report-absent',
      'report-extract',
      'report-absent',
    ]);
  });

  it('tells the history in codes and times', async () => {
    const number = await accepted();
    const history = await ask(`meldingen/${number}/geschiedenis`, { client: welfare });
    expect(
      (history.json['gebeurtenissen'] as unknown as { wat: string; door: string }[]).map(
        ({ wat, door }) => `${wat} ${door}`,
      ),
    ).toEqual(
      expect.arrayContaining([
        'ontvangen melder',
        'aangeboden klok',
        'aangenomen medewerker',
        'aan-zet medewerker',
      ]),
    );
    expect(history.text).not.toMatch(/geheim|Naam /);
  });

  it('leaves a line for each look, with the client as actor', async () => {
    const before = (await logLines()).length;
    await ask('meldingen', { client: welfare });
    const lines = (await logLines()).slice(before);
    expect(lines).toMatchObject([
      {
        action: 'read',
        actor_kind: 'client',
        client_id: welfare.id,
        subject_kind: 'report-list',
        user_id: null,
      },
    ]);
  });
});

describe('the words', () => {
  it('open after acceptance, on behalf of who may read them, and leave a line that names both', async () => {
    const { number } = await sendReport(house, town);
    const read = (as?: string) =>
      ask(`meldingen/${number}/inhoud`, { client: welfare, ...(as ? { as } : {}) });
    expect((await read('opbouwwerk')).json['code']).toBe('words-closed');
    expect((await read()).status).toBe(400);
    await ask(`meldingen/${number}/aannames`, { client: welfare, as: 'opbouwwerk', method: 'POST' });
    const before = (await logLines()).length;
    const opened = await read('opbouwwerk');
    expect(opened.json).toMatchObject({
      brieven: [{ soort: 'verhaal', tekst: 'Een geheim verhaal.' }],
      contact: { naam: 'Melder Geheim' },
    });
    expect((await logLines()).slice(before)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          action: 'read',
          data_class: 'story',
          client_id: welfare.id,
          user_id: town.users['opbouwwerk'],
        }),
      ]),
    );
  });

  it('stay shut to a client without that right, and to persons of another party', async () => {
    const number = await accepted();
    const reading = await newClient(house, { town, scopes: ['meldingen:lezen', 'meldingen:behandelen'] });
    expect(
      (await ask(`meldingen/${number}/inhoud`, { client: reading, as: 'opbouwwerk' })).json['code'],
    ).toBe('not-allowed');
    for (const as of ['coordinator', 'wijkteam', 'bestaatniet'])
      expect((await ask(`meldingen/${number}/inhoud`, { client: welfare, as })).json['code']).toBe(
        'on-behalf-refused',
      );
  });
});

describe('sending states back', () => {
  it('accepts for a named person only; a machine by itself accepts nothing', async () => {
    const { number } = await sendReport(house, town);
    const path = `meldingen/${number}/aannames`;
    expect((await ask(path, { client: welfare, method: 'POST' })).json['errors']).toMatchObject([
      { in: 'header', location: { name: 'Namens' } },
    ]);
    expect((await ask(path, { client: welfare, method: 'POST', as: 'huismeester' })).status).toBe(403);
    expect((await ask(path, { client: wide, method: 'POST', as: 'coordinator' })).status).toBe(403);
    expect((await ask(`meldingen/${number}`, { client: welfare })).json['stand']).toBe('aangeboden');
    const twice = [
      await ask(path, { client: welfare, method: 'POST', as: 'opbouwwerk' }),
      await ask(path, { client: welfare, method: 'POST', as: 'opbouwwerk' }),
    ];
    expect(twice.map(({ status }) => status)).toEqual([201, 201]);
    const now = await ask(`meldingen/${number}`, { client: welfare });
    expect(now.json).toMatchObject({
      stand: 'aangenomen',
      volgendeStap: 'eerste-contact',
      dienst: { naam: 'community-work' },
    });
    const changed = (await logLines()).filter(
      ({ client_id, action }) => client_id === welfare.id && action === 'change',
    );
    expect(changed.at(-1)).toMatchObject({ user_id: town.users['opbouwwerk'], actor_kind: 'user' });
  });

  it('goes the whole way, and every invariant still holds', async () => {
    const number = await accepted();
    const send = (part: string, body?: unknown, headers = {}) =>
      ask(`meldingen/${number}/${part}`, {
        client: welfare,
        as: 'opbouwwerk',
        method: 'POST',
        headers,
        ...(body ? { body } : {}),
      });
    expect((await send('eerste-contacten')).status).toBe(201);
    const key = letterKey();
    expect((await send('vragen', { tekst: 'Waar is het?' }, key)).status).toBe(201);
    expect((await send('vragen', { tekst: 'Waar is het?' }, key)).status).toBe(201);
    const letters = await ask(`meldingen/${number}/inhoud`, { client: welfare, as: 'opbouwwerk' });
    expect(
      (letters.json['brieven'] as unknown as { soort: string }[]).filter(({ soort }) => soort === 'vraag'),
    ).toHaveLength(1);
    expect(
      (await send('afsluitingen', { uitkomst: 'geholpen', bericht: 'Buurman is opgenomen.' })).json['errors'],
    ).toMatchObject([{ code: 'message-about-person', location: { pointer: '#/bericht' } }]);
    expect((await send('afsluitingen', { uitkomst: 'geholpen' })).status).toBe(201);
    expect((await send('aannames')).json).toMatchObject({ status: 409, code: 'offer-already-answered' });
    expect((await send('heropeningen')).status).toBe(201);
    expect((await send('doorgaven', { dienstId: town.services['mediation'] })).status).toBe(201);
    expect((await send('doorgaven', { dienstId: crypto.randomUUID() })).status).toBe(409);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('does a part, of which it reads no more than was asked', async () => {
    const { whole, part } = await sendPart(house, town, 'community-work');
    expect((await ask(`meldingen/${whole}`, { client: welfare })).status).toBe(404);
    expect((await ask(`meldingen/${part}`, { client: welfare })).json).toMatchObject({
      isDeel: true,
      stand: 'aangeboden',
    });
    const as = { client: welfare, as: 'opbouwwerk' };
    const send = (path: string, body?: unknown) =>
      ask(`meldingen/${part}/${path}`, { ...as, method: 'POST', ...(body ? { body } : {}) });
    expect((await ask(`meldingen/${part}/inhoud`, as)).status).toBe(403);
    expect((await send('aannames')).status).toBe(201);
    const read = (await ask(`meldingen/${part}/inhoud`, as)).text;
    expect(read).toContain('Praat met de buren.');
    expect(read).not.toContain('lantaarn');
    expect((await send('afsluitingen', { uitkomst: 'geholpen' })).json).toMatchObject({ status: 409 });
    const ended = { uitkomst: 'deel-niet-mogelijk', bericht: 'Niemand thuis.' };
    expect((await send('deeluitkomsten', ended)).status).toBe(201);
    expect((await send('deeluitkomsten', ended)).status).toBe(201);
    expect((await ask(`meldingen/${part}`, { client: welfare })).json).toMatchObject({
      stand: 'gesloten',
      uitkomst: 'deel-niet-mogelijk',
    });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('declines, and then the report is no longer its own', async () => {
    const { number } = await sendReport(house, town);
    const path = `meldingen/${number}/afwijzingen`;
    expect(
      (await ask(path, { client: welfare, as: 'opbouwwerk', body: { reden: 'kennen wij al' } })).json[
        'errors'
      ],
    ).toMatchObject([{ location: { pointer: '#/reden' } }]);
    expect(
      (await ask(path, { client: welfare, as: 'opbouwwerk', body: { reden: 'nu-geen-plek' } })).status,
    ).toBe(201);
    const after = await ask(`meldingen/${number}`, { client: wide });
    expect(after.json['aangebodenAan']).not.toBe('community-work');
    expect((await ask(`meldingen/${number}`, { client: welfare })).status).toBe(404);
  });

  it('declines with who then, and says that care was handed over in a talk', async () => {
    const { number } = await sendReport(house, town);
    const decline = (dienstId: string | undefined) =>
      ask(`meldingen/${number}/afwijzingen`, {
        client: welfare,
        as: 'opbouwwerk',
        body: { reden: 'past-beter-elders', voorstel: { dienstId } },
      });
    expect((await decline(crypto.randomUUID())).json['errors']).toMatchObject([
      { location: { pointer: '#/voorstel/dienstId' } },
    ]);
    expect((await decline(town.services['debt-help'])).status).toBe(201);
    const care = await sendCare(house, town, 'community-work');
    const send = (part: string, body?: unknown) =>
      ask(`meldingen/${care}/${part}`, {
        client: welfare,
        as: 'opbouwwerk',
        method: 'POST',
        ...(body ? { body } : {}),
      });
    expect((await send('aannames')).status).toBe(201);
    expect((await ask(`meldingen/${care}`, { client: welfare })).json['volgendeStap']).toBe(
      'overdrager-spreken',
    );
    expect((await send('gesprekken', { op: '2019-01-01T10:00:00Z' })).json['errors']).toMatchObject([
      { location: { pointer: '#/op' } },
    ]);
    expect((await send('gesprekken', { op: (await databaseNow(house.db.owner)).toISOString() })).status).toBe(
      201,
    );
    const { text } = await ask(`meldingen/${care}/geschiedenis`, { client: welfare });
    expect(text).toContain('"wat":"gesproken"');
    expect(text).not.toContain('Naam ');
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('never gives the coordinator\u2019s decisions to a machine', async () => {
    const desk = await newClient(house, {
      town,
      party: 'gemeente',
      services: ['meldpunt'],
      scopes: [...ALL, 'meldingen:alle'],
    });
    const number = await accepted();
    const taken = await ask(`meldingen/${number}/overnames`, {
      client: desk,
      as: 'coordinator',
      method: 'POST',
    });
    expect(taken.status).toBe(404);
    expect((await ask(`meldingen/${number}`, { client: desk })).json['stand']).toBe('aangenomen');
  });

  it('lets a person and a machine at the same instant have it once', async () => {
    const { number } = await sendReport(house, town);
    const person = await inTenant(house.db.app, town.id, (tx) =>
      userActor(tx, town.users['opbouwwerk'] ?? ''),
    );
    if (!person) throw new Error('expected opbouwwerk');
    const [byPage, byApi] = await Promise.all([
      perform(house.db.app, person, number, { command: 'decline', reason: 'other-area' }),
      ask(`meldingen/${number}/aannames`, { client: welfare, as: 'opbouwwerk', method: 'POST' }),
    ]);
    expect([byPage.ok, byApi.status === 201].filter(Boolean)).toHaveLength(1);
  });
});

it('limits each client over all processes, and says when to come back', async () => {
  await clearOfWindowEnd(house.db.owner, 60_000);
  const { anotherApp } = await import('../support/visitor.ts');
  const [one, two] = await Promise.all(
    [1, 2].map(() => anotherApp(house, { env: { API_REQUESTS_PER_MINUTE: '3' } })),
  );
  const client = await newClient(house, { town, scopes: ['meldingen:lezen'] });
  const answers: ApiAnswer[] = [];
  for (const app of [one, two, one, two]) {
    if (!app) throw new Error('expected two apps');
    const answer = await askApi({ app }, town, 'meldingen', { client });
    answers.push(answer);
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers[3]?.headers.get('retry-after')).toBe('60');
  expect(answers[3]?.json['type']).toBe(`${ORIGIN}/v1/fouten/te-veel`);
});

it('shows the privacy officer which machine looked', async () => {
  const officer = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['privacy'] ?? ''));
  if (!officer) throw new Error('expected privacy');
  const lines = await accessLog(house.db.app, officer, { limit: 1000 });
  expect(
    lines.ok &&
      lines.value.some(
        ({ clientName, userName }) => clientName === 'Systeem van welzijn' && userName === 'Naam opbouwwerk',
      ),
  ).toBe(true);
  const page = await house.app.request(`${ORIGIN}/proefstad/logboek`, {
    headers: { cookie: await cookieOf(house, town, 'privacy') },
  });
  expect(await page.text()).toContain('via Systeem van welzijn');
});
