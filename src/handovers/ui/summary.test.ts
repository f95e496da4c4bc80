import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { readPaper } from '../../../tests/support/pdf.ts';
import { aJpeg } from '../../../tests/support/pictures.ts';
import { TEST_PASSWORD, type Town } from '../../../tests/support/town.ts';
import { visit, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import { readImage } from '../../kit/image-codec.ts';
import { userActor } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { addReportPhotos, noteReference, perform, type Order } from '../index.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  town = house.towns[0];
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  return actor;
}

async function order(login: string, { number }: SentReport, what: Order): Promise<void> {
  const done = await perform(house.db.app, await as(login), number, what);
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
}

async function accepted(): Promise<SentReport> {
  const report = await sendReport(house, town);
  await order('opbouwwerk', report, { command: 'accept' });
  return report;
}

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

async function summary(
  login: string,
  { number }: SentReport,
  { query = '', language = 'nl' } = {},
): Promise<Page> {
  return (await logIn(login, language)).get(`/proefstad/werk/${number}/samenvatting${query}`);
}

/** What stands in the block that is copied. */
function blockOf({ html }: Page): string {
  const text = /<textarea[^>]*readonly[^>]*>(?<text>[^<]*)</i.exec(html)?.groups?.['text'];
  if (text === undefined) throw new Error('expected a block of text that can only be read');
  return text;
}

const linesOf = async ({ reportId }: SentReport) =>
  inTenant(house.db.app, town.id, async (tx) => {
    const { rows } = await sql<{ action: string; outcome: string; data_class: string }>`
      select action, outcome, data_class from access_log where subject_id = ${reportId} order by id`.execute(
      tx.kysely,
    );
    return rows.map(({ action, outcome, data_class }) => `${action} ${outcome} ${data_class}`);
  });

const WORDS = ['Een geheim verhaal.', 'Melder Geheim', 'Proefstraat 1'];

describe('the summary', () => {
  it('holds the essentials in plain text, and no word of anybody', async () => {
    const report = await accepted();
    await noteReference(house.db.app, await as('opbouwwerk'), report.number, 'Z-12');
    const block = blockOf(await summary('opbouwwerk', report));
    expect(block.split('\n')[0]).toBe(`Melding ${report.number}, proefstad`);
    for (const line of [
      'Aard: Veel alleen',
      'Buurt: Proefbuurt',
      'Stand: ',
      'Aan zet: Naam opbouwwerk · community-work',
      'Volgende stap: Eerste contact leggen',
      'Uiterlijk: ',
      'community-work: Z-12',
    ])
      expect(block).toContain(line);
    for (const hidden of WORDS) expect(block).not.toContain(hidden);
  });

  it('takes the words along when that is asked, and not how to reach the reporter or what colleagues noted', async () => {
    const report = await accepted();
    const key = '0190aaaa-0000-7000-8000-0000000000d1';
    await order('opbouwwerk', report, { command: 'note', body: 'Een notitie onder ons.', key });
    const ask = { body: 'Hoe laat was dat?', key: '0190aaaa-0000-7000-8000-0000000000d2' };
    await order('opbouwwerk', report, { command: 'ask', ...ask });
    const block = blockOf(await summary('opbouwwerk', report, { query: '?met=woorden' }));
    expect(block).toContain('Een geheim verhaal.');
    expect(block).toContain('Proefstraat 1');
    expect(block).toContain('Hoe laat was dat?');
    expect(block).not.toContain('Melder Geheim');
    expect(block).not.toContain('Een notitie onder ons.');
  });

  it('leaves a line: one for the codes, one for each class of words', async () => {
    const report = await accepted();
    await summary('opbouwwerk', report);
    expect(await linesOf(report)).toContain('export success -');
    const before = (await linesOf(report)).length;
    await summary('opbouwwerk', report, { query: '?met=woorden' });
    expect((await linesOf(report)).slice(before).toSorted()).toEqual([
      'export success place',
      'export success story',
    ]);
  });

  it('opens for who has the report in hand, and for nobody else', async () => {
    const report = await accepted();
    const status = async (login: string) => (await summary(login, report, { query: '?met=woorden' })).status;
    expect([await status('opbouwwerk'), await status('coordinator')]).toEqual([200, 200]);
    for (const login of ['huismeester', 'privacy', 'wijkteam-lead']) expect(await status(login)).toBe(404);
    const offered = await sendReport(house, town);
    const shut = await summary('opbouwwerk', offered, { query: '?met=woorden' });
    expect(shut.status).toBe(403);
    for (const hidden of WORDS) expect(shut.html).not.toContain(hidden);
    expect(await linesOf(offered)).toContain('read denied -');
  });

  it('is in the language of who copies it', async () => {
    const block = blockOf(await summary('opbouwwerk', await accepted(), { language: 'en' }));
    expect(block).toContain('Neighbourhood: Proefbuurt');
    expect(block).toContain('Nature: ');
  });

  it('stands on the page of a report as a link for who can open it', async () => {
    const [offered, mine] = [await sendReport(house, town), await accepted()];
    const page = await logIn('opbouwwerk');
    const link = ({ number }: SentReport) => `href="/proefstad/werk/${number}/samenvatting"`;
    expect((await page.get(`/proefstad/werk/${mine.number}`)).html).toContain(link(mine));
    expect((await page.get(`/proefstad/werk/${offered.number}`)).html).not.toContain(link(offered));
  });
});

describe('the same as a PDF', () => {
  const pdf = async (login: string, { number }: SentReport, { query = '', language = 'nl' } = {}) =>
    (await logIn(login, language)).get(`/proefstad/werk/${number}/samenvatting.pdf${query}`);

  async function withPhoto(): Promise<SentReport> {
    const report = await accepted();
    const made = await readImage(await aJpeg(60, 40));
    if (!made.ok) throw new Error('expected a picture');
    const { number } = report;
    await addReportPhotos(house.db.app, await as('opbouwwerk'), { number, images: [made.value] });
    return report;
  }

  it('holds what the summary holds and what happened, and no word of anybody', async () => {
    const report = await withPhoto();
    const answer = await pdf('opbouwwerk', report);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('content-disposition')).toContain(`melding-${report.number}.pdf`);
    const { pages, info } = await readPaper(answer.bytes);
    expect(info).toMatchObject({ Title: `Melding ${report.number}, proefstad`, Language: 'nl' });
    const text = pages.map((page) => page.text).join('\n');
    for (const held of ['Veel alleen', 'Proefbuurt', 'Naam opbouwwerk', 'De melding kwam binnen.'])
      expect(text).toContain(held);
    for (const hidden of WORDS) expect(text).not.toContain(hidden);
    expect(pages.flatMap(({ alts }) => alts)).toEqual([]);
  });

  it('takes words and photos along when that is asked, and leaves a line for each class', async () => {
    const report = await withPhoto();
    const before = (await linesOf(report)).length;
    const { pages } = await readPaper((await pdf('opbouwwerk', report, { query: '?met=woorden' })).bytes);
    const text = pages.map((page) => page.text).join('\n');
    expect(text).toContain('Een geheim verhaal.');
    expect(text).toContain('Proefstraat 1');
    expect(text).not.toContain('Melder Geheim');
    expect(pages.flatMap(({ alts }) => alts)).toEqual([expect.stringContaining('Foto 1')]);
    expect((await linesOf(report)).slice(before).toSorted()).toEqual([
      'export success photo',
      'export success place',
      'export success story',
    ]);
  });

  it('opens for who has the report in hand, and for nobody else', async () => {
    const report = await accepted();
    const status = async (login: string) => (await pdf(login, report, { query: '?met=woorden' })).status;
    expect([await status('opbouwwerk'), await status('coordinator')]).toEqual([200, 200]);
    for (const login of ['huismeester', 'privacy', 'wijkteam-lead']) expect(await status(login)).toBe(404);
    expect((await pdf('opbouwwerk', await sendReport(house, town))).status).toBe(403);
  });

  it('is in the language of who makes it', async () => {
    const { pages, info } = await readPaper(
      (await pdf('opbouwwerk', await accepted(), { language: 'en' })).bytes,
    );
    expect(info).toMatchObject({ Language: 'en' });
    expect(pages[0]?.text).toContain('Neighbourhood');
    expect(pages[0]?.beside).toContain('page 1 of 1');
  });
});
