import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearOfWindowEnd, HOUR_MS } from '../../../tests/support/database.ts';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { anotherApp, visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { userActor } from '../../people/index.ts';
import { NO_STORY, type Submission } from '../../reports/model.ts';
import { perform, type Order } from '../index.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const CODE = '/proefstad/volgen';
const PAGE = '/proefstad/volgen/melding';

const aboutPlace: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
};
const aboutPerson: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['distress'], about: 'someone' },
};
const danger: Partial<Submission> = {
  observations: { danger: { kind: 'seen', signs: ['weapon'] }, sights: [], about: 'someone' },
};

const send = (changes: Partial<Submission>) => sendReport(house, house.towns[0], changes);

async function follow({ code }: SentReport, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  const opened = await visitor.post(CODE, { code });
  if (opened.location !== PAGE) throw new Error(`expected the page of the report, got ${opened.status}`);
  return visitor;
}

async function order(login: string, { number }: SentReport, what: Order): Promise<void> {
  const [town] = house.towns;
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  const done = actor && (await perform(house.db.app, actor, number, what));
  if (!done?.ok) throw new Error(`${login} could not ${what.command}: ${JSON.stringify(done)}`);
}

const ask = (login: string, report: SentReport, body: string) =>
  order(login, report, { command: 'ask', body, key: newId() });

describe('the code', () => {
  it.each([
    ['as it was given', (code: string) => code],
    ['without dashes and capitals', (code: string) => code.replaceAll('-', '').toLowerCase()],
    ['with spaces', (code: string) => ` ${code.replaceAll('-', ' ')} `],
  ])('opens the page of the report, typed %s', async (_how, typed) => {
    const report = await send(aboutPlace);
    const visitor = visit(house.app);
    const opened = await visitor.post(CODE, { code: typed(report.code) });
    expect([opened.status, opened.location]).toEqual([303, PAGE]);
    const page = await visitor.get(PAGE);
    expect(wordsOf(page)).toContain(`Nummer ${report.number}`);
    expect(page.html).not.toContain(report.code);
  });

  it('is asked for in a post only', async () => {
    const report = await send(aboutPlace);
    const visitor = visit(house.app);
    await visitor.get(`${CODE}?code=${report.code}`);
    expect(visitor.cookie('melder', PAGE)).toBeUndefined();
    expect((await visitor.get(CODE)).html).toContain('method="post"');
  });

  it('that is mistyped or unknown is refused beside the field, and stays there to be mended', async () => {
    const mistyped = await visit(house.app).post(CODE, { code: 'abc' });
    expect([mistyped.status, wordsOf(mistyped)]).toEqual([
      400,
      expect.stringContaining('Deze code klopt niet helemaal.'),
    ]);
    expect(mistyped.html).toContain('value="abc"');
    expect(mistyped.html).toContain('href="#field-code"');
    const { code } = await sendReport(house, house.towns[1], aboutPlace);
    const unknown = await visit(house.app).post(CODE, { code });
    expect([unknown.status, wordsOf(unknown)]).toEqual([
      400,
      expect.stringContaining('Wij kennen deze code niet.'),
    ]);
  });

  it('cannot be tried without end', async () => {
    await clearOfWindowEnd(house.db.owner, HOUR_MS);
    const report = await send(aboutPlace);
    const app = await anotherApp(house, { env: { CODE_TRIES_PER_HOUR: '2' } });
    const visitor = visit(app, { address: '192.0.2.200' });
    await visitor.post(CODE, { code: 'a' });
    await visitor.post(CODE, { code: 'b' });
    const refused = await visitor.post(CODE, { code: report.code });
    expect([refused.status, refused.headers.get('retry-after'), refused.location]).toEqual([
      429,
      '3600',
      null,
    ]);
    expect(wordsOf(refused)).toContain('Er zijn te veel codes geprobeerd.');
    expect((await visit(app, { address: '192.0.2.201' }).post(CODE, { code: report.code })).status).toBe(303);
  });

  it('sent from another site opens nothing', async () => {
    const { code } = await send(aboutPlace);
    const visitor = visit(house.app);
    const page = await visitor.post(CODE, { code }, { origin: 'https://elders.example' });
    expect([page.status, visitor.cookie('melder', PAGE)]).toEqual([403, undefined]);
  });
});

describe('without a session', () => {
  it.each([PAGE, '/proefstad/melden/ontvangen'])('%s leads to the code', async (path) => {
    const page = await visit(house.app).get(path);
    expect([page.status, page.location]).toEqual([303, CODE]);
  });

  it('an answer is not taken', async () => {
    const page = await visit(house.app).post(PAGE, { intent: 'answer', answer: 'Ja' });
    expect([page.status, page.location]).toEqual([303, CODE]);
  });

  it('of this municipality, the page stays closed', async () => {
    const visitor = await follow(await send(aboutPlace));
    const token = visitor.cookie('melder', PAGE) ?? '';
    const elsewhere = await house.app.request('http://house.test/anderdorp/volgen/melding', {
      headers: { cookie: `melder=${token}` },
    });
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([303, '/anderdorp/volgen']);
  });
});

describe('the page of a report', () => {
  it('about a place says what happens, by when, and with whom it lies', async () => {
    const report = await send(aboutPlace);
    await order('openbaar', report, { command: 'accept' });
    const words = wordsOf(await (await follow(report)).get(PAGE));
    expect(words).toContain('Iemand gaat met uw melding aan de slag.');
    expect(words).toMatch(
      /Uiterlijk (vandaag|morgen|\p{L}+dag \d+ \p{L}+) .*om \d+\.\d\d uur zetten wij de volgende stap\./u,
    );
    expect(words).toContain('Uw melding ligt bij public-space.');
    expect(words).toContain('Een geheim verhaal.');
  });

  it('about a person names no service, whoever works on it', async () => {
    const report = await send(aboutPerson);
    await order('coordinator', report, {
      command: 'hand-on',
      serviceId: house.towns[0].services['public-health-nurse'] ?? '',
    });
    await order('wijkteam', report, { command: 'accept' });
    const page = await (await follow(report)).get(PAGE);
    expect(wordsOf(page)).toContain('Uw melding ligt bij het meldpunt van de gemeente.');
    for (const name of ['public-health-nurse', 'wijkteam', 'Naam ']) expect(page.html).not.toContain(name);
  });

  it('about a person tells no outcome', async () => {
    const report = await send(aboutPerson);
    await order('coordinator', report, { command: 'close', outcome: 'passed-on', message: '' });
    const words = wordsOf(await (await follow(report)).get(PAGE));
    expect(words).toContain('Daarom vertellen wij niet wat er is gedaan.');
    expect(words).not.toContain('doorgegeven');
  });

  it('about a place tells the outcome and what was written to the reporter', async () => {
    const report = await send(aboutPlace);
    await order('openbaar', report, { command: 'accept' });
    await order('openbaar', report, {
      command: 'close',
      outcome: 'helped',
      message: 'De lantaarn brandt weer.',
    });
    const words = wordsOf(await (await follow(report)).get(PAGE));
    expect(words).toContain('Wij hebben geholpen. De lantaarn brandt weer.');
    expect(words).not.toContain('Uiterlijk');
  });

  it('never shows a note of a colleague', async () => {
    const report = await send(aboutPlace);
    await order('openbaar', report, { command: 'accept' });
    await order('openbaar', report, { command: 'note', body: 'Alleen voor ons.', key: newId() });
    expect((await (await follow(report)).get(PAGE)).html).not.toContain('Alleen voor ons.');
  });

  it('does not put words into the mouth of who wrote none', async () => {
    const words = wordsOf(await (await follow(await send({ ...danger, story: NO_STORY }))).get(PAGE));
    expect(words).toContain('U schreef er niets bij.');
  });

  it('shows 112 above everything when danger was seen', async () => {
    const words = wordsOf(await (await follow(await send(danger), 'en')).get(PAGE));
    expect(words).toMatch(
      /^Your report Number \d+ Is there still danger\? Call.112 Call straight away, also now that you have told us\./,
    );
  });
});

describe('a question', () => {
  async function asked(): Promise<{ report: SentReport; visitor: Visitor }> {
    const report = await send(aboutPlace);
    await order('openbaar', report, { command: 'accept' });
    await ask('openbaar', report, 'Welke lantaarn is het?');
    return { report, visitor: await follow(report) };
  }

  it('stands on the page with a form for the answer, and the answer goes back', async () => {
    const { visitor } = await asked();
    expect(wordsOf(await visitor.get(PAGE))).toMatch(
      /Wij hebben een vraag aan u\..*Onze vraag Welke lantaarn is het\? Uw antwoord/,
    );
    const sent = await visitor.post(PAGE, { intent: 'answer', answer: ' Die bij de brug. ' });
    expect([sent.status, sent.location]).toEqual([303, PAGE]);
    const words = wordsOf(await visitor.get(PAGE));
    expect(words).toMatch(/Uw antwoord .* Die bij de brug\. Onze vraag aan u .* Welke lantaarn is het\?/);
    expect(words).not.toContain('Antwoord versturen');
  });

  it('is answered once, however often the button was pressed', async () => {
    const { visitor } = await asked();
    const answer = { intent: 'answer', answer: 'Die bij de brug.' };
    const sent = await Promise.all([visitor.post(PAGE, answer), visitor.post(PAGE, answer)]);
    const again = await visitor.post(PAGE, answer);
    expect([...sent, again].map(({ status }) => status)).toEqual([303, 303, 303]);
    const words = wordsOf(await visitor.get(PAGE));
    expect(words.split('Die bij de brug.').length - 1).toBe(1);
  });

  it('wants words', async () => {
    const { visitor } = await asked();
    const page = await visitor.post(PAGE, { intent: 'answer', answer: '  ' });
    expect([page.status, wordsOf(page)]).toEqual([400, expect.stringContaining('Vul uw antwoord in.')]);
  });

  it('that is no longer open keeps what was typed', async () => {
    const { report, visitor } = await asked();
    await order('openbaar', report, { command: 'close', outcome: 'helped', message: 'Gemaakt.' });
    const page = await visitor.post(PAGE, { intent: 'answer', answer: 'Te laat getypt.' });
    expect([page.status, wordsOf(page)]).toEqual([
      400,
      expect.stringContaining('Uw antwoord is niet verstuurd.'),
    ]);
    expect(page.html).toContain('>Te laat getypt.</textarea>');
  });

  it('is not answered from another site', async () => {
    const { visitor } = await asked();
    const page = await visitor.post(
      PAGE,
      { intent: 'answer', answer: 'Nee' },
      { origin: 'https://elders.example' },
    );
    expect(page.status).toBe(403);
    expect(wordsOf(await visitor.get(PAGE))).toContain('Antwoord versturen');
  });
});

describe('closing the page', () => {
  it('ends the session, also for who kept its cookie', async () => {
    const visitor = await follow(await send(aboutPlace));
    const token = visitor.cookie('melder', PAGE) ?? '';
    const left = await visitor.post(PAGE, { intent: 'leave' });
    expect([left.status, left.location, visitor.cookie('melder', PAGE)]).toEqual([303, CODE, undefined]);
    const kept = await house.app.request(`http://house.test${PAGE}`, {
      headers: { cookie: `melder=${token}` },
    });
    expect([kept.status, kept.headers.get('location')]).toEqual([303, CODE]);
  });

  it('happens by itself after half an hour', async () => {
    const visitor = await follow(await send(aboutPlace));
    await advanceClock(house.db.owner, HOUR_MS / 2, { production: false });
    expect((await visitor.get(PAGE)).location).toBe(CODE);
  });
});
