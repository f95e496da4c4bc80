import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, ORIGIN, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { sendOutside } from '../../tests/support/outside.ts';
import type { Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { actOutside, perform, workList } from '../handovers/index.ts';
import { advanceClock } from '../kit/clock.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { TIMER_EFFECTS } from '../server/wiring.ts';
import { saveWish } from './index.ts';
import { takeBounce } from './bounces.ts';
import { StaffKind } from './model.ts';
import { sendNext, type Post } from './post.ts';
import { makeSend } from './smtp.ts';

const KEY = '5e'.repeat(32);
const TO = 'storing@netbeheer.test';

let house: TestHouse;
let town: Town;
let server: SMTPServer;
let post: Post;
let inbox: { readonly to: string; readonly raw: string }[] = [];
/** What the mail server answers to this address; nothing: it takes it. */
let refused: string | undefined;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) =>
      done(
        address === refused ? Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }) : null,
      ),
    onData: (stream, { envelope }, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        inbox.push({ to: envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(pieces).toString() });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const url = `smtp://127.0.0.1:${port}`;
  post = {
    send: makeSend({ url, from: 'niet@stad.test', bounce: undefined, requireTls: false }),
    key: KEY,
    origin: ORIGIN,
    log: silent,
    texts: loadTexts(contentFile('texts'), { strict: true }),
  };
}, 180_000);
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await house.close();
});
beforeEach(async () => {
  refused = undefined;
  await sendAll();
  await inTenant(house.db.owner, town.id, ({ kysely }) => sql`delete from mail_refused`.execute(kysely));
  inbox = [];
});

async function sendAll(): Promise<void> {
  while ((await sendNext(house.db.app, post)) !== undefined);
}

async function as(login: string): Promise<UserActor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`expected ${login} to be there`);
  return actor;
}

const order = async ({ number }: SentReport, command: 'renew-outside' | 'withdraw-outside') =>
  expect(await perform(house.db.app, await as('openbaar'), number, { command })).toMatchObject({ ok: true });

const asked = async (more: Parameters<typeof sendOutside>[2] = {}) => {
  const report = await sendOutside(house, town, more);
  await sendAll();
  return report;
};

const last = () => PostalMime.parse(inbox.at(-1)?.raw ?? '');
const linkIn = (text: string | undefined) =>
  /http:\/\/house\.test(\/proefstad\/buiten\/[0-9a-f]{32})/.exec(text ?? '')?.[1] ?? '';

async function notices({ number }: SentReport) {
  const list = await workList(house.db.app, await as('openbaar'));
  return list.ok ? list.value.notices.flatMap((one) => (one.reportNumber === number ? [one.kind] : [])) : [];
}

const rowOf = async ({ reportId }: SentReport) => {
  const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql<{ id: string; remind_at: Date; deadline: Date; message_id: string }>`
      select r.id, r.remind_at, r.deadline, m.id as message_id from outside_request r
      join message m on m.municipality_id = r.municipality_id and m.outside_id = r.id
      where r.report_id = ${reportId} order by m.at limit 1`.execute(kysely),
  );
  if (!rows[0]) throw new Error('expected a question with its mail');
  return rows[0];
};

/** Until this moment, and what the clock and the mail do then. */
async function pass(moment: Date): Promise<void> {
  const clock = await inTenant(house.db.app, town.id, async (tx) => tx.now);
  await advanceClock(house.db.owner, moment.getTime() - clock.getTime() + 1000, { production: false });
  await fireDueTimers(house.db.app, TIMER_EFFECTS, silent);
  await sendAll();
}

describe('an organisation without an account', () => {
  it('gets who asks, until when and a link that opens, and not a word of what is asked', async () => {
    const report = await asked();
    expect(inbox.map(({ to }) => to)).toEqual([TO]);
    const mail = await last();
    expect(mail.subject).toBe(`Een vraag van gemeente (${report.number})`);
    for (const part of [mail.text, mail.html, mail.subject])
      expect(part).not.toMatch(/lantaarn|Geheim|Proefstraat|kapot/);
    const page = await visit(house.app).get(linkIn(mail.text));
    expect(page.status).toBe(200);
    expect(wordsOf(page)).toContain('Is deze lantaarn van u?');
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('reads it in its own language', async () => {
    await asked({ language: 'en' });
    const mail = await last();
    expect(mail.subject).toMatch(/^A question of gemeente/);
    expect(mail.text).toContain('You need no account.');
  });

  it('is reminded once, halfway, with a link that works beside the first', async () => {
    const email = 'eenmaal@netbeheer.test';
    const report = await asked({ email });
    const first = linkIn((await last()).text);
    const { remind_at } = await rowOf(report);
    await pass(remind_at);
    await pass(remind_at);
    const mails = inbox.filter(({ to }) => to === email);
    expect(mails).toHaveLength(2);
    const reminder = await PostalMime.parse(mails[1]?.raw ?? '');
    expect(reminder.subject).toMatch(/^Herinnering:/);
    for (const link of [first, linkIn(reminder.text)])
      expect((await visit(house.app).get(link)).status).toBe(200);
  });

  it('is not reminded of what it answered', async () => {
    const email = 'klaar@netbeheer.test';
    const report = await asked({ email });
    const token =
      linkIn((await last()).text)
        .split('/')
        .at(-1) ?? '';
    const use = { municipalityId: town.id, token, address: '192.0.2.3', usesPerHour: 1000 };
    const answer = {
      act: 'answer',
      name: 'N',
      role: 'O',
      key: newId(),
      body: 'Ja.',
      reason: null,
      promised: null,
    } as const;
    expect((await actOutside(house.db.app, use, answer)).ok).toBe(true);
    await pass((await rowOf(report)).remind_at);
    expect(inbox.filter(({ to }) => to === email)).toHaveLength(1);
  });

  it('gets a new link, after which the old one is dead, and hears when nobody waits any more', async () => {
    const report = await asked();
    const old = linkIn((await last()).text);
    await order(report, 'renew-outside');
    await sendAll();
    const fresh = linkIn((await last()).text);
    expect((await visit(house.app).get(old)).status).toBe(404);
    expect((await visit(house.app).get(fresh)).status).toBe(200);
    await order(report, 'withdraw-outside');
    await sendAll();
    const mail = await last();
    expect(mail.subject).toBe(`Antwoord is niet meer nodig (${report.number})`);
    expect(linkIn(mail.text)).toBe('');
    expect((await visit(house.app).get(fresh)).status).toBe(404);
  });

  it('is not mailed a question that was withdrawn before the mail went out', async () => {
    const report = await sendOutside(house, town);
    await order(report, 'withdraw-outside');
    await sendAll();
    expect(inbox.map(({ raw }) => /^Subject: (.*)/m.exec(raw)?.[1])).toHaveLength(1);
    expect((await last()).subject).toMatch(/niet meer nodig/);
  });
});

describe('mail that does not arrive', () => {
  it('is told to the owner at once, on the list and on the page', async () => {
    refused = TO;
    const report = await asked();
    expect(await notices(report)).toContain('outside-unreached');
    const worker = await perform(house.db.app, await as('openbaar'), report.number, {
      command: 'renew-outside',
    });
    expect(worker.ok).toBe(true);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('is told also when it comes back later', async () => {
    const report = await asked();
    const { message_id: messageId } = await rowOf(report);
    const raw = [
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.test',
      '',
      `Final-Recipient: rfc822; ${TO}`,
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b--',
      '',
    ].join('\r\n');
    const of = { municipalityId: town.id, messageId, round: 1 };
    expect(await takeBounce(house.db.app, KEY, { of, raw })).toBe('failed');
    expect(await notices(report)).toContain('outside-unreached');
    // the address is known now: the next question fails without a try
    expect(await notices(await asked())).toContain('outside-unreached');
  });
});

describe('the owner', () => {
  it('is mailed before the deadline, of the answer that did not come, and of one that did', async () => {
    const wish = {
      email: 'owner@werk.test',
      mode: 'at-once',
      language: 'nl',
      kinds: StaffKind.options,
    } as const;
    expect((await saveWish(house.db.app, await as('openbaar'), { key: KEY, wish })).ok).toBe(true);
    const report = await asked();
    const { deadline } = await rowOf(report);
    await pass(new Date(deadline.getTime() - 3_600_000));
    const own = () =>
      inbox.filter(({ to, raw }) => to === wish.email && raw.includes(`/werk/${report.number}`));
    expect(own()).toHaveLength(1);
    expect((await PostalMime.parse(own()[0]?.raw ?? '')).text).toContain('bijna te laat');
    await pass(deadline);
    expect(own()).toHaveLength(2);
    for (const { raw } of own()) expect(raw).not.toMatch(/lantaarn|Netbeheer/);
  });
});
