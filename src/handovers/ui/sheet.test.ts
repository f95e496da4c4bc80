import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { markupFaults } from '../../../tests/support/markup.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { hiddenField, visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { workbook } from '../../../tests/support/workbook.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const NEW = '/proefstad/werk/inlezen';

async function logIn(login = 'coordinator', language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

/** Brings cells or a file, and gives the answer: the list when it was taken. */
async function bring(visitor: Visitor, cells: string, file?: Buffer): Promise<Page> {
  const key = hiddenField(await visitor.get(NEW), 'key');
  return visitor.send(NEW, { key, cellen: cells }, file ? { bestand: [file] } : {});
}

async function brought(visitor: Visitor, cells: string): Promise<string> {
  const { location } = await bring(visitor, cells);
  if (location === null) throw new Error('expected the list to be taken');
  return location;
}

let nonce = 0;
const listOf = (...rows: string[]): string => {
  nonce += 1;
  return ['Omschrijving\tAdres\tSoort', ...rows.map((row) => `Pagina ${nonce}. ${row}`)].join('\n');
};
const tickedIn = ({ html }: Page): string[] =>
  [...html.matchAll(/<input type="checkbox"[^>]*name="rij"[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes('checked'))
    .map((tag) => /value="(\d+)"/.exec(tag)?.[1] ?? '');

describe('bringing a list', () => {
  it('takes pasted cells and leads to what they become, without a report made', async () => {
    const visitor = await logIn();
    const path = await brought(visitor, listOf('Elke avond herrie.\tProefstraat 1\tHerrie of ruzie'));
    const page = await visitor.get(path);
    for (const told of [
      '1 rij is nog geen melding',
      'Elke avond herrie.',
      'Proefstraat 1',
      'Niets bijzonders',
    ])
      expect(wordsOf(page)).toContain(told);
    expect(tickedIn(page)).toEqual([]);
    expect(await markupFaults(page.html)).toEqual([]);
    expect(wordsOf(await visitor.get(NEW))).toContain('1 rij, 0 ingelezen');
  });

  it('takes a workbook, and a file of text in the letters of Windows', async () => {
    const visitor = await logIn();
    const book = await bring(
      visitor,
      '',
      workbook([
        ['Melding', 'Straat', 'Huisnummer'],
        ['Uit Excel.', 'Proefstraat', 1],
      ]),
    );
    expect(book.status).toBe(303);
    const page = await visitor.get(book.location ?? '');
    expect(wordsOf(page)).toContain('Uit Excel.');
    expect(wordsOf(page)).toContain('Proefstraat 1,');
    const text = Buffer.from([...Buffer.from('Melding;Plek\r\nBij het caf', 'latin1'), 0xe9, 0x2e]);
    expect(wordsOf(await visitor.get((await bring(visitor, '', text)).location ?? ''))).toContain(
      'Bij het café.',
    );
  });

  it.each([
    ['nothing', '', undefined, 'Plak cellen of kies een bestand.'],
    ['too many rows', 'x\n'.repeat(152), undefined, 'Een lijst heeft hooguit 150 rijen.'],
    ['an old file', '', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), 'Bewaar het in Excel als .xlsx.'],
    ['a picture', '', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]), 'Dit is geen lijst die wij kunnen lezen.'],
    ['too large a file', '', Buffer.alloc(2 * 1024 * 1024 + 1, 'x'), 'Een bestand heeft hooguit 2 MB.'],
    ['a heading alone', 'Omschrijving\tAdres', undefined, 'Hier staan geen rijen in.'],
  ])('says what is wrong with %s, and keeps what was pasted', async (_what, cells, file, told) => {
    const page = await bring(await logIn(), cells, file);
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain(told);
    expect(await markupFaults(page.html)).toEqual([]);
  });

  it('is not read at all from who may not bring one', async () => {
    const visitor = await logIn('manager');
    const key = '0190aaaa-0000-7000-8000-0000000000e1';
    expect((await visitor.send(NEW, { key, cellen: listOf('Iets.') }, {})).status).toBe(403);
    expect((await visit(house.app).get(NEW)).location).toContain('/inloggen');
  });

  it('is offered where reports are taken in', async () => {
    expect((await (await logIn()).get('/proefstad/werk/nieuw')).html).toContain(`href="${NEW}"`);
  });
});

describe('choosing rows', () => {
  it('shows danger first, with a call, and ticks only rows without a remark when that is asked', async () => {
    const visitor = await logIn();
    const path = await brought(
      visitor,
      listOf(
        'Gewoon herrie.\tProefstraat 1\tHerrie of ruzie',
        'Iemand zwaait met een mes.\tProefstraat 1',
        'Geen idee.\tNergens',
      ),
    );
    const page = await visitor.get(path);
    expect(wordsOf(page)).toContain('Eén rij kan over gevaar gaan. Bel eerst.');
    expect(page.html).toContain('href="tel:112"');
    expect(page.html.indexOf('Rij 3 inlezen')).toBeLessThan(page.html.indexOf('Rij 2 inlezen'));
    expect(page.html).toContain('Rij 3 inlezen');
    const good = await visitor.get(`${path}?kies=goed`);
    expect(tickedIn(good)).toEqual(['2']);
  });

  it('asks about danger, and keeps what was ticked when something is missing', async () => {
    const visitor = await logIn();
    const path = await brought(visitor, listOf('Een.', 'Twee.'));
    const silent = await visitor.post(path, { intent: 'inlezen', rij: ['3'] });
    expect(silent.status).toBe(400);
    expect(tickedIn(silent)).toEqual(['3']);
    const none = await visitor.post(path, { intent: 'inlezen', gevaar: 'none' });
    expect(none.status).toBe(400);
    expect(wordsOf(none)).toContain('Kies ten minste één rij.');
  });

  it('makes reports of what was chosen, tells their numbers, and gives the outcome as a file without what stood in the list', async () => {
    const visitor = await logIn();
    const path = await brought(visitor, listOf('Een geheim verhaal.\tProefstraat 1', 'Niet gekozen.'));
    const done = await visitor.post(path, { intent: 'inlezen', rij: ['2'], gevaar: 'none' });
    expect([done.status, done.location]).toEqual([303, `${path}?ingelezen`]);
    const page = await visitor.get(path);
    const number = /Rij 2: melding (\d+)/.exec(wordsOf(page))?.[1] ?? '';
    expect(wordsOf(page)).toContain('1 rij is ingelezen');
    expect(page.html).not.toContain('Een geheim verhaal.');
    expect(wordsOf(await visitor.get(`/proefstad/werk/${number}`))).toContain('Een geheim verhaal.');
    const file = await visitor.get(`${path}/uitkomst.csv`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="uitkomst.csv"');
    expect(file.html.replace('\uFEFF', '').split('\r\n')).toEqual([
      '"Rij";"Melding";"Wat ervan is geworden"',
      `"2";"${number}";"Ingelezen"`,
      '"3";"";"Niet gekozen"',
      '',
    ]);
  });

  it('takes what somebody sets right of the columns, in English as well', async () => {
    const visitor = await logIn('coordinator', 'en');
    const path = await brought(visitor, 'Aap\tNoot\nProefstraat 1\tThe lamp is broken for weeks');
    const done = await visitor.post(path, {
      intent: 'kolommen',
      kop: 'yes',
      'kolom-0': 'address',
      'kolom-1': 'words',
      soort: 'stuk-of-vies',
      dienst: '',
    });
    expect([done.status, done.location]).toEqual([303, path]);
    const page = await visitor.get(path);
    for (const told of ['Proefstraat 1,', 'The lamp is broken', 'Nothing special', '1 row is no report yet'])
      expect(wordsOf(page)).toContain(told);
  });

  it('is thrown away with one button, and is not there for anybody else', async () => {
    const visitor = await logIn();
    const path = await brought(visitor, listOf('Iets.'));
    const other = await logIn('huismeester');
    for (const end of ['', '/uitkomst.csv']) expect((await other.get(`${path}${end}`)).status).toBe(404);
    expect((await other.post(path, { intent: 'inlezen', rij: ['2'], gevaar: 'none' })).status).toBe(404);
    expect((await visitor.post(path, { intent: 'weg' })).location).toBe(NEW);
    expect((await visitor.get(path)).status).toBe(404);
    expect((await visitor.get(`${NEW}/geen-lijst`)).status).toBe(404);
  });
});
