import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import {
  hiddenField,
  visit,
  wordsOf,
  type Fields,
  type Page,
  type Visitor,
} from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import { NO_STORY, type Submission } from '../../reports/model.ts';
import { toWallClock } from './wall-clock.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

type Changes = Partial<Submission>;

/** Goes to the district team first, where two colleagues work. */
const FOR_TEAM: Changes = {
  observations: { danger: { kind: 'none' }, sights: ['distress'], about: 'myself' },
  story: 'Ik red het niet meer.',
};
/** Goes to public space, and is about no person. */
const LANTERN: Changes = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  story: 'De lantaarn is stuk.',
};
/** Stays with the coordinator. */
const DANGER: Changes = {
  observations: { danger: { kind: 'seen', signs: ['threatens'] }, sights: [], about: 'someone' },
};
const HIDDEN = ['Een geheim verhaal.', 'Melder Geheim', 'Proefstraat 1'];

const send = (changes: Changes = {}): Promise<SentReport> => sendReport(house, house.towns[0], changes);
const pathOf = ({ number }: SentReport): string => `/proefstad/werk/${number}`;

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  const answer = await visitor.post('/proefstad/inloggen', {
    intent: 'login',
    login,
    password: TEST_PASSWORD,
  });
  if (answer.status !== 303) throw new Error(`expected ${login} to be let in, got ${answer.status}`);
  return visitor;
}

/** Sends the form `intent` of the page of a report, with its own hidden fields, and follows where it leads. */
async function give(
  visitor: Visitor,
  report: SentReport,
  fields: Fields,
): Promise<{ answer: Page; after: Page }> {
  const answer = await visitor.post(pathOf(report), fields);
  return { answer, after: answer.location === null ? answer : await visitor.get(answer.location) };
}

const countOf = (words: string, part: string): number => words.split(part).length - 1;

describe('before acceptance', () => {
  it('shows what it is about and why it came here, and none of the words', async () => {
    const page = await (await logIn('opbouwwerk')).get(pathOf(await send()));
    expect(page.status).toBe(200);
    const words = wordsOf(page);
    for (const told of [
      'Veel alleen',
      'Proefbuurt',
      'Waarom hier?',
      'Iemand is veel alleen.',
      'Tabel hulp',
      'Neemt u deze melding aan?',
    ])
      expect(words).toContain(told);
    expect(words).toContain(
      'De tekst, het adres en de naam van de melder gaan open als u de melding aanneemt.',
    );
    for (const hidden of HIDDEN) expect(page.html).not.toContain(hidden);
  });

  it('opens the words on accepting, says so once, and shows the next step', async () => {
    const [worker, report] = [await logIn('opbouwwerk'), await send()];
    const { answer, after } = await give(worker, report, { intent: 'accept' });
    expect([answer.status, answer.location]).toEqual([303, pathOf(report)]);
    const words = wordsOf(after);
    expect(words).toContain(`Melding ${report.number} staat nu op uw naam. De tekst is open.`);
    for (const shown of HIDDEN) expect(words).toContain(shown);
    expect(words).toContain('Er is contact geweest');
    expect(wordsOf(await worker.get(pathOf(report)))).not.toContain('De tekst is open.');
  });

  it('lets one of two colleagues accept who press at the same moment, and tells the other who was first', async () => {
    const [one, two, report] = [await logIn('wijkteam'), await logIn('wijkteam2'), await send(FOR_TEAM)];
    const answers = await Promise.all(
      [one, two].map((worker) => worker.post(pathOf(report), { intent: 'accept' })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400]);
    const words = wordsOf(answers.find(({ status }) => status === 400) as Page);
    expect(words).toContain('Iemand anders was u voor: dit aanbod is al beantwoord.');
    expect(words).toMatch(/Aan zet Naam wijkteam2? · district-team/);
  });

  it('passes on what is declined, back on the work list, and it is gone for who declined', async () => {
    const [worker, report] = [await logIn('opbouwwerk'), await send()];
    const { answer, after } = await give(worker, report, {
      intent: 'decline',
      reason: 'no-room-now',
      proposal: 'not-known',
    });
    expect(answer.location).toBe('/proefstad/werk');
    expect(wordsOf(after)).toContain(`U nam melding ${report.number} niet aan. Die ligt nu bij de volgende.`);
    expect((await worker.get(pathOf(report))).status).toBe(404);
    const next = wordsOf(await (await logIn('wijkteam')).get(pathOf(report)));
    expect(next).toContain('district-team: tweede keus, de eerste kon niet of bleef stil');
    expect(next).toContain(
      'community-work nam het niet aan: ‘Nu geen plek’. Voorstel: het meldpunt beslist, want ik weet niet wie dit doet. Aangeboden aan de tweede keus, district-team.',
    );
  });

  it('asks for the reason of a decline beside the field', async () => {
    const [worker, report] = [await logIn('opbouwwerk'), await send()];
    const { answer } = await give(worker, report, { intent: 'decline', reason: '', proposal: 'not-known' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Maak een keuze.');
    expect(answer.html).toMatch(/<details class="wijk-details" open="">(?:(?!<\/details>).)*name="reason"/s);
  });
});

describe('for somebody else', () => {
  it('looks like a number that does not exist, to read and to post', async () => {
    const [stranger, report] = [await logIn('huismeester'), await send()];
    const absent = { ...report, number: 99_999_999 };
    const plain = ({ html, status }: Page) => [status, html.replaceAll(/\d{4,}/g, '#')];
    expect(plain(await stranger.get(pathOf(report)))).toEqual(plain(await stranger.get(pathOf(absent))));
    const [hidden, nothing] = [
      await give(stranger, report, { intent: 'accept' }),
      await give(stranger, absent, { intent: 'accept' }),
    ];
    expect(hidden.answer.status).toBe(404);
    expect(plain(hidden.answer)).toEqual(plain(nothing.answer));
    expect(wordsOf(hidden.answer)).toContain('Misschien nam een ander de melding aan');
  });

  it.each(['0', 'abc', '1e3', '-1', '1'.repeat(30)])(
    'is no report either under the number %s',
    async (number) => {
      expect((await (await logIn('coordinator')).get(`/proefstad/werk/${number}`)).status).toBe(404);
    },
  );

  it('asks to log in who is not, and leads back here', async () => {
    const report = await send();
    const page = await visit(house.app).get(pathOf(report));
    expect([page.status, page.location]).toEqual([
      303,
      `/proefstad/inloggen?naar=${encodeURIComponent(pathOf(report))}`,
    ]);
    expect((await visit(house.app).post(pathOf(report), { intent: 'accept' })).location).toBe(page.location);
  });
});

describe('the owner', () => {
  async function accepted(login: string, changes?: Changes): Promise<[Visitor, SentReport]> {
    const [worker, report] = [await logIn(login), await send(changes)];
    await give(worker, report, { intent: 'accept' });
    return [worker, report];
  }

  it('adds one note by a double click, marked as not for the reporter', async () => {
    const [worker, report] = await accepted('opbouwwerk');
    const page = (await worker.get(pathOf(report))).html.split('value="note"')[1] ?? '';
    const key = hiddenField({ ...(await worker.get(pathOf(report))), html: page }, 'key');
    const click = () => give(worker, report, { intent: 'note', note: 'Morgen op bezoek.', key });
    await Promise.all([click(), click()]);
    const words = wordsOf(await worker.get(pathOf(report)));
    expect(countOf(words, 'Morgen op bezoek.')).toBe(1);
    expect(countOf(words, 'Notitie toegevoegd.')).toBe(1);
    expect(words).toContain('De melder ziet dit niet');
  });

  it('asks the reporter and then waits', async () => {
    const [worker, report] = await accepted('opbouwwerk');
    const key = '0190aaaa-0000-7000-8000-00000000000a';
    const { after } = await give(worker, report, { intent: 'ask', question: 'Is het elke dag?', key });
    expect(wordsOf(after)).toContain('De vraag staat klaar voor de melder.');
    expect(wordsOf(after)).toContain('Volgende stap Wachten op antwoord van de melder');
    expect(wordsOf(after)).toContain('Is het elke dag?');
  });

  it('keeps what was typed when something is missing', async () => {
    const [worker, report] = await accepted('openbaar', LANTERN);
    const { answer } = await give(worker, report, { intent: 'close', outcome: 'helped', message: ' ' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Schrijf aan de melder wat er is gedaan.');
    expect(answer.html).toContain('<option value="helped" selected="">');
    expect(answer.html).toContain('<title>Fout: ');
  });

  it('closes with an outcome and what the reporter is told, and may reopen', async () => {
    const [worker, report] = await accepted('openbaar', LANTERN);
    const closed = await give(worker, report, {
      intent: 'close',
      outcome: 'helped',
      message: 'De lamp is gemaakt.',
    });
    expect(wordsOf(closed.after)).toContain(`Melding ${report.number} is afgerond.`);
    expect(wordsOf(closed.after)).toContain('Uitkomst Geholpen');
    expect(wordsOf(await worker.get('/proefstad/werk'))).toMatch(
      new RegExp(`${report.number} Straat en buitenruimte Proefbuurt · Geholpen`),
    );
    const reopened = await give(worker, report, { intent: 'reopen' });
    expect(wordsOf(reopened.after)).toContain(`Melding ${report.number} is weer open.`);
  });

  it('sees the fixed text that the reporter reads about a person, and cannot write another', async () => {
    const [worker, report] = await accepted('opbouwwerk');
    const page = await worker.get(pathOf(report));
    expect(page.html).not.toContain('name="message"');
    expect(wordsOf(page)).toContain('Daarom vertellen wij niet wat er is gedaan.');
    const { answer } = await give(worker, report, {
      intent: 'close',
      outcome: 'helped',
      message: 'Opgenomen.',
    });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Over een mens schrijven we de melder niets.');
  });

  it('closes abuse as spam without a message', async () => {
    const [worker, report] = await accepted('openbaar', LANTERN);
    const { after } = await give(worker, report, { intent: 'close', outcome: 'spam', message: '' });
    expect(wordsOf(after)).toContain(`Melding ${report.number} is afgerond als misbruik of spam.`);
  });

  it('finds first who works in this neighbourhood, and who is closed says from when not', async () => {
    const [town] = house.towns;
    const inTown = (statement: ReturnType<typeof sql>) =>
      inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));
    const { services } = town;
    await inTown(sql`delete from service_coverage where service_id = ${services['mediation']}`);
    await inTown(sql`update service set hours = '[]' where id = ${services['caretaker']}`);
    const [worker, report] = await accepted('opbouwwerk');
    const shut = await worker.get(pathOf(report));
    // the weekday and hour of tomorrow, so that it is closed at any moment this test runs
    const weekday = (new Date().getUTCDay() + 1) % 7 || 7;
    const hours = [{ weekday, fromMinute: 720, untilMinute: 780 }];
    await inTown(
      sql`update service set hours = ${JSON.stringify(hours)} where id = ${services['caretaker']}`,
    );
    const { html } = await worker.get(pathOf(report));
    await inTown(
      sql`update service set hours = (select hours from service where id = ${services['meldpunt']}) where id = ${services['caretaker']}`,
    );
    await inTown(
      sql`insert into service_coverage values (${town.id}, ${town.neighbourhoodId}, ${services['mediation']})`,
    );
    expect(shut.status).toBe(200);
    const [, here = '', elsewhere = ''] = html.split('<optgroup ');
    expect(here).toMatch(/^label="Werkt in deze buurt"/);
    expect(here).toMatch(/caretaker \(nu dicht, open vanaf \d+ \w+, 12\.00 uur\)/);
    expect(here).toContain('>district-team</option>');
    expect(elsewhere).toMatch(/^label="Werkt in andere buurten"><option value="[^"]*">mediation<\/option>/);
  });

  it('is told that the reporter wrote nothing, in words of ours', async () => {
    const [worker, silent] = await accepted('opbouwwerk', { story: NO_STORY });
    const words = wordsOf(await worker.get(pathOf(silent)));
    expect(words).toContain('Wat de melder schreef De melder schreef er niets bij. Plek');
    const [, placed] = await accepted('opbouwwerk', { story: `${NO_STORY}\n\nPlek: bij de brug` });
    expect(wordsOf(await worker.get(pathOf(placed)))).toContain(
      'De melder schreef er niets bij. Plek: bij de brug',
    );
  });

  it('hands over and stays the owner until somebody accepts', async () => {
    const [worker, report] = await accepted('opbouwwerk');
    const service = house.towns[0].services['caretaker'] ?? '';
    const { after } = await give(worker, report, { intent: 'hand-on', service });
    expect(wordsOf(after)).toContain('U blijft aan zet tot iemand aanneemt.');
    expect(wordsOf(after)).toContain('Wacht op antwoord van caretaker');
    const caretaker = await logIn('huismeester');
    expect(wordsOf(await caretaker.get(pathOf(report)))).toContain(
      'caretaker: overgedragen door wie aan zet is',
    );
    await give(caretaker, report, { intent: 'accept' });
    expect(wordsOf(await caretaker.get(pathOf(report)))).toContain(
      'Van Naam opbouwwerk naar Naam huismeester',
    );
    expect((await worker.get(pathOf(report))).status).toBe(404);
  });

  it('gets typed words back when a colleague took over meanwhile', async () => {
    const [worker, report] = await accepted('wijkteam', FOR_TEAM);
    await give(await logIn('wijkteam2'), report, { intent: 'take-over' });
    const { answer } = await give(worker, report, {
      intent: 'note',
      note: 'Lang verhaal over het bezoek.',
      key: '0190aaaa-0000-7000-8000-00000000000b',
    });
    expect(answer.status).toBe(400);
    const words = wordsOf(answer);
    expect(words).toContain('Een ander is nu aan zet voor deze melding.');
    expect(words).toContain('Dit had u getypt: Lang verhaal over het bezoek.');
    expect(words).not.toContain('Notitie toegevoegd.');
  });
});

describe('the coordinator', () => {
  const calledAt = (minutes: number) => toWallClock(new Date(Date.now() + minutes * 60_000));

  it('is asked about the danger first, logs a call, and then decides', async () => {
    const [coordinator, report] = [await logIn('coordinator'), await send(DANGER)];
    const page = wordsOf(await coordinator.get(pathOf(report)));
    expect(page).toContain('De melder zag gevaar en kreeg 112 te zien');
    expect(page).toContain('Volgende stap Nagaan of er gevaar is');
    const fields = { intent: 'call', contactPoint: house.towns[0].contactPointId, about: 'danger' };
    const { after } = await give(coordinator, report, { ...fields, calledAt: calledAt(-5) });
    expect(wordsOf(after)).toContain('Het gesprek is vastgelegd.');
    expect(wordsOf(after)).toContain('Volgende stap Besluiten wie het oppakt');
    expect(wordsOf(after)).toMatch(/Gebeld met Crisisdienst over gevaar, \d+ \w+, \d+\.\d\d uur\./);
  });

  it('cannot log a call that is still to come, and gets back what was filled in', async () => {
    const [coordinator, report] = [await logIn('coordinator'), await send(DANGER)];
    const later = calledAt(90);
    const fields = {
      intent: 'call',
      contactPoint: house.towns[0].contactPointId,
      about: 'danger',
      calledAt: later,
    };
    const { answer } = await give(coordinator, report, fields);
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Dit moment is nog niet geweest.');
    expect(answer.html).toContain(`value="${later}"`);
  });

  it('has no way to decline, and is told so', async () => {
    const [coordinator, report] = [await logIn('coordinator'), await send(DANGER)];
    expect((await coordinator.get(pathOf(report))).html).not.toContain('value="decline"');
    const { answer } = await give(coordinator, report, {
      intent: 'decline',
      reason: 'no-room-now',
      proposal: 'not-known',
    });
    expect(wordsOf(answer)).toContain('De coördinator kan een melding niet weigeren.');
  });

  it('takes an offer back to decide on it', async () => {
    const [coordinator, report] = [await logIn('coordinator2'), await send()];
    expect(wordsOf(await coordinator.get(pathOf(report)))).toContain('Het aanbod aan community-work vervalt');
    const { after } = await give(coordinator, report, { intent: 'take-over' });
    expect(wordsOf(after)).toContain('Van Naam coordinator naar Naam coordinator2');
    expect(wordsOf(after)).toContain('Het aanbod aan community-work is ingetrokken. Overgenomen.');
  });
});

describe('who decides otherwise', () => {
  const otherwise = { intent: 'decide-otherwise', nature: 'money', urgency: 'soon', service: '' };

  it('reads the advice and the decision beside each other, with the reason', async () => {
    const [coordinator, report] = [await logIn('coordinator'), await send()];
    const { after } = await give(coordinator, report, { ...otherwise, reason: 'spoke-reporter' });
    const words = wordsOf(after);
    expect(words).toContain('U hebt anders besloten');
    expect(words).toContain('Advies: Veel alleen, Gewoon. Besluit: Zorgen over geld, Binnenkort.');
    expect(words).toContain('Reden: gesproken met de melder.');
    expect(words).not.toContain('Het aanbod aan community-work is ingetrokken.');
  });

  it('is asked for a reason, and gets back what was chosen', async () => {
    const [coordinator, report] = [await logIn('coordinator'), await send()];
    const { answer } = await give(coordinator, report, { ...otherwise, reason: '' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Maak een keuze.');
    expect(answer.html).toMatch(/<option value="money" selected="">/);
  });

  it('is told which law a decision breaks', async () => {
    const [worker, report] = [await logIn('opbouwwerk'), await send()];
    await give(worker, report, { intent: 'accept' });
    const service = house.towns[0].services['neighbourhood-police'] ?? '';
    const { answer } = await give(worker, report, { ...otherwise, service, reason: 'agreed-together' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('is de politie nooit de eerste en nooit de leider');
  });
});

it('tells the whole life of a report, with somebody at turn from the first moment on', async () => {
  const [worker, report] = [await logIn('opbouwwerk'), await send()];
  await give(worker, report, { intent: 'accept' });
  await give(worker, report, { intent: 'contacted' });
  const words = wordsOf(await worker.get(pathOf(report)));
  const history = words.slice(words.indexOf('Geschiedenis'));
  const told = [
    'Vanaf het eerste moment was er steeds iemand aan zet.',
    'De melding kwam binnen.',
    'Aan zet: Naam coordinator · Besluiten wie het oppakt · uiterlijk',
    'Na de eerste beoordeling aangeboden aan community-work.',
    'Aan zet: Naam coordinator · Wachten op antwoord op het aanbod · uiterlijk',
    'Aangenomen voor community-work.',
    'Van Naam coordinator naar Naam opbouwwerk · Eerste contact leggen · uiterlijk',
    'Het eerste contact is gelegd.',
    'Aan zet: Naam opbouwwerk · Oplossen en afronden · uiterlijk',
  ];
  const places = told.map((part) => history.indexOf(part));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('speaks English to who asks for it', async () => {
  const report = await send();
  const visitor = visit(house.app, { language: 'en' });
  await visitor.post('/proefstad/inloggen', {
    intent: 'login',
    login: 'opbouwwerk',
    password: TEST_PASSWORD,
  });
  const words = wordsOf(await visitor.get(pathOf(report)));
  for (const told of [
    'Do you accept this report?',
    'Why here?',
    'somebody is alone a lot',
    'From the first moment on somebody always had it.',
  ]) {
    expect(words).toContain(told);
  }
});

it('ships no script but those of the line and the keys, and refuses a form that is not of this page', async () => {
  const [worker, report] = [await logIn('opbouwwerk'), await send()];
  const { html } = await worker.get(pathOf(report));
  expect(html.match(/<script[^>]*>/g)).toEqual([
    '<script src="/keys.js" defer="">',
    '<script src="/live.js" defer="">',
  ]);
  expect((await give(worker, report, { intent: 'destroy' })).answer.status).toBe(400);
});
