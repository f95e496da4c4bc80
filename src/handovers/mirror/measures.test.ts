import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import type { Town } from '../../../tests/support/town.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { dateAt } from '../../kit/wall-clock.ts';
import { userActor } from '../../people/index.ts';
import { CARE } from '../answer-rules.ts';
import { mirrorBlock, perform, type Order } from '../index.ts';
import { countCareClosed, countCareOffers, type CareCell } from '../mirror-figures-store.ts';
import { sharesOf } from './measures.ts';

const DAY_MS = 86_400_000;
const AREAS = [
  { id: 'a', name: 'Noord' },
  { id: 'b', name: 'Oost' },
  { id: 'c', name: 'Zuid' },
];

describe('what is told of a share', () => {
  const cell = (areaId: string, n: number, k: number) => ({ serviceId: 's', areaId, n, k });
  const nobodys = () => false;

  it('is everything from ten on, with how sure it is', () => {
    const { all, areas } = sharesOf([cell('a', 10, 8), cell('b', 30, 15)], AREAS, nobodys);
    expect(all).toMatchObject({ part: 23, whole: 40 });
    expect(areas.map(({ name, share }) => [name, share?.part, share?.whole])).toEqual([
      ['Noord', 8, 10],
      ['Oost', 15, 30],
    ]);
    expect(areas[0]?.share?.low).toBeCloseTo(0.4902, 4);
  });

  it('never leaves out one alone, nor tells what one person did', () => {
    for (let few = 1; few < 10; few += 1) {
      const { areas } = sharesOf([cell('a', few, 1), cell('b', 30, 15), cell('c', 40, 9)], AREAS, nobodys);
      expect(areas.filter(({ share }) => share === undefined).length).toBeGreaterThanOrEqual(2);
    }
    expect(sharesOf([cell('a', 50, 8)], AREAS, () => true)).toMatchObject({
      all: undefined,
      areas: [{ id: 'a', share: undefined }],
    });
  });

  it('tells no count below ten, whatever the counts', () => {
    for (let a = 0; a <= 24; a += 1)
      for (let b = 0; b <= 24; b += 1) {
        const { all, areas } = sharesOf([cell('a', a, 0), cell('b', b, b)], AREAS, nobodys);
        const told = [all, ...areas.map(({ share }) => share)].flatMap((share) => share?.whole ?? []);
        expect(told.every((whole) => whole >= 10)).toBe(true);
        const isComputable = areas.length === 2 && all && areas.filter(({ share }) => !share).length === 1;
        expect(isComputable).not.toBe(true);
      }
  });
});

describe('what is counted', () => {
  let house: TestHouse;
  let town: Town;
  let quarter: string;
  beforeAll(async () => {
    house = await openHouse();
    [town] = house.towns;
    quarter = await inTenant(house.db.app, town.id, ({ now }) => {
      const { year, month } = dateAt(now);
      return Promise.resolve(`${year}-${Math.ceil(month / 3)}`);
    });
    for (let sent = 0; sent < 24; sent += 1) await live(sent);
    await advanceClock(house.db.owner, 40 * DAY_MS, { production: false });
  }, 300_000);
  afterAll(() => house.close());

  const CLOSE: Order = { command: 'close', outcome: 'helped', message: 'Geholpen.' };
  const DECLINE: Order = { command: 'decline', reason: 'no-room-now' };

  /** Of every kind some: accepted and closed, declined, without an answer, about a place. */
  async function live(at: number): Promise<void> {
    const about = at % 6 === 5 ? 'place' : 'myself';
    const { number, reportId: id } = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: [at % 6 === 5 ? 'damage' : 'distress'], about },
    });
    const login = at % 2 === 0 ? 'wijkteam' : 'wijkteam2';
    const orders: readonly Order[] =
      at % 6 < 3 ? [{ command: 'accept' }, CLOSE] : at % 6 === 3 ? [DECLINE] : [];
    const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
    if (!actor) throw new Error(`expected ${login}`);
    for (const order of orders)
      expect(await perform(house.db.app, actor, number, order)).toEqual({
        ok: true,
        value: expect.anything(),
      });
    if (at % 6 === 0) await lookAgain(id, at);
  }

  /** The event of a second look, some within 28 days and some after. */
  async function lookAgain(id: string, at: number): Promise<void> {
    const days = at % 12 === 0 ? 5 : 30;
    await inTenant(house.db.owner, town.id, (tx) =>
      sql`insert into event (municipality_id, stream, seq, id, at, actor_kind, kind, data)
        select municipality_id, stream, max(seq) + 1, gen_random_uuid(), max(at) + make_interval(days => ${days}), 'clock',
          'assigned', '{"cause":"second-look"}' from event
        where municipality_id = ${town.id} and stream = ${`report:${id}`} group by municipality_id, stream`.execute(
        tx.kysely,
      ),
    );
  }

  interface RawReport {
    readonly id: string;
    readonly nature: string;
    readonly about: string;
    readonly whole_id: string | null;
    readonly outcome: string | null;
  }
  interface RawOffer {
    readonly report_id: string;
    readonly step: string;
    readonly status: string;
    readonly deadline: Date;
    readonly answered_at: Date | null;
  }
  interface RawEvent {
    readonly stream: string;
    readonly kind: string;
    readonly at: Date;
    readonly data: { readonly cause?: string };
  }

  /** The same, one report after the other, from every row there is. */
  async function byHand() {
    return inTenant(house.db.app, town.id, async ({ kysely, now }) => {
      const rowsOf = async <Row>(table: string) =>
        (await sql<Row>`select * from ${sql.table(table)} where municipality_id = ${town.id}`.execute(kysely))
          .rows;
      const reports = await rowsOf<RawReport>('report');
      const offers = await rowsOf<RawOffer>('handover');
      const events = await rowsOf<RawEvent>('event');
      const isCare = ({ nature, about, whole_id }: RawReport) =>
        (CARE as readonly string[]).includes(nature) && about !== 'place' && whole_id === null;
      const care = new Map(reports.filter(isCare).map((report) => [report.id, report]));
      const passed = offers.filter(
        ({ report_id, step, status, deadline }) =>
          care.has(report_id) && step !== 'part' && status !== 'withdrawn' && deadline <= now,
      );
      const answered = passed.filter(
        ({ status, answered_at, deadline }) =>
          (status === 'accepted' || status === 'declined') && answered_at !== null && answered_at <= deadline,
      );
      const silent = passed.filter(({ status }) => status === 'lapsed' || status === 'offered');
      const lives = [...care.values()].flatMap(({ id, outcome }) => {
        const own = events
          .filter(({ stream }) => stream === `report:${id}`)
          .toSorted((a, b) => +a.at - +b.at);
        const closed = own.find(({ kind }) => kind === 'closed')?.at;
        if (!closed || outcome === 'spam' || outcome === 'duplicate') return [];
        const back = own.find(({ kind, data }) => kind === 'assigned' && data.cause === 'second-look')?.at;
        return [{ closed, back }];
      });
      const old = lives.filter(({ closed }) => +closed <= +now - 28 * DAY_MS);
      const back = old.filter((life) => life.back && +life.back <= +life.closed + 28 * DAY_MS);
      return {
        'in-time': [passed.length, answered.length],
        silent: [passed.length, silent.length],
        'no-police': [lives.length, lives.length],
        'came-back': [old.length, back.length],
      };
    });
  }

  it('is what one counts report by report', async () => {
    const { deskServiceId } = await inTenant(house.db.app, town.id, async ({ kysely }) => {
      const { rows } = await sql<{ deskServiceId: string }>`
        select desk_service_id as "deskServiceId" from municipality where municipality_id = ${town.id}`.execute(
        kysely,
      );
      return rows[0] ?? { deskServiceId: '' };
    });
    const cells = await inTenant(house.db.app, town.id, async (tx) => {
      const question = { from: new Date(0), until: tx.now, natures: CARE, deskServiceId };
      return [...(await countCareOffers(tx, question)), ...(await countCareClosed(tx, question))];
    });
    const sumOf = (measure: CareCell['measure']) => {
      const own = cells.filter((cell) => cell.measure === measure);
      return [own.reduce((sum, { n }) => sum + n, 0), own.reduce((sum, { k }) => sum + k, 0)];
    };
    const expected = await byHand();
    for (const measure of ['in-time', 'silent', 'no-police', 'came-back'] as const)
      expect([measure, sumOf(measure)]).toEqual([measure, expected[measure]]);
    expect(expected['came-back']).toEqual([12, 2]);
    expect(expected['in-time'][1]).toBeGreaterThan(10);
    expect(expected.silent[1]).toBeGreaterThan(0);
  });

  it('is told on the page of its block, in the quarter in which it came in', async () => {
    const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['manager'] ?? ''));
    if (!actor) throw new Error('expected the manager');
    const found = await mirrorBlock(house.db.app, actor, { number: 8, language: 'nl', quarter });
    if (!found.ok) throw new Error(JSON.stringify(found.refusals));
    expect(found.value.measures.find(({ measure }) => measure === 'no-police')?.all).toMatchObject({
      part: 12,
      whole: 12,
      high: 1,
    });
    const nothing = await mirrorBlock(house.db.app, actor, { number: 1, language: 'nl', quarter });
    expect(nothing.ok && nothing.value.measures).toEqual([]);
  });
});
