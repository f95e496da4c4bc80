import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { perform } from '../../handovers/index.ts';
import { userActor } from '../../people/index.ts';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { hiddenField, visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/veilig-werken';
const FORM = `${PAGE}/agressie`;

async function as(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  const done = await visitor.post('/proefstad/inloggen', { login, password: TEST_PASSWORD });
  expect(done.status).toBe(303);
  return visitor;
}

async function setNumbers(numbers: readonly object[]): Promise<void> {
  const [town] = house.towns;
  await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql`update municipality set settings = jsonb_set(settings, '{callNumbers}', ${JSON.stringify(numbers)}::jsonb)
      where municipality_id = ${town.id}`.execute(kysely),
  );
}

/** What a field shows at first. */
function shown({ html }: Page, name: string): string {
  const tag = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(html)?.[0] ?? '';
  return / value="([^"]*)"/.exec(tag)?.[1] ?? '';
}

/** Fills in the form as somebody would who has just been threatened, and gives where it leads. */
async function tell(visitor: Visitor, changes: Record<string, string | string[]> = {}): Promise<string> {
  const form = await visitor.get(FORM);
  const happenedAt = shown(form, 'happenedAt');
  const sent = await visitor.post(FORM, {
    key: hiddenField(form, 'key'),
    kinds: ['bedreigen', 'dier'],
    happenedAt,
    police: 'no',
    story: 'Er stond iemand ineens voor me.',
    ...changes,
  });
  expect(sent.status).toBe(303);
  return sent.location ?? '';
}

describe('whom to call', () => {
  it('stands on top, as links that a telephone calls: 112, and the numbers of the municipality', async () => {
    await setNumbers([
      { name: 'de meldkamer', phone: '088 99 00 000', verified: true },
      { name: 'de achterwacht', phone: '088 99 00 001' },
      { name: 'de centrale van een ander', phone: '088 99 00 002', party: newId() },
    ]);
    const page = await (await as('huismeester')).get(PAGE);
    const phones = [...page.html.slice(page.html.indexOf('<main')).matchAll(/href="tel:([^"]*)"/g)];
    // the last one stands under every page
    expect(phones.map(([, phone]) => phone)).toEqual(['112', '0889900000', '0889900001', '112']);
    expect(wordsOf(page)).toContain('088 99 00 001 · nog niet nagebeld door uw gemeente');
    expect(wordsOf(page)).not.toContain('088 99 00 000 · nog niet');
    await setNumbers([]);
    expect(wordsOf(await (await as('huismeester')).get(PAGE))).toContain('nog geen eigen nummer');
  });

  it('is all that a telephone keeps: nothing that somebody told or has to ask', async () => {
    const visitor = await as('huismeester');
    await tell(visitor);
    const [kept, whole] = [await visitor.get(`${PAGE}?alleen-hulp`), await visitor.get(PAGE)];
    expect(wordsOf(whole)).toContain('Wat ik meldde');
    expect(wordsOf(kept)).not.toContain('Wat ik meldde');
    expect(wordsOf(kept)).toContain('Bel 112');
    const lead = await as('corporatie-lead');
    expect(wordsOf(await lead.get(PAGE))).toContain('Vraag een collega hoe het gaat');
    expect(wordsOf(await lead.get(`${PAGE}?alleen-hulp`))).not.toContain('Vraag een collega');
  });

  it('is reached from the round and from the menu', async () => {
    const round = await (await as('huismeester')).get('/proefstad/ronde');
    expect([...round.html.matchAll(/href="\/proefstad\/veilig-werken"/g)].length).toBe(2);
  });
});

describe('telling', () => {
  it('leads to what was told, with who asks and until when', async () => {
    const visitor = await as('huismeester');
    const page = await visitor.get(await tell(visitor));
    const words = wordsOf(page);
    expect(words).toContain('Gemeld. U hoeft nu niets te doen.');
    expect(words).toContain('Naam corporatie-lead vraagt uiterlijk');
    expect(words).toContain('Bedreigen, Een dier');
    expect(words).toContain('Er stond iemand ineens voor me.');
  });

  it('shows all mistakes at once and loses nothing that was typed', async () => {
    const visitor = await as('huismeester');
    const key = hiddenField(await visitor.get(FORM), 'key');
    const story = 'Dit wil ik niet kwijt.';
    const page = await visitor.post(FORM, { key, happenedAt: 'gisteren', story });
    expect(page.status).toBe(400);
    const words = wordsOf(page);
    for (const each of ['Kies wat er is gebeurd.', 'Wanneer', 'politie']) expect(words).toContain(each);
    expect(words).toContain(story);
    expect(hiddenField(page, 'key')).toBe(key);
  });

  it('does not take a kind that the municipality does not know', async () => {
    const visitor = await as('huismeester');
    const form = await visitor.get(FORM);
    const key = hiddenField(form, 'key');
    const sent = { key, kinds: 'verzonnen', happenedAt: '2026-01-01T10:00', police: 'no' };
    expect((await visitor.post(FORM, sent)).status).toBe(400);
  });

  it('has no field for who did it', async () => {
    const { html } = await (await as('huismeester')).get(FORM);
    const names = new Set([...html.matchAll(/ name="([^"]*)"/g)].map(([, name]) => name));
    expect(
      [...names].filter(
        (name) => !['viewport', 'theme-color', 'color-scheme', 'description', 'robots'].includes(name ?? ''),
      ),
    ).toEqual(['key', 'kinds', 'happenedAt', 'police', 'story']);
  });

  it('is there in English', async () => {
    const visitor = await as('huismeester', 'en');
    expect(wordsOf(await visitor.get(await tell(visitor)))).toContain('Threats, An animal');
  });
});

describe('aftercare', () => {
  it('is written down by the team lead, and read by the employee, who can ask for more', async () => {
    const employee = await as('huismeester');
    const path = await tell(employee);
    const incident = path.replace(/\?.*/, '');
    const lead = await as('corporatie-lead');
    const asked = await lead.get(incident);
    expect(wordsOf(asked)).toContain('Nazorg voor Naam huismeester');
    const spokenAt = shown(asked, 'spokenAt');
    const given = {
      intent: 'finish',
      outcome: 'spoken',
      spokenAt,
      agreed: ['go-in-pairs'],
      body: 'Maandag koffie.',
    };
    expect((await lead.post(incident, given)).status).toBe(303);
    // a second click of the same form
    expect((await lead.post(incident, given)).status).toBe(303);
    const read = wordsOf(await employee.get(incident));
    expect(read).toContain('Naam corporatie-lead sprak erover op');
    expect(read).toContain('Voorlopig samen op bezoek');
    expect(read).toContain('Maandag koffie.');
    expect(read).not.toContain('Opslaan');
    expect((await employee.post(incident, { intent: 'wish', wish: 'talk' })).status).toBe(303);
    expect(wordsOf(await lead.get(incident))).toContain('De medewerker wil graag praten.');
  });

  it('says what is wrong with the form of the team lead, beside the field', async () => {
    const employee = await as('huismeester');
    const incident = (await tell(employee)).replace(/\?.*/, '');
    const lead = await as('corporatie-lead');
    const page = await lead.post(incident, {
      intent: 'finish',
      outcome: 'spoken',
      spokenAt: '2020-01-01T10:00',
      body: 'Blijft staan.',
    });
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain('Toen was het nog niet gebeurd.');
    expect(wordsOf(page)).toContain('Blijft staan.');
  });

  it('is not there for anybody else, and not for who is not logged in', async () => {
    const incident = (await tell(await as('huismeester'))).replace(/\?.*/, '');
    const stranger = await as('woonconsulent');
    expect((await stranger.get(incident)).status).toBe(404);
    const given = { intent: 'finish', outcome: 'spoken', spokenAt: '2026-01-01T10:00' };
    expect((await stranger.post(incident, given)).status).toBe(404);
    expect((await stranger.post(incident, { ...given, spokenAt: 'x' })).status).toBe(404);
    expect((await stranger.post(incident, { intent: 'wish', wish: 'talk' })).status).toBe(404);
    expect((await stranger.get(`${FORM}/geen-nummer`)).status).toBe(404);
    const nobody = await visit(house.app).get(incident);
    expect([nobody.status, nobody.location]).toEqual([303, expect.stringContaining('/proefstad/inloggen')]);
  });

  it('is told on the work list of who has to ask, until it was asked', async () => {
    const employee = await as('wijkteam');
    const incident = (await tell(employee)).replace(/\?.*/, '');
    const lead = await as('wijkteam-lead');
    const notice = 'Een collega heeft agressie meegemaakt.';
    expect(wordsOf(await lead.get('/proefstad/werk'))).toContain(notice);
    const spokenAt = shown(await lead.get(incident), 'spokenAt');
    await lead.post(incident, { intent: 'finish', outcome: 'declined', spokenAt });
    expect(wordsOf(await lead.get('/proefstad/werk'))).not.toContain(notice);
    expect(wordsOf(await employee.get('/proefstad/werk'))).toContain('Er is een antwoord op wat u meldde');
  });
});

describe('a visit together', () => {
  const VISIT = `${PAGE}/bezoek`;

  /** A report that the community worker has in hand. */
  async function inHand(): Promise<number> {
    const [town] = house.towns;
    const { number } = await sendReport(house, town);
    const worker = await inTenant(house.db.app, town.id, (tx) =>
      userActor(tx, town.users['opbouwwerk'] ?? ''),
    );
    if (worker) await perform(house.db.app, worker, number, { command: 'accept' });
    return number;
  }

  it('is planned from the page of the report, and ended on the page of safe work', async () => {
    const number = await inHand();
    const visitor = await as('opbouwwerk');
    const link = `/proefstad/veilig-werken/bezoek?melding=${number}`;
    expect((await visitor.get(`/proefstad/werk/${number}`)).html).toContain(`href="${link}"`);
    const form = await visitor.get(link);
    expect(form.html).toContain(`<option value="${number}" selected="">`);
    const plan = { key: hiddenField(form, 'key'), report: String(number), at: shown(form, 'at') };
    const sent = await visitor.post(VISIT, { ...plan, company: 'elsewhere', other: 'de wijkagent' });
    expect(sent.location).toBe(`${PAGE}?gepland`);
    expect(wordsOf(await visitor.get(PAGE))).toContain('U gaat samen op bezoek met: de wijkagent.');
    const visit = hiddenField(await visitor.get(PAGE), 'visit');
    expect((await visitor.post(PAGE, { intent: `end-${visit}`, visit })).status).toBe(303);
    expect(wordsOf(await visitor.get(PAGE))).not.toContain('de wijkagent');
    // a second click finds nothing, and the page as it is
    expect((await visitor.post(PAGE, { intent: `end-${visit}`, visit })).status).toBe(303);
  });

  it('shows all mistakes at once', async () => {
    const number = await inHand();
    const visitor = await as('opbouwwerk');
    const key = hiddenField(await visitor.get(VISIT), 'key');
    const empty = await visitor.post(VISIT, { key, report: '', at: '' });
    expect(empty.status).toBe(400);
    for (const each of ['Bij welke melding?', 'Wanneer gaat u?', 'Gaat er iemand mee?'])
      expect(wordsOf(empty)).toContain(each);
    const past = { key, report: String(number), at: '2020-01-01T10:00', company: 'alone' };
    expect(wordsOf(await visitor.post(VISIT, past))).toContain('Dit moment is al geweest.');
    const nobody = {
      ...past,
      at: shown(await visitor.get(VISIT), 'at'),
      company: 'colleague',
      colleague: '',
    };
    expect(wordsOf(await visitor.post(VISIT, nobody))).toContain('Kies een collega van uw dienst.');
  });

  it('says what to do where no report lies with somebody', async () => {
    expect(wordsOf(await (await as('huismeester')).get(VISIT))).toContain('Er ligt geen melding bij u.');
  });

  it('is not for who handles no reports', async () => {
    const manager = await as('manager');
    expect((await manager.get(VISIT)).status).toBe(403);
    expect((await manager.post(VISIT, { key: newId() })).status).toBe(403);
    expect((await manager.get(PAGE)).html).not.toContain(VISIT);
  });

  it('takes no order that it does not know', async () => {
    const visitor = await as('opbouwwerk');
    expect((await visitor.post(PAGE, { intent: 'wish', visit: newId() })).status).toBe(400);
  });
});
