import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, type TestHouse } from '../../../tests/support/house.ts';
import type { Town } from '../../../tests/support/town.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { userActor } from '../index.ts';
import { deactivate } from '../leave-actions.ts';

let house: TestHouse;
let town: Town;
let other: Town;

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
}, 180_000);
afterAll(() => house.close());
beforeEach(() => rows(sql`delete from duty`));

const rows = <T>(query: ReturnType<typeof sql<T>>) =>
  inTenant(house.db.owner, town.id, async ({ kysely }) => (await query.execute(kysely)).rows);
const give = (login: string, fromHours: number, hours = 8) =>
  rows(sql`insert into duty (municipality_id, service_id, starts_at, ends_at, user_id) values
    (${town.id}, ${town.services.meldpunt}, date_trunc('hour', wijk_now()) + make_interval(hours => ${fromHours}),
     date_trunc('hour', wijk_now()) + make_interval(hours => ${fromHours + hours}), ${town.users[login]})`);
const startOf = async () =>
  (await rows(sql<{ starts_at: Date }>`select starts_at from duty order by 1`))[0]?.starts_at;

async function page(login: string, fields?: Readonly<Record<string, string>>): Promise<Response> {
  const cookie = await cookieOf(house, town, login);
  const headers = { cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
  const post = fields && { method: 'POST', body: new URLSearchParams(fields).toString() };
  return house.app.request(`${ORIGIN}/${town.slug}/account/rooster`, { ...post, headers });
}

const fetchFeed = (address: string) => house.app.request(address);
async function newAddress(login: string): Promise<string> {
  const html = await (await page(login, { intent: 'make' })).text();
  return /http[^<]+\.ics/.exec(html)?.[0] ?? '';
}

/** The lines of an iCalendar text, with those that were folded put together (RFC 5545, 3.1). */
const linesOf = (text: string) => text.replaceAll(/\r\n[ \t]/g, '').split('\r\n');
const stamp = (at: Date | undefined) => at?.toISOString().replaceAll(/[-:]|\.\d+/g, '');

describe('duties', () => {
  it('are shown to who has them, and to nobody else', async () => {
    await give('coordinator2', 30);
    expect(await (await page('coordinator2')).text()).toContain('meldpunt');
    expect(await (await page('coordinator')).text()).toContain('U staat niet op het rooster.');
  });

  it('come into a calendar program as services and times, and nothing else', async () => {
    await give('coordinator2', 30);
    await give('coordinator', 40);
    const address = await newAddress('coordinator2');
    const answer = await fetchFeed(address);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const text = await answer.text();
    const lines = linesOf(text);
    expect([lines[0], lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    expect(lines).toContain(`DTSTART:${stamp(await startOf())}`);
    expect(lines.find((line) => line.startsWith('SUMMARY:'))).toMatch(/^SUMMARY:Dienst: meldpunt$/);
    expect(text).not.toMatch(/coordinator|ATTENDEE|ORGANIZER/i);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  it('keep the name by which a calendar knows them again, and follow the roster', async () => {
    await give('coordinator2', 30);
    const address = await newAddress('coordinator2');
    const uids = async () =>
      linesOf(await (await fetchFeed(address)).text()).filter((line) => line.startsWith('UID:'));
    const before = await uids();
    expect(await uids()).toEqual(before);
    await rows(sql`delete from duty`);
    expect(await uids()).toEqual([]);
  });
});

describe('the address for a calendar', () => {
  it('is kept as a hash, shown once, and works with no session and in its own municipality alone', async () => {
    const address = await newAddress('wijkteam');
    const token = /agenda\/([0-9a-f]{64})\.ics$/.exec(address)?.[1] ?? '';
    expect(token).not.toBe('');
    const kept = JSON.stringify(
      await rows(sql`select user_id, encode(token_hash, 'hex') as h from duty_calendar`),
    );
    expect(kept).not.toContain(token);
    expect(await (await page('wijkteam')).text()).not.toContain(token);
    expect((await fetchFeed(address)).status).toBe(200);
    expect((await fetchFeed(address.replace(town.slug, other.slug))).status).toBe(404);
  });

  it('stops working when there is a newer one, when it is stopped, and when its owner leaves', async () => {
    const first = await newAddress('woonconsulent');
    const second = await newAddress('woonconsulent');
    expect((await fetchFeed(first)).status).toBe(404);
    expect((await page('woonconsulent', { intent: 'end' })).status).toBe(303);
    expect((await page('woonconsulent', { intent: 'end' })).status).toBe(303);
    expect((await fetchFeed(second)).status).toBe(404);
    const third = await newAddress('woonconsulent');
    const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['beheer'] ?? ''));
    if (!actor) throw new Error('expected beheer to be there');
    const userId = town.users['woonconsulent'] ?? '';
    const left = await deactivate(house.db.app, actor, { userId, onLeft: () => Promise.resolve() });
    expect(left.ok).toBe(true);
    expect((await fetchFeed(third)).status).toBe(404);
    expect(await rows(sql`select from duty_calendar where user_id = ${userId}`)).toEqual([]);
  });

  it.each([`${'0'.repeat(64)}.ics`, `${newId()}.ics`, 'x', '%00.ics'])(
    'is nothing when it is made up: %s',
    async (file) => {
      expect((await fetchFeed(`${ORIGIN}/${town.slug}/agenda/${file}`)).status).toBe(404);
    },
  );

  it('is for who is logged in', async () => {
    const answer = await house.app.request(`${ORIGIN}/${town.slug}/account/rooster`);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('/inloggen'),
    ]);
  });
});
