import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { isOpenAt } from '../../kit/calendar.ts';
import { inTenant } from '../../kit/db.ts';
import { getService, openHoursOf } from '../index.ts';

let house: TestHouse;

const PAGE = '/proefstad/bezetting/rooster';

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

async function rosterOf(kind: string): Promise<string[]> {
  const [town] = house.towns;
  const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql<{
      told: string;
    }>`select name || ' ' || to_char(starts_at at time zone 'Europe/Amsterdam', 'DD-MM HH24:MI') || ' '
      || to_char(ends_at at time zone 'Europe/Amsterdam', 'DD-MM HH24:MI') as told
      from duty join user_account on user_account.municipality_id = duty.municipality_id and user_account.id = user_id
      where duty.municipality_id = ${town.id} and service_id = ${town.services[kind] ?? ''}
      order by starts_at`.execute(kysely),
  );
  return rows.map(({ told }) => told);
}

const plan = (more: Record<string, string | string[]>) => {
  const { services, users } = house.towns[0];
  return {
    intent: 'plan',
    service: services['district-team'] ?? '',
    people: [users['wijkteam'] ?? '', users['wijkteam2'] ?? ''],
    from: '2035-10-27T09:00',
    until: '2035-10-27T17:00',
    every: 'working-day',
    times: '3',
    ...more,
  };
};

beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

it('lets a team lead put people on the roster in turn, and take one off', async () => {
  const visitor = await logIn('wijkteam-lead');
  const answer = await visitor.post(PAGE, plan({}));
  expect(answer.status).toBe(303);
  // a Saturday first; then the working days, past the change of the clock
  const first = 'Naam wijkteam 27-10 09:00 27-10 17:00';
  expect(await rosterOf('district-team')).toEqual([
    first,
    'Naam wijkteam2 28-10 09:00 28-10 17:00',
    'Naam wijkteam 29-10 09:00 29-10 17:00',
  ]);
  const { services } = house.towns[0];
  const page = await visitor.get(`${PAGE}?dienst=${services['district-team']}`);
  expect(wordsOf(page)).toContain('Naam wijkteam2');
  const [, starts = ''] = /name="starts" value="([^"]+)"/.exec(page.html) ?? [];
  await visitor.post(PAGE, { intent: 'drop', service: services['district-team'] ?? '', starts });
  expect(await rosterOf('district-team')).not.toContain(first);
});

it('puts all of a plan on the roster or nothing', async () => {
  const visitor = await logIn('coordinator');
  await visitor.post(PAGE, plan({ from: '2035-12-05T09:00', until: '2035-12-05T17:00', every: 'once' }));
  const before = await rosterOf('district-team');
  const taken = await visitor.post(
    PAGE,
    plan({ from: '2035-12-04T09:00', until: '2035-12-04T17:00', every: 'day' }),
  );
  expect(taken.status).toBe(400);
  expect(wordsOf(taken)).toContain('Op een van deze momenten begint al een dienst');
  expect(await rosterOf('district-team')).toEqual(before);
});

it.each([
  ['nobody', { people: [] }, 'Kies wie er dienst heeft'],
  ['no time', { from: '' }, 'Vul een dag en een tijd in'],
  ['an end before the beginning', { until: '2035-10-26T09:00' }, 'Het einde moet na het begin liggen'],
  ['what is over', { from: '2020-01-01T09:00', until: '2020-01-01T10:00' }, 'De eerste keer is al voorbij'],
  ['too many times', { times: '367' }, 'Vul een aantal in van 1 tot en met 366'],
])('refuses %s, and keeps what was typed', async (_name, more, words) => {
  const before = await rosterOf('district-team');
  const answer = await (await logIn('wijkteam-lead')).post(PAGE, plan(more));
  expect(answer.status).toBe(400);
  expect(wordsOf(answer)).toContain(words);
  expect(await rosterOf('district-team')).toEqual(before);
});

it('takes nobody who does not work there, and no roster of another organisation', async () => {
  const { users, services } = house.towns[0];
  const lead = await logIn('wijkteam-lead');
  const stranger = await lead.post(PAGE, plan({ people: [users['opbouwwerk'] ?? ''] }));
  expect(wordsOf(stranger)).toContain('Kies iemand die in deze dienst werkt');
  const elsewhere = plan({ service: services['mediation'] ?? '', people: [users['opbouwwerk'] ?? ''] });
  expect((await lead.post(PAGE, elsewhere)).status).toBe(400);
  expect(await rosterOf('mediation')).toEqual([]);
  expect((await (await logIn('opbouwwerk')).post(PAGE, elsewhere)).status).toBe(403);
});

const OTHER = { intent: 'other-day', date: '2035-11-05', opens: '', closes: '' };

/** Whether the district team is open at a moment, as every promise and every offer asks it. */
async function isOpen(moment: string): Promise<boolean> {
  const { id, services: named } = house.towns[0];
  return inTenant(house.db.app, id, async (tx) =>
    isOpenAt(openHoursOf(await getService(tx, named['district-team'] ?? '')), new Date(moment)),
  );
}

it('closes a service on one day, opens it at other times, and lets it be as usual again', async () => {
  const service = house.towns[0].services['district-team'] ?? '';
  const lead = await logIn('wijkteam-lead');
  expect(await isOpen('2035-11-05T11:00:00Z')).toBe(true);

  expect((await lead.post(PAGE, { ...OTHER, service, open: 'no' })).status).toBe(303);
  expect(await isOpen('2035-11-05T11:00:00Z')).toBe(false);
  expect(await isOpen('2035-11-06T11:00:00Z')).toBe(true);
  expect(wordsOf(await lead.get(`${PAGE}?dienst=${service}`))).toContain('De hele dag dicht');

  const shorter = { ...OTHER, service, open: 'yes', opens: '20:00', closes: '00:00' };
  expect((await lead.post(PAGE, shorter)).status).toBe(303);
  expect(await isOpen('2035-11-05T11:00:00Z')).toBe(false);
  expect(await isOpen('2035-11-05T22:59:00Z')).toBe(true);
  expect(wordsOf(await lead.get(`${PAGE}?dienst=${service}`))).toContain('Van 20.00 uur tot 24.00 uur');

  expect((await lead.post(PAGE, { intent: 'usual-day', service, date: OTHER.date })).status).toBe(303);
  expect(await isOpen('2035-11-05T11:00:00Z')).toBe(true);
});

it.each([
  ['no day', { date: '' }, 'Kies een dag'],
  ['a day that is over', { date: '2020-01-01' }, 'Die dag is voorbij'],
  ['no time', { open: 'yes', closes: '12:00' }, 'Vul een tijd in'],
  [
    'a closing before the opening',
    { open: 'yes', opens: '12:00', closes: '09:00' },
    'later dichtgaan dan open',
  ],
])('refuses other hours with %s', async (_name, more, words) => {
  const service = house.towns[0].services['district-team'] ?? '';
  const answer = await (await logIn('wijkteam-lead')).post(PAGE, { ...OTHER, service, open: 'no', ...more });
  expect(answer.status).toBe(400);
  expect(wordsOf(answer)).toContain(words);
});

it('leaves the hours of another organisation alone', async () => {
  const service = house.towns[0].services['mediation'] ?? '';
  const lead = await logIn('wijkteam-lead');
  expect((await lead.post(PAGE, { ...OTHER, service, open: 'no' })).status).toBe(400);
  expect((await (await logIn('opbouwwerk')).post(PAGE, { ...OTHER, service, open: 'no' })).status).toBe(403);
});

it('opens a service at other hours in an ordinary week, once, and not over what another changed', async () => {
  const [town] = house.towns;
  const service = town.services['mediation'] ?? '';
  const visitor = await logIn('coordinator');
  const path = `${PAGE}?dienst=${service}`;
  const seen = (html: string) =>
    (/name="before" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"');
  const before = seen((await visitor.get(path)).html);
  const week = {
    day1: '9-12.30, 13-17',
    day2: '9.00-17.00',
    day3: '',
    day4: '',
    day5: '',
    day6: '10-14',
    day7: '',
  };
  const form = { intent: 'hours', service, before, ...week };
  const nonsense = await visitor.post(PAGE, { ...form, day2: 'altijd' });
  expect([nonsense.status, wordsOf(nonsense)]).toEqual([
    400,
    expect.stringContaining('Schrijf de tijden als'),
  ]);
  expect(nonsense.html).toContain('value="altijd"');
  const never = await visitor.post(PAGE, { intent: 'hours', service, before });
  expect(wordsOf(never)).toContain('minstens één dag in de week open');
  for (let times = 0; times < 2; times += 1) expect((await visitor.post(PAGE, form)).status).toBe(303);
  const page = await visitor.get(path);
  expect(wordsOf(page)).toContain('maandag: 9.00-12.30, 13.00-17.00');
  expect(wordsOf(page)).toContain('woensdag: dicht');
  const open = async (moment: string) => {
    const found = await inTenant(house.db.app, town.id, (tx) => getService(tx, service));
    return isOpenAt(openHoursOf(found), new Date(moment));
  };
  expect(await open('2035-10-22T10:45:00+02:00')).toBe(true);
  expect(await open('2035-10-22T12:45:00+02:00')).toBe(false);
  expect(await open('2035-10-24T10:45:00+02:00')).toBe(false);
  expect(await open('2035-10-27T10:45:00+02:00')).toBe(true);
  const late = await visitor.post(PAGE, { ...form, day3: '9-17' });
  expect([late.status, wordsOf(late)]).toEqual([400, expect.stringContaining('net gewijzigd')]);
  expect((await visitor.post(PAGE, { ...form, before: 'geen lijst' })).status).toBe(400);
  expect(seen((await visitor.get(path)).html)).toBe(seen(page.html));
});

it('leaves the hours of another organisation to those who lead it', async () => {
  const [town] = house.towns;
  const visitor = await logIn('corporatie-lead');
  const service = town.services['district-team'] ?? '';
  const answer = await visitor.post(PAGE, { intent: 'hours', service, before: '[]', day1: '9-17' });
  expect(answer.status).toBe(400);
});
