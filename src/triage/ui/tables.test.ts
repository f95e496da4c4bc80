import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { askingAs, draftIn, given, proposalFor } from '../../../tests/support/tables.ts';
import {
  hiddenField,
  visit,
  wordsOf,
  type Fields,
  type Page,
  type Visitor,
} from '../../../tests/support/visitor.ts';
import { TEST_PASSWORD, type Town } from '../../../tests/support/town.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { toWallClock } from '../../kit/wall-clock.ts';
import { assessmentOf, readSet, tableFile } from '../index.ts';

let house: TestHouse;
let town: Town;
let other: Town;

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
}, 180_000);
afterAll(() => house.close());

const HOME = '/proefstad/beslistabellen';
const HOUR_MS = 3_600_000;

async function logIn(login: string, { where = town, language = 'nl' } = {}): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  const page = await visitor.post(`/${where.slug}/inloggen`, { login, password: TEST_PASSWORD });
  expect(page.status).toBe(303);
  return visitor;
}

/** The form of an intent as the page filled it in: every field with its value, as a browser would send it. */
function formOf({ html }: Page, intent: string): Record<string, string | string[]> {
  const forms = [...html.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([text]) => text);
  const form = forms.find((text) => text.includes(`name="intent" value="${intent}"`));
  if (!form) throw new Error(`expected a form '${intent}', found none`);
  const fields: [string, string][] = [];
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [name, value = ''] = [/name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1]];
    const isChoice = /type="(?:checkbox|radio)"/.test(tag);
    if (name && (!isChoice || /\bchecked=/.test(tag))) fields.push([name, value]);
  }
  for (const [, attributes = '', body = ''] of form.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g))
    fields.push([
      /name="([^"]*)"/.exec(attributes)?.[1] ?? '',
      body.replaceAll('&#x27;', "'").replaceAll('&quot;', '"'),
    ]);
  for (const [, attributes = '', body = ''] of form.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
    const chosen = [...body.matchAll(/<option([^>]*)>/g)].find(([, option]) => option?.includes('selected'));
    fields.push([
      /name="([^"]*)"/.exec(attributes)?.[1] ?? '',
      /value="([^"]*)"/.exec(chosen?.[1] ?? '')?.[1] ?? '',
    ]);
  }
  const sent: Record<string, string | string[]> = {};
  for (const [name, value] of fields) {
    const before = sent[name];
    sent[name] = before === undefined ? value : [before, value].flat();
  }
  return sent;
}

/** Opens a page, changes fields of one of its forms and sends it; gives the answer. */
async function send(visitor: Visitor, path: string, intent: string, changes: Fields = {}): Promise<Page> {
  const page = await visitor.get(path);
  return visitor.post(path, { ...formOf(page, intent), ...changes });
}

async function moneyReport(): Promise<{ number: number; firstService: string }> {
  const observations = {
    danger: { kind: 'none' as const },
    sights: ['money' as const],
    about: 'someone' as const,
  };
  const { reportId, number } = await sendReport(house, town, { observations });
  const { firstService } = await inTenant(house.db.app, town.id, (tx) => assessmentOf(tx, reportId));
  return { number, firstService };
}

const firstServiceForMoney = async () => (await moneyReport()).firstService;

describe('the whole walk, without scripts', () => {
  let set: string;

  it('makes a draft, breaks a law, is told so in plain words, and mends it', async () => {
    const manager = await logIn('beheerder');
    const made = await send(manager, HOME, 'draft', { note: 'Geldzorgen eerst naar het wijkteam' });
    set = made.location ?? '';
    expect(set).toMatch(/^\/proefstad\/beslistabellen\/\d+$/);
    expect(wordsOf(await manager.get(set))).toContain('Het concept is gemaakt.');

    const saved = await send(manager, `${set}/hulp/hulp-money`, 'save', {
      'gives-firstService': 'district-team',
      'gives-secondService': 'debt-help',
      'gives-police': 'leads',
      nl: 'Bij geldzorgen kijkt het wijkteam eerst.',
    });
    expect(saved.location).toBe(`${set}/hulp#regel-hulp-money`);
    const broken = wordsOf(await manager.get(set));
    expect(broken).toContain('De controle vindt één fout');
    expect(broken).toMatch(/is de politie nooit de eerste .* Stap 3: hulp, regel 23 \(hulp-money\)/);
    expect(broken).toContain('al het andere: nee');
    expect(broken).toContain('Los eerst op wat de controle vindt.');
    expect(broken).not.toContain('lawBreaking');

    await send(manager, `${set}/hulp/hulp-money`, 'save', { 'gives-police': 'none' });
    expect(wordsOf(await manager.get(set))).toContain('De controle is goed');
    expect(wordsOf(await manager.get(`${set}/hulp`))).toMatch(/Regel 23 Veranderd .*Eerst: Wijkteam/);
  });

  it('tries a situation: both advices beside each other, with the rules that decide', async () => {
    const manager = await logIn('beheerder');
    const page = await manager.post(`${set}/proberen`, {
      dangers: 'none',
      sights: 'money',
      about: 'someone',
    });
    const words = wordsOf(page);
    expect(words).toContain('Deze versie adviseert iets anders.');
    expect(words).toMatch(/In gebruik: de standaard van Wijkverbond .*Eerst Schuldhulpverlening/);
    expect(words).toMatch(
      /Eerst Wijkteam Anders .*Stap 3: hulp, regel 23 Bij geldzorgen kijkt het wijkteam eerst\./,
    );
    expect(page.html).toMatch(
      /<input[^>]*name="sights"[^>]*checked=""[^>]*value="money"|<input[^>]*value="money"[^>]*checked/,
    );
    const wrong = await manager.post(`${set}/proberen`, { dangers: ['none', 'weapon'], sights: 'money' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('aria-invalid');
  });

  it('replays the last month in counts', async () => {
    expect(await firstServiceForMoney()).toBe('debt-help');
    const words = wordsOf(await (await logIn('goedkeurder')).get(`${set}/vergelijken`));
    expect(words).toMatch(/bij 1 van de \d+ meldingen? verandert/);
    expect(words).toMatch(/Schuldhulpverlening Wijkteam 1 van \d+/);
    expect(words).not.toContain('geheim');
  });

  it('tries what a further question would tell', async () => {
    const manager = await logIn('beheerder');
    const path = '/proefstad/beslistabellen/standaard/proberen';
    const fields = { dangers: 'none', sights: 'damage', about: 'place' };
    const tried = async (more: Fields) => wordsOf(await manager.post(path, { ...fields, ...more }));
    expect(await tried({})).toContain('Tempo Gewoon');
    expect(await tried({ pressing: 'unknown' })).toContain('Tempo Gewoon');
    expect(await tried({ pressing: 'yes' })).toContain('Tempo Vandaag, of zodra wij weer open zijn');
  });

  it('is proposed, and approved by somebody else only', async () => {
    const manager = await logIn('beheerder');
    await send(manager, set, 'propose', { words: 'Afgesproken met het wijkteam' });
    expect(wordsOf(await manager.get(set))).toContain('Wacht op goedkeuring');
    const approver = await logIn('goedkeurder');
    const page = await approver.get(set);
    expect(wordsOf(page)).toContain('Afgesproken met het wijkteam');
    const nothing = await approver.post(set, { ...formOf(page, 'send-back'), words: ' ' });
    expect([nothing.status, wordsOf(nothing)]).toEqual([400, expect.stringContaining('Vul dit in.')]);
    const revision = hiddenField(page, 'revision');
    expect((await manager.post(set, { intent: 'approve', revision, words: '' })).status).toBe(403);
    await send(approver, set, 'approve', { words: '' });
    expect(wordsOf(await approver.get(set))).toContain('De versie is goedgekeurd.');
  });

  it('is put to use from a moment, weighs a report then, and goes back in one step', async () => {
    let manager = await logIn('beheerder');
    const { now } = given(await readSet(await askingAs(house, 'beheerder'), null));
    const past = toWallClock(new Date(now.getTime() - HOUR_MS));
    const refused = await send(manager, set, 'activate', { start: 'later', from: past });
    expect([refused.status, wordsOf(refused)]).toEqual([400, expect.stringContaining('nog moet komen')]);
    const unreadable = await send(manager, set, 'activate', { start: 'later', from: 'morgen' });
    expect(unreadable.status).toBe(400);
    const from = toWallClock(new Date(now.getTime() + 2 * HOUR_MS));
    await send(manager, set, 'activate', { start: 'later', from, reason: 'Na het overleg' });
    expect(wordsOf(await manager.get(HOME))).toContain('Gaat later in');
    expect(await firstServiceForMoney()).toBe('debt-help');
    await advanceClock(house.db.owner, 2 * HOUR_MS + 60_000, { production: false });
    const weighed = await moneyReport();
    expect(weighed.firstService).toBe('district-team');
    // two hours without a sign end a session
    manager = await logIn('beheerder');
    expect(wordsOf(await manager.get(HOME))).toMatch(/Nu in gebruik In gebruik Versie \d+ · sinds/);

    const nameless = await send(manager, HOME, 'undo', { reason: '' });
    expect(nameless.status).toBe(400);
    await send(manager, HOME, 'undo', { reason: 'Het wijkteam zit vol' });
    expect(await firstServiceForMoney()).toBe('debt-help');
    const words = wordsOf(await manager.get(HOME));
    expect(words).toContain('De versie van hiervoor geldt weer.');
    expect(words).toContain('Het wijkteam zit vol');

    const coordinator = await logIn('coordinator');
    const report = wordsOf(await coordinator.get(`/proefstad/werk/${weighed.number}`));
    expect(report).toContain('Bij geldzorgen kijkt het wijkteam eerst.');
  });
});

describe('two people at one rule', () => {
  it('shows the second one what stands there now and keeps all that was typed', async () => {
    const set = `${HOME}/${await draftIn(house, 'Samen')}`;
    const [one, two] = [await logIn('beheerder'), await logIn('beheerder2')];
    const path = `${set}/hulp/hulp-money`;
    const opened = formOf(await two.get(path), 'save');
    await send(one, path, 'save', { nl: 'Van de eerste.', 'gives-firstService': 'district-team' });
    const mine = { ...opened, nl: 'Van de tweede.', 'when-about': ['place'], 'when-nature': [] };
    const told = await two.post(path, mine);
    expect(told.status).toBe(400);
    expect(wordsOf(told)).toMatch(/Dit staat er nu .*Eerst Wijkteam .*Van de eerste\./);
    const again = formOf(told, 'save');
    expect([again['nl'], again['when-about'], again['when-nature']]).toEqual([
      'Van de tweede.',
      'place',
      undefined,
    ]);
    expect((await two.post(path, again)).status).toBe(303);
    expect(wordsOf(await one.get(`${set}/hulp`))).toContain('Van de tweede.');
  });

  it('keeps a new rule that is incomplete on screen, with all mistakes at once', async () => {
    const set = `${HOME}/${await draftIn(house, 'Nieuw')}`;
    const manager = await logIn('beheerder');
    const path = `${set}/tempo/nieuw`;
    const page = await send(manager, path, 'add', {
      'gives-amount': 'veel',
      nl: 'Alleen Nederlands',
      'when-danger': 'life',
    });
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain('Er kloppen 4 dingen nog niet');
    const kept = formOf(page, 'add');
    expect([kept['gives-amount'], kept['nl'], kept['when-danger']]).toEqual([
      'veel',
      'Alleen Nederlands',
      'life',
    ]);
    const whole = {
      ...kept,
      'gives-urgency': 'now',
      'gives-amount': '30',
      'gives-unit': 'minutes',
      en: 'English',
      after: '',
    };
    const [first, second] = [await manager.post(path, whole), await manager.post(path, whole)];
    expect([first.status, second.status, first.location]).toEqual([303, 303, second.location]);
    const table = wordsOf(await manager.get(`${set}/tempo`));
    expect(table.match(/Alleen Nederlands/g)).toHaveLength(1);
    expect(table).toMatch(/Regel 1 Veranderd Gevaar: Levensgevaar/);
    expect(table).toContain('passen allebei op');
  });

  it('moves a rule, tells who moves on an old page, and takes a rule away', async () => {
    const number = await draftIn(house, 'Volgorde');
    const set = `${HOME}/${number}`;
    const manager = await logIn('beheerder');
    const page = await manager.get(`${set}/gevaar`);
    const move = { rule: 'gevaar-weapon', revision: hiddenField(page, 'revision'), by: '1' };
    expect((await manager.post(`${set}/gevaar`, move)).status).toBe(303);
    const late = await manager.post(`${set}/gevaar`, move);
    expect([late.status, wordsOf(late)]).toEqual([
      400,
      expect.stringContaining('Iemand anders veranderde iets'),
    ]);
    const gone = await send(manager, `${set}/gevaar/gevaar-weapon`, 'delete');
    expect(gone.location).toBe(`${set}/gevaar`);
    expect((await manager.get(`${set}/gevaar/gevaar-weapon`)).status).toBe(404);
  });
});

describe('files', () => {
  async function upload(login: string, path: string, file: Blob, revision: string): Promise<Response> {
    const body = new FormData();
    body.append('revision', revision);
    body.append('file', file, 'tabel <b>.dmn');
    const cookie = await cookieOf(house, town, login);
    return house.app.request(`${ORIGIN}${path}`, {
      method: 'POST',
      body,
      headers: { cookie, origin: ORIGIN },
    });
  }

  it('go out as DMN and come in again, bounded and refused in plain words', async () => {
    const number = await draftIn(house, 'Bestanden');
    const set = `${HOME}/${number}`;
    const manager = await logIn('beheerder');
    const download = await manager.get(`${set}/hulp/bestand`);
    expect(download.headers.get('content-disposition')).toBe(
      `attachment; filename="proefstad-${number}-hulp.dmn"`,
    );
    const { xml } = given(await tableFile(await askingAs(house, 'beheerder'), number, 'hulp'));
    expect(download.html).toBe(xml);
    const revision = hiddenField(await manager.get(`${set}/inlezen`), 'revision');
    const changed = xml.replace('<text>"debt-help"</text>', '<text>"district-team"</text>');
    const path = `${set}/inlezen`;
    const refusals: readonly [Blob, string][] = [
      [new Blob(['<html></html>']), 'niet te lezen als DMN'],
      [new Blob([]), 'Kies een bestand.'],
      [new Blob(['x'.repeat(200_001)]), 'is het meeste'],
      [
        new Blob([xml.replace('<decision id="hulp"', '<decision id="anders"')]),
        'geen stap van de beoordeling',
      ],
    ];
    for (const [file, words] of refusals) {
      const response = await upload('beheerder', path, file, revision);
      const html = await response.text();
      expect([response.status, html.includes(words), html.includes('<b>.dmn')]).toEqual([400, true, false]);
    }
    expect((await upload('goedkeurder', path, new Blob([changed]), revision)).status).toBe(403);
    const taken = await upload('beheerder', path, new Blob([changed]), revision);
    expect([taken.status, taken.headers.get('location')]).toEqual([303, `${set}/hulp`]);
    expect(wordsOf(await manager.get(set))).toContain('Bestand ingelezen');
  });
});

describe('a guest', () => {
  it('gets in by a code that is shown once, and judges that one proposal', async () => {
    const manager = await logIn('beheerder');
    const set = `${HOME}/${await draftIn(house, 'Voor de buren')}`;
    await send(manager, set, 'propose');
    const invited = await send(manager, set, 'invite', { municipality: other.id });
    const code = /(?:[0-9a-f]{4}-){4}[0-9a-f]{4}/.exec(wordsOf(invited))?.[0] ?? '';
    expect(code).not.toBe('');
    expect(wordsOf(await manager.get(set))).not.toContain(code);

    const guest = await logIn('goedkeurder', { where: other, language: 'en' });
    const doors = `/anderdorp/beslistabellen/uitnodiging`;
    const wrong = await guest.post(doors, { code: 'zomaar' });
    expect([wrong.status, wordsOf(wrong)]).toEqual([
      400,
      expect.stringContaining('We do not know this code'),
    ]);
    const opened = await guest.post(doors, { code });
    const path = opened.location ?? '';
    expect(path).toMatch(/^\/anderdorp\/beslistabellen\/uitnodiging\/[0-9a-f-]{36}$/);
    const page = await guest.get(path);
    expect(wordsOf(page)).toContain('Voor de buren');
    expect(wordsOf(await guest.get(doors))).toContain('proefstad: version');
    expect((await guest.get(HOME)).status).not.toBe(200);
    const done = await guest.post(path, { intent: 'approve', words: '' });
    expect(done.location).toBe(doors);
    expect((await guest.get(path)).status).toBe(404);
    expect(wordsOf(await manager.get(set))).toMatch(/Goedgekeurd .*Naam goedkeurder/);
  });

  it('is sent to log in and back when nobody is logged in', async () => {
    const { setId } = await proposalFor(house, { home: other, guest: town });
    const path = `${HOME}/uitnodiging/${setId}`;
    const page = await visit(house.app).get(path);
    expect(page.location).toBe(`/proefstad/inloggen?naar=${encodeURIComponent(path)}`);
    expect((await (await logIn('goedkeurder')).get(path)).status).toBe(200);
  });
});

it('never puts a name of a rule or an unfilled text on screen, in either language', async () => {
  const set = `${HOME}/${await draftIn(house, 'Taal')}`;
  for (const language of ['nl', 'en']) {
    const visitor = await logIn('beheerder2', { language });
    for (const path of [
      '',
      '/gevaar',
      '/aard',
      '/hulp',
      '/tempo',
      '/hulp/hulp-money',
      '/tempo/tempo-life',
      '/vergelijken',
    ]) {
      const words = wordsOf(await visitor.get(`${set}${path}`));
      expect([path, words.match(/tables\.\w|[{}]|undefined|gasOrFire|firstService/)]).toEqual([path, null]);
    }
  }
});
