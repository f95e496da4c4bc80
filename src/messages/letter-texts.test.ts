import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { hiddenField, wordsOf, type Page } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { silent } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { userActor } from '../people/index.ts';
import { letterText, saveLetter, saveSender, useHouseLetter } from './index.ts';
import type { Letter } from './model.ts';
import { sendNext } from './post.ts';

const texts = loadTexts(contentFile('texts'), { strict: true });
const NL = { kind: 'received', language: 'nl' } as const;
const PAGE = 'mailteksten/ontvangen/nl';
const OWN = {
  subject: 'Melding {nummer} bij {gemeente}',
  body: 'Beste buur,\n\nMelding {nummer} is binnen.\n\nU hoort voor {termijn} meer.\n\n{code}\n\nBekijk uw melding: {link}',
};

let house: TestHouse;
let town: Town;
let other: Town;
beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
}, 180_000);
afterAll(() => house.close());

async function as(login: string, where: Town = town) {
  const found = await inTenant(house.db.app, where.id, (tx) => userActor(tx, where.users[login] ?? ''));
  if (!found) throw new Error(`expected ${login} to be there`);
  return found;
}

/** What goes out now: everything that waits, as the mail server would be given it. */
async function mailed(): Promise<{ letter: Letter; sender: string }[]> {
  const sent: { letter: Letter; sender: string }[] = [];
  const post = {
    key: '5e'.repeat(32),
    origin: ORIGIN,
    log: silent,
    texts,
    send: ({ letter, sender }: { letter: Letter; sender: string }) => {
      sent.push({ letter, sender });
      return Promise.resolve({ ok: true } as const);
    },
  };
  while ((await sendNext(house.db.app, post)) !== undefined);
  return sent;
}

const reported = (language: 'nl' | 'en' = 'nl', where: Town = town) =>
  sendReport(house, where, {
    story: 'Een geheim verhaal.',
    language,
    contact: { email: 'melder@post.test' },
  });

async function view(where: Town = town, ref: { kind: 'received' | 'question'; language: 'nl' | 'en' } = NL) {
  const found = await letterText(house.db.app, await as('beheer', where), {
    ref,
    tIn: texts.translator,
    origin: ORIGIN,
  });
  if (!found.ok) throw new Error('expected the mail');
  return found.value;
}

async function request(path: string, login: string, fields?: Readonly<Record<string, string>>) {
  const cookie = await cookieOf(house, town, login);
  const headers = { cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
  const post = fields && { method: 'POST', body: new URLSearchParams(fields).toString() };
  const answer = await house.app.request(`${ORIGIN}/proefstad/${path}`, { headers, ...post });
  const html = await answer.text();
  return { status: answer.status, headers: answer.headers, html, words: wordsOf({ html } as Page) };
}

describe('a municipality that writes its own mail', () => {
  it('has it sent in that language from then on, to the letter and with the values of the report', async () => {
    expect((await view()).isOwn).toBe(false);
    const saved = await saveLetter(house.db.app, await as('beheer'), { ref: NL, version: 0, template: OWN });
    expect(saved).toEqual({ ok: true, value: true });
    const { number, code } = await reported();
    const [mail] = await mailed();
    expect(mail?.letter.subject).toBe(`Melding ${number} bij proefstad`);
    expect(mail?.letter.paragraphs.map(({ text }) => text)).toEqual([
      'Beste buur,',
      `Melding ${number} is binnen.`,
      expect.stringMatching(/^U hoort voor .+ meer\.$/),
      expect.stringContaining('Deel de code met niemand'),
      code,
      'Bekijk uw melding',
    ]);
    expect(mail?.letter.foot.join(' ')).toContain('Bel 112');
    await reported('en');
    const [english] = await mailed();
    expect(english?.letter.subject).toBe('News about your report to proefstad');
  });

  it('changes nothing for another municipality', async () => {
    expect(await view(other)).toMatchObject({ isOwn: false, version: 0, history: [] });
    await reported('nl', other);
    const [mail] = await mailed();
    expect(mail?.letter.subject).toBe('Nieuws over uw melding bij anderdorp');
  });

  it('takes the house’s words again, and keeps what it said before', async () => {
    const { version } = await view();
    expect(await useHouseLetter(house.db.app, await as('beheer'), { ref: NL, version })).toMatchObject({
      ok: true,
    });
    const now = await view();
    expect(now).toMatchObject({ isOwn: false, version: 2, template: now.house });
    expect(now.history.map(({ version: number, template }) => [number, template?.subject])).toEqual([
      [2, undefined],
      [1, OWN.subject],
    ]);
    expect(now.history[0]?.actorName).toBe('Naam beheer');
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('keeps one version of the same form twice, and tells who comes after a colleague', async () => {
    const manager = await as('beheer');
    const { version } = await view();
    const first = { ref: NL, version, template: OWN };
    const both = await Promise.all([
      saveLetter(house.db.app, manager, first),
      saveLetter(house.db.app, manager, { ...first, template: { ...OWN, subject: 'Anders' } }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusals: [{ code: 'letter-changed' }] });
    const now = await view();
    expect(now.version).toBe(version + 1);
    const again = await saveLetter(house.db.app, manager, { ref: NL, version, template: now.template });
    expect(again).toMatchObject({ ok: true });
    expect((await view()).version).toBe(version + 1);
  });

  it('cannot be written by who may not, nor changed in its history by the application', async () => {
    const refused = await saveLetter(house.db.app, await as('opbouwwerk'), {
      ref: NL,
      version: 0,
      template: OWN,
    });
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'not-allowed' }] });
    for (const statement of [sql`update letter_text set body = 'x'`, sql`delete from letter_text`])
      await expect(
        inTenant(house.db.app, town.id, ({ kysely }) => statement.execute(kysely)),
      ).rejects.toThrow(/permission denied/);
  });
});

describe('the page of a mail', () => {
  it('says everything that is wrong at once, loses nothing that was typed, and changes nothing', async () => {
    const before = await view();
    const answer = await request(PAGE, 'beheer', {
      intent: 'save',
      step: 'save',
      version: String(before.version),
      subject: '',
      body: 'Dag {naam}',
    });
    expect(answer.status).toBe(400);
    expect(answer.words).toContain('Schrijf een onderwerp.');
    expect(answer.html).toContain('Dag {naam}');
    const second = await request(PAGE, 'beheer', {
      intent: 'save',
      step: 'save',
      version: String(before.version),
      subject: 'Uw melding',
      body: 'Dag {naam}',
    });
    for (const words of ['‘naam’ kan hier niet', 'Het nummer moet', 'De code moet', 'De link moet'])
      expect(second.words).toContain(words);
    expect(await view()).toEqual({ ...before, preview: expect.anything() as unknown });
  });

  it('shows what is typed as its reader would get it, as words and as a page, and keeps nothing', async () => {
    const before = await view();
    const typed = { subject: 'Nieuw\u202E bij {gemeente}', body: `${OWN.body}\n\n<i>Groet</i>` };
    const shown = await request(PAGE, 'beheer', { intent: 'save', step: 'show', version: '0', ...typed });
    expect(shown.status).toBe(200);
    expect(shown.words).toContain('Nog niet bewaard');
    expect(shown.words).toContain('Nieuw bij proefstad');
    expect(shown.words).toContain('Melding 1234 is binnen.');
    const mail = await request(`${PAGE}/voorbeeld`, 'beheer', typed);
    expect(mail.html).toContain('&lt;i&gt;Groet&lt;/i&gt;');
    expect(mail.html).toContain('ABCD-EFGH-JKMN-PQRS-0');
    expect(mail.headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*frame-ancestors 'none'.*sandbox/,
    );
    expect((await request(`${PAGE}/voorbeeld`, 'beheer', { ...typed, body: 'niets' })).status).toBe(400);
    expect((await view()).version).toBe(before.version);
  });

  it('keeps the mail, and goes back to the house’s in one press', async () => {
    const page = await request(PAGE, 'beheer');
    const version = hiddenField({ html: page.html } as Page, 'version');
    const body = OWN.body.replaceAll('\n', '\r\n').replace('Beste', 'Lieve');
    const saved = await request(PAGE, 'beheer', { intent: 'save', step: 'save', version, ...OWN, body });
    expect(saved.status).toBe(303);
    expect((await view()).template.body).toBe(OWN.body.replace('Beste', 'Lieve'));
    const after = await request(PAGE, 'beheer');
    expect(after.words).toContain('Eigen tekst');
    const back = { intent: 'house', version: hiddenField({ html: after.html } as Page, 'version') };
    expect((await request(PAGE, 'beheer', back)).status).toBe(303);
    expect((await view()).isOwn).toBe(false);
  });

  it('is there for the mails that are, and for no other', async () => {
    for (const path of [
      'mailteksten/iets/nl',
      'mailteksten/ontvangen/de',
      'mailteksten/ontvangen/de/voorbeeld',
    ])
      expect((await request(path, 'beheer')).status).toBe(404);
    expect((await request(PAGE, 'opbouwwerk')).status).toBe(403);
    expect((await request(`${PAGE}/voorbeeld`, 'opbouwwerk', OWN)).status).toBe(403);
  });
});

describe('the name and telephone of the municipality', () => {
  it('go out with every mail to a reporter from then on, and stay in the history', async () => {
    const answer = await request('mailteksten/afzender', 'beheer', {
      version: '0',
      name: 'Meldpunt Proefstad',
      phone: '14 0123',
      nl: 'werkdagen 9 tot 17 uur',
      en: '',
    });
    expect(answer.status).toBe(303);
    await reported();
    await reported('en');
    const [dutch, english] = await mailed();
    expect(dutch?.sender).toBe('Meldpunt Proefstad');
    expect(dutch?.letter.foot[0]).toBe('Vragen? Bel 14 0123 (werkdagen 9 tot 17 uur).');
    expect(english?.letter.foot[0]).toBe('Questions? Call 14 0123.');
    const page = await request('mailteksten/afzender', 'beheer');
    expect(page.words).toContain('Versie 1 geschreven');
    const late = await saveSender(house.db.app, await as('beheer'), {
      version: 0,
      sender: { name: 'Ander', phone: undefined, hours: { nl: undefined, en: undefined } },
    });
    expect(late).toMatchObject({ refusals: [{ code: 'letter-changed' }] });
  });

  it('are refused when they are no name or no number', async () => {
    const bad = { version: '1', name: 'info@bank.test', phone: 'bel ons', nl: '', en: '' };
    const answer = await request('mailteksten/afzender', 'beheer', bad);
    expect(answer.status).toBe(400);
    expect(answer.words).toContain('Schrijf een telefoonnummer');
    const named = await request('mailteksten/afzender', 'beheer', { ...bad, phone: '' });
    expect(named.words).toContain('geen apenstaartje');
  });
});
