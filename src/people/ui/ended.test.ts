import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { hiddenField, visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import { perform } from '../../handovers/index.ts';
import { newId } from '../../kit/ids.ts';
import { userActor } from '../index.ts';

const ENDED = '/proefstad/inloggen/verlopen';
const NOTE = 'Buurman gesproken; komt donderdag "om tien" <thuis>.';

let house: TestHouse;
let report: SentReport;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());
beforeEach(async () => {
  const [town] = house.towns;
  report = await sendReport(house, town);
  const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['opbouwwerk'] ?? ''));
  if (worker) await perform(house.db.app, worker, report.number, { command: 'accept' });
});

const credentials = (login: string) => ({ login, password: TEST_PASSWORD });
const endAllSessions = () => sql`delete from session`.execute(house.db.app);

async function enter(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', ...credentials(login) });
  return visitor;
}

interface Waiting {
  readonly visitor: Visitor;
  readonly fields: Record<string, string>;
  readonly page: Page;
}

/** Somebody types a note, and the session ends meanwhile. */
async function typeTooLong(): Promise<Waiting> {
  const visitor = await enter('opbouwwerk');
  await endAllSessions();
  const fields = { intent: 'note', note: NOTE, key: newId() };
  const sent = await visitor.post(`/proefstad/werk/${report.number}`, fields);
  expect(sent.status).toBe(307);
  // a browser sends the same fields once more, to the new address
  return { visitor, fields, page: await visitor.post(sent.location ?? '', fields) };
}

async function notes(): Promise<number> {
  const { rows } = await inTenant(house.db.app, house.towns[0].id, (tx) =>
    sql<{
      count: number;
    }>`select count(*)::int as count from report_words where report_id = ${report.reportId} and kind = 'note'`.execute(
      tx.kysely,
    ),
  );
  return rows[0]?.count ?? 0;
}

describe('a form that is sent when the session is over', () => {
  it('is there again for the same person, and is sent after all, once', async () => {
    const { visitor, page } = await typeTooLong();
    expect(page.status).toBe(401);
    expect(wordsOf(page)).toContain('Uw sessie was afgelopen');
    expect(page.html).not.toContain('Buurman');
    const back = await visitor.post(ENDED, {
      intent: 'login',
      kept: hiddenField(page, 'kept'),
      ...credentials('opbouwwerk'),
    });
    expect(back.status).toBe(200);
    expect(wordsOf(back)).toContain('Buurman gesproken; komt donderdag');
    expect(back.html).toContain(`action="/proefstad/werk/${report.number}"`);
    const again = {
      intent: hiddenField(back, 'intent'),
      key: hiddenField(back, 'key'),
      note: hiddenField(back, 'note')
        .replaceAll('&quot;', '"')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>'),
    };
    expect(again.note).toBe(NOTE);
    for (let at = 0; at < 2; at += 1)
      expect((await visitor.post(`/proefstad/werk/${report.number}`, again)).status).toBe(303);
    expect(await notes()).toBe(1);
    expect(wordsOf(await visitor.get(`/proefstad/werk/${report.number}`))).toContain('Buurman gesproken');
  });

  it('is nothing to anybody else who logs in there', async () => {
    const { visitor, page } = await typeTooLong();
    const other = await visitor.post(ENDED, {
      intent: 'login',
      kept: hiddenField(page, 'kept'),
      ...credentials('coordinator'),
    });
    expect([other.status, other.location]).toEqual([303, '/proefstad/werk']);
    expect(other.html).not.toContain('Buurman');
    expect(await notes()).toBe(0);
  });

  it('waits while somebody logs in in another tab, by whatever road', async () => {
    const { visitor, page } = await typeTooLong();
    const kept = hiddenField(page, 'kept');
    const early = await visitor.post(ENDED, { intent: 'again', kept });
    expect([early.status, wordsOf(early)]).toEqual([400, expect.stringContaining('nog niet ingelogd')]);
    expect(hiddenField(early, 'kept')).toBe(kept);
    await visitor.post('/proefstad/inloggen', { intent: 'login', ...credentials('opbouwwerk') });
    const back = await visitor.post(ENDED, { intent: 'again', kept });
    expect(wordsOf(back)).toContain('Buurman gesproken');
  });

  it('survives a wrong password, which itself is not sent back', async () => {
    const { visitor, page } = await typeTooLong();
    const kept = hiddenField(page, 'kept');
    const wrong = await visitor.post(ENDED, {
      intent: 'login',
      kept,
      login: 'opbouwwerk',
      password: 'helemaal mis',
    });
    expect([wrong.status, hiddenField(wrong, 'kept')]).toEqual([400, kept]);
    expect(wrong.html).not.toContain('helemaal mis');
    expect(wrong.html).toContain('value="opbouwwerk"');
  });

  it('carries no password along', async () => {
    const visitor = await enter('opbouwwerk');
    await endAllSessions();
    const fields = {
      intent: 'password',
      current: 'mijn oude geheim',
      password: 'mijn nieuwe geheim',
      repeat: 'mijn nieuwe geheim',
    };
    const sent = await visitor.post('/proefstad/account', fields);
    const page = await visitor.post(sent.location ?? '', fields);
    const kept = Buffer.from(hiddenField(page, 'kept'), 'base64url').toString();
    expect(kept).toContain('intent');
    expect(kept).not.toContain('geheim');
  });

  it('keeps nothing on the server', async () => {
    await typeTooLong();
    const { rows } = await sql<{ found: string }>`
      select string_agg(table_name, ' ') as found from information_schema.columns
      where table_schema = 'public' and column_name ilike '%kept%' and column_name <> 'kept_at'`.execute(
      house.db.owner,
    );
    expect([rows[0]?.found ?? null, await notes()]).toEqual([null, 0]);
  });

  it('leads to the log-in page as ever for a browser that was not logged in', async () => {
    const answer = await visit(house.app).post(`/proefstad/werk/${report.number}`, { intent: 'accept' });
    expect([answer.status, answer.location]).toEqual([
      303,
      `/proefstad/inloggen?naar=%2Fproefstad%2Fwerk%2F${report.number}`,
    ]);
  });

  it('is refused when another site sends it', async () => {
    const { visitor, fields } = await typeTooLong();
    const foreign = { origin: 'https://elders.example' };
    expect((await visitor.post(`/proefstad/werk/${report.number}`, fields, foreign)).status).toBe(403);
    expect((await visitor.post(ENDED, fields, foreign)).status).toBe(403);
  });

  it.each(['onzin', Buffer.from('{"page":"https://elders.example"}').toString('base64url')])(
    'that somebody made up (%s) leads to the log-in page',
    async (kept) => {
      const answer = await visit(house.app).post(ENDED, { intent: 'again', kept });
      expect([answer.status, answer.location]).toEqual([303, '/proefstad/inloggen']);
    },
  );

  it('leads nowhere outside the municipality, whatever it says', async () => {
    const { visitor, page } = await typeTooLong();
    const kept = JSON.parse(Buffer.from(hiddenField(page, 'kept'), 'base64url').toString()) as {
      page: string;
    };
    for (const away of [
      '//elders.example/',
      'https://elders.example/x',
      '/anderdorp/werk',
      '/proefstad/uitloggen',
    ]) {
      const spoilt = Buffer.from(JSON.stringify({ ...kept, page: away })).toString('base64url');
      const answer = await visitor.post(ENDED, {
        intent: 'login',
        kept: spoilt,
        ...credentials('opbouwwerk'),
      });
      expect([away, answer.status, answer.location]).toEqual([away, 303, '/proefstad/werk']);
    }
  });

  it('of too much text is not carried: the log-in page is all there is', async () => {
    const visitor = await enter('opbouwwerk');
    await endAllSessions();
    const fields = Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`veld${at}`, 'x'.repeat(19_000)]),
    );
    const answer = await visitor.post(`${ENDED}?naar=%2Fproefstad%2Fwerk`, fields);
    expect([answer.status, answer.location]).toEqual([303, '/proefstad/inloggen?naar=%2Fproefstad%2Fwerk']);
  });
});
