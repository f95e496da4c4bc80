import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearOfWindowEnd, HOUR_MS } from '../../../tests/support/database.ts';
import { openHouse, ORIGIN, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { anotherApp, visit, wordsOf } from '../../../tests/support/visitor.ts';
import { readConfig } from '../../kit/config.ts';
import { contentFile } from '../../kit/content.ts';
import { silent, type Log } from '../../kit/log.ts';
import { loadTexts } from '../../kit/texts.ts';
import { createApp } from '../../server/app.ts';
import { makeDoor } from '../../server/door.ts';
import { makeServices } from '../../server/wiring.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/inloggen';
const worker = { intent: 'login', login: 'wijkteam', password: TEST_PASSWORD };

describe('logging in', () => {
  it('leads to the work, with a cookie that no script and no other site can use', async () => {
    const visitor = visit(house.app);
    const answer = await visitor.post(PAGE, worker);
    expect([answer.status, answer.location]).toEqual([303, '/proefstad/werk']);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^sessie=[0-9a-f]{64}; Path=\/proefstad; HttpOnly; SameSite=Lax$/);
    expect((await visitor.get('/proefstad/werk')).status).toBe(200);
  });

  it('sends and takes the cookie over https only where visitors come by https', async () => {
    const publicUrl = 'https://meld.voorbeeldstad.example';
    const app = await createApp({
      ...makeDoor(house.db.app),
      db: house.db.app,
      log: silent,
      publicUrl,
      texts: loadTexts(contentFile('texts'), { strict: true }),
      services: makeServices(readConfig({}), house.decisions),
      health: async () => ({ database: true }),
    });
    const answer = await visit(app).post(PAGE, { ...worker, login: 'wijkteam2' }, { origin: publicUrl });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-sessie=[0-9a-f]{64}; .*; Secure$/);
    const worksWith = async (sent: string) =>
      (await app.request(`${publicUrl}/proefstad/werk`, { headers: { cookie: sent } })).status === 200;
    const [sent = ''] = cookie.split(';');
    expect(await worksWith(sent)).toBe(true);
    // a cookie without the prefix may have been set by a neighbour under the same domain, or without https
    expect(await worksWith(sent.replace('__Secure-', ''))).toBe(false);
  });

  it('leads on to the page that was asked for, and never to another site', async () => {
    const asked = await visit(house.app).get('/proefstad/werk/1001?taal=x');
    expect(asked.location).toBe('/proefstad/inloggen?naar=%2Fproefstad%2Fwerk%2F1001%3Ftaal%3Dx');
    const back = await visit(house.app).post(asked.location ?? '', worker);
    expect(back.location).toBe('/proefstad/werk/1001?taal=x');
    const away = await visit(house.app).post(
      `${PAGE}?naar=${encodeURIComponent('//elders.example/')}`,
      worker,
    );
    expect(away.location).toBe('/proefstad/werk');
  });

  it('leads the privacy officer, who has no work list, to the access log', async () => {
    const answer = await visit(house.app).post(PAGE, { ...worker, login: 'privacy' });
    expect(answer.location).toBe('/proefstad/logboek');
  });

  it('leads who has no work list to the own page', async () => {
    const answer = await visit(house.app).post(PAGE, { ...worker, login: 'beheer' });
    expect(answer.location).toBe('/proefstad/instellingen');
  });

  it('says beside the field what is missing, all at once', async () => {
    const answer = await visit(house.app).post(PAGE, { intent: 'login', login: ' ', password: '' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Er kloppen 2 dingen nog niet');
    expect(wordsOf(answer)).toContain('Vul uw inlognaam in.');
    expect(wordsOf(answer)).toContain('Vul uw wachtwoord in.');
  });

  it.each(['wijkteam', 'niemand'])(
    'refuses %s with a wrong password in the same words, and forgets the password',
    async (login) => {
      const answer = await visit(house.app).post(PAGE, { intent: 'login', login, password: 'geheim-getypt' });
      expect(answer.status).toBe(400);
      expect(wordsOf(answer)).toContain('De inlognaam of het wachtwoord klopt niet.');
      expect(answer.html).toContain(`value="${login}"`);
      expect(answer.html).not.toContain('geheim-getypt');
      expect(answer.headers.getSetCookie()).toEqual([]);
    },
  );

  it('stops after too many tries, also for who then knows the password', async () => {
    await clearOfWindowEnd(house.db.owner, HOUR_MS);
    const logged: unknown[] = [];
    const log: Log = (level, event, { code } = {}) => void logged.push([level, event, code]);
    const app = await anotherApp(house, { env: { LOGINS_PER_HOUR: '3' }, log });
    const visitor = visit(app, { address: '192.0.2.77' });
    await visitor.post(PAGE, { ...worker, login: 'huismeester', password: 'mis' });
    const answer = await visitor.post(PAGE, { ...worker, login: 'huismeester' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Er is te vaak geprobeerd in te loggen.');
    expect(logged).toContainEqual(['warn', 'log-in.limited', 'login-limit']);
  });

  it('does not bother who is logged in already', async () => {
    const visitor = visit(house.app);
    await visitor.post(PAGE, worker);
    const answer = await visitor.get(PAGE);
    expect([answer.status, answer.location]).toEqual([303, '/proefstad/werk']);
  });
});

describe('a session', () => {
  it('is nobody in another municipality', async () => {
    const visitor = visit(house.app);
    await visitor.post(PAGE, worker);
    const token = visitor.cookie('sessie', '/proefstad/werk') ?? '';
    const response = await house.app.request(`${ORIGIN}/anderdorp/werk`, {
      headers: { cookie: `sessie=${token}` },
    });
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/anderdorp/inloggen?naar=%2Fanderdorp%2Fwerk',
    ]);
  });

  it('ends with logging out, in the browser and in the database', async () => {
    const visitor = visit(house.app);
    await visitor.post(PAGE, worker);
    const token = visitor.cookie('sessie', '/proefstad/werk') ?? '';
    const answer = await visitor.post('/proefstad/uitloggen', {});
    expect([answer.status, answer.location]).toEqual([303, '/proefstad/inloggen?uit']);
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(visitor.cookie('sessie', '/proefstad/werk')).toBeUndefined();
    expect(wordsOf(await visitor.get('/proefstad/inloggen?uit'))).toContain('U bent uitgelogd.');
    const again = await house.app.request(`${ORIGIN}/proefstad/werk`, {
      headers: { cookie: `sessie=${token}` },
    });
    expect(again.status).toBe(303);
  });

  it('is not ended by looking at the address of logging out', async () => {
    const visitor = visit(house.app);
    await visitor.post(PAGE, worker);
    await visitor.get('/proefstad/uitloggen');
    expect((await visitor.get('/proefstad/werk')).status).toBe(200);
  });
});

describe('the demo', () => {
  const logins = [
    { login: 'wijkteam', name: 'Naam wijkteam', role: 'district-team-worker, team-lead', party: 'Wijkteam' },
  ];

  it('shows its people and their password, one click each', async () => {
    const app = await createApp({
      ...makeDoor(house.db.app),
      db: house.db.app,
      log: silent,
      texts: loadTexts(contentFile('texts'), { strict: true }),
      services: makeServices(readConfig({ LOGINS_PER_HOUR: '100' }), house.decisions, () => ({
        password: TEST_PASSWORD,
        logins,
        codes: [],
      })),
      health: async () => ({ database: true }),
    });
    const words = wordsOf(await visit(app).get(PAGE));
    expect(words).toContain(TEST_PASSWORD);
    expect(words).toContain('Wijkteam Naam wijkteam Medewerker wijkteam, Teamleider wijkteam');
    const clicked = await visit(app).post(PAGE, {
      intent: 'demo-wijkteam',
      login: 'wijkteam',
      password: TEST_PASSWORD,
    });
    expect(clicked.location).toBe('/proefstad/werk');
  });

  it('is not there where the installation names no demo log-ins', async () => {
    const page = await visit(house.app).get(PAGE);
    expect(page.html).not.toContain('wijk-demo-logins');
    expect(page.html).not.toContain(TEST_PASSWORD);
  });
});
