import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  cookieOf,
  openHouse,
  ORIGIN,
  sendReport,
  type SentReport,
  type TestHouse,
} from '../../../tests/support/house.ts';
import { hear, liveServer, type Ear, type LiveServer } from '../../../tests/support/live.ts';
import { inTenant } from '../../kit/db.ts';
import { userActor } from '../../people/index.ts';
import { perform, type Order } from '../index.ts';

let house: TestHouse;
let first: LiveServer;
let second: LiveServer;
beforeAll(async () => {
  house = await openHouse();
  [first, second] = await Promise.all([
    liveServer(house, { pingMs: 200 }),
    liveServer(house, { beatMs: 100 }),
  ]);
}, 180_000);
const ears: Ear[] = [];
afterEach(() => {
  for (const ear of ears.splice(0)) ear.hangUp();
});
afterAll(async () => {
  await Promise.all([first?.close(), second?.close()]);
  await house?.close();
});

async function listening(
  at: LiveServer,
  login: string,
  { query, lastEventId }: { query?: string; lastEventId?: string } = {},
): Promise<Ear> {
  const cookie = await cookieOf(house, house.towns[0], login);
  const ear = await hear(at.server, {
    cookie,
    ...(query === undefined ? {} : { query }),
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
  ears.push(ear);
  await ear.next('hello');
  return ear;
}

async function act(login: string, { number }: SentReport, order: Order): Promise<void> {
  const [town] = house.towns;
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  expect(await perform(house.db.app, actor, number, order)).toEqual({ ok: true, value: true });
}

const numbers = ({ events }: Ear, name: string) =>
  events.filter(({ event }) => event === name).map(({ data }) => data['number']);

describe('a change of a report', () => {
  it('reaches who is asked on every server, and nobody else', async () => {
    const [asked, alsoAsked, other] = [
      await listening(first, 'opbouwwerk'),
      await listening(second, 'opbouwwerk'),
      await listening(second, 'huismeester'),
    ];
    const report = await sendReport(house, house.towns[0]);
    for (const ear of [asked, alsoAsked]) {
      const { data, id } = await ear.next('change');
      expect(data).toEqual({ number: report.number, at: Number(id) });
    }
    // what comes after it on the same line proves that it was not on its way
    const mine = await sendReport(house, house.towns[0]);
    await alsoAsked.next('change');
    expect(numbers(other, 'change')).toEqual([]);
    expect(numbers(alsoAsked, 'change')).toEqual([report.number, mine.number]);
  });

  it('is told once it stands and not when it was undone', async () => {
    const ear = await listening(first, 'opbouwwerk');
    const [town] = house.towns;
    const report = await sendReport(house, town);
    // what an earlier test did may still be on its way
    await expect.poll(() => numbers(ear, 'change')).toContain(report.number);
    await expect(
      inTenant(house.db.app, town.id, async (tx) => {
        await sql`select pg_notify('wijk_live', ${`${town.id} report:${report.reportId}`})`.execute(
          tx.kysely,
        );
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    const later = await sendReport(house, town);
    await expect.poll(() => numbers(ear, 'change')).toContain(later.number);
    expect(numbers(ear, 'change').filter((number) => number === report.number)).toHaveLength(1);
  });

  it('tells who no longer sees it once more, and never again', async () => {
    const report = await sendReport(house, house.towns[0]);
    const ear = await listening(first, 'opbouwwerk', { query: `toont=${report.number}` });
    await act('coordinator', report, { command: 'take-over' });
    expect((await ear.next('gone')).data['number']).toBe(report.number);
    await act('coordinator', report, { command: 'note', body: 'Nog iets.', key: crypto.randomUUID() });
    const later = await sendReport(house, house.towns[0]);
    await ear.next('change');
    expect(numbers(ear, 'gone')).toEqual([report.number]);
    expect(numbers(ear, 'change')).toEqual([later.number]);
  });

  it('is no news on the page of another report', async () => {
    const [mine, other] = [await sendReport(house, house.towns[0]), await sendReport(house, house.towns[0])];
    const ear = await listening(first, 'coordinator', { query: `over=deze&toont=${mine.number}` });
    await act('opbouwwerk', other, { command: 'accept' });
    await act('opbouwwerk', mine, { command: 'accept' });
    await ear.next('change');
    expect(numbers(ear, 'change')).toEqual([mine.number]);
  });

  it('does not cross to another municipality', async () => {
    const ear = await listening(second, 'coordinator', { query: 'over=alles' });
    await sendReport(house, house.towns[1]);
    const here = await sendReport(house, house.towns[0]);
    await ear.next('change');
    expect(numbers(ear, 'change')).toEqual([here.number]);
  });

  it('holds a number and a moment, and no word of it', async () => {
    const ear = await listening(second, 'coordinator', { query: 'over=alles' });
    await sendReport(house, house.towns[0], { story: 'Het geheim van Zwaluw.' });
    await ear.next('change');
    expect(JSON.stringify(ear.events)).not.toMatch(/Zwaluw|Geheim|lonely/);
  });
});

describe('who comes again', () => {
  it('is told everything that changed since the last event, at whichever server', async () => {
    const before = await listening(first, 'opbouwwerk');
    await sendReport(house, house.towns[0]);
    const { id = '' } = await before.next('change');
    before.hangUp();
    const missed = [await sendReport(house, house.towns[0]), await sendReport(house, house.towns[0])];
    const again = await listening(second, 'opbouwwerk', { lastEventId: id });
    await again.next('change');
    for (const { number } of missed) await expect.poll(() => numbers(again, 'change')).toContain(number);
  });

  it('is told what the page shows and no longer opens, without telling of others that they are there', async () => {
    const [mine, theirs] = [await sendReport(house, house.towns[0]), await sendReport(house, house.towns[0])];
    await act('coordinator', theirs, { command: 'take-over' });
    const cookie = await cookieOf(house, house.towns[0], 'opbouwwerk');
    const query = `toont=${mine.number},${theirs.number},73999999`;
    const ear = await hear(first.server, { cookie, query });
    ears.push(ear);
    const { data } = await ear.next('hello');
    expect(Object.keys(data['open'] as object)).toEqual([String(mine.number)]);
  });

  it('hears of a notice, now and on coming back, and not of that of a colleague', async () => {
    const [town] = house.towns;
    const report = await sendReport(house, town);
    const since = Date.now() - 1000;
    await act('opbouwwerk', report, { command: 'accept' });
    const ear = await listening(first, 'opbouwwerk');
    const colleague = await listening(first, 'huismeester');
    await act('coordinator', report, { command: 'take-over' });
    await ear.next('notice');
    const again = await listening(second, 'opbouwwerk', { lastEventId: String(since) });
    await again.next('notice');
    expect(colleague.events.map(({ event }) => event)).toEqual(['hello']);
  });
});

describe('the line', () => {
  it('is not compressed, kept or gathered by who stands between', async () => {
    const { headers } = await listening(first, 'opbouwwerk');
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });

  it('beats while nothing happens', async () => {
    const ear = await listening(second, 'opbouwwerk');
    const [one, two] = [await ear.next('beat'), await ear.next('beat')];
    expect([one.id, two.id]).toEqual([undefined, undefined]);
  });

  it.each([
    ['nobody', 401],
    ['somebody of another municipality', 401],
    ['a manager of users', 403],
  ])('is not for %s', async (who, status) => {
    const [here, there] = house.towns;
    const cookie =
      who === 'nobody'
        ? ''
        : await cookieOf(
            house,
            who.includes('another') ? there : here,
            who.includes('another') ? 'opbouwwerk' : 'beheerder',
          );
    expect((await hear(first.server, { cookie })).status).toBe(status);
    expect((await hear(first.server, { cookie, town: 'nergens' })).status).toBe(404);
  });

  it('ends with the session', async () => {
    const [town] = house.towns;
    const cookie = await cookieOf(house, town, 'opbouwwerk');
    const ear = await hear(first.server, { cookie });
    await ear.next('hello');
    const answer = await fetch(`${first.server.address}/${town.slug}/uitloggen`, {
      method: 'POST',
      headers: { cookie, origin: first.server.address },
      redirect: 'manual',
    });
    expect(answer.status).toBe(303);
    await ear.next('ended');
    await ear.ended;
  });

  it('ends when rights change, so that the page comes again with the new ones', async () => {
    const [town] = house.towns;
    const ear = await listening(first, 'huismeester');
    const beside = await listening(first, 'opbouwwerk');
    const leave = (tx: Parameters<Parameters<typeof inTenant>[2]>[0]) =>
      sql`delete from service_member where user_id = ${town.users['huismeester']}`.execute(tx.kysely);
    await inTenant(house.db.app, town.id, async (tx) => {
      await leave(tx);
      await sql`select pg_notify('wijk_live', ${`${town.id} person:${town.users['huismeester']}`})`.execute(
        tx.kysely,
      );
    });
    await ear.next('look');
    await ear.ended;
    expect(beside.events.map(({ event }) => event)).toEqual(['hello']);
  });

  it('does not keep a session alive that is left alone', async () => {
    const [town] = house.towns;
    const ear = await listening(second, 'opbouwwerk');
    await ear.next('beat');
    await inTenant(house.db.app, town.id, (tx) =>
      sql`update session set seen_at = seen_at - interval '3 hours' where subject_id = ${town.users['opbouwwerk']}`.execute(
        tx.kysely,
      ),
    );
    await ear.next('ended');
    await expect(ear.ended).resolves.toBeUndefined();
  });

  it('is made again when it broke, and everybody is told to look', async () => {
    const ear = await listening(first, 'opbouwwerk');
    const killed = await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query in ('listen wijk_live', 'select 1')`.execute(house.db.app);
    expect(killed.rows.length).toBeGreaterThan(0);
    await ear.next('down');
    await ear.next('look');
    const report = await sendReport(house, house.towns[0]);
    expect((await ear.next('change')).data['number']).toBe(report.number);
  });

  it('has room for so many pages of one person, and gives it back', async () => {
    const small = await liveServer(house, { streamsPerPerson: 2 });
    try {
      const [one] = [await listening(small, 'opbouwwerk'), await listening(small, 'opbouwwerk')];
      const cookie = await cookieOf(house, house.towns[0], 'opbouwwerk');
      expect((await hear(small.server, { cookie })).status).toBe(429);
      await listening(small, 'huismeester');
      one?.hangUp();
      await expect.poll(async () => (await hear(small.server, { cookie })).status).toBe(200);
    } finally {
      await small.close();
    }
  });

  it('lets a server stop at once, and takes nobody while it does', async () => {
    const leaving = await liveServer(house);
    const ear = await listening(leaving, 'opbouwwerk');
    const started = performance.now();
    leaving.live.hangUp();
    await ear.ended;
    const cookie = await cookieOf(house, house.towns[0], 'opbouwwerk');
    expect((await hear(leaving.server, { cookie })).status).toBe(503);
    await leaving.close();
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

it('puts the line on the work pages, which say everything without it', async () => {
  const [town] = house.towns;
  const report = await sendReport(house, town);
  const cookie = await cookieOf(house, town, 'opbouwwerk');
  const page = async (path: string) =>
    (await house.app.request(`${ORIGIN}/proefstad/${path}`, { headers: { cookie } })).text();
  for (const path of ['werk', `werk/${report.number}`]) {
    const html = await page(path);
    expect(html).toContain('<script src="/live.js" defer=""></script>');
    expect(html).toMatch(new RegExp(`data-shown="[^"]*${report.number}@\\d+`));
  }
});
