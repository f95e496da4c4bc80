import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { idOf, TEST_PASSWORD, type Town } from '../../../tests/support/town.ts';
import { hiddenField, visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { findBreaches } from '../../cli/verify.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { perform } from '../../handovers/index.ts';
import { findReport } from '../../reports/index.ts';
import { appointPost, userActor } from '../index.ts';

const LIST = '/proefstad/gebruikers';
const NEW = '/proefstad/gebruikers/nieuw';
const DAY_MS = 86_400_000;

let house: TestHouse;
let town: Town;
let manager: Visitor;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  manager = await enter('beheer');
}, 180_000);
afterAll(() => house.close());

async function enter(login: string, password = TEST_PASSWORD): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password });
  return visitor;
}

const pageOf = (login: string) => `${LIST}/${town.users[login] ?? ''}`;
const asOwner = <T>(statement: ReturnType<typeof sql<T>>) =>
  inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));
const party = (name: string) => idOf('proefstad', 'party', name);

function linkOn(page: Page): string {
  const found = /http:\/\/house\.test(\/proefstad\/wachtwoord\/[0-9a-f]{64})/.exec(page.html)?.[1];
  if (!found) throw new Error('expected a link to set a password, found none');
  return found;
}

let made = 0;
async function makeUser(
  changes: Record<string, string | string[]> = {},
): Promise<{ login: string; page: Page; fields: Record<string, string | string[]> }> {
  made += 1;
  const login = `nieuw${made}`;
  const fields = {
    key: hiddenField(await manager.get(NEW), 'key'),
    name: `Nieuwe Persoon ${made}`,
    login,
    party: party('wijkteam'),
    roles: ['district-team-worker'],
    services: [town.services['district-team'] ?? ''],
    ...changes,
  };
  return { login, fields, page: await manager.post(NEW, fields) };
}

describe('the list of users', () => {
  it('names everybody of the own municipality, with party, roles and last log-in', async () => {
    const page = await manager.get(LIST);
    const words = wordsOf(page);
    expect(words).toContain('Naam wijkteam-lead');
    expect(words).toContain('Functioneel beheerder');
    expect(words).toContain('Nog nooit');
    expect(page.html).not.toContain('argon2id');
  });
});

describe('a new user', () => {
  it('sets a password by a link that is shown once, and gets to work', async () => {
    const { login, page } = await makeUser();
    const link = linkOn(page);
    expect(wordsOf(await visit(house.app).get(link))).toContain(`Uw inlognaam is ${login}.`);
    const stranger = visit(house.app);
    const password = 'vier gewone woorden';
    expect((await stranger.post(link, { password, repeat: password })).location).toBe(
      '/proefstad/inloggen?wachtwoord',
    );
    const work = await (await enter(login, password)).get('/proefstad/werk');
    expect(work.status).toBe(200);
    expect((await visit(house.app).get(link)).status).toBe(404);
    const again = await visit(house.app).post(link, {
      password: 'iets heel anders',
      repeat: 'iets heel anders',
    });
    expect(again.status).toBe(400);
    expect((await enter(login, 'iets heel anders')).cookie('sessie', '/proefstad/werk')).toBeUndefined();
    const { rows } = await asOwner(sql<{ links: number }>`select count(*)::int as links from password_link`);
    expect(JSON.stringify(rows)).not.toContain(link.slice(-64));
  });

  it('is made once by two clicks, and the later link is the one that works', async () => {
    const { fields, page } = await makeUser();
    const again = await manager.post(NEW, fields);
    const [first, second] = [linkOn(page), linkOn(again)];
    expect([(await visit(house.app).get(first)).status, (await visit(house.app).get(second)).status]).toEqual(
      [404, 200],
    );
    const { rows } = await asOwner(sql`select 1 from user_account where login = ${String(fields['login'])}`);
    expect(rows).toHaveLength(1);
  });

  it('cannot come in before a password is set, with any password', async () => {
    const { login } = await makeUser();
    for (const password of ['decoy', 'null', ' '])
      expect((await enter(login, password)).cookie('sessie', '/proefstad/werk')).toBeUndefined();
  });

  it('has three days for it', async () => {
    const { page } = await makeUser();
    await advanceClock(house.db.owner, 3 * DAY_MS + 60_000, { production: false });
    expect((await visit(house.app).get(linkOn(page))).status).toBe(404);
    await advanceClock(house.db.owner, -(3 * DAY_MS + 60_000), { production: false });
  });

  it('is refused with everything that is wrong at once, and nothing typed is lost', async () => {
    const key = hiddenField(await manager.get(NEW), 'key');
    const answer = await manager.post(NEW, { key, name: 'Wel een naam', login: '', party: '' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Er kloppen 2 dingen nog niet');
    expect(answer.html).toContain('value="Wel een naam"');
    expect(hiddenField(answer, 'key')).toBe(key);
    expect(wordsOf((await makeUser({ login: 'wijkteam' })).page)).toContain('al in gebruik');
    const elsewhere = await makeUser({ services: [town.services['caretaker'] ?? ''] });
    expect(wordsOf(elsewhere.page)).toContain('alleen diensten van de eigen organisatie');
  });

  it.each([
    ['kort', 'minstens 12 tekens'],
    ['nieuw1 en nog wat', 'Uw inlognaam mag niet'],
  ])('may not choose %s', async (password, text) => {
    const { page } = await makeUser({ login: password.startsWith('nieuw') ? 'nieuw1 en' : `kort${made}` });
    const answer = await visit(house.app).post(linkOn(page), { password, repeat: password });
    expect([answer.status, wordsOf(answer)]).toEqual([400, expect.stringContaining(text)]);
    expect(answer.html).not.toContain(`value="${password}"`);
  });
});

describe('roles and services', () => {
  it('change from now on, and leave a line in the access log', async () => {
    const rights = {
      intent: 'rights',
      roles: ['caretaker', 'housing-officer'],
      services: [town.services['caretaker'] ?? ''],
    };
    expect((await manager.post(pageOf('huismeester'), rights)).location).toBe(
      `${pageOf('huismeester')}?gewijzigd`,
    );
    const actor = await inTenant(house.db.app, town.id, (tx) =>
      userActor(tx, town.users['huismeester'] ?? ''),
    );
    expect(actor).toMatchObject({ roles: expect.arrayContaining(['caretaker', 'housing-officer']) });
    const { rows } = await asOwner(
      sql`select user_id, action from access_log where subject_kind = 'user' and subject_id = ${town.users['huismeester']}`,
    );
    expect(rows).toEqual([{ user_id: town.users['beheer'], action: 'manage' }]);
  });

  it('are not for oneself', async () => {
    const answer = await manager.post(pageOf('beheer'), {
      intent: 'rights',
      roles: ['coordinator', 'functional-manager'],
    });
    expect([answer.status, wordsOf(answer)]).toEqual([400, expect.stringContaining('Dit bent u zelf')]);
    expect((await manager.get('/proefstad/overzicht')).status).toBe(403);
  });

  it('that handle reports, taken away, leave no report behind', async () => {
    const report = await sendReport(house, town);
    const { login, page } = await makeUser({
      party: party('welzijn'),
      roles: ['community-worker'],
      services: [town.services['community-work'] ?? ''],
    });
    expect(page.status).toBe(200);
    const { rows } = await asOwner(sql<{ id: string }>`select id from user_account where login = ${login}`);
    const id = rows[0]?.id ?? '';
    const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, id));
    if (worker) await perform(house.db.app, worker, report.number, { command: 'accept' });
    await manager.post(`${LIST}/${id}`, { intent: 'rights', roles: ['manager'] });
    const now = await inTenant(house.db.app, town.id, (tx) => findReport(tx, report.reportId));
    expect(now).toMatchObject({ status: 'with-coordinator', ownerId: town.users['coordinator'] });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('that a post needs stay until the post is somebody else’s', async () => {
    const answer = await manager.post(pageOf('coordinator'), { intent: 'rights', roles: ['desk-worker'] });
    expect(wordsOf(answer)).toContain('vaste coördinator van de gemeente');
    const lead = await manager.post(pageOf('wijkteam-lead'), { intent: 'rights', roles: ['manager'] });
    expect(wordsOf(lead)).toContain('teamleider van wijkteam');
  });
});

describe('leaving', () => {
  it('asks to be sure, and then says in the list who left', async () => {
    const page = pageOf('wijkteam2');
    expect((await manager.post(page, { intent: 'leave' })).status).toBe(400);
    const worker = await enter('wijkteam2');
    expect((await manager.post(page, { intent: 'leave', sure: 'yes' })).location).toBe(`${page}?gewijzigd`);
    expect((await worker.get('/proefstad/werk')).status).toBe(303);
    expect((await manager.post(page, { intent: 'leave', sure: 'yes' })).status).toBe(303);
    expect(wordsOf(await manager.get(page))).toContain('Vertrokken');
    expect((await manager.get(page)).html).not.toContain('name="sure"');
    expect((await manager.post(page, { intent: 'link' })).status).toBe(400);
  });

  it('names the post that goes first; somebody fit of the same party takes it, and then it goes', async () => {
    const page = pageOf('wijkteam-lead');
    const refused = await manager.post(page, { intent: 'leave', sure: 'yes' });
    expect([refused.status, wordsOf(refused)]).toEqual([
      400,
      expect.stringContaining('teamleider van wijkteam'),
    ]);
    const intent = `lead-${party('wijkteam')}`;
    for (const unfit of ['huismeester', 'wijkteam2', 'manager']) {
      const answer = await manager.post(page, { intent, successor: town.users[unfit] ?? '' });
      expect([unfit, answer.status]).toEqual([unfit, 400]);
    }
    expect((await manager.post(page, { intent, successor: town.users['wijkteam'] ?? '' })).status).toBe(303);
    expect((await manager.post(page, { intent: 'leave', sure: 'yes' })).status).toBe(303);
  });

  it('of the standing coordinator waits for the operator, who names another one', async () => {
    const appoint = (login: string) =>
      inTenant(house.db.owner, town.id, (tx) => appointPost(tx, { post: 'coordinator', login }));
    expect([await appoint('huismeester'), await appoint('wijkteam2'), await appoint('coordinator2')]).toEqual(
      [false, false, true],
    );
    const lead = `lead-${party('gemeente')}`;
    await manager.post(pageOf('coordinator'), { intent: lead, successor: town.users['openbaar'] ?? '' });
    expect((await manager.post(pageOf('coordinator'), { intent: 'leave', sure: 'yes' })).status).toBe(303);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });
});
