import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendCare } from '../../../tests/support/care.ts';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Fields, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { databaseNow } from '../../kit/clock.ts';
import { toWallClock } from './wall-clock.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

interface Numbered {
  readonly number: number;
}

const pathOf = ({ number }: Numbered): string => `/proefstad/werk/${number}`;

async function give(visitor: Visitor, report: Numbered, fields: Fields): Promise<Page> {
  const answer = await visitor.post(pathOf(report), fields);
  return answer.location === null ? answer : visitor.get(answer.location);
}

/** A lonely neighbour that the coordinator takes up and hands to the district team. */
async function handedOn(): Promise<Numbered> {
  return { number: await sendCare(house, town, 'district-team') };
}

const clock = async (): Promise<string> => toWallClock(await databaseNow(house.db.owner));
const nextStep = (page: Page): string => wordsOf(page);

describe('accepting care that somebody hands over', () => {
  it('asks in one form who will do it, with whom was spoken and when', async () => {
    const [worker, report] = [await logIn('wijkteam'), await handedOn()];
    const words = wordsOf(await worker.get(pathOf(report)));
    expect(words).toContain('Wie gaat het doen?');
    expect(words).toContain('Met wie van meldpunt hebt u gesproken?');
    const spoke = { spokeWith: town.users['coordinator'] ?? '', spokeAt: await clock() };
    const after = await give(worker, report, {
      intent: 'accept',
      colleague: town.users['wijkteam2'] ?? '',
      ...spoke,
    });
    expect(wordsOf(after)).toMatch(/Aan zet Naam wijkteam2 · district-team/);
    expect(wordsOf(after)).toContain('Aangenomen voor district-team. Gesproken met Naam coordinator,');
    const summary = wordsOf(await worker.get(`${pathOf(report)}/samenvatting`));
    expect(summary).toContain('Warme overdracht: gesproken met Naam coordinator,');
  });

  it('asks beside the field for a choice that is missing, and keeps what was chosen', async () => {
    const [worker, report] = [await logIn('wijkteam'), await handedOn()];
    const answer = await give(worker, report, { intent: 'accept', spokeWith: '', spokeAt: await clock() });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer)).toContain('Maak een keuze.');
    const unread = { intent: 'accept', spokeWith: town.users['coordinator'] ?? '', spokeAt: 'gisteren' };
    const again = await give(worker, report, unread);
    expect(again.status).toBe(400);
    expect(again.html).toContain(`<option value="${town.users['coordinator']}" selected="">`);
  });

  it('goes on when nobody is reached, and leads to the talk that is missing', async () => {
    const [worker, report] = [await logIn('wijkteam'), await handedOn()];
    const after = await give(worker, report, { intent: 'accept', spokeWith: 'not-reached', spokeAt: '' });
    expect(nextStep(after)).toContain('Alsnog spreken met wie het overdroeg');
    expect(wordsOf(after)).toContain('Wie overdroeg is nog niet bereikt.');
    const spoke = { spokeWith: town.users['coordinator2'] ?? '', spokeAt: await clock() };
    const spoken = await give(worker, report, { intent: 'spoken', ...spoke });
    expect(wordsOf(spoken)).toContain('Vastgelegd: u hebt elkaar gesproken.');
    expect(wordsOf(spoken)).toContain('Er is contact geweest');
    expect(wordsOf(spoken)).toContain('Gesproken met Naam coordinator2,');
  });

  it('stays one button where nothing is to be said: nobody else works there and nobody handed it over', async () => {
    const [worker, report] = [await logIn('opbouwwerk'), await sendReport(house, town)];
    const page = await worker.get(pathOf(report));
    expect(wordsOf(page)).not.toContain('Wie gaat het doen?');
    expect(wordsOf(page)).not.toContain('hebt u gesproken?');
    expect(page.html).toContain('wijk-accept');
  });
});

describe('not accepting', () => {
  it('names who then, which the coordinator reads first and follows with one press', async () => {
    const [worker, report] = [await logIn('wijkteam'), await handedOn()];
    await give(worker, report, {
      intent: 'decline',
      reason: 'better-elsewhere',
      proposal: town.services['debt-help'] ?? '',
    });
    const coordinator = await logIn('coordinator');
    const page = await coordinator.get(pathOf(report));
    expect(wordsOf(page)).toContain(
      'district-team nam het niet aan (‘Past beter bij een ander’) en stelt voor: debt-help.',
    );
    expect(wordsOf(page)).toContain('Overdragen aan debt-help');
    expect(page.html).toMatch(/<optgroup label="Voorgesteld"><option value="[^"]+">debt-help/);
    const service = /name="service" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const followed = await give(coordinator, report, { intent: 'hand-on.proposed', service });
    expect(wordsOf(followed)).toContain('Wacht op antwoord van debt-help');
    expect(wordsOf(followed)).toContain('Voorstel: debt-help.');
  });

  it('tells who follows what cannot be followed any more why, once', async () => {
    const [worker, report] = [await logIn('wijkteam'), await handedOn()];
    await give(worker, report, { intent: 'decline', reason: 'other-area', proposal: 'needs-talk' });
    const coordinator = await logIn('coordinator');
    expect(wordsOf(await coordinator.get(pathOf(report)))).toContain(
      'district-team nam het niet aan (‘Ander gebied’) en vraagt het meldpunt te beslissen: dit moet eerst samen besproken worden.',
    );
    const gone = { intent: 'hand-on.proposed', service: town.users['coordinator'] ?? '' };
    const answer = await give(coordinator, report, gone);
    expect(answer.status).toBe(400);
  });

  it('asks for both choices at once', async () => {
    const [worker, report] = [await logIn('wijkteam'), await handedOn()];
    const answer = await give(worker, report, { intent: 'decline', reason: '', proposal: '' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer).split('Maak een keuze.').length - 1).toBeGreaterThanOrEqual(2);
    expect(answer.html).toMatch(
      /<details class="wijk-details" open="">(?:(?!<\/details>).)*name="proposal"/s,
    );
  });
});
