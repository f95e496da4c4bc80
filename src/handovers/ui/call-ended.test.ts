import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { hiddenField, visit, wordsOf, type Fields, type Visitor } from '../../../tests/support/visitor.ts';
import { findBreaches } from '../../cli/verify.ts';
import { inTenant } from '../../kit/db.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const FORM = '/proefstad/werk/nieuw';
const call = {
  channel: 'phone',
  dangers: 'none',
  sights: ['damage'],
  about: 'place',
  story: 'De bank bij de vijver is kapot.',
  address: 'Proefstraat 1',
  name: 'Mevrouw Beller',
  phone: '0612345678',
};

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { login, password: TEST_PASSWORD });
  return visitor;
}

async function take(visitor: Visitor, fields: Fields = call) {
  const key = hiddenField(await visitor.get(FORM), 'key');
  return visitor.post(FORM, { key, ...fields });
}

const newest = async () => {
  const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
    sql<Record<string, unknown>>`
      select report.number, report.channel, report.language, report.observations -> 'duty' as duty, words.author_kind,
        words.author_id, contact.name, assessment.advice ->> 'firstService' as first
      from report join report_words words on words.report_id = report.id and words.kind = 'story'
      join assessment on assessment.report_id = report.id
      left join report_contact contact on contact.report_id = report.id
      order by number desc limit 1`.execute(kysely),
  );
  return rows[0];
};

describe('taking in a report while talking', () => {
  it('ends with what to read out: the promise as the caller will find it, and the code', async () => {
    const worker = await logIn('coordinator');
    const sent = await take(worker);
    expect(sent.status).toBe(303);
    const ended = await worker.get(sent.location ?? '');
    const words = wordsOf(ended);
    expect(words).toMatch(/Melding \d+ is binnen/);
    expect(words).toContain('Lees dit voor aan de beller.');
    expect(words).toMatch(/uiterlijk/i);
    const code = /(?:[0-9A-Z]{4}-){4}[0-9A-Z]/.exec(words)?.[0] ?? '';
    expect(await newest()).toMatchObject({
      channel: 'phone',
      language: 'nl',
      author_kind: 'reporter',
      author_id: null,
      name: 'Mevrouw Beller',
      first: 'public-space',
    });
    const caller = visit(house.app);
    expect((await caller.post('/proefstad/volgen', { code })).status).toBe(303);
    const page = wordsOf(await caller.get('/proefstad/volgen/melding'));
    expect(page).toContain('De bank bij de vijver is kapot.');
  });

  it('keeps the code for this browser alone, and the page for who took it in', async () => {
    const worker = await logIn('coordinator');
    const { location } = await take(worker, { ...call, story: 'Nog een bank.' });
    const elsewhere = await logIn('coordinator');
    const again = wordsOf(await elsewhere.get(location ?? ''));
    expect(again).toMatch(/Melding \d+ is binnen/);
    expect(again).not.toMatch(/(?:[0-9A-Z]{4}-){4}[0-9A-Z]/);
    const colleague = await logIn('coordinator2');
    expect((await colleague.get(location ?? '')).status).toBe(404);
    expect((await colleague.get(`${FORM}/99999999`)).status).toBe(404);
  });

  it('asks further what changes who helps, and points the place out on the map', async () => {
    const worker = await logIn('coordinator');
    const asked = await take(worker, { ...call, further: 'yes' });
    expect(wordsOf(asked)).toContain('Kan iemand zich eraan bezeren?');
    const map = await take(worker, { ...call, go: 'map' });
    expect(wordsOf(map)).toContain('Wijs de plek aan');
  });

  it('tells what is known nearby, of what the person may see, without a word of it', async () => {
    const worker = await logIn('opbouwwerk');
    const nothing = await take(worker, { ...call, go: 'near' });
    expect(wordsOf(nothing)).toContain('In deze buurt is voor uw diensten niets open.');
    const lonely = await sendReport(house, house.towns[0]);
    await worker.post(`/proefstad/werk/${lonely.number}`, { intent: 'accept' });
    const known = await take(worker, { ...call, go: 'near' });
    expect(known.html).toContain(`href="/proefstad/werk/${lonely.number}"`);
    expect(wordsOf(known)).toMatch(new RegExp(`${lonely.number} Veel alleen sinds`));
    expect(known.html).not.toContain('Een geheim verhaal.');
    expect(known.html).toContain('De bank bij de vijver is kapot.');
    const other = await take(await logIn('wijkagent'), { ...call, go: 'near' });
    expect(wordsOf(other)).toContain('niets open');
    const nowhere = await take(worker, { ...call, address: '', go: 'near' });
    expect(wordsOf(nowhere)).toContain('Vul eerst een adres in of wijs de plek aan.');
  });

  it('shows all that is wrong and keeps what was typed', async () => {
    const worker = await logIn('coordinator');
    const refused = await take(worker, { channel: 'note', name: 'Mevrouw Beller', address: 'Nergens 9' });
    expect(refused.status).toBe(400);
    expect(wordsOf(refused)).toContain('Kies wat u ziet');
    expect(refused.html).toContain('value="Mevrouw Beller"');
    expect(refused.html).toMatch(/value="note"[^>]* checked|checked[^>]*value="note"/);
  });

  it('is one report when it is sent twice', async () => {
    const worker = await logIn('coordinator');
    const key = hiddenField(await worker.get(FORM), 'key');
    const both = await Promise.all([1, 2].map(() => worker.post(FORM, { key, ...call })));
    expect(new Set(both.map(({ location }) => location)).size).toBe(1);
  });

  it('answers the caller in the language of the caller', async () => {
    const worker = await logIn('coordinator');
    await take(worker, { ...call, language: 'en' });
    expect(await newest()).toMatchObject({ language: 'en' });
  });
});

describe('a note of what somebody saw', () => {
  it('is in the words of who wrote it', async () => {
    const worker = await logIn('huismeester');
    await take(worker, { ...call, channel: 'note', name: '', phone: '' });
    expect(await newest()).toMatchObject({
      channel: 'note',
      author_kind: 'user',
      author_id: house.towns[0].users['huismeester'],
      name: null,
    });
  });

  it('may say that the police’s own tasks are at hand; a resident’s form cannot', async () => {
    const worker = await logIn('huismeester');
    await take(worker, { ...call, channel: 'note', duty: ['staff-protection'] });
    expect(await newest()).toMatchObject({ duty: ['staff-protection'] });
    const resident = visit(house.app);
    const key = hiddenField(await resident.get('/proefstad/melden'), 'key');
    await resident.post('/proefstad/melden', { key, ...call, duty: ['staff-protection'] });
    expect(await newest()).toMatchObject({ duty: null, channel: 'form' });
  });
});

describe('the form', () => {
  it('opens for who handles reports, and for nobody else', async () => {
    const opened = async (login: string) => (await (await logIn(login)).get(FORM)).status;
    expect(await opened('wijkagent')).toBe(200);
    expect([await opened('privacy'), await opened('beheer'), await opened('goedkeurder')]).toEqual([
      403, 403, 403,
    ]);
    expect((await visit(house.app).get(FORM)).location).toContain('/inloggen');
    const privacy = await logIn('privacy');
    expect((await privacy.post(FORM, { key: 'a'.repeat(32), ...call })).status).toBe(403);
  });

  it('leaves everything proven', async () => {
    expect(await findBreaches(house.db.app)).toEqual([]);
  });
});
