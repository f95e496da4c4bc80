import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { giveMailAddresses, sendMail } from '../../tests/support/mail.ts';
import { findBreaches } from '../cli/verify.ts';
import { perform, receive, workList } from '../handovers/index.ts';
import { readConfig } from '../kit/config.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { silent } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { userActor } from '../people/index.ts';
import { openSmtpDoor, type SmtpDoor } from '../server/smtp-door.ts';
import { sendAgain } from './index.ts';
import { readReturnToken, returnToken } from './keys.ts';
import { sendNext, type Post } from './post.ts';
import { makeSend } from './smtp.ts';

const KEY = '5e'.repeat(32);
const EMAIL = 'Melder@post.test';

let house: TestHouse;
let town: TestHouse['towns'][number];
let server: SMTPServer;
let door: SmtpDoor;
let post: Post;
/** The return addresses under which mail went out, the newest last. */
let senders: string[] = [];

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  await giveMailAddresses(house.db.owner, town);
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      stream.resume();
      stream.on('end', () => {
        senders.push(envelope.mailFrom ? envelope.mailFrom.address : '');
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const texts = loadTexts(contentFile('texts'), { strict: true });
  const bounce = { address: 'terug@meld.test', key: KEY };
  const url = `smtp://127.0.0.1:${port}`;
  const send = makeSend({ url, from: 'niet@stad.test', bounce, requireTls: false });
  post = { send, key: KEY, origin: ORIGIN, log: silent, texts };
  const config = readConfig({ MAIL_BOUNCE: bounce.address, SECRETS_KEY: KEY, SMTP_IN_PORT: '2525' });
  const opened = await openSmtpDoor({
    db: house.db.app,
    config: { ...config, SMTP_IN_PORT: 0 },
    log: silent,
    t: texts.translator('nl'),
    onReceived: (tx, report) => receive(tx, report, house.decisions),
  });
  if (!opened) throw new Error('expected a door');
  door = opened;
}, 180_000);
afterAll(async () => {
  await door.stop();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await house.close();
});
beforeEach(async () => {
  await sendAll();
  await rows(sql`delete from mail_refused`);
  senders = [];
});

const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  inTenant(house.db.owner, town.id, async ({ kysely }) => (await query.execute(kysely)).rows);

async function sendAll(): Promise<void> {
  while ((await sendNext(house.db.app, post)) !== undefined);
}

async function as(login: string) {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

/** A report whose receipt the mail server took: its number and the address under which that went out. */
async function mailed(): Promise<{ number: number; sender: string }> {
  const { number } = await sendReport(house, town, { contact: { email: EMAIL } });
  await sendAll();
  return { number, sender: senders.at(-1) ?? '' };
}

interface Fate {
  readonly action?: string;
  readonly status?: string;
  readonly recipient?: string;
}

/** What a mail server writes about mail that it could not deliver. */
const deliveryReport = ({ action = 'failed', status = '5.1.1', recipient = EMAIL }: Fate = {}) =>
  [
    'From: MAILER-DAEMON@mx.test',
    'Subject: Undelivered mail',
    'MIME-Version: 1.0',
    'Auto-Submitted: auto-replied',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I am sorry to have to tell you that this mail did not arrive.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.test',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status} No such user`,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: Uw melding',
    '',
    'Action: delivered',
    '--b--',
    '',
  ].join('\r\n');

const comeBack = (to: string, raw = deliveryReport()) =>
  sendMail(door.port, { envelope: { from: '', to }, raw });
const newest = async () =>
  (
    await rows(
      sql<{ id: string; state: string; cause: string | null; reply: string | null }>`
        select id, state, cause, reply from message order by at desc, id desc limit 1`,
    )
  )[0];
const refused = async () => (await rows(sql`select 1 from mail_refused`)).length;
const told = async (login: string) => {
  const list = await workList(house.db.app, await as(login));
  return list.ok ? list.value.notices.filter(({ kind }) => kind === 'reporter-unreached').length : 0;
};

describe('mail that comes back', () => {
  it('failed after all: who has the report is told, and that mailbox gets no more mail', async () => {
    const { number, sender } = await mailed();
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    const before = await told('opbouwwerk');
    await comeBack(sender);
    expect(await newest()).toMatchObject({ state: 'failed', cause: 'returned', reply: '550 5.1.1' });
    expect(await told('opbouwwerk')).toBe(before + 1);
    expect(await refused()).toBe(1);
    await mailed();
    expect(await newest()).toMatchObject({ state: 'failed', cause: 'address-known-bad' });
    expect(senders).toHaveLength(1);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('tells once, however often it comes back and in whichever letters', async () => {
    const { number, sender } = await mailed();
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    const before = await told('opbouwwerk');
    await comeBack(sender.toUpperCase());
    await comeBack(sender);
    expect(await told('opbouwwerk')).toBe(before + 1);
  });

  it('leaves a mailbox that is full to be tried another time', async () => {
    const { sender } = await mailed();
    await comeBack(sender, deliveryReport({ status: '5.2.2' }));
    expect(await newest()).toMatchObject({ state: 'failed', cause: 'returned' });
    expect(await refused()).toBe(0);
  });

  it('blames no address that was put right since', async () => {
    const { sender } = await mailed();
    await comeBack(sender, deliveryReport({ recipient: 'oud@post.test' }));
    expect(await newest()).toMatchObject({ state: 'failed', cause: 'returned' });
    expect(await refused()).toBe(0);
  });

  it.each([
    ['is late only', deliveryReport({ action: 'delayed', status: '4.4.1' })],
    [
      'is the answer of somebody on holiday',
      'Subject: Afwezig\r\nAuto-Submitted: auto-replied\r\n\r\nIk ben er niet.',
    ],
    [
      'cannot be read',
      'Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status',
    ],
  ])('changes nothing when it %s', async (_name, raw) => {
    const { sender } = await mailed();
    expect(await comeBack(sender, raw)).toContain('250');
    expect(await newest()).toMatchObject({ state: 'sent', cause: null });
  });

  it('is about the mail that came back, and not about the one that was sent again', async () => {
    const { sender } = await mailed();
    await comeBack(sender, deliveryReport({ status: '5.2.2' }));
    const again = await sendAgain(house.db.app, await as('beheer'), (await newest())?.id ?? '');
    expect(again.ok).toBe(true);
    await sendAll();
    await comeBack(sender);
    expect(await newest()).toMatchObject({ state: 'sent' });
    await comeBack(senders.at(-1) ?? '');
    expect(await newest()).toMatchObject({ state: 'failed' });
  });

  it('is nobody’s under an address that we never gave out, nor beside another address', async () => {
    const { sender } = await mailed();
    const forged = sender.replace(/\+./, (start) => (start === '+a' ? '+b' : '+a'));
    await expect(comeBack(forged)).rejects.toThrow('5.1.1');
    await expect(comeBack('terug@meld.test')).rejects.toThrow('5.1.1');
    const both = [`meld@${town.slug}.test`, sender];
    const taken = sendMail(door.port, { envelope: { from: '', to: both }, raw: deliveryReport() });
    await expect(taken).rejects.toThrow('Mail that a machine sends');
    expect(await newest()).toMatchObject({ state: 'sent' });
  });
});

describe('a return address', () => {
  it('is refused at the start without a door, or when no room is left for what makes it its own', () => {
    expect(() => readConfig({ MAIL_BOUNCE: 'terug@meld.test' })).toThrow('SMTP_IN_PORT');
    for (const address of [`${'x'.repeat(20)}@meld.test`, 'terug+mail@meld.test'])
      expect(() => readConfig({ MAIL_BOUNCE: address, SMTP_IN_PORT: '2525' })).toThrow('19 characters');
  });

  it('names its mail to who has the key, and is short enough to stand before an @', () => {
    const ids = Array.from({ length: 3 }, () => randomUUID());
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.constantFrom(...ids),
        fc.integer({ min: 1, max: 255 }),
        (messageId, id, round) => {
          const of = { municipalityId: id, messageId, round };
          const token = returnToken(KEY, of);
          expect(`${'x'.repeat(19)}+${token}`.length).toBeLessThanOrEqual(64);
          expect(readReturnToken(KEY, token.toUpperCase(), ids)).toEqual(of);
          expect(readReturnToken('6f'.repeat(32), token, ids)).toBeUndefined();
        },
      ),
    );
  });

  it('is none when it is anything else', () => {
    fc.assert(
      fc.property(fc.string(), (token) => {
        expect(readReturnToken(KEY, token, [randomUUID()])).toBeUndefined();
      }),
    );
  });
});
