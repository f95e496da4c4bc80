import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { inTenant } from '../kit/db.ts';
import { readEvents } from '../kit/events.ts';

let house: TestHouse;
let town: Town;
let owner: Visitor;
beforeAll(async () => {
  house = await openHouse();
  town = house.towns[0];
  owner = await logIn('wijkteam');
}, 180_000);
afterAll(() => house.close());

const OLD = 'verkeerd@voorbeeld.test';
const NEW = 'goed@voorbeeld.test';

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

/** A report that wijkteam has in hand. */
async function inHand(contact: { email?: string; phone?: string } = {}): Promise<SentReport> {
  const report = await sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
    contact,
  });
  await owner.post(`/proefstad/werk/${report.number}`, { intent: 'accept' });
  return report;
}

const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  inTenant(house.db.owner, town.id, async ({ kysely }) => (await query.execute(kysely)).rows);

async function contactOf({ reportId }: SentReport) {
  const [found] = await rows(
    sql<{
      email: string | null;
      phone: string | null;
    }>`select email, phone from report_contact where report_id = ${reportId}`,
  );
  return found;
}

const correct = (by: Visitor, { number }: SentReport, fields: { email?: string; phone?: string }) =>
  by.post(`/proefstad/werk/${number}`, { intent: 'contact', email: '', phone: '', ...fields });
const corrections = async ({ reportId }: SentReport) =>
  (await inTenant(house.db.app, town.id, (tx) => readEvents(tx, `report:${reportId}`))).filter(
    ({ kind }) => kind === 'contact-corrected',
  );

describe('who has a report in hand', () => {
  it('puts a wrong address right; the wrong one is gone, and the history tells which and not what', async () => {
    const report = await inHand({ email: OLD, phone: '0612345678' });
    const answer = await correct(owner, report, { email: NEW, phone: '0612345678' });
    expect(answer.status).toBe(303);
    expect(await contactOf(report)).toEqual({ email: NEW, phone: '0612345678' });
    const page = await owner.get(`/proefstad/werk/${report.number}`);
    expect(page.html).toContain(`mailto:${NEW}`);
    expect(page.html).not.toContain(OLD);
    expect(wordsOf(page)).toContain('E-mailadres van de melder verbeterd');
    // who fills it in is not whose address it is
    expect(wordsOf(page)).not.toContain('Uw e-mailadres');
    const told = await corrections(report);
    expect(told.map(({ data }) => data)).toEqual([{ fields: ['email'], isFirst: false }]);
    expect(await findBreaches(house.db.owner)).toEqual([]);
  });

  it('leaves a line in the access log', async () => {
    const report = await inHand({ email: OLD });
    await correct(owner, report, { email: NEW });
    const lines = await rows(
      sql`select 1 from access_log where subject_id = ${report.reportId} and action = 'change'
        and data_class = 'contact' and user_id = ${town.users['wijkteam']}`,
    );
    expect(lines).toHaveLength(1);
  });

  it('writes it down once, however often it is saved', async () => {
    const report = await inHand({ email: OLD });
    await correct(owner, report, { email: NEW });
    await correct(owner, report, { email: NEW });
    expect(await corrections(report)).toHaveLength(1);
  });

  it('takes an address away that is somebody else’s, when there is no other', async () => {
    const report = await inHand({ email: OLD, phone: '0612345678' });
    await correct(owner, report, { phone: '0612345678' });
    expect(await contactOf(report)).toEqual({ email: null, phone: '0612345678' });
  });

  it('writes down what an anonymous reporter gives for the first time, and nothing when nothing is given', async () => {
    const report = await inHand();
    expect(wordsOf(await owner.get(`/proefstad/werk/${report.number}`))).toContain(
      'Contactgegevens toevoegen',
    );
    expect((await correct(owner, report, {})).status).toBe(400);
    expect(await contactOf(report)).toBeUndefined();
    expect((await correct(owner, report, { phone: '0612345678' })).status).toBe(303);
    expect(await contactOf(report)).toEqual({ email: null, phone: '0612345678' });
    expect(wordsOf(await owner.get(`/proefstad/werk/${report.number}`))).toContain(
      'De melder gaf een telefoonnummer',
    );
  });

  it('is told beside the field what is wrong, with what was typed', async () => {
    const report = await inHand({ email: OLD });
    const answer = await correct(owner, report, { email: 'geen adres', phone: '12' });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('value="geen adres"');
    expect(answer.html).toContain('href="#field-contact-email"');
    expect(answer.html).toContain('href="#field-contact-phone"');
    expect(await contactOf(report)).toEqual({ email: OLD, phone: null });
  });

  it('finds the form in English too', async () => {
    const report = await inHand({ email: OLD });
    const english = await logIn('wijkteam', 'en');
    expect(wordsOf(await english.get(`/proefstad/werk/${report.number}`))).toContain(
      'Correct the contact details',
    );
  });
});

describe('nobody else', () => {
  it('changes it: not a colleague of the service, not another service, and nobody after the end', async () => {
    const report = await inHand({ email: OLD });
    const colleague = await logIn('wijkteam2');
    const page = await colleague.get(`/proefstad/werk/${report.number}`);
    expect(wordsOf(page)).not.toContain('Contactgegevens verbeteren');
    expect((await correct(colleague, report, { email: NEW })).status).toBe(400);
    expect((await correct(await logIn('huismeester'), report, { email: NEW })).status).toBe(404);
    await owner.post(`/proefstad/werk/${report.number}`, { intent: 'contacted' });
    await owner.post(`/proefstad/werk/${report.number}`, {
      intent: 'close',
      outcome: 'helped',
      message: 'Klaar.',
    });
    expect((await correct(owner, report, { email: NEW })).status).toBe(400);
    expect(await contactOf(report)).toEqual({ email: OLD, phone: null });
  });

  it('brings back what time took away', async () => {
    const report = await inHand({ email: OLD });
    await rows(
      sql`update report_contact set name = null, email = null, phone = null, anonymised_at = wijk_now()
        where report_id = ${report.reportId}`,
    );
    expect((await correct(owner, report, { email: NEW })).status).toBe(400);
    expect(await contactOf(report)).toEqual({ email: null, phone: null });
    await rows(sql`update report_contact set anonymised_at = null where report_id = ${report.reportId}`);
  });
});
