import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf } from '../fixtures/chance.ts';
import { findBreaches } from '../src/cli/verify.ts';
import { perform } from '../src/handovers/index.ts';
import { advanceClock, sleep } from '../src/kit/clock.ts';
import { inTenant, type Database } from '../src/kit/db.ts';
import { openSession, userActor } from '../src/people/index.ts';
import { hashIdempotencyKey } from '../src/reports/follow-up-code.ts';
import { readDecisions } from '../src/server/wiring.ts';
import { buildPages } from '../tools/build.ts';
import { gatherCrowd, type Crowd, type SentReport } from './kill/crowd.ts';
import { openDesk, type Desk } from './kill/desk.ts';
import { openPlace, startServer, type KillPlace } from './kill/place.ts';
import { startProcess, type RunningProcess } from './kill/processes.ts';
import { isThere, isWhole, reportRows, type ReportRow } from './kill/rows.ts';
import { submitTo } from './kill/submit.ts';
import { testDatabase, type TestDatabase } from './support/database.ts';
import { tellProof } from './support/proven.ts';
import { foundTown, type Town } from './support/town.ts';

const KILLS = Number(process.env['WIJK_KILLS'] ?? 4);
/** So many reports are acknowledged between two kills at least. */
const REPORTS = Number(process.env['WIJK_KILL_REPORTS'] ?? 1);
const RUNS = Number(process.env['WIJK_KILL_RUNS'] ?? 1);
const SEED = process.env['WIJK_KILL_SEED'] ?? 'kill';
const seeds = Array.from({ length: RUNS }, (_, at) => (at === 0 ? SEED : `${SEED} ${at + 1}`));
const DEADLINES = Number(process.env['WIJK_DEADLINES'] ?? 600);
const DAY_MS = 86_400_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wijkverbond-kill-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(seeds)(
  `a server that is killed at ${KILLS} random moments while people report, add documents and take lists in (%s)`,
  (seed) => {
    /** The longest that a server lives after it took in what was waited for. */
    const LIFE_MS = 400;
    const chance = chanceOf(seed);
    let place: KillPlace;
    let town: Town;
    let deskTown: Town;
    let crowd: Crowd;
    let desk: Desk;
    let rows: Map<string, ReportRow>;

    beforeAll(
      async () => {
        await buildPages();
        place = await openPlace(join(folder, seed.replaceAll(' ', '-')));
        town = await foundTown(place.owner);
        deskTown = await foundTown(place.owner, 'anderdorp');
        const atDesk = await prepareDesk(place.app, deskTown, 2 * KILLS * Math.ceil(REPORTS / 20));
        let current = await startServer(place);
        const address = () => current.place;
        crowd = gatherCrowd({ address, path: `/${town.slug}/melden`, chance });
        desk = openDesk({ ...atDesk, address, slug: deskTown.slug, chance: chanceOf(`${seed} desk`) });
        for (let round = 1; round <= KILLS; round += 1) {
          const [next]: [RunningProcess, void] = await Promise.all([
            startServer(place),
            killAfterAWhile(current, round),
          ]);
          current = next;
        }
        await Promise.all([crowd.stop(), desk.stop()]);
        await current.kill();
        rows = await reportRows(place.app, town);
      },
      Math.max(300_000, (20_000 + 200 * REPORTS) * KILLS),
    );
    afterAll(() => place.close());

    const counts = {
      reports: () => crowd.sent.filter(({ receipt }) => receipt !== undefined).length,
      documents: () => desk.documents.filter(({ isIn }) => isIn).length,
      lists: () => desk.lists.filter(({ isTakenIn }) => isTakenIn).length,
    };
    /** What a server has to take in before it is killed, in turns. */
    const turns = ['reports', 'documents', 'reports', 'lists'] as const;
    const killAfterAWhile = async (server: RunningProcess, round: number) => {
      await Promise.all([
        more(counts[turns[round % turns.length] ?? 'reports'], 1),
        more(counts.reports, REPORTS),
      ]);
      await sleep(chance() * LIFE_MS);
      if (place.killDatabase && chance() < 0.2) {
        await place.killDatabase();
        // The server outlives its database, or there would be nothing to kill.
        await sleep(chance() * LIFE_MS);
      }
      await server.kill();
    };
    const acknowledged = () => crowd.sent.filter(({ receipt }) => receipt !== undefined);

    it('has every acknowledged report, once, under the number and the code that it gave', () => {
      expect(acknowledged().filter((report) => !isThere(report, rows))).toEqual([]);
      expect(acknowledged().length).toBeGreaterThanOrEqual(KILLS * REPORTS);
      tellProof('kill', `seed ${seed}: ${tally(crowd.sent, rows)}`);
    });

    it('has every other report whole or not at all, and none that nobody sent', () => {
      const sent = new Map(
        crowd.sent.map((report) => [hashIdempotencyKey(report.key).toString('hex'), report]),
      );
      const wrong = [...rows].filter(([hash, row]) => !isWhole(row, sent.get(hash)));
      expect(wrong).toEqual([]);
    });

    it('has every acknowledged document, once and whole, and none that nobody added', async () => {
      const kept = await documentRows(place.app, deskTown);
      const sent = new Map(
        desk.documents.map((document) => [`${document.number} ${document.hash}`, document]),
      );
      const isSent = ({ number, hash, sum }: DocumentRow) => hash === sum && sent.has(`${number} ${hash}`);
      expect(kept.filter((row) => !isSent(row) || row.times !== 1 || row.told !== 1)).toEqual([]);
      const there = new Set(kept.map(({ number, hash }) => `${number} ${hash}`));
      const acknowledged = desk.documents.filter(({ isIn }) => isIn);
      expect(acknowledged.filter(({ number, hash }) => !there.has(`${number} ${hash}`))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(Math.floor(KILLS / 4));
      tellProof(
        'kill',
        `seed ${seed}: ${acknowledged.length} documents acknowledged of ${desk.documents.length}, ${kept.length} there`,
      );
    });

    it('has every acknowledged list whole, and a report of a row exactly when that row says so', async () => {
      const kept = await listRows(place.app, deskTown);
      const lists = new Map(desk.lists.map((list) => [list.id, list]));
      expect(kept.filter((row) => row.refusal !== null || row.reports !== row.settled)).toEqual([]);
      for (const [id, listed] of Map.groupBy(kept, ({ draftId }) => draftId)) {
        const { words = [], isTakenIn = false } = lists.get(id) ?? {};
        const settled = listed.filter((row) => row.settled === 1).length;
        // the heading is a row as well
        expect([id, listed.length, !isTakenIn || settled === words.length]).toEqual([
          id,
          words.length + 1,
          true,
        ]);
      }
      const there = new Set(kept.map(({ draftId }) => draftId));
      const brought = desk.lists.filter(({ isBrought }) => isBrought);
      expect(brought.filter(({ id }) => !there.has(id))).toEqual([]);
      const taken = desk.lists.filter(({ isTakenIn }) => isTakenIn);
      expect(taken.length).toBeGreaterThanOrEqual(Math.floor(KILLS / 4));
      tellProof(
        'kill',
        `seed ${seed}: ${taken.length} lists of ${desk.lists.length} taken in as told, ${there.size} there`,
      );
    });

    it('never answered in another way than it should', () => {
      expect([...crowd.oddities, ...desk.oddities]).toEqual([]);
    });

    it('leaves no report without an owner, a next step, a deadline and its timer, and no history that tells another tale', async () => {
      expect(await findBreaches(place.app)).toEqual([]);
      const open = [...rows.values()].filter(({ status }) => status !== 'closed');
      expect(open).toHaveLength(rows.size);
      expect(open.filter(({ owner, nextStep, deadline }) => !owner || !nextStep || !deadline)).toEqual([]);
    });
  },
);

async function more(count: () => number, wanted: number): Promise<void> {
  const goal = count() + wanted;
  for (let [waitedMs, last] = [0, count()]; last < goal; waitedMs += 5) {
    if (waitedMs > 120_000)
      throw new Error('expected something to be taken in within two minutes, got nothing');
    await sleep(5);
    if (count() !== last) [waitedMs, last] = [0, count()];
  }
}

/** So many reports in the hand of one colleague, with the cookie of that colleague. */
async function prepareDesk(
  db: Database,
  town: Town,
  count: number,
): Promise<{ cookie: string; numbers: number[] }> {
  const userId = town.users['openbaar'] ?? '';
  const actor = await inTenant(db, town.id, (tx) => userActor(tx, userId));
  const decisions = await readDecisions();
  const numbers: number[] = [];
  for (let made = 0; made < count; made += 1) {
    const number = await submitTo(db, town, decisions, { sights: ['damage'], about: 'place' });
    const accepted = actor && (await perform(db, actor, number, { command: 'accept' }));
    if (!accepted?.ok) throw new Error(`expected report ${number} to be accepted`);
    numbers.push(number);
  }
  const token = await inTenant(db, town.id, (tx) => openSession(tx, 'user', userId));
  return { cookie: `sessie=${token}`, numbers };
}

interface DocumentRow {
  readonly number: number;
  readonly hash: string;
  /** Of the bytes that are there. */
  readonly sum: string;
  readonly times: number;
  /** How often the history of its report names it. */
  readonly told: number;
}

async function documentRows(db: Database, { id }: Town): Promise<DocumentRow[]> {
  return inTenant(db, id, async ({ kysely }) => {
    const { rows } = await sql<DocumentRow>`
      select report.number, encode(d.content_hash, 'hex') as hash, encode(sha256(d.content), 'hex') as sum,
        count(*) over (partition by d.content_hash) as times,
        (select count(*) from event where event.stream = 'report:' || report.id and event.kind = 'document-added'
          and event.data->'documentIds' ? d.id::text) as told
      from report_document d join report on report.id = d.report_id`.execute(kysely);
    return rows;
  });
}

interface ListRow {
  readonly draftId: string;
  readonly refusal: string | null;
  /** 1 when it has the number of a report, else 0. */
  readonly settled: number;
  /** How many reports there are with its words. */
  readonly reports: number;
}

/** The rows of all lists, the heading too, which is never taken in. */
async function listRows(db: Database, { id }: Town): Promise<ListRow[]> {
  return inTenant(db, id, async ({ kysely }) => {
    const { rows } = await sql<ListRow>`
      select row.draft_id as "draftId", row.refusal, (row.report_number is not null)::int as settled,
        (select count(*) from report_words words where words.kind = 'story'
          and words.body like '%rij ' || (row.number - 2) || ' van ' || row.draft_id || '.%') as reports
      from sheet_row row`.execute(kysely);
    return rows;
  });
}

function tally(sent: readonly SentReport[], rows: ReadonlyMap<string, ReportRow>): string {
  const isIn = ({ key }: SentReport) => rows.has(hashIdempotencyKey(key).toString('hex'));
  const acknowledged = sent.filter(({ receipt }) => receipt !== undefined);
  const others = sent.filter(({ receipt }) => receipt === undefined);
  return [
    `${KILLS} kills: ${acknowledged.length} reports acknowledged, ${acknowledged.filter(isIn).length} found`,
    `${sent.filter(({ posts }) => posts > 1).length} sent more than once`,
    `${others.length} without an answer, of which ${others.filter(isIn).length} are there`,
  ].join('; ');
}

/** A town with so many offers that nobody answers, and processes that run its clock; each test's processes end with it. */
function clockOver(reports: number) {
  let db: TestDatabase;
  let town: Town;
  const workers: RunningProcess[] = [];

  beforeAll(async () => {
    db = await testDatabase();
    town = await foundTown(db.owner);
    await fillWithOffers(db.app, town, reports);
  }, 120_000);
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.kill();
  });
  afterAll(() => db.close());

  return {
    db: () => db,
    daysPass: (days: number) => advanceClock(db.owner, days * DAY_MS, { production: false }),
    due: () => dueTimers(db.app),
    lapses: () => lapsesByOffer(db.app, town),
    start: async () => {
      const worker = await startProcess('worker.ts', { APP_DATABASE_URL: db.appUrl });
      workers.push(worker);
      return worker;
    },
    kill: (worker: RunningProcess) => {
      workers.splice(workers.indexOf(worker), 1);
      return worker.kill();
    },
  };
}

describe(`${DEADLINES} deadlines that pass at once`, () => {
  const clock = clockOver(DEADLINES);
  const lapsed = async () => (await clock.lapses()).size;
  const isPast = async (count: number) => {
    await expect.poll(lapsed, { timeout: 60_000, interval: 10 }).toBeGreaterThanOrEqual(count);
  };

  it('fire once each, with whichever worker lives, while two of three are killed', async () => {
    await clock.daysPass(3);
    const first = await clock.start();
    await isPast(DEADLINES * 0.1);
    const second = await clock.start();
    await isPast(DEADLINES * 0.3);
    await clock.kill(first);
    await clock.start();
    await isPast(DEADLINES * 0.6);
    await clock.kill(second);
    await isPast(DEADLINES);
    await expect.poll(clock.due, { timeout: 30_000, interval: 20 }).toBe(0);
    expect([...(await clock.lapses()).values()].filter((times) => times !== 1)).toEqual([]);
    expect(await lapsed()).toBe(DEADLINES);
    expect(await findBreaches(clock.db().app)).toEqual([]);
  }, 120_000);

  it('are set again from the reports when all timers are lost', async () => {
    const { app, owner } = clock.db();
    await sql`delete from timer`.execute(owner);
    expect(await findBreaches(app)).toHaveLength(2 * DEADLINES); // the deadline, and the task to tell the person
    await clock.start();
    expect(await findBreaches(app)).toEqual([]);
  }, 120_000);
});

describe('a worker that stands still in the middle of a deadline', () => {
  const REPORTS = 60;
  const clock = clockOver(REPORTS);

  /** It took a timer in a transaction that is still open. */
  const holds = async () => {
    const { rows } =
      await sql`select from pg_locks where relation = 'timer'::regclass and mode = 'RowExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())`.execute(
        clock.db().owner,
      );
    return rows.length > 0;
  };

  it('loses what it held to another worker, and goes on when it can', async () => {
    const still = await clock.start();
    await clock.daysPass(3);
    for (;;) {
      await sleep(20);
      still.pause();
      await sleep(150);
      if (await holds()) break;
      expect(await clock.due()).toBeGreaterThan(0);
      still.goOn();
    }
    expect(await clock.due()).toBeGreaterThan(0);

    const other = await clock.start();
    await expect.poll(clock.due, { timeout: 40_000, interval: 50 }).toBe(0);
    expect((await clock.lapses()).size).toBe(REPORTS);
    await clock.kill(other);

    still.goOn();
    await clock.daysPass(3);
    await expect.poll(clock.due, { timeout: 60_000, interval: 50 }).toBe(0);
    expect([...(await clock.lapses()).values()].filter((times) => times !== 1)).toEqual([]);
    expect(await findBreaches(clock.db().app)).toEqual([]);
  }, 180_000);
});

/** So many reports, each offered to a service that has yet to answer. */
async function fillWithOffers(db: Database, town: Town, count: number): Promise<void> {
  const decisions = await readDecisions();
  const one = () => submitTo(db, town, decisions, { sights: ['lonely'], about: 'someone' });
  for (let made = 0; made < count; made += 5)
    await Promise.all(Array.from({ length: Math.min(5, count - made) }, one));
}

/** How often each first offer was noted as lapsed. */
async function lapsesByOffer(db: Database, { id }: Town): Promise<Map<string, number>> {
  return inTenant(db, id, async (tx) => {
    const { rows } = await sql<{ stream: string; times: number }>`
      select stream, count(*) as times from event where kind = 'lapsed' group by stream`.execute(tx.kysely);
    return new Map(rows.map(({ stream, times }) => [stream, times]));
  });
}

async function dueTimers(db: Database): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from timer where due_at <= wijk_now()`.execute(db);
  return rows[0]?.count ?? 0;
}
