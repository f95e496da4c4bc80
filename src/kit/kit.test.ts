import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, idOf, type Town } from '../../tests/support/town.ts';
import { advanceClock, clockOffsetMs, databaseNow, sleep } from './clock.ts';
import { inTenant, type Tx } from './db.ts';
import { appendEvent, readEvents, readStreams } from './events.ts';
import { isUuid, newId } from './ids.ts';
import { silent, type Log } from './log.ts';
import { verifyTenancy } from './proof.ts';
import { withinLimit } from './rate-limit.ts';
import {
  cancelTimer,
  fireDueTimers,
  runTimers,
  setReminder,
  setTimer,
  setTimers,
  timersOf,
  type TimerEffect,
} from './timers.ts';

let db: TestDatabase;
let town: Town;

beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner);
});
afterAll(() => db.close());

const HOUR_MS = 3_600_000;
const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

describe('ids', () => {
  it('are UUIDs that sort in the order in which they were made, also within a millisecond', () => {
    const made = Array.from({ length: 20_000 }, () => newId());
    expect(made.every(isUuid)).toBe(true);
    expect(new Set(made).size).toBe(made.length);
    expect(made.toSorted()).toEqual(made);
  });
});

describe('a transaction', () => {
  it('refuses what is not the id of a municipality', async () => {
    await expect(inTenant(db.app, "x'; drop table report; --", async () => 1)).rejects.toThrow(
      /expected the id of a municipality/,
    );
  });

  it('undoes everything when the work fails', async () => {
    const failing = inTenant(db.app, town.id, async (tx) => {
      await setTimer(tx, { kind: 'undone', subjectId: idOf('undone'), dueAt: tx.now });
      throw new Error('half-way');
    });
    await expect(failing).rejects.toThrow('half-way');
    const timers = await inTenant(db.app, town.id, (tx) => timersOf(tx, 'undone'));
    expect(timers.size).toBe(0);
  });
});

describe('the clock', () => {
  it('runs ahead of the database by the offset, in SQL as in code', async () => {
    const before = await databaseNow(db.app);
    await advanceClock(db.owner, 2 * HOUR_MS, { production: false });
    const after = await databaseNow(db.app);
    expect(await clockOffsetMs(db.app)).toBe(2 * HOUR_MS);
    expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(2 * HOUR_MS);
    await advanceClock(db.owner, -2 * HOUR_MS, { production: false });
  });

  it('stands still in production', async () => {
    await expect(advanceClock(db.owner, HOUR_MS, { production: true })).rejects.toThrow(/production/);
    expect(await clockOffsetMs(db.app)).toBe(0);
  });
});

describe('events', () => {
  it('are numbered one after the other within their stream', async () => {
    const actor = { kind: 'clock', id: null };
    const stream = `test:${newId()}`;
    await inTenant(db.app, town.id, async (tx) => {
      await appendEvent(tx, { stream, kind: 'a', data: {}, actor });
      await appendEvent(tx, { stream, kind: 'b', data: { n: 1 }, actor });
      expect((await readEvents(tx, stream)).map(({ seq, kind, data }) => [seq, kind, data])).toEqual([
        [1, 'a', {}],
        [2, 'b', { n: 1 }],
      ]);
    });
  });
});

describe('timers', () => {
  const counting = (fired: string[], fail = false): TimerEffect => ({
    lock: async () => {},
    fire: async (_tx, subject) => {
      if (fail) throw new Error('effect failed');
      fired.push(subject);
    },
  });
  const set = (kind: string, subjectId: string, inMs: number) =>
    inTenant(db.app, town.id, (tx) => setTimer(tx, { kind, subjectId, dueAt: later(tx.now, inMs) }));

  it('fire once when they are due, with two workers at the same time', async () => {
    const subjects = Array.from({ length: 40 }, (_, at) => idOf('timer', String(at)));
    for (const subject of subjects) await set('once', subject, -1);
    const fired: string[] = [];
    const effects = { once: counting(fired) };
    await Promise.all([fireDueTimers(db.app, effects, silent), fireDueTimers(db.app, effects, silent)]);
    expect(fired.toSorted()).toEqual(subjects.toSorted());
  });

  it('do not fire early, and move when they are set again', async () => {
    const subject = idOf('timer', 'moved');
    await set('moved', subject, -1);
    await set('moved', subject, HOUR_MS);
    const fired: string[] = [];
    await fireDueTimers(db.app, { moved: counting(fired) }, silent);
    expect(fired).toEqual([]);
    await inTenant(db.app, town.id, (tx) => cancelTimer(tx, { kind: 'moved', subjectId: subject }));
    expect((await inTenant(db.app, town.id, (tx) => timersOf(tx, 'moved'))).size).toBe(0);
  });

  it('stay when their effect fails, and do not hold up the others', async () => {
    await set('broken', idOf('timer', 'broken'), -2000);
    await set('whole', idOf('timer', 'whole'), -1000);
    const fired: string[] = [];
    await fireDueTimers(db.app, { broken: counting([], true), whole: counting(fired) }, silent);
    expect(fired).toEqual([idOf('timer', 'whole')]);
    expect((await inTenant(db.app, town.id, (tx) => timersOf(tx, 'broken'))).size).toBe(1);
  });

  it('stay as they are when a worker fails over one that another has set anew', async () => {
    const subject = idOf('timer', 'anew');
    await set('anew', subject, -1000);
    const overtaken: TimerEffect = {
      lock: async () => {
        await set('anew', subject, HOUR_MS);
        throw new Error('the connection was lost');
      },
      fire: async () => {},
    };
    await fireDueTimers(db.app, { anew: overtaken }, silent);
    const dueAt = (await inTenant(db.app, town.id, (tx) => timersOf(tx, 'anew'))).get(subject);
    expect(dueAt?.getTime()).toBeGreaterThan((await databaseNow(db.app)).getTime() + HOUR_MS / 2);
  });

  it('fire first where somebody may be in danger, then what others wait for, and reminders last', async () => {
    const due = (tx: Tx, subject: string, agoMs: number) => ({
      kind: 'ranked',
      subjectId: idOf('timer', subject),
      dueAt: later(tx.now, -agoMs),
    });
    await inTenant(db.app, town.id, async (tx) => {
      await setReminder(tx, due(tx, 'reminder', 4000));
      await setTimers(tx, [due(tx, 'older', 3000), due(tx, 'newer', 2000)]);
      await setTimer(tx, { ...due(tx, 'danger', 1000), rank: 0 });
    });
    const fired: string[] = [];
    await fireDueTimers(db.app, { ranked: counting(fired) }, silent);
    expect(fired).toEqual(['danger', 'older', 'newer', 'reminder'].map((name) => idOf('timer', name)));
  });

  it('that go together all happen but the one that fails, each once, with two workers', async () => {
    const subjects = Array.from({ length: 40 }, (_, at) => idOf('timer', 'together', String(at)));
    const [broken = ''] = subjects.slice(20);
    await inTenant(db.app, town.id, (tx) =>
      setTimers(
        tx,
        subjects.map((subjectId) => ({ kind: 'together', subjectId, dueAt: later(tx.now, -1000) })),
      ),
    );
    const ending = new AbortController();
    const failed: string[] = [];
    const effect: TimerEffect = {
      lock: async () => {},
      fire: async (tx, subject) => {
        await appendEvent(tx, {
          stream: `test:${subject}`,
          kind: 'fired',
          data: {},
          actor: { kind: 'clock', id: null },
        });
        if (subject === broken) throw new Error('effect failed');
      },
    };
    const log: Log = (_level, _event, fields) => void failed.push(String(fields?.['subject']));
    const workers = [0, 1].map(() => runTimers(db.app, { together: effect }, { log, signal: ending.signal }));
    const left = () => inTenant(db.app, town.id, async (tx) => [...(await timersOf(tx, 'together')).keys()]);
    while ((await left()).length > 1 || failed.length === 0) await sleep(10);
    ending.abort();
    await Promise.all(workers);
    expect(await left()).toEqual([broken]);
    expect(new Set(failed)).toEqual(new Set([broken]));
    const events = await inTenant(db.app, town.id, (tx) => readStreams(tx, 'test:'));
    const times = subjects.map((subject) => events.get(`test:${subject}`)?.length ?? 0);
    expect(times).toEqual(subjects.map((subject) => (subject === broken ? 0 : 1)));
  });

  it('leave room for what is new while much is caught up', async () => {
    const named = (name: string, count: number) =>
      Array.from({ length: count }, (_, at) => idOf('timer', `${name} ${at}`));
    const [missed, fresh] = [named('missed', 120), named('fresh', 90)];
    await inTenant(db.app, town.id, async (tx) => {
      const all = (subjects: string[], agoMs: number) =>
        subjects.map((subjectId) => ({ kind: 'caught-up', subjectId, dueAt: later(tx.now, -agoMs) }));
      await setTimers(tx, [...all(missed, HOUR_MS), ...all(fresh, 1)]);
    });
    const fired: string[] = [];
    const ending = new AbortController();
    const effect = {
      ...counting([]),
      fire: async (_tx: Tx, subject: string) => {
        if (fired.push(subject) === 64) ending.abort();
      },
    };
    await runTimers(db.app, { 'caught-up': effect }, { log: silent, signal: ending.signal });
    expect(fired.filter((subject) => fresh.includes(subject)).length).toBe(16);
    expect(new Set(fired).size).toBe(64);
  });
});

describe('a limit', () => {
  const limit = { name: 'test', max: 3, windowMinutes: 60 };

  it('holds for one address and leaves another alone', async () => {
    const tries = [];
    for (let at = 0; at < 4; at += 1) tries.push(await withinLimit(db.app, limit, '192.0.2.1'));
    expect(tries).toEqual([true, true, true, false]);
    expect(await withinLimit(db.app, limit, '192.0.2.2')).toBe(true);
  });

  it('keeps no address', async () => {
    await withinLimit(db.app, limit, '192.0.2.3');
    const { rows } = await sql<{
      bucket: string;
    }>`select encode(bucket, 'escape') as bucket from rate_limit`.execute(db.app);
    expect(rows.some(({ bucket }) => bucket.includes('192.0.2'))).toBe(false);
  });
});

describe('the proof of tenancy', () => {
  it('holds as the application connects', async () => {
    expect(await inTenant(db.app, town.id, verifyTenancy)).toEqual([]);
  });

  it('finds a table whose row-level security is switched off', async () => {
    await foundTown(db.owner, 'buurdorp');
    await sql`alter table party no force row level security`.execute(db.owner);
    await sql`alter table party disable row level security`.execute(db.owner);
    const breaches = await inTenant(db.app, town.id, verifyTenancy);
    await sql`alter table party enable row level security`.execute(db.owner);
    await sql`alter table party force row level security`.execute(db.owner);
    expect(breaches.map(({ invariant, row }) => [invariant, row])).toEqual([
      ['row-level-security-forced', 'party'],
      ['own-municipality-only', 'party'],
    ]);
  });
});
