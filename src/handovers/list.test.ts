import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { foundComplex, type Town } from '../../tests/support/town.ts';
import { databaseNow } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { listChoices, listReports, mapReports, perform, type Order } from './index.ts';
import type { ListQuestion } from './model.ts';
import type { ListView } from './wire.ts';

let house: TestHouse;
let town: Town;
let other: Town;
/** One of each: asked of a service, in hand of one, and finished. */
let offered: SentReport;
let mine: SentReport;
let colleagues: SentReport;
let finished: SentReport;
let elsewhere: SentReport;
/** A complex with the one address of the town, one without any, and one of another town. */
let linden: string;
let eiken: string;
let strange: string;

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
  linden = await foundComplex(house.db.owner, town, { code: 'L1', addressIds: [town.addressId] });
  eiken = await foundComplex(house.db.owner, town, { name: 'De Eiken', party: 'welzijn' });
  strange = await foundComplex(house.db.owner, other);
  offered = await sendReport(house, town, { story: 'De fietsen liggen op de stoep.' });
  mine = await sendReport(house, town, { story: 'Al weken fietsen in het portiek, bel 06-12345678.' });
  colleagues = await sendReport(house, town, { story: 'Een fiets, en honden die blaffen.' });
  finished = await sendReport(house, town, { story: 'Blaffende honden.' });
  elsewhere = await sendReport(house, other, { story: 'Fietsen in een andere stad.' });
  await order('opbouwwerk', mine, { command: 'accept' });
  await order('opbouwwerk', finished, { command: 'accept' });
  await order('opbouwwerk', finished, { command: 'close', outcome: 'helped', message: '' });
  await order('opbouwwerk', colleagues, { command: 'accept' });
  await handTo('wijkteam', 'district-team', colleagues);
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<UserActor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

async function order(login: string, { number }: SentReport, what: Order): Promise<void> {
  const done = await perform(house.db.app, await as(login), number, what);
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
}

async function handTo(login: string, kind: string, report: SentReport): Promise<void> {
  await order('opbouwwerk', report, { command: 'hand-on', serviceId: town.services[kind] ?? '' });
  await order(login, report, { command: 'accept' });
}

async function list(login: string, asked: Partial<ListQuestion> = {}) {
  const question = { scope: 'mine', state: 'open', order: 'deadline', ...asked } as const;
  return listReports(house.db.app, await as(login), question);
}

async function found(login: string, asked: Partial<ListQuestion> = {}): Promise<ListView> {
  const view = await list(login, asked);
  if (!view.ok) throw new Error(JSON.stringify(view.refusals));
  return view.value;
}

const numbers = async (login: string, asked: Partial<ListQuestion> = {}) =>
  (await found(login, asked)).extracts.map(({ number }) => number).toSorted((a, b) => a - b);
const refusal = async (login: string, asked: Partial<ListQuestion>) => {
  const view = await list(login, asked);
  return view.ok ? undefined : view.refusals[0]?.code;
};
const of = (...reports: SentReport[]) => reports.map(({ number }) => number).toSorted((a, b) => a - b);
const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));

describe('a list', () => {
  it('of mine holds what I own', async () => {
    expect(await numbers('opbouwwerk')).toEqual(of(mine));
    expect(await numbers('opbouwwerk', { state: 'all' })).toEqual(of(mine, finished));
    expect(await numbers('wijkteam')).toEqual(of(colleagues));
  });

  it('of my service holds what it has and what it is asked, of all who work in it', async () => {
    expect(await numbers('opbouwwerk', { scope: 'service' })).toEqual(of(mine, offered));
    expect(await numbers('wijkteam2', { scope: 'service' })).toEqual(of(colleagues));
    expect(await numbers('huismeester', { scope: 'service', state: 'all' })).toEqual([]);
  });

  it('of my organisation is for who leads it; of everything for the coordination', async () => {
    expect(await numbers('wijkteam-lead', { scope: 'organisation' })).toEqual(of(colleagues));
    expect(await numbers('corporatie-lead', { scope: 'organisation', state: 'all' })).toEqual([]);
    expect(await numbers('coordinator', { scope: 'all' })).toEqual(of(mine, offered, colleagues));
    expect(await refusal('wijkteam', { scope: 'all' })).toBe('list-not-yours');
  });

  it('is narrowed by state, kind, urgency, neighbourhood, step, colleague, service and period', async () => {
    const all = { scope: 'all', state: 'all' } as const;
    expect(await numbers('coordinator', { scope: 'all', state: 'offered' })).toEqual(of(offered));
    expect(await numbers('coordinator', { scope: 'all', state: 'closed' })).toEqual(of(finished));
    expect(await numbers('coordinator', { ...all, nature: 'offence' })).toEqual([]);
    expect(await numbers('coordinator', { ...all, nature: 'loneliness', urgency: 'normal' })).toEqual(
      of(offered, mine, colleagues, finished),
    );
    expect(await numbers('coordinator', { ...all, neighbourhoodId: other.neighbourhoodId })).toEqual([]);
    expect(await numbers('coordinator', { ...all, nextStep: 'first-contact' })).toEqual(of(mine));
    expect(await numbers('coordinator', { ...all, nextStep: 'speak-sender' })).toEqual(of(colleagues));
    expect(await numbers('coordinator', { ...all, ownerId: town.users['wijkteam'] })).toEqual(of(colleagues));
    expect(await numbers('coordinator', { ...all, service: town.services['district-team'] })).toEqual(
      of(colleagues),
    );
    const tomorrow = new Date((await databaseNow(house.db.owner)).getTime() + 86_400_000);
    expect(await numbers('coordinator', { ...all, receivedFrom: tomorrow })).toEqual([]);
    expect(await numbers('coordinator', { ...all, receivedUntil: tomorrow })).toHaveLength(4);
  });

  it('takes what a person decided about kind and haste before what was advised', async () => {
    const report = await sendReport(house, town);
    await order('coordinator', report, {
      command: 'decide-otherwise',
      nature: 'nuisance',
      urgency: 'today',
      serviceId: null,
      reason: 'seen-there',
    });
    expect(await numbers('coordinator', { scope: 'all', nature: 'nuisance', urgency: 'today' })).toEqual(
      of(report),
    );
  });

  it('says how many there are, but not how many one colleague has in hand', async () => {
    expect((await found('coordinator', { scope: 'all', state: 'closed' })).count).toEqual({
      found: 1,
      isMore: false,
    });
    const colleague = { scope: 'all', ownerId: town.users['wijkteam'] } as const;
    expect((await found('coordinator', colleague)).count).toBeUndefined();
  });

  it('gives codes and never a word of a report', async () => {
    const view = JSON.stringify(await found('coordinator', { scope: 'all', state: 'all', words: 'fiets' }));
    for (const hidden of ['fietsen', 'portiek', 'Melder Geheim', 'Proefstraat'])
      expect(view).not.toContain(hidden);
  });

  it('goes on page after page, and shows each report once', async () => {
    const more = await Promise.all(Array.from({ length: 52 }, () => sendReport(house, town)));
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await found('opbouwwerk', { scope: 'service', order: 'oldest', cursor });
      seen.push(...page.extracts.map(({ number }) => number));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted((a, b) => a - b)).toEqual(
      await numbersOfService('community-work', [offered.number, mine.number]),
    );
    expect(more.every(({ number }) => seen.includes(number))).toBe(true);
  });
});

/** Open reports that a service has or is asked, read past every rule. */
async function numbersOfService(kind: string, known: readonly number[]): Promise<number[]> {
  const id = town.services[kind];
  const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql<{ number: number }>`select number from report r where status <> 'closed' and (owner_service_id = ${id}
      or exists (select from handover h where h.report_id = r.id and h.status = 'offered' and h.service_id = ${id}))
      order by number`.execute(kysely),
  );
  const all = rows.map(({ number }) => number);
  expect(all).toEqual(expect.arrayContaining([...known]));
  return all;
}

describe('a search on words', () => {
  const everywhere = { scope: 'all', state: 'all' } as const;

  it('finds words in whatever form, all of them, in what I may open', async () => {
    expect(await numbers('coordinator', { ...everywhere, words: 'FIETS' })).toEqual(
      of(offered, mine, colleagues),
    );
    expect(await numbers('coordinator', { ...everywhere, words: 'fiets en hond' })).toEqual(of(colleagues));
    expect(await numbers('opbouwwerk', { scope: 'service', state: 'all', words: 'fiets' })).toEqual(of(mine));
    expect(await numbers('opbouwwerk', { state: 'all', words: 'blaffende' })).toEqual(of(finished));
  });

  it('finds nothing in what is only offered to me, nor in what colleagues of my organisation have', async () => {
    expect(await numbers('opbouwwerk', { scope: 'service', words: 'stoep' })).toEqual([]);
    expect(await refusal('wijkteam-lead', { scope: 'organisation', words: 'fiets' })).toBe(
      'search-not-in-organisation',
    );
  });

  it('finds nothing of another municipality', async () => {
    expect(await numbers('coordinator', { ...everywhere, words: 'stad' })).toEqual([]);
    expect(elsewhere.number).toBeGreaterThan(0);
  });

  it('knows no numbers: nobody is found by a telephone', async () => {
    expect(await refusal('coordinator', { ...everywhere, words: '06-12345678 de' })).toBe(
      'search-without-words',
    );
  });

  it('finds what was added later', async () => {
    const report = await sendReport(house, town, { story: 'Een rode vrachtwagen.' });
    await order('opbouwwerk', report, { command: 'accept' });
    const key = '0190aaaa-0000-7000-8000-00000000aaaa';
    await order('opbouwwerk', report, { command: 'note', body: 'Het was een kraanwagen.', key });
    expect(await numbers('opbouwwerk', { words: 'kraanwagen' })).toEqual(of(report));
  });

  it('leaves a line of every class it goes through, without what was searched for', async () => {
    await asOwner(sql`delete from access_log`);
    await numbers('opbouwwerk', { scope: 'service', words: 'fiets' });
    expect(await refusal('wijkteam-lead', { scope: 'organisation', words: 'fiets' })).toBeDefined();
    await numbers('opbouwwerk', { scope: 'service', nature: 'loneliness' });
    const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`select user_id, action, outcome, subject_kind, subject_id, data_class from access_log order by id`.execute(
        kysely,
      ),
    );
    const line = (login: string, outcome: string, dataClass: string) => ({
      user_id: town.users[login],
      action: 'read',
      outcome,
      subject_kind: 'search',
      subject_id: null,
      data_class: dataClass,
    });
    expect(rows).toEqual([
      line('opbouwwerk', 'success', 'story'),
      line('opbouwwerk', 'success', 'conversation'),
      line('opbouwwerk', 'success', 'note'),
      line('wijkteam-lead', 'denied', '-'),
    ]);
  });
});

describe('a search on an address', () => {
  it('finds what one service has there, and asks which where there are several', async () => {
    const door = { state: 'all', address: 'proefstraat 1' } as const;
    const service = town.services['district-team'];
    expect(await numbers('wijkteam', { ...door, scope: 'service', service })).toEqual(of(colleagues));
    expect(await refusal('wijkteam', { ...door, scope: 'service' })).toBe('address-in-one-service');
    expect(await refusal('coordinator', { ...door, scope: 'all' })).toBe('address-in-one-service');
    expect(await numbers('coordinator', { ...door, scope: 'all', service })).toEqual(of(colleagues));
  });

  it('takes a whole address', async () => {
    expect(await refusal('opbouwwerk', { address: 'proefstraat' })).toBe('search-address-unknown');
    expect(await refusal('opbouwwerk', { address: 'elders 7' })).toBe('search-address-unknown');
  });
});

describe('what can be chosen', () => {
  it('is what a person has to do with: own services, and who works in them now', async () => {
    const choices = await listChoices(house.db.app, await as('wijkteam'));
    if (!choices.ok) throw new Error(JSON.stringify(choices.refusals));
    expect(choices.value.services.map(({ name }) => name)).toEqual([
      'debt-help',
      'district-team',
      'public-health-nurse',
    ]);
    expect(choices.value.owners.map(({ name }) => name)).toEqual(['Naam wijkteam', 'Naam wijkteam2']);
  });

  it('is nothing for who has no work here', async () => {
    const refused = { ok: false, refusals: [{ code: 'not-allowed' }] };
    expect(await listChoices(house.db.app, await as('privacy'))).toEqual(refused);
    expect(await list('privacy')).toEqual(refused);
    const nobody = { kind: 'public', municipalityId: town.id } as const;
    const asked = { scope: 'mine', state: 'open', order: 'deadline' } as const;
    expect(await listReports(house.db.app, nobody, asked)).toEqual({
      ok: false,
      refusals: [{ code: 'not-logged-in' }],
    });
  });
});

describe('a search on a complex', () => {
  it('finds what lies in it: by an address, or told without one; by its id, its name or its number', async () => {
    const inIt = await sendReport(house, town, { addressId: undefined, complexId: linden });
    await order('opbouwwerk', inIt, { command: 'accept' });
    const wish = { scope: 'mine', state: 'all' } as const;
    const all = await numbers('opbouwwerk', { ...wish, complexId: linden });
    expect(all).toEqual(expect.arrayContaining([mine.number, finished.number, inIt.number]));
    expect(await numbers('opbouwwerk', { ...wish, address: 'de linde' })).toEqual(all);
    expect(await numbers('opbouwwerk', { ...wish, address: 'L1' })).toEqual(all);
    expect(await numbers('opbouwwerk', { ...wish, complexId: eiken })).toEqual([]);
    expect(await numbers('opbouwwerk', { ...wish, complexId: linden, address: 'proefstraat 1' })).toEqual(
      all.filter((number) => number !== inIt.number),
    );
  });

  it('never says how many there are, on a list or on a map', async () => {
    const asked = { scope: 'mine', state: 'all', complexId: linden } as const;
    expect((await found('opbouwwerk', { scope: 'mine', state: 'all' })).count).toBeDefined();
    expect((await found('opbouwwerk', asked)).count).toBeUndefined();
    expect(
      (await found('opbouwwerk', { ...asked, complexId: undefined, address: 'De Linde' })).count,
    ).toBeUndefined();
    const question = { order: 'deadline', ...asked } as const;
    const map = await mapReports(house.db.app, await as('opbouwwerk'), { question, look: undefined });
    expect(map.ok && [map.value.count, map.value.areas]).toEqual([undefined, []]);
  });

  it('is within one service, for who may search, and leaves a line in the access log', async () => {
    const asked = { state: 'all', complexId: linden } as const;
    expect(await refusal('wijkteam', { ...asked, scope: 'service' })).toBe('address-in-one-service');
    expect(await refusal('wijkteam-lead', { ...asked, scope: 'organisation' })).toBe(
      'search-not-in-organisation',
    );
    expect(await refusal('manager', { ...asked, scope: 'mine' })).toBe('search-not-allowed');
    const lines = () =>
      inTenant(house.db.app, town.id, async ({ kysely }) => {
        const { rows } = await sql<{ count: number }>`select count(*)::int as count from access_log
          where subject_kind = 'search' and data_class = 'place' and outcome <> 'denied'`.execute(kysely);
        return rows[0]?.count ?? 0;
      });
    const before = await lines();
    await found('opbouwwerk', { ...asked, scope: 'mine' });
    expect(await lines()).toBe(before + 1);
  });

  it('knows no complex of another municipality, and none that is not there', async () => {
    expect(await refusal('opbouwwerk', { complexId: strange })).toBe('complex-unknown');
  });

  it('can be chosen, below who manages it', async () => {
    const choices = await listChoices(house.db.app, await as('huismeester'));
    expect(choices.ok && choices.value.complexes).toEqual([
      { id: linden, name: 'De Linde (L1)', group: 'corporatie' },
      { id: eiken, name: 'De Eiken', group: 'welzijn' },
    ]);
  });
});
