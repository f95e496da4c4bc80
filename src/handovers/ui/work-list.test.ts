import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { idOf, TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import type { Submission } from '../../reports/model.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/werk';
const LONELY: Submission['observations'] = { danger: { kind: 'none' }, sights: ['lonely'], about: 'someone' };

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

async function notice(login: string, kind: string, reportId: string | null): Promise<void> {
  const [town] = house.towns;
  const id = idOf(login, kind, reportId ?? '');
  await inTenant(house.db.owner, town.id, (tx) =>
    sql`insert into notice values (${town.id}, ${id}, ${town.users[login]}, ${kind}, ${reportId}, wijk_now(), null)`.execute(
      tx.kysely,
    ),
  );
}

describe('the work list', () => {
  it('says what will come when there is nothing to do', async () => {
    const words = wordsOf(await (await logIn('huismeester')).get(PAGE));
    expect(words).toContain('U hoeft nu niets te doen');
    expect(words).toContain('Komt er een melding voor u of uw dienst?');
  });

  it('goes to a report by its number, whatever a list shows, and to none that is not there for me', async () => {
    const report = await sendReport(house, house.towns[0], { observations: LONELY });
    const worker = await logIn('opbouwwerk');
    const found = await worker.get(`${PAGE}?nummer=%23${report.number}%20`);
    expect([found.status, found.location]).toEqual([303, `${PAGE}/${report.number}`]);
    expect((await worker.get(`${PAGE}/${report.number}`)).status).toBe(200);
    expect((await (await logIn('huismeester')).get(`${PAGE}/${report.number}`)).status).not.toBe(200);
    const wrong = await worker.get(`${PAGE}?nummer=twaalf`);
    expect(wrong.status).toBe(200);
    expect(wordsOf(wrong)).toContain('Wij vinden geen melding met dit nummer of kenmerk');
    expect(wrong.html).toContain('value="twaalf"');
  });

  it('shows what is asked of my service, why and until when, without a word of the report', async () => {
    const report = await sendReport(house, house.towns[0], { observations: LONELY });
    const page = await (await logIn('opbouwwerk')).get(PAGE);
    expect(wordsOf(page)).toContain(
      `${report.number} Veel alleen Proefbuurt Gewoon community-work: past het best`,
    );
    expect(page.html).toContain(`href="${PAGE}/${report.number}"`);
    for (const hidden of ['Een geheim verhaal.', 'Melder Geheim', 'Proefstraat'])
      expect(page.html).not.toContain(hidden);
  });

  it('moves it to my own turn when I accept, and keeps the words out of the list', async () => {
    const report = await sendReport(house, house.towns[0], { observations: LONELY });
    const worker = await logIn('opbouwwerk');
    await worker.post(`${PAGE}/${report.number}`, { intent: 'accept' });
    const page = await worker.get(PAGE);
    const words = wordsOf(page);
    expect(words.slice(words.indexOf('U bent aan zet'))).toContain(
      `${report.number} Veel alleen Proefbuurt Gewoon Eerste contact leggen`,
    );
    expect(page.html).not.toContain('Een geheim verhaal.');
  });

  it('puts what waits for somebody else apart for the coordinator', async () => {
    await sendReport(house, house.towns[0], { observations: LONELY });
    const words = wordsOf(await (await logIn('coordinator')).get(PAGE));
    expect(words).toMatch(/U wacht op een ander: \d+ melding/);
    expect(words).toContain('Wacht op antwoord van community-work');
  });

  it('puts first and marks what is late', async () => {
    const [early, late] = [await sendReport(house, house.towns[0]), await sendReport(house, house.towns[0])];
    const worker = await logIn('opbouwwerk');
    for (const { number } of [early, late]) await worker.post(`${PAGE}/${number}`, { intent: 'accept' });
    await inTenant(house.db.owner, house.towns[0].id, (tx) =>
      sql`update report set overdue_count = 1, deadline = deadline + interval '9 days' where id = ${late.reportId}`.execute(
        tx.kysely,
      ),
    );
    const words = wordsOf(await worker.get(PAGE));
    expect(words).toMatch(
      new RegExp(
        `Volgende stap Uiterlijk ${late.number} Veel alleen Proefbuurt Gewoon Eerste contact leggen Te laat`,
      ),
    );
    expect(words).toContain(`${early.number} Veel alleen Proefbuurt Gewoon Eerste contact leggen`);
  });

  it('shows notices once, together, and only links what opens', async () => {
    const [mine, others] = [await sendReport(house, house.towns[0]), await sendReport(house, house.towns[0])];
    const worker = await logIn('opbouwwerk');
    for (const { number } of [mine, others]) await worker.post(`${PAGE}/${number}`, { intent: 'accept' });
    for (const report of [mine, others]) await notice('corporatie-lead', 'owner-overdue', report.reportId);
    await notice('opbouwwerk', 'owner-overdue', mine.reportId);
    const lead = await logIn('corporatie-lead');
    const told = await lead.get(PAGE);
    expect(wordsOf(told)).toContain('Bij 2 meldingen ging een termijn voorbij:');
    expect(told.html).not.toContain(`href="${PAGE}/${mine.number}"`);
    expect((await worker.get(PAGE)).html).toMatch(
      new RegExp(`Bij één melding ging een termijn voorbij:.*?href="${PAGE}/${mine.number}"`, 's'),
    );
    const answer = await lead.post(PAGE, { intent: 'seen' });
    expect([answer.status, answer.location]).toEqual([303, PAGE]);
    expect(wordsOf(await lead.get(PAGE))).not.toContain('Berichten voor u');
  });

  it('shows only notices that still concern me, with what their report is about', async () => {
    const [open, finished, passedOn] = [
      await sendReport(house, house.towns[0], { observations: LONELY }),
      await sendReport(house, house.towns[0], { observations: LONELY }),
      await sendReport(house, house.towns[0], { observations: LONELY }),
    ];
    const worker = await logIn('opbouwwerk');
    await worker.post(PAGE, { intent: 'seen' });
    for (const { number } of [open, finished]) await worker.post(`${PAGE}/${number}`, { intent: 'accept' });
    await worker.post(`${PAGE}/${finished.number}`, { intent: 'close', outcome: 'helped' });
    for (const report of [open, finished]) await notice('opbouwwerk', 'owner-overdue', report.reportId);
    await notice('coordinator2', 'came-back', passedOn.reportId);
    const told = wordsOf(await worker.get(PAGE));
    expect(told).toContain(`Bij één melding ging een termijn voorbij: ${open.number} Veel alleen Gezien`);
    expect(wordsOf(await (await logIn('coordinator2')).get(PAGE))).not.toContain('Berichten voor u');
  });

  it('shows what comes first of many, with how many there are, and leads to all of a team', async () => {
    const lamp: Submission['observations'] = { danger: { kind: 'none' }, sights: ['damage'], about: 'place' };
    await inTenant(house.db.owner, house.towns[0].id, (tx) =>
      sql`insert into user_role values (${tx.municipalityId}, ${house.towns[0].users['manager']}, 'team-lead')`.execute(
        tx.kysely,
      ),
    );
    for (let made = 0; made < 51; made += 1) await sendReport(house, house.towns[0], { observations: lamp });
    const worker = wordsOf(await (await logIn('openbaar')).get(PAGE));
    expect(worker).toContain('Hier staan de 50 die het eerst aan de beurt zijn, van 51.');
    const lead = await (await logIn('manager')).get(PAGE);
    expect(wordsOf(lead)).toContain('Hier staat wat het eerst aan de beurt is. Alles van uw organisatie');
    expect(lead.html).toContain('href="/proefstad/werk/lijst?bereik=organisatie"');
    expect(worker).not.toContain('Alles van uw organisatie');
  });

  it('is not for who has no work here', async () => {
    expect((await (await logIn('privacy')).get(PAGE)).status).toBe(403);
    expect((await (await logIn('privacy')).post(PAGE, { intent: 'seen' })).status).toBe(403);
    expect((await visit(house.app).get(PAGE)).location).toBe('/proefstad/inloggen?naar=%2Fproefstad%2Fwerk');
  });
});
