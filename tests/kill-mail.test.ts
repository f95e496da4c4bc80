import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chanceOf } from '../fixtures/chance.ts';
import { findBreaches } from '../src/cli/verify.ts';
import { sleep } from '../src/kit/clock.ts';
import { inTenant } from '../src/kit/db.ts';
import { buildPages } from '../tools/build.ts';
import { freePort, startProcess, type RunningProcess } from './kill/processes.ts';
import { testDatabase, type TestDatabase } from './support/database.ts';
import { giveMailAddresses, sendMail } from './support/mail.ts';
import { foundTown, type Town } from './support/town.ts';

const KILLS = Number(process.env['WIJK_MAIL_KILLS'] ?? 3);
const MAILS = 40;
const chance = chanceOf('kill-mail');

let db: TestDatabase;
let town: Town;
beforeAll(async () => {
  await buildPages();
  db = await testDatabase();
  town = await foundTown(db.owner);
  await giveMailAddresses(db.owner, town);
}, 180_000);
afterAll(() => db.close());

/** A server with a door for mail, on a port of its own. */
async function startServer(): Promise<{ server: RunningProcess; smtpPort: number }> {
  const smtpPort = await freePort();
  const server = await startProcess('server.ts', {
    DATABASE_URL: db.ownerUrl,
    APP_DATABASE_URL: db.appUrl,
    PORT: String(await freePort()),
    SMTP_IN_PORT: String(smtpPort),
    SMTP_IN_PER_SENDER_PER_HOUR: '10000',
  });
  return { server, smtpPort };
}

it(
  `has every mail once, however often a server is killed that was taking them in (${KILLS} times)`,
  async () => {
    let current = await startServer();
    let answered = 0;
    /** As a mail server: again and again, until it is told that the mail stands. */
    const deliver = async (at: number): Promise<void> => {
      const mail = {
        from: `a${at}@voorbeeld.nl`,
        to: 'meld@proefstad.test',
        messageId: `<${at}@x>`,
        date: new Date('2026-03-01'),
        text: `Bericht ${at}`,
      };
      for (;;) {
        const sent = await sendMail(current.smtpPort, mail).catch(() => undefined);
        if (sent !== undefined) break;
        await sleep(20);
      }
      answered += 1;
    };
    const queue = Array.from({ length: 3 }, async (_, lane) => {
      for (let at = lane; at < MAILS; at += 3) await deliver(at);
    });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(chance() * 120);
      await current.server.kill();
      current = await startServer();
    }
    await Promise.all(queue);
    await current.server.kill();
    expect(answered).toBe(MAILS);
    const { rows } = await inTenant(db.app, town.id, ({ kysely }) =>
      sql<{ body: string }>`select body from report_words where kind = 'story'`.execute(kysely),
    );
    const expected = Array.from({ length: MAILS }, (_, at) => `Bericht ${at}`);
    expect(rows.map(({ body }) => body).toSorted()).toEqual(expected.toSorted());
    expect(await findBreaches(db.app)).toEqual([]);
  },
  60_000 + KILLS * 20_000,
);
