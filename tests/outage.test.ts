import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBreaches } from '../src/cli/verify.ts';
import { createDatabase, inTenant, type Database } from '../src/kit/db.ts';
import type { Log, LogFields } from '../src/kit/log.ts';
import type { App } from '../src/server/app.ts';
import { lineTo, type Line } from './support/cut-line.ts';
import { openHouse, type TestHouse } from './support/house.ts';
import { anotherApp, hiddenField, visit, wordsOf } from './support/visitor.ts';

let house: TestHouse;
const lines: { event: string; fields: LogFields }[] = [];
const log: Log = (_level, event, fields = {}) => void lines.push({ event, fields });

beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());
beforeEach(() => {
  lines.length = 0;
});

const REPORT = {
  dangers: 'none',
  sights: 'lonely',
  story: 'Een verhaal dat niet verloren mag gaan',
  about: 'someone',
  address: 'Proefstraat 1',
};
describe('while the database is not there', () => {
  let app: App;
  beforeAll(async () => {
    const gone = createDatabase('postgres://nobody@127.0.0.1:1/none');
    app = await anotherApp({ ...house, db: { ...house.db, app: gone } }, { log });
  });

  it.each(['nl', 'en'] as const)('every page still says what to do, in %s', async (language) => {
    const visitor = visit(app, { language });
    for (const path of ['/', '/proefstad', '/proefstad/melden', '/proefstad/werk']) {
      const page = await visitor.get(path);
      expect([path, page.status]).toEqual([path, 503]);
      expect(page.html).toContain('href="tel:112"');
      expect(wordsOf(page)).toContain(
        language === 'nl' ? 'Er is bij ons een storing' : 'Something on our side is out of order',
      );
    }
  });

  it('tells who was sending something that it has to be sent again', async () => {
    const page = await visit(app).post('/proefstad/melden', { key: 'a'.repeat(32), ...REPORT });
    expect(page.status).toBe(503);
    expect(wordsOf(page)).toContain('Verstuur het over een paar minuten nog een keer');
    expect(JSON.stringify(lines)).not.toContain('verloren');
  });
});

describe('when the database goes away and comes back', () => {
  let line: Line;
  let db: Database;
  let app: App;
  beforeAll(async () => {
    line = await lineTo(house.db.appUrl);
    db = createDatabase(line.url, { connections: 3 });
    app = await anotherApp({ ...house, db: { ...house.db, app: db } }, { log });
  });
  afterAll(async () => {
    await db.destroy();
    await line.cut();
  });

  it('names the municipality, keeps what was typed, and takes it in once afterwards', async () => {
    const visitor = visit(app);
    const empty = await visitor.get('/proefstad/melden');
    const form = { ...REPORT, key: hiddenField(empty, 'key') };
    await line.cut();
    expect((await visitor.get('/proefstad')).html).toContain('proefstad');

    const refused = await visitor.post('/proefstad/melden', form);
    expect(refused.status).toBe(503);
    expect(wordsOf(refused)).toMatch(/Uw melding is niet aangekomen|Wij weten niet zeker of/);
    expect(refused.html).toContain(REPORT.story);
    expect(hiddenField(refused, 'key')).toBe(form.key);
    // nor do further questions or a place on the map stand in the way
    const more = await visitor.post('/proefstad/melden', { ...form, further: 'yes', spot: '20,20,pin,' });
    expect(more.status).toBe(503);
    expect(more.html).toContain(REPORT.story);
    expect(hiddenField(more, 'spot')).toBe('20,20,pin,');

    await line.mend();
    const first = await visitor.post('/proefstad/melden', form);
    const again = await visitor.post('/proefstad/melden', form);
    expect([first.status, again.status]).toEqual([303, 303]);
    expect(await storiesLike(REPORT.story)).toBe(1);
    expect(JSON.stringify(lines)).not.toContain('verloren');
  });
});

describe('when the disk of the database is full', () => {
  const asOwner = (statement: string) => sql.raw(statement).execute(house.db.owner);

  it('tells the resident that it did not arrive, stores nothing of it, and goes on when there is room', async () => {
    // What PostgreSQL answers then, at the moment in which it would write the words.
    await asOwner(`create function disk_is_full() returns boolean language plpgsql volatile as
      $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`);
    const app = await anotherApp(house, { log });
    const visitor = visit(app);
    const form = {
      ...REPORT,
      story: 'Een verhaal bij een volle schijf',
      key: hiddenField(await visitor.get('/proefstad/melden'), 'key'),
    };
    await asOwner('alter table report_words add constraint disk check (disk_is_full()) not valid');
    const before = await rowCounts();
    const refused = await visitor.post('/proefstad/melden', form);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(wordsOf(refused)).toContain('Uw melding is niet aangekomen');
    expect(wordsOf(refused)).toContain('Bel 112');
    expect(refused.html).toContain(form.story);
    expect(await rowCounts()).toEqual(before);
    expect(lines.find(({ event }) => event === 'intake.failed')?.fields).toMatchObject({
      outage: 'refused',
      code: '53100',
    });

    await asOwner('alter table report_words drop constraint disk');
    expect((await visitor.post('/proefstad/melden', form)).status).toBe(303);
    expect(await storiesLike(form.story)).toBe(1);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });
});

function inTown<T>(statement: RawBuilder<T>): Promise<readonly T[]> {
  return inTenant(house.db.owner, house.towns[0].id, async (tx) => (await statement.execute(tx.kysely)).rows);
}

async function storiesLike(story: string): Promise<number> {
  return (await inTown(sql`select from report_words where body = ${story}`)).length;
}

const WRITTEN = 'report report_words report_place event access_log assessment handover timer session';

/** Every table that an intake writes to. */
async function rowCounts(): Promise<number[]> {
  const counts = [];
  for (const table of WRITTEN.split(' '))
    counts.push((await inTown(sql`select from ${sql.table(table)}`)).length);
  return counts;
}
