import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { wordsOf, type Page } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { perform, putContactRight, tellAbsence } from '../handovers/index.ts';
import { advanceClock } from '../kit/clock.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { dateAt } from '../kit/wall-clock.ts';
import { userActor, writeAbsence } from '../people/index.ts';
import { tellAggression } from '../safety/index.ts';
import { saveWish } from './index.ts';
import { StaffKind, type MailMode } from './model.ts';
import { sendNext, type Post } from './post.ts';
import { makeSend } from './smtp.ts';

const KEY = '5e'.repeat(32);
const EMAIL = 'melder@post.test';
const MINUTE_MS = 60_000;

interface Received {
  readonly to: string;
  readonly raw: string;
}

let house: TestHouse;
let town: Town;
let server: SMTPServer;
let post: Post;
let inbox: Received[] = [];
/** What the mail server answers to the next addresses; nothing: it takes them. */
let answers: (readonly [code: number, words: string])[] = [];

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => {
      const answer = answers.shift();
      done(answer ? Object.assign(new Error(answer[1]), { responseCode: answer[0] }) : null);
    },
    onData: (stream, { envelope }, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address).join(',');
        inbox.push({ to, raw: Buffer.concat(pieces).toString() });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  post = {
    send: sendTo(port),
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
  await sendAll();
  await rows(sql`delete from mail_wish`);
  await rows(sql`delete from mail_refused`);
  inbox = [];
  answers = [];
});

const sendTo = (port: number) =>
  makeSend({ url: `smtp://127.0.0.1:${port}`, from: 'niet@stad.test', bounce: undefined, requireTls: false });
const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  inTenant(house.db.owner, town.id, async ({ kysely }) => (await query.execute(kysely)).rows);
const later = (minutes: number) => advanceClock(house.db.owner, minutes * MINUTE_MS, { production: false });
const reported = (story = 'Een geheim verhaal.', language: 'nl' | 'en' = 'nl') =>
  sendReport(house, town, { story, language, contact: { name: 'Melder Geheim', email: EMAIL } });
const states = () =>
  rows(sql<{ kind: string; state: string; cause: string | null; attempts: number }>`
    select kind, state, cause, attempts from message order by at desc, id desc`);

async function as(login: string) {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

async function sendAll(): Promise<void> {
  while ((await sendNext(house.db.app, post)) !== undefined);
}

async function wish(login: string, mode: MailMode): Promise<void> {
  const email = `${login}@werk.test`;
  const done = await saveWish(house.db.app, await as(login), {
    key: KEY,
    wish: { email, mode, language: 'nl', kinds: StaffKind.options },
  });
  expect(done.ok).toBe(true);
}

async function page(path: string, login: string): Promise<string> {
  const cookie = await cookieOf(house, town, login);
  const answer = await house.app.request(`${ORIGIN}/proefstad/${path}`, { headers: { cookie } });
  return wordsOf({ html: await answer.text() } as Page);
}

async function press(login: string, fields: Readonly<Record<string, string>>) {
  const cookie = await cookieOf(house, town, login);
  const headers = { cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields).toString();
  return (await house.app.request(`${ORIGIN}/proefstad/berichten`, { method: 'POST', headers, body })).status;
}

const lastId = async () =>
  (await rows(sql<{ id: string }>`select id from message order by at desc, id desc limit 1`))[0]?.id ?? '';

describe('a reporter who left an address', () => {
  it('is mailed where who has the report put it right, also what was waiting, and nowhere else', async () => {
    const { number } = await reported('Een geheim verhaal.');
    const change = { email: 'goed@voorbeeld.test', phone: '' };
    expect((await putContactRight(house.db.app, await as('coordinator'), number, change)).ok).toBe(true);
    await sendAll();
    expect(inbox.map(({ to }) => to)).toEqual(['goed@voorbeeld.test']);
    for (const word of ['geheim', 'Zorg om iemand', 'Proefstraat'])
      expect(inbox[0]?.raw.toLowerCase()).not.toContain(word.toLowerCase());
  });

  it('gets the number, the code and the page, and not a word of the report', async () => {
    const { number, code } = await reported();
    await sendAll();
    expect(inbox.map(({ to }) => to)).toEqual([EMAIL]);
    const mail = await PostalMime.parse(inbox[0]?.raw ?? '');
    expect(mail.text).toContain(`Het nummer is ${number}.`);
    expect(mail.text).toContain(code);
    expect(mail.text).toContain(`${ORIGIN}/proefstad/volgen`);
    expect(mail.text).toContain('Bel 112');
    for (const part of [mail.text, mail.html, mail.subject]) expect(part).not.toMatch(/geheim|Proefstraat/i);
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  });

  it('is told of the end, in the language of the report', async () => {
    const { number } = await reported('A secret story.', 'en');
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    await perform(house.db.app, await as('opbouwwerk'), number, {
      command: 'close',
      outcome: 'helped',
      message: '',
    });
    await sendAll();
    const last = await PostalMime.parse(inbox.at(-1)?.raw ?? '');
    expect(last.text).toContain(`Report ${number} is finished.`);
    expect(inbox.map(({ raw }) => raw).join('')).not.toMatch(/secret/i);
  });

  it('gets nothing without an address', async () => {
    await sendReport(house, town);
    await sendAll();
    expect(inbox).toEqual([]);
  });

  it('has no message when there is no report: both are in one transaction', async () => {
    const before = (await states()).length;
    const failing = {
      ...house,
      onReceived: async (...all: Parameters<typeof house.onReceived>) => {
        await house.onReceived(...all);
        throw new Error('after all');
      },
    };
    await expect(sendReport(failing, town, { contact: { email: EMAIL } })).rejects.toThrow('after all');
    expect((await states()).length).toBe(before);
  });
});

describe('the post', () => {
  it('goes on after a worker was killed between sending and writing: the same message, known again by its id', async () => {
    await reported();
    const killed: Post = {
      ...post,
      send: async (mail, signal) => {
        await post.send?.(mail, signal);
        throw new Error('killed');
      },
    };
    await expect(sendNext(house.db.app, killed)).rejects.toThrow('killed');
    expect(await sendNext(house.db.app, post)).toBeUndefined();
    await later(6);
    await sendAll();
    const ids = await Promise.all(inbox.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect((await states())[0]).toMatchObject({ state: 'sent' });
  });

  it('sends each message once with several workers at work', async () => {
    for (let count = 0; count < 6; count += 1) await reported();
    await Promise.all([sendAll(), sendAll(), sendAll()]);
    const ids = await Promise.all(inbox.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));
    expect([ids.length, new Set(ids).size]).toEqual([6, 6]);
  });

  it('tries again when the mail server asks for that, and keeps the code no longer than it waits', async () => {
    await reported();
    answers = [[451, '4.3.0 Later']];
    await sendAll();
    expect((await states())[0]).toMatchObject({ state: 'waiting', cause: 'try-later', attempts: 1 });
    await later(2);
    await sendAll();
    expect((await states())[0]).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await rows(sql`select from message where sealed_code is not null`)).toEqual([]);
    expect(inbox).toHaveLength(1);
  });

  it('keeps what waits when no mail server answers', async () => {
    await reported();
    await sendNext(house.db.app, { ...post, send: sendTo(1) });
    expect((await states())[0]).toMatchObject({ state: 'waiting', cause: 'unreachable' });
    await later(2);
    await sendAll();
    expect(inbox).toHaveLength(1);
  });

  it('gives up on an address that is refused, tells who has the report, and does not write to it again', async () => {
    const { number } = await reported();
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    answers = [[550, '5.1.1 No such user']];
    await sendAll();
    expect((await states())[0]).toMatchObject({ state: 'failed', cause: 'address-refused' });
    expect(await page('werk', 'opbouwwerk')).toContain(
      'De mail aan de melder kwam niet aan. Bel de melder over:',
    );
    await reported();
    await sendAll();
    expect((await states())[0]).toMatchObject({ state: 'failed', cause: 'address-known-bad' });
    expect(inbox).toEqual([]);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });
});

describe('somebody who works here', () => {
  it('is mailed nothing before asking for it', async () => {
    await sendReport(house, town);
    await sendAll();
    expect(inbox).toEqual([]);
  });

  it('is told at once what waits for an answer, by number alone, with a link that changes nothing', async () => {
    await wish('opbouwwerk', 'at-once');
    const { number } = await sendReport(house, town);
    await sendAll();
    expect(inbox.map(({ to }) => to)).toEqual(['opbouwwerk@werk.test']);
    const { text } = await PostalMime.parse(inbox[0]?.raw ?? '');
    expect(text).toContain(`${ORIGIN}/proefstad/werk/${number}`);
    expect(text).not.toMatch(/geheim|Proefstraat/i);
    const before = await rows(sql`select id, status, owner_id from report order by id`);
    expect(await page(`werk/${number}`, 'opbouwwerk')).toContain(String(number));
    expect(await rows(sql`select id, status, owner_id from report order by id`)).toEqual(before);
  });

  it.each(['at-once', 'digest'] as const)(
    'is told %s to ask a colleague how it goes, without who it is or what happened, with a link to safe work',
    async (mode) => {
      await wish('corporatie-lead', mode);
      const told = { key: newId(), kinds: ['dier'], happenedAt: new Date(0), police: false } as const;
      const story = 'Een geheim verhaal.';
      expect(await tellAggression(house.db.app, await as('huismeester'), { ...told, story })).toMatchObject({
        ok: true,
      });
      await rows(sql`update message_due set due_at = wijk_now()`);
      await sendAll();
      expect(inbox.map(({ to }) => to)).toEqual(['corporatie-lead@werk.test']);
      const { text } = await PostalMime.parse(inbox[0]?.raw ?? '');
      expect(text).toContain(`${ORIGIN}/proefstad/veilig-werken`);
      expect(text).not.toMatch(/geheim|huismeester|agressie|dier/i);
      await rows(sql`update notice set seen_at = wijk_now()`);
    },
  );

  it('is told at once to stand in for a colleague, without who that is, with a link to say no', async () => {
    await wish('wijkteam2', 'at-once');
    const today = await inTenant(house.db.app, town.id, (tx) => Promise.resolve(dateAt(tx.now)));
    const day = { from: today.toString(), until: today.add({ days: 3 }).toString() };
    const asked = { userId: town.users['wijkteam'] ?? '', standInId: town.users['wijkteam2'] ?? '', ...day };
    const done = await writeAbsence(house.db.app, await as('wijkteam'), {
      wish: asked,
      onAbsence: tellAbsence,
    });
    expect(done.ok).toBe(true);
    await sendAll();
    expect(inbox.map(({ to }) => to)).toEqual(['wijkteam2@werk.test']);
    const { text } = await PostalMime.parse(inbox[0]?.raw ?? '');
    expect(text).toContain('U bent gevraagd om een collega te vervangen.');
    expect(text).toContain(`${ORIGIN}/proefstad/afwezig`);
    expect(text).not.toMatch(/\bwijkteam\b/);
    await rows(sql`delete from absence`);
    await rows(sql`update notice set seen_at = wijk_now()`);
  });

  it('gets one mail a day with all of it, when that is what they choose', async () => {
    await wish('opbouwwerk', 'digest');
    const numbers = [(await sendReport(house, town)).number, (await sendReport(house, town)).number];
    await sendAll();
    expect(inbox).toEqual([]);
    await rows(sql`update message_due set due_at = wijk_now()`);
    await sendAll();
    expect(inbox).toHaveLength(1);
    const { text, subject } = await PostalMime.parse(inbox[0]?.raw ?? '');
    for (const number of numbers) expect(text).toContain(`/werk/${number}`);
    expect(subject).toBe('Werk: 2 berichten');
  });

  it('is not told what has passed by the time that it would be sent', async () => {
    await wish('opbouwwerk', 'at-once');
    const { number } = await sendReport(house, town);
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    await sendAll();
    expect(inbox).toEqual([]);
    expect((await states())[0]).toMatchObject({ kind: 'offered', state: 'over' });
  });
});

describe('the outbox page', () => {
  it('shows what failed and why, without an address, and sends it again', async () => {
    await reported();
    answers = [[550, '5.7.1 Not today']];
    await sendAll();
    const shown = await page('berichten?staat=failed', 'beheer');
    expect(shown).toContain('De mailserver weigert dit adres');
    expect(shown).not.toContain(EMAIL);
    expect(await press('beheer', { intent: 'again', message: await lastId() })).toBe(303);
    await sendAll();
    expect((await states())[0]).toMatchObject({ state: 'sent' });
    expect(inbox).toHaveLength(1);
    expect((await PostalMime.parse(inbox[0]?.raw ?? '')).messageId).toMatch(/\.2@stad\.test>$/);
  });

  it('shows nothing of what goes well: a mail tells that there is a report', async () => {
    const before = await page('berichten?staat=waiting', 'beheer');
    const { number } = await reported();
    const after = await page('berichten?staat=waiting', 'beheer');
    expect(after).toBe(before);
    answers = [[451, '4.3.0 Later']];
    await sendAll();
    const tried = await page('berichten?staat=waiting', 'beheer');
    expect(tried).toContain('De mailserver nam het bericht nog niet aan');
    expect(tried).not.toContain(String(number));
  });

  it('stops what waits, and is for who manages messages alone', async () => {
    await reported();
    const message = await lastId();
    expect(await press('opbouwwerk', { intent: 'stop', message })).toBe(403);
    expect(await press('beheer', { intent: 'stop', message })).toBe(303);
    await sendAll();
    expect(inbox).toEqual([]);
    expect(await press('beheer', { intent: 'stop', message })).toBe(303);
  });
});

describe('wijk verify', () => {
  it('holds, and finds a message that nobody will try', async () => {
    expect(await findBreaches(house.db.app)).toEqual([]);
    await reported();
    await rows(sql`delete from message_due where message_id = ${await lastId()}`);
    const names = (await findBreaches(house.db.app)).map(({ breach }) => breach.invariant);
    expect(names).toEqual(['message-has-a-next-try']);
  });
});
