import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import {
  PUSH_HOST,
  startPushService,
  type PushService,
  type TestBrowser,
} from '../../../tests/support/push-service.ts';
import type { Town } from '../../../tests/support/town.ts';
import { anotherApp } from '../../../tests/support/visitor.ts';
import { findBreaches } from '../../cli/verify.ts';
import { perform } from '../../handovers/index.ts';
import { advanceClock } from '../../kit/clock.ts';
import { contentFile } from '../../kit/content.ts';
import { inTenant } from '../../kit/db.ts';
import { silent } from '../../kit/log.ts';
import { loadTexts } from '../../kit/texts.ts';
import { userActor } from '../../people/index.ts';
import { saveWish } from '../index.ts';
import { sendNext, type Post } from '../post.ts';
import { makePush } from './deliver.ts';
import { vapidOf } from './vapid.ts';

const KEY = '5e'.repeat(32);
const vapid = vapidOf(KEY, 'beheer@stad.test');
const AGENT = 'Mozilla/5.0 (Linux; Android 16; Pixel) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';

let house: TestHouse;
let town: Town;
let service: PushService;
let post: Post;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  service = await startPushService(() => vapid.publicKey);
  post = {
    push: makePush({ vapid, services: PUSH_HOST, connection: service.connection }),
    key: KEY,
    origin: ORIGIN,
    log: silent,
    texts: loadTexts(contentFile('texts'), { strict: true }),
  };
}, 180_000);
afterAll(async () => {
  await service.close();
  await house.close();
});
beforeEach(async () => {
  for (const table of ['message_due', 'message_item', 'message', 'device', 'mail_wish'])
    await run(sql`delete from ${sql.table(table)}`);
  service.answers.length = 0;
  service.faults.length = 0;
});

const run = <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  inTenant(house.db.owner, town.id, async ({ kysely }) => (await query.execute(kysely)).rows);
const states = () =>
  run(sql<{ kind: string; state: string; cause: string | null }>`
    select kind, state, cause from message where device_id is not null order by id`);
const deviceIds = async () =>
  (await run(sql<{ id: string }>`select id from device order by made_at`)).map(({ id }) => id);

async function as(login: string) {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

async function ask(login: string, fields?: Readonly<Record<string, string>>, app = house.app) {
  const headers = { cookie: await cookieOf(house, town, login), origin: ORIGIN, 'user-agent': AGENT };
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await app.request(
    `${ORIGIN}/proefstad/account/apparaten`,
    fields === undefined
      ? { headers }
      : { method: 'POST', headers: { ...headers, ...type }, body: new URLSearchParams(fields).toString() },
  );
  return { status: answer.status, html: await answer.text() };
}

async function subscribed(login: string): Promise<TestBrowser> {
  const browser = service.subscribe();
  expect((await ask(login, { intent: 'add', ...browser.fields })).status).toBe(303);
  return browser;
}

async function sendAll(): Promise<void> {
  while ((await sendNext(house.db.app, post)) !== undefined);
}

describe('a device that somebody switched on', () => {
  it('is told that there is something, of which kind and where, and no word of what', async () => {
    const browser = await subscribed('opbouwwerk');
    const { number } = await sendReport(house, town);
    await sendAll();
    expect(service.faults).toEqual([]);
    expect(browser.arrived.map(({ shown }) => shown)).toEqual([
      {
        title: 'Er is iets voor u',
        body: 'Een melding wacht op uw antwoord.',
        path: `/proefstad/werk/${number}`,
        tag: expect.stringMatching(/^[0-9a-f]{32}$/),
        lang: 'nl',
      },
    ]);
    const [{ headers, shown } = { headers: {}, shown: {} }] = browser.arrived;
    expect(headers['topic']).toBe(shown['tag']);
    expect(Number(headers['ttl'])).toBeGreaterThan(59);
    expect(headers['content-encoding']).toBe('aes128gcm');
    expect(await states()).toEqual([{ kind: 'offered', state: 'sent', cause: null }]);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('is told of what its owner wants to hear, also when their mail is gathered or none is wanted', async () => {
    const browser = await subscribed('opbouwwerk');
    const wish = { email: 'op@werk.test', language: 'nl', mode: 'never' } as const;
    await saveWish(house.db.app, await as('opbouwwerk'), { key: KEY, wish: { ...wish, kinds: ['late'] } });
    await sendReport(house, town);
    await sendAll();
    expect(browser.arrived).toEqual([]);
    await saveWish(house.db.app, await as('opbouwwerk'), { key: KEY, wish: { ...wish, kinds: ['offered'] } });
    await sendReport(house, town);
    await sendAll();
    expect(browser.arrived).toHaveLength(1);
  });

  it('is told nothing of what was answered meanwhile', async () => {
    const browser = await subscribed('opbouwwerk');
    const { number } = await sendReport(house, town);
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    await sendAll();
    expect(browser.arrived).toEqual([]);
    expect(await states()).toEqual([{ kind: 'offered', state: 'over', cause: null }]);
  });

  it('gets the same notice under the same tag when a worker was killed after sending', async () => {
    const browser = await subscribed('opbouwwerk');
    await sendReport(house, town);
    const killed: Post = {
      ...post,
      push: async (notice, signal) => {
        await post.push?.(notice, signal);
        throw new Error('killed');
      },
    };
    await expect(sendNext(house.db.app, killed)).rejects.toThrow('killed');
    await advanceClock(house.db.owner, 6 * 60_000, { production: false });
    await sendAll();
    const tags = browser.arrived.map(({ shown }) => shown['tag']);
    expect(tags).toHaveLength(2);
    expect(new Set(tags).size).toBe(1);
  });

  it.each([404, 410])('is a device no more when its push service answers %i', async (status) => {
    await subscribed('opbouwwerk');
    await sendReport(house, town);
    service.answers.push(status);
    await sendAll();
    expect(await deviceIds()).toEqual([]);
    expect(await states()).toEqual([{ kind: 'offered', state: 'over', cause: null }]);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('is tried again later, and once it was given up it stands in the outbox and is sent again by hand', async () => {
    const browser = await subscribed('opbouwwerk');
    await sendReport(house, town);
    service.answers.push(503, 403);
    await sendAll();
    expect(await states()).toEqual([{ kind: 'offered', state: 'waiting', cause: 'push-later' }]);
    await advanceClock(house.db.owner, 2 * 60_000, { production: false });
    await sendAll();
    expect(await states()).toEqual([{ kind: 'offered', state: 'failed', cause: 'push-refused' }]);
    const cookie = await cookieOf(house, town, 'beheer');
    const outbox = `${ORIGIN}/proefstad/berichten`;
    const shown = await (await house.app.request(outbox, { headers: { cookie } })).text();
    expect(shown).toContain('De dienst van de browser weigert het bericht');
    expect(shown).not.toContain(PUSH_HOST);
    const body = new URLSearchParams({ intent: 'all-again', cause: 'push-refused' }).toString();
    const headers = { cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await house.app.request(outbox, { method: 'POST', headers, body })).status).toBe(303);
    await sendAll();
    expect(browser.arrived).toHaveLength(1);
  });
});

describe('the page of one’s own devices', () => {
  it('shows each by what it is, sends it a test, and switches it off', async () => {
    const browser = await subscribed('opbouwwerk');
    const { html } = await ask('opbouwwerk');
    expect(html).toContain('Chrome op Android');
    for (const secret of Object.values(browser.fields)) expect(html).not.toContain(secret);
    const [device = ''] = await deviceIds();
    expect((await ask('opbouwwerk', { intent: 'test', device })).status).toBe(303);
    await sendAll();
    expect(browser.arrived.map(({ shown }) => shown['body'])).toEqual(['Dit is een proefbericht.']);
    expect((await ask('opbouwwerk')).html).toContain('Laatste bericht');
    expect((await ask('opbouwwerk', { intent: 'remove', device })).status).toBe(303);
    expect(await deviceIds()).toEqual([]);
  });

  it('does nothing with a device of somebody else', async () => {
    await subscribed('opbouwwerk');
    const [device = ''] = await deviceIds();
    for (const intent of ['test', 'remove'])
      expect((await ask('wijkteam', { intent, device })).status).toBe(400);
    expect(await deviceIds()).toEqual([device]);
    expect(await states()).toEqual([]);
  });

  it('gives a browser to who switched it on last, and shows that person nothing that waited for another', async () => {
    const browser = await subscribed('opbouwwerk');
    await sendReport(house, town);
    expect((await ask('wijkteam', { intent: 'add', ...browser.fields })).status).toBe(303);
    await sendAll();
    expect(browser.arrived).toEqual([]);
    expect((await ask('opbouwwerk')).html).not.toContain('Chrome op Android');
    expect((await ask('wijkteam')).html).toContain('Chrome op Android');
  });

  it.each([
    ['an address inside', { endpoint: 'https://127.0.0.1/x' }],
    ['a host that is no push service', { endpoint: 'https://voorbeeld.nl/x' }],
    ['another protocol', { endpoint: `http://${PUSH_HOST}/x` }],
    ['no key', { p256dh: '' }],
    ['a short secret', { auth: 'AAAA' }],
  ])('refuses %s', async (_, wrong) => {
    const { fields } = service.subscribe();
    const answer = await ask('opbouwwerk', { intent: 'add', ...fields, ...wrong });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('Deze browser gaf geen adres');
    expect(await deviceIds()).toEqual([]);
  });

  it('keeps the ten newest', async () => {
    for (let count = 0; count < 11; count += 1) await subscribed('opbouwwerk');
    expect(await deviceIds()).toHaveLength(10);
  });

  it('says so where the installation sends nothing, and takes nothing', async () => {
    const app = await anotherApp(house, { env: { SECRETS_KEY: KEY } });
    expect((await ask('opbouwwerk', undefined, app)).html).toContain('Meldingen op apparaten staan uit');
    const { fields } = service.subscribe();
    expect((await ask('opbouwwerk', { intent: 'add', ...fields }, app)).status).toBe(404);
    expect(await deviceIds()).toEqual([]);
  });
});

describe('where it is sent', () => {
  it('stands sealed: the database shows no address and no key', async () => {
    const browser = await subscribed('opbouwwerk');
    const [row] = await run(sql<{ sealed: Buffer }>`select sealed from device`);
    for (const secret of Object.values(browser.fields))
      expect(row?.sealed.toString('latin1')).not.toContain(secret);
  });

  it('is no address inside, whatever a name leads to', async () => {
    const notice = { text: '{}', topic: 'a', ttlS: 60 };
    const browser = service.subscribe();
    const { p256dh, auth } = browser.fields;
    const [key, secret] = [Buffer.from(p256dh, 'base64url'), Buffer.from(auth, 'base64url')];
    const push = makePush({ vapid, services: 'localhost' });
    const sent = await push(
      { ...notice, to: { endpoint: 'https://localhost/x', p256dh: key, auth: secret } },
      new AbortController().signal,
    );
    expect(sent).toMatchObject({ ok: false, cause: 'push-unreachable' });
  });

  it('goes with who leaves', async () => {
    await subscribed('wijkteam2');
    const headers = {
      cookie: await cookieOf(house, town, 'beheer'),
      origin: ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const page = `${ORIGIN}/proefstad/gebruikers/${town.users['wijkteam2']}`;
    const body = new URLSearchParams({ intent: 'leave', sure: 'yes' }).toString();
    expect((await house.app.request(page, { method: 'POST', headers, body })).status).toBe(303);
    expect(await deviceIds()).toEqual([]);
  });
});
