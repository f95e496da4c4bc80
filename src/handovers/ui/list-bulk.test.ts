import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';

let house: TestHouse;
let worker: Visitor;
beforeAll(async () => {
  house = await openHouse();
  worker = await logIn('wijkteam');
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/werk/lijst';

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

/** Reports that wijkteam accepted. */
async function inHand(count: number): Promise<SentReport[]> {
  const sent: SentReport[] = [];
  for (let at = 0; at < count; at += 1) {
    const report = await sendReport(house, house.towns[0], {
      observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
    });
    await worker.post(`/proefstad/werk/${report.number}`, { intent: 'accept' });
    sent.push(report);
  }
  return sent;
}

/** The hidden fields of the form as they stand on the page. */
function hiddenIn({ html }: Page): Record<string, string> {
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  const form = html.slice(html.indexOf('<form id="samen"'));
  const key = /name="key" value="([^"]*)"/.exec(form)?.[1] ?? '';
  return { intent: 'samen', key, seen: value('seen'), getoond: value('getoond') };
}

const colleague = () => `collega:${house.towns[0].users['wijkteam2']}`;

async function send(fields: Record<string, string | readonly string[]>, query = '') {
  const page = await worker.get(`${PAGE}${query}`);
  return worker.post(`${PAGE}${query}`, { ...hiddenIn(page), ...fields });
}

describe('choosing several reports in a list', () => {
  it('has a box for each, one form without scripts, and what can be done with them', async () => {
    const [report] = await inHand(1);
    const page = await worker.get(PAGE);
    expect(page.html).toContain(`aria-label="Melding ${report?.number} kiezen"`);
    expect(page.html).toMatch(/<input[^>]* form="samen"[^>]* name="melding"/);
    const words = wordsOf(page);
    for (const said of ['Overnemen', 'Geven aan collega', 'Overdragen aan dienst', 'Naam wijkteam2'])
      expect(page.html + words).toContain(said);
    // never closing: each reporter deserves an answer of their own
    expect(page.html).not.toMatch(/<option[^>]*>[^<]*Afronden/);
  });

  it('does it, says what came of it on the same list, and puts it back', async () => {
    const reports = await inHand(2);
    const answer = await send(
      { wat: colleague(), melding: reports.map(({ number }) => String(number)) },
      '?spoed=normal',
    );
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/\/werk\/lijst\?spoed=normal&gedaan=[0-9a-f-]{36}$/);
    const after = await worker.get(answer.location ?? '');
    expect(wordsOf(after)).toContain('2 meldingen zijn nu van uw collega, met dezelfde termijn.');
    expect(after.html).not.toContain(`>${reports[0]?.number} `);
    const act = /name="daad" value="([^"]*)"/.exec(after.html)?.[1] ?? '';
    const back = await worker.post(answer.location ?? '', { intent: 'ongedaan', daad: act });
    const restored = await worker.get(back.location ?? '');
    expect(wordsOf(restored)).toContain('2 meldingen zijn teruggezet.');
    expect(wordsOf(restored)).not.toContain('Ongedaan maken');
    for (const { number } of reports) expect(restored.html).toContain(`/werk/${number}"`);
  });

  it('says of each report that it could not be done with, why', async () => {
    const [mine] = await inHand(1);
    const other = await sendReport(house, house.towns[0]);
    const answer = await send({ wat: colleague(), melding: [String(mine?.number), String(other.number)] });
    const after = await worker.get(answer.location ?? '');
    expect(wordsOf(after)).toContain('Eén melding is nu van uw collega');
    expect(wordsOf(after)).toContain(`Melding ${other.number}: `);
  });

  it('takes all of the page by one box, and no other', async () => {
    await inHand(2);
    const page = await worker.get(PAGE);
    const shown = hiddenIn(page)['getoond']?.split(' ') ?? [];
    expect(shown.length).toBeGreaterThan(1);
    const later = await inHand(1);
    const answer = await worker.post(PAGE, { ...hiddenIn(page), alle: 'ja', wat: colleague() });
    const after = await worker.get(answer.location ?? '');
    expect(wordsOf(after)).toContain(`${shown.length} meldingen zijn nu van uw collega`);
    expect(after.html).toContain(`/werk/${later[0]?.number}"`);
  });

  it('asks for a choice, keeping what was ticked', async () => {
    const [report] = await inHand(1);
    const nothing = await send({ wat: colleague() });
    expect(nothing.status).toBe(400);
    expect(wordsOf(nothing)).toContain('Kies eerst een of meer meldingen.');
    const open = await send({ wat: '', melding: String(report?.number) });
    expect(open.status).toBe(400);
    const boxes = open.html.match(/<input[^>]* name="melding"[^>]*>/g) ?? [];
    const ticked = boxes.filter((box) => box.includes(' checked'));
    expect(ticked.map((box) => /value="(\d+)"/.exec(box)?.[1])).toEqual([String(report?.number)]);
    for (const wat of ['sluiten', 'collega:', 'dienst:x', 'collega:niemand'])
      expect((await send({ wat, melding: String(report?.number) })).status).toBe(400);
  });

  it('shows what somebody did to that person alone', async () => {
    const reports = await inHand(1);
    const answer = await send({ wat: colleague(), melding: String(reports[0]?.number) });
    const other = await logIn('wijkteam2');
    const seen = await other.get(answer.location ?? '');
    expect([seen.status, wordsOf(seen).includes('van uw collega, met')]).toEqual([200, false]);
    const act = new URL(answer.location ?? '', 'http://house.test').searchParams.get('gedaan') ?? '';
    expect((await other.post(PAGE, { intent: 'ongedaan', daad: act })).status).toBe(400);
  });

  it('keeps nothing of it with a list that is kept', async () => {
    const address = `${PAGE}?bereik=dienst&gedaan=0190aaaa-0000-7000-8000-0000000000aa`;
    expect((await worker.get(address)).html).not.toMatch(/href="[^"]*gedaan=[0-9a-f-]+"/);
  });

  it('is not for who handles no reports', async () => {
    const manager = await logIn('manager');
    const page = await manager.get(PAGE);
    expect(page.html).not.toContain('name="melding"');
    const form = { intent: 'samen', key: '0190aaaa-0000-7000-8000-0000000000aa', seen: '1', melding: '1001' };
    expect((await manager.post(PAGE, { ...form, wat: 'overnemen' })).status).toBe(403);
  });

  it('is there in English too', async () => {
    const english = await logIn('wijkteam', 'en');
    expect(wordsOf(await english.get(PAGE))).toContain('With the chosen reports');
  });
});

describe('giving one report', () => {
  it('stands among what can be done with it, and keeps its deadline', async () => {
    const [report] = await inHand(1);
    const path = `/proefstad/werk/${report?.number}`;
    const page = await worker.get(path);
    expect(wordsOf(page)).toContain('Aan een collega geven');
    const deadline = /<time dateTime="([^"]*)"/i.exec(page.html)?.[1];
    const users = house.towns[0].users;
    const wrong = await worker.post(path, { intent: 'give', colleague: users['opbouwwerk'] ?? '' });
    expect([wrong.status, wordsOf(wrong).includes('Kies een collega die werkt bij de dienst')]).toEqual([
      400,
      true,
    ]);
    const given = await worker.post(path, { intent: 'give', colleague: users['wijkteam2'] ?? '' });
    const after = await worker.get(given.location ?? '');
    expect(wordsOf(after)).toContain(`Melding ${report?.number} is nu van uw collega.`);
    expect(/<time dateTime="([^"]*)"/i.exec(after.html)?.[1]).toBe(deadline);
    expect(wordsOf(after)).toContain('Aan een collega gegeven, met dezelfde termijn.');
    // the same click again
    const again = await worker.post(path, { intent: 'give', colleague: users['wijkteam2'] ?? '' });
    expect(again.status).toBe(303);
  });
});
