import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { hiddenField, visit, wordsOf, type Page, type Visitor } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import type { Submission } from '../reports/model.ts';
import { perform, saveText, standardText, standardTexts, switchText } from './index.ts';
import type { StandardText } from './model.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/standaardteksten';
const LANTERN: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  story: 'De lantaarn is stuk.',
};

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

async function actor(login: string, where: Town = town) {
  const found = await inTenant(house.db.app, where.id, (tx) => userActor(tx, where.users[login] ?? ''));
  if (!found) throw new Error(`expected ${login} to be there`);
  return found;
}

/** A report that somebody accepted, and its page. */
async function inHand(login: string, changes: Partial<Submission> = LANTERN) {
  const report = await sendReport(house, town, changes);
  const done = await perform(house.db.app, await actor(login), report.number, { command: 'accept' });
  expect(done).toMatchObject({ ok: true });
  return { report, worker: await logIn(login), path: `/proefstad/werk/${report.number}` };
}

/** What the reporter's page says, in the language in which it was reported. */
async function reporterSees(code: string, language: string): Promise<string> {
  const reporter = visit(house.app, { language });
  await reporter.post('/proefstad/volgen', { code });
  return wordsOf(await reporter.get('/proefstad/volgen/melding'));
}

const TEXT: StandardText = {
  name: 'Lamp gemaakt',
  purpose: 'close',
  outcome: 'helped',
  natures: ['public-space'],
  body: { nl: 'De lamp van melding {nummer} brandt weer.' },
};

describe('the texts of a municipality', () => {
  it('are the ones of the house until somebody changes one, and the change stays by version', async () => {
    const manager = await logIn('beheer');
    const before = await manager.get(`${PAGE}/advised`);
    const form = { intent: 'save', purpose: 'close', outcome: 'advised', key: hiddenField(before, 'key') };
    const saved = await manager.post(`${PAGE}/advised`, {
      ...form,
      version: hiddenField(before, 'version'),
      name: 'Advies',
      nl: 'Wij gaven u advies.',
      en: '',
    });
    expect(saved).toMatchObject({ status: 303, location: `${PAGE}/advised?bewaard` });
    const after = await manager.get(`${PAGE}/advised`);
    expect(wordsOf(after)).toContain('Versie 1 geschreven');
    expect(wordsOf(after)).toContain('De meegeleverde tekst');
    expect(wordsOf(after)).toContain('Naam beheer');
    await manager.post(`${PAGE}/advised`, {
      ...form,
      version: '1',
      name: 'Advies',
      nl: 'Wij hielpen u verder.',
    });
    const view = await standardText(house.db.app, await actor('beheer'), 'advised');
    if (!view.ok) throw new Error('expected the text');
    expect(view.value.text).toMatchObject({
      source: 'changed',
      version: 2,
      body: { nl: 'Wij hielpen u verder.' },
    });
    expect(view.value.history.map(({ version, body }) => [version, body?.nl])).toEqual([
      [2, 'Wij hielpen u verder.'],
      [1, 'Wij gaven u advies.'],
    ]);
    const elsewhere = await standardText(house.db.app, await actor('beheer', house.towns[1]), 'advised');
    expect(elsewhere).toMatchObject({ value: { text: { source: 'house', version: 0 }, history: [] } });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('are refused with everything that is wrong at once, and nothing typed is lost', async () => {
    const manager = await logIn('beheer');
    const answer = await manager.post(`${PAGE}/nieuw`, {
      intent: 'save',
      key: crypto.randomUUID(),
      name: 'Met fout',
      purpose: 'close',
      outcome: 'helped',
      nl: 'Beste {naam}',
      en: 'Number {nummer',
    });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('‘naam’ kan hier niet worden ingevuld.');
    expect(wordsOf(answer)).toContain('Er staat een losse haak in de tekst.');
    expect(answer.html).toContain('Number {nummer');
  });

  it('are one text when the form comes twice', async () => {
    const manager = await actor('beheer');
    const key = crypto.randomUUID();
    const save = () =>
      saveText(house.db.app, manager, { key, version: 0, text: { ...TEXT, name: 'Twee keer' } });
    expect(await Promise.all([save(), save()])).toEqual([
      { ok: true, value: key },
      { ok: true, value: key },
    ]);
    const all = await standardTexts(house.db.app, manager);
    expect(all.ok && all.value.texts.filter(({ name }) => name === 'Twee keer')).toHaveLength(1);
  });

  it('do not write over what a colleague just changed', async () => {
    const manager = await actor('beheer');
    const made = await saveText(house.db.app, manager, { key: crypto.randomUUID(), version: 0, text: TEXT });
    const ref = made.ok ? made.value : '';
    const change = (words: string) =>
      saveText(house.db.app, manager, {
        ref,
        key: crypto.randomUUID(),
        version: 1,
        text: { ...TEXT, body: { nl: words } },
      });
    const both = await Promise.all([change('Een.'), change('Twee.')]);
    expect(both.filter(({ ok: isOk }) => isOk)).toHaveLength(1);
    expect(both.find(({ ok: isOk }) => !isOk)).toMatchObject({
      refusals: [{ code: 'standard-text-changed' }],
    });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('can be put away and taken up again, also one of the house, and the history says so', async () => {
    const manager = await actor('beheer');
    const { worker, path } = await inHand('openbaar');
    const isOffered = async () => (await worker.get(path)).html.includes('value="not-found"');
    const put = (active: boolean) =>
      switchText(house.db.app, manager, { ref: 'not-found', active, key: crypto.randomUUID() });
    const offered = async () => (await worker.get(path)).html.includes('>Niets aangetroffen</option>');
    expect([await isOffered(), await offered()]).toEqual([true, true]);
    expect(await put(false)).toEqual({ ok: true, value: true });
    expect(await put(false)).toEqual({ ok: true, value: true });
    expect((await worker.get(path)).html.match(/value="not-found"/g)).toHaveLength(1);
    expect(await put(true)).toEqual({ ok: true, value: true });
    expect((await worker.get(path)).html.match(/value="not-found"/g)).toHaveLength(2);
    const view = await standardText(house.db.app, manager, 'not-found');
    expect(view.ok && view.value.history.map(({ what }) => what)).toEqual(['restored', 'retired', 'written']);
  });

  it('are for who may write them, and for nobody else', async () => {
    for (const login of ['openbaar', 'coordinator', 'privacy', 'goedkeurder']) {
      const other = await actor(login);
      const tries = [
        await standardTexts(house.db.app, other),
        await standardText(house.db.app, other, 'helped'),
        await saveText(house.db.app, other, { key: crypto.randomUUID(), version: 0, text: TEXT }),
        await switchText(house.db.app, other, { ref: 'helped', active: false, key: crypto.randomUUID() }),
      ];
      for (const tried of tries) expect(tried).toMatchObject({ refusals: [{ code: 'not-allowed' }] });
    }
  });

  it('cannot be unwritten by the application', async () => {
    const run = (statement: ReturnType<typeof sql>) =>
      inTenant(house.db.app, town.id, (tx) => statement.execute(tx.kysely));
    await expect(run(sql`update standard_text_version set body_nl = 'anders'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(run(sql`delete from standard_text`)).rejects.toThrow('permission denied');
  });

  it('break the proof when row and history part', async () => {
    const [, other] = house.towns;
    const made = await saveText(house.db.app, await actor('beheer', other), {
      key: crypto.randomUUID(),
      version: 0,
      text: TEXT,
    });
    const set = (active: boolean) =>
      inTenant(house.db.owner, other.id, (tx) =>
        sql`update standard_text set active = ${active} where id = ${made.ok ? made.value : ''}`.execute(
          tx.kysely,
        ),
      );
    await set(false);
    expect((await findBreaches(house.db.app)).map(({ breach }) => breach.invariant)).toEqual([
      'history-folds-to-row',
    ]);
    await set(true);
  });
});

describe('who finishes a report', () => {
  it('takes up a text that is filled in, sees what the reporter reads, and sends exactly that', async () => {
    const { report, worker, path } = await inHand('openbaar');
    const filled = await worker.post(path, {
      intent: 'close',
      step: 'fill',
      outcome: '',
      text: 'helped',
      message: '',
    });
    expect(filled.status).toBe(200);
    expect(filled.html).toContain('<option value="helped" selected="">');
    expect(filled.html).not.toContain('<title>Fout');
    const message = areaOf(filled, 'message');
    expect(message).toMatch(/^Dank voor uw melding van \d+ \w+ \d{4}\. Die is opgepakt door public-space\./);
    const words = `${message}\n\nGroet van de buitendienst.`;
    const form = {
      intent: 'close',
      outcome: 'helped',
      message: words,
      filled: hiddenField(filled, 'filled'),
    };
    const preview = await worker.post(path, { ...form, step: 'preview' });
    expect(wordsOf(preview)).toContain('Dit leest de melder');
    expect(hiddenField(preview, 'message')).toBe(words);
    const told = sheetOf(preview);
    expect(told).toContain('Groet van de buitendienst.');
    expect(await statusOf(report.reportId)).toBe('accepted');
    const sent = await worker.post(path, { ...form, message: hiddenField(preview, 'message') });
    expect(sent.status).toBe(303);
    expect(await statusOf(report.reportId)).toBe('closed');
    expect(await reporterSees(report.code, 'nl')).toContain(told);
    expect(await lastMessage(report.reportId)).toBe(words);
  });

  it('keeps what was typed when a text is taken up, and can go back from the preview', async () => {
    const { worker, path } = await inHand('openbaar');
    const filled = await worker.post(path, {
      intent: 'close',
      step: 'fill',
      outcome: '',
      text: 'duplicate',
      message: 'Zelf getypt.',
    });
    expect(areaOf(filled, 'message')).toMatch(/^Zelf getypt\.\n\nDank voor uw melding/);
    const edit = await worker.post(path, {
      intent: 'close',
      step: 'edit',
      outcome: 'duplicate',
      message: 'Zelf getypt.',
    });
    expect([edit.status, areaOf(edit, 'message')]).toEqual([200, 'Zelf getypt.']);
  });

  it('is told at the preview what is missing, as at the sending', async () => {
    const { worker, path } = await inHand('openbaar');
    const answer = await worker.post(path, { intent: 'close', step: 'preview', outcome: '', message: ' ' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Schrijf aan de melder wat er is gedaan.');
    const unknown = await worker.post(path, {
      intent: 'close',
      step: 'fill',
      text: 'bestaat-niet',
      message: '',
    });
    expect([unknown.status, wordsOf(unknown).includes('Kies een standaardtekst uit de lijst.')]).toEqual([
      400,
      true,
    ]);
  });

  it('writes in the language of the reporter, and is warned where a text has none', async () => {
    const { report, worker, path } = await inHand('openbaar', { ...LANTERN, language: 'en' });
    expect(wordsOf(await worker.get(path))).toContain('De melder leest Engels.');
    const filled = await worker.post(path, { intent: 'close', step: 'fill', text: 'passed-on', message: '' });
    expect(areaOf(filled, 'message')).toContain(`Keep your number: ${report.number}.`);
    expect(wordsOf(filled)).not.toContain('alleen in het Nederlands');
    const made = await saveText(house.db.app, await actor('beheer'), {
      key: crypto.randomUUID(),
      version: 0,
      text: { ...TEXT, name: 'Alleen Nederlands' },
    });
    const dutch = await worker.post(path, {
      intent: 'close',
      step: 'fill',
      text: made.ok ? made.value : '',
      message: '',
    });
    expect(wordsOf(dutch)).toContain(
      'De melder leest Engels, maar deze tekst is er alleen in het Nederlands.',
    );
    const form = { intent: 'close', outcome: 'passed-on', message: 'We passed it on.' };
    const told = sheetOf(await worker.post(path, { ...form, step: 'preview' }));
    await worker.post(path, form);
    expect(await reporterSees(report.code, 'en')).toContain(told);
  });

  it('about a person can take up no text, and reads the neutral one in the language of the reporter', async () => {
    const { worker, path } = await inHand('opbouwwerk', { language: 'en' });
    const page = await worker.get(path);
    expect(page.html).not.toContain('name="message"');
    expect(wordsOf(page)).toContain('We have looked at your report and finished with it.');
    const filled = await worker.post(path, { intent: 'close', step: 'fill', text: 'helped' });
    expect(filled.status).toBe(400);
    const told = await worker.post(path, {
      intent: 'close',
      step: 'preview',
      outcome: 'helped',
      message: 'Opgenomen.',
    });
    expect(wordsOf(told)).toContain('Over een mens schrijven we de melder niets.');
  });
});

describe('who asks the reporter something', () => {
  it('takes up a question with the term in it, and the reporter reads what the preview said', async () => {
    const { report, worker, path } = await inHand('openbaar');
    const page = await worker.get(path);
    const key = hiddenField(page, 'key');
    const filled = await worker.post(path, {
      intent: 'ask',
      step: 'fill',
      text: 'question-where',
      question: '',
      key,
    });
    const question = areaOf(filled, 'question');
    expect(question).toMatch(/U kunt antwoorden tot .+\d+\.\d\d uur\./);
    const told = sheetOf(await worker.post(path, { intent: 'ask', step: 'preview', question, key }));
    await worker.post(path, { intent: 'ask', question, key });
    const seen = await reporterSees(report.code, 'nl');
    for (const line of question.split('\n\n'))
      expect([seen.includes(line), told.includes(line)]).toEqual([true, true]);
  });

  it('about a person names the desk and no organisation', async () => {
    const text: StandardText = { ...TEXT, name: 'Wie', purpose: 'question', outcome: null, natures: [] };
    const made = await saveText(house.db.app, await actor('beheer'), {
      key: crypto.randomUUID(),
      version: 0,
      text: { ...text, body: { nl: 'Vraag van {organisatie}.' } },
    });
    const { worker, path } = await inHand('opbouwwerk', {});
    const filled = await worker.post(path, {
      intent: 'ask',
      step: 'fill',
      text: made.ok ? made.value : '',
      question: '',
    });
    expect(areaOf(filled, 'question')).toBe('Vraag van meldpunt.');
  });

  it('must have the report: to others it does not exist', async () => {
    const { path } = await inHand('openbaar');
    const stranger = await logIn('huismeester');
    for (const step of ['fill', 'preview'])
      expect(
        (
          await stranger.post(path, {
            intent: 'close',
            step,
            text: 'helped',
            outcome: 'helped',
            message: 'x',
          })
        ).status,
      ).toBe(404);
    const denied = await house.app.request(`${ORIGIN}${path}`, {
      headers: { cookie: await cookieOf(house, town, 'coordinator') },
    });
    expect(denied.status).toBe(200);
  });
});

/** What stands in a field of several lines. */
function areaOf({ html }: Page, name: string): string {
  const found = new RegExp(`<textarea[^>]*name="${name}"[^>]*>([^<]*)</textarea>`).exec(html)?.[1] ?? '';
  return found.replaceAll('&#x27;', "'").replaceAll('&amp;', '&');
}

/** The words on the sheet that shows what the reporter reads. */
function sheetOf({ html }: Page): string {
  const sheet = /<div class="wijk-preview__page"[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? '';
  const words = /<p class="nl-paragraph">(.*?)<\/p>(?:<blockquote[^>]*>(.*?)<\/blockquote>)?/s.exec(sheet);
  const told = [words?.[1], words?.[2]].filter(Boolean).join(' ');
  if (told === '') throw new Error('expected a sheet with words');
  return wordsOf({ html: `<main>${told}</main>` } as Page);
}

async function lastMessage(reportId: string): Promise<string | undefined> {
  const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
    sql<{
      body: string;
    }>`select body from report_words where report_id = ${reportId} and kind = 'message'`.execute(kysely),
  );
  return rows.at(-1)?.body;
}

async function statusOf(reportId: string): Promise<string | undefined> {
  const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
    sql<{ status: string }>`select status from report where id = ${reportId}`.execute(kysely),
  );
  return rows[0]?.status;
}
