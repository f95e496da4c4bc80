import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { hiddenField, visit, wordsOf, type Page, type Visitor } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import { perform } from './index.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/volgen/melding';
const DAY_MS = 86_400_000;

/** A report that somebody finished, and its reporter. */
async function finished(login = 'opbouwwerk', outcome: 'helped' | 'spam' = 'helped') {
  const report = await sendReport(house, town);
  const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!worker) throw new Error(`expected ${login} to be there`);
  const command = login.startsWith('coordinator') ? ('take-over' as const) : ('accept' as const);
  expect(await perform(house.db.app, worker, report.number, { command })).toMatchObject({ ok: true });
  const closed = await perform(house.db.app, worker, report.number, {
    command: 'close',
    outcome,
    message: '',
  });
  expect(closed).toMatchObject({ ok: true });
  const reporter = visit(house.app);
  await reporter.post('/proefstad/volgen', { code: report.code });
  return { report, reporter };
}

interface Row {
  status: string;
  owner: string;
  next_step: string | null;
  cause: string | null;
}
async function stateOf(reportId: string): Promise<Row | undefined> {
  const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
    sql<Row>`
      select report.status, user_account.login as owner, report.next_step,
        (select data ->> 'cause' from event where stream = 'report:' || report.id order by seq desc limit 1) as cause
      from report join user_account on user_account.id = report.owner_id where report.id = ${reportId}`.execute(
      kysely,
    ),
  );
  return rows[0];
}

async function ask(reporter: Visitor, again = 'De muziek is er nog steeds.'): Promise<Page> {
  const key = hiddenField(await reporter.get(PAGE), 'key');
  return reporter.post(PAGE, { intent: 'again', again, key });
}

describe('a reporter who finds it not solved', () => {
  it('says why, and somebody else than who finished it decides again', async () => {
    const { report, reporter } = await finished();
    expect(wordsOf(await reporter.get(PAGE))).toContain('Is het niet opgelost?');
    expect((await ask(reporter)).status).toBe(303);
    expect(await stateOf(report.reportId)).toEqual({
      status: 'with-coordinator',
      owner: 'coordinator',
      next_step: 'decide',
      cause: 'second-look',
    });
    const page = wordsOf(await reporter.get(PAGE));
    expect(page).not.toContain('Is het niet opgelost?');
    const cookie = await cookieOf(house, town, 'coordinator');
    const seen = await house.app.request(`${ORIGIN}/proefstad/werk/${report.number}`, {
      headers: { cookie },
    });
    const words = wordsOf({ html: await seen.text() } as Page);
    expect(words).toContain('De melder vond het niet opgelost. Iemand anders kijkt nog een keer.');
    expect(words).toContain('De muziek is er nog steeds.');
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('reaches another coordinator when the one on duty finished it', async () => {
    const { report, reporter } = await finished('coordinator');
    await ask(reporter);
    expect(await stateOf(report.reportId)).toMatchObject({ owner: 'coordinator2', cause: 'second-look' });
  });

  it('can ask it once: after the second end there is a new report to make', async () => {
    const { report, reporter } = await finished();
    await ask(reporter);
    const coordinator = await inTenant(house.db.app, town.id, (tx) =>
      userActor(tx, town.users['coordinator'] ?? ''),
    );
    if (!coordinator) throw new Error('expected a coordinator');
    const end = { command: 'close', outcome: 'helped', message: '' } as const;
    expect(await perform(house.db.app, coordinator, report.number, end)).toMatchObject({ ok: true });
    const page = await reporter.get(PAGE);
    expect(wordsOf(page)).not.toContain('Is het niet opgelost?');
    expect(wordsOf(page)).toContain('Een nieuwe melding doen');
    const forged = await reporter.post(PAGE, {
      intent: 'again',
      again: 'Nog een keer.',
      key: crypto.randomUUID(),
    });
    expect(forged.status).toBe(400);
    expect(wordsOf(forged)).toContain('Wij kunnen niet nog een keer kijken');
    expect(forged.html).toContain('Nog een keer.');
    expect((await stateOf(report.reportId))?.status).toBe('closed');
  });

  it('is one second look when it is sent twice', async () => {
    const { report, reporter } = await finished();
    const key = hiddenField(await reporter.get(PAGE), 'key');
    const both = await Promise.all(
      [1, 2].map(() => reporter.post(PAGE, { intent: 'again', again: 'Nog niet goed.', key })),
    );
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
      sql<{ looks: number; letters: number }>`select
        (select count(*) from event where stream = ${`report:${report.reportId}`} and data ->> 'cause' = 'second-look') as looks,
        (select count(*) from report_words where report_id = ${report.reportId} and kind = 'answer') as letters`.execute(
        kysely,
      ),
    );
    expect(rows[0]).toEqual({ looks: 1, letters: 1 });
  });

  it('has to say why, and keeps what was typed', async () => {
    const { report, reporter } = await finished();
    const refused = await ask(reporter, '  ');
    expect(refused.status).toBe(400);
    expect(wordsOf(refused)).toContain('Vertel wat er nog niet goed is.');
    expect((await stateOf(report.reportId))?.status).toBe('closed');
  });

  it('is asked no further when it was no report, or when the term is over', async () => {
    const spam = await finished('opbouwwerk', 'spam');
    expect(wordsOf(await spam.reporter.get(PAGE))).not.toContain('Is het niet opgelost?');
    const { report } = await finished();
    await advanceClock(house.db.owner, 21 * DAY_MS, { production: false });
    const later = visit(house.app);
    await later.post('/proefstad/volgen', { code: report.code });
    expect(wordsOf(await later.get(PAGE))).not.toContain('Is het niet opgelost?');
  });
});
