/** Two towns in which everything that can be hidden from somebody is there once, with marks of its own. */
import { sql } from 'kysely';
import { inTenant } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { openSession } from '../../src/people/index.ts';
import { Scope, type Role } from '../../src/people/model.ts';
import { correct, identify, register } from '../../src/rights/index.ts';
import { tellAggression } from '../../src/safety/index.ts';
import { acceptInvitation, draftSet, inviteGuest, proposeSet } from '../../src/triage/index.ts';
import { bringSheet, shareReportPhoto } from '../../src/handovers/index.ts';
import { newClient, type ClientPlan } from '../support/client.ts';
import { cookieOf, openHouse, reporterCookie, type TestHouse } from '../support/house.ts';
import { askingAs, given } from '../support/tables.ts';
import { idOf, TEST_PASSWORD, type Town } from '../support/town.ts';
import { CLIENTS, NEWCOMERS, ROLES, type Caller, type RoleName } from './roles.ts';
import {
  act,
  actorIn,
  asOwner,
  bringTo,
  DAMAGE,
  file,
  handOn,
  askOutside,
  photograph,
  placeFor,
  talk,
  tell,
  Ticker,
  work,
  type Mark,
  type Scene,
  type Seen,
  type Told,
} from './story.ts';

export interface Stage extends Scene {
  readonly house: TestHouse;
  readonly told: Map<string, Told>;
  /** Marks of what belongs to no report: a draft, a proposal, a request, an account, secrets of sessions. */
  readonly marks: Mark[];
  readonly ids: Readonly<Record<'request' | 'incident' | 'sheet' | 'proposal', string>> & {
    readonly draft: number;
    readonly proposed: number;
  };
  readonly callers: ReadonlyMap<RoleName, Caller>;
  /** The follow-up code of a report of the other municipality. */
  readonly foreignCode: string;
}

export async function setStage(): Promise<Stage> {
  const house = await openHouse();
  const [town, other] = house.towns;
  const scene: Scene = { house, ticker: new Ticker(house) };
  await scene.ticker.tick();
  // a number that no size, date or count on a page happens to be
  await sql`select setval('report_number', 73100000)`.execute(house.db.owner);
  const marks: Mark[] = [];
  for (const each of [town, other]) await hire(scene, each, marks);
  for (const letter of LATER) await placeFor(scene, letter.startsWith('K') ? other : town, letter);
  const told = await tellAll(scene, town, other);
  const requestId = await askAboutData(scene, get(told, 'F'), marks);
  const incidentId = await meetAggression(scene, town, marks);
  const sheetId = await bringList(scene, town, marks);
  const { draft, proposed, setId } = await makeTables(scene, town, other, marks);
  await scene.ticker.stand();
  const callers = await enter(scene, told, marks);
  return {
    ...scene,
    told,
    marks,
    ids: {
      request: requestId,
      incident: incidentId,
      sheet: sheetId,
      proposal: setId,
      draft,
      proposed,
    },
    callers,
    foreignCode: get(told, 'Z').code,
  };
}

export function get(told: ReadonlyMap<string, Told>, letter: string): Told {
  const found = told.get(letter);
  if (!found) throw new Error(`expected a report ${letter}`);
  return found;
}

/** Somebody in each role that the small town has not, and somebody without any. */
async function hire(scene: Scene, { id, slug, services }: Town, marks: Mark[]): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) =>
    asOwner(scene, { id } as Town, ({ kysely }) => statement.execute(kysely));
  for (const [login, party, roles, service] of NEWCOMERS) {
    const userId = idOf(slug, 'user', login);
    const written = login === 'mediator' ? `qz${slug}login` : login;
    const name = login === 'mediator' ? `qz${slug}name` : `Naam ${login}`;
    await run(
      sql`insert into user_account values (${id}, ${userId}, ${idOf(slug, 'party', party)}, ${written}, ${name}, null)`,
    );
    for (const role of roles satisfies readonly Role[])
      await run(sql`insert into user_role values (${id}, ${userId}, ${role})`);
    if (service) await run(sql`insert into service_member values (${id}, ${services[service]}, ${userId})`);
  }
  const of = slug === 'proefstad' ? 'account' : 'elsewhere';
  // the owner of most reports, whose name is on their pages and nowhere for who sent them
  if (slug === 'proefstad') marks.push({ of: 'staff', kind: 'name', text: 'Naam opbouwwerk' });
  marks.push({ of, kind: 'login', text: `qz${slug}login` }, { of, kind: 'name', text: `qz${slug}name` });
}

/** One report of each kind: offered, accepted, closed and listed, with the coordinator, decided otherwise, handed on. */
async function tellAll(scene: Scene, town: Town, other: Town): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  const begin = async (letter: string, seen?: Seen) => {
    const report = await tell(scene, letter === 'Z' ? other : town, letter, seen);
    told.set(letter, report);
    return report;
  };
  const offered = await begin('A');
  await photograph(scene, offered);
  const accepted = await begin('B');
  await act(scene, accepted, 'opbouwwerk', { command: 'accept' });
  await everything(scene, accepted, 'opbouwwerk');
  const place = await begin('C', DAMAGE_UNLISTED);
  await bringTo(scene, place, ['caretaker', 'huismeester']);
  await everything(scene, place, 'huismeester');
  await photograph(scene, place, 'huismeester', 'unshared');
  const shared = await photograph(scene, place, 'huismeester');
  const share = { number: place.number, photoId: shared };
  given(await shareReportPhoto(scene.house.db.app, await actorIn(scene, town, 'huismeester'), share));
  await closed(scene, await begin('D', DAMAGE));
  await begin('E', { danger: { kind: 'unknown' }, sights: ['distress'], about: 'someone' });
  const otherwise = await begin('F');
  await bringTo(scene, otherwise, ['district-team', 'wijkteam']);
  await act(scene, otherwise, 'wijkteam', { command: 'decide-otherwise', ...DECIDED });
  await everything(scene, otherwise, 'wijkteam');
  const handedOn = await begin('G');
  await act(scene, handedOn, 'opbouwwerk', { command: 'accept' });
  await everything(scene, handedOn, 'opbouwwerk');
  await handOn(scene, handedOn, 'opbouwwerk', 'tenancy-support');
  const elsewhere = await begin('Z');
  await act(scene, elsewhere, 'opbouwwerk', { command: 'accept' });
  await everything(scene, elsewhere, 'opbouwwerk');
  return told;
}

/** About a place, so that words may be said of it, and with worse than broken things: no Open311 list has it. */
const DAMAGE_UNLISTED: Seen = { danger: { kind: 'none' }, sights: ['damage', 'lonely'], about: 'place' };

/** What was decided in the place of the advice on report F. */
export const DECIDED = {
  nature: 'distress',
  urgency: 'today',
  serviceId: null,
  reason: 'spoke-reporter',
} as const;

async function everything(scene: Scene, told: Told, login: string): Promise<void> {
  await photograph(scene, told);
  await work(scene, told, login);
  await file(scene, told, login);
  await talk(scene, told, login);
  await askOutside(scene, told, login);
}

async function closed(scene: Scene, told: Told): Promise<void> {
  const { letter, marks } = told;
  await act(scene, told, 'openbaar', { command: 'accept' });
  await everything(scene, told, 'openbaar');
  const message = `qz${letter}message`;
  marks.push({ of: letter, kind: 'talk', text: message });
  await act(scene, told, 'openbaar', { command: 'close', outcome: 'helped', message: `Gedaan: ${message}.` });
}

/** A request to put the words of a report right, which was done; it is still open. */
async function askAboutData(
  scene: Scene,
  { letter, town, number, reportId, marks: own }: Told,
  marks: Mark[],
) {
  await scene.ticker.tick();
  const { db } = scene.house;
  const officer = await actorIn(scene, town, 'rechten');
  const [requestId, reference] = [newId(), 'qzReference'];
  const receivedAt = new Date('2026-03-01T10:00:00Z');
  const asked = { key: requestId, reportNumber: number, kind: 'correct', askedBy: 'person' } as const;
  given(await register(db.app, officer, { ...asked, reference, receivedAt }));
  given(await identify(db.app, officer, requestId));
  const { rows } = await asOwner(scene, town, ({ kysely }) =>
    sql<{ id: string }>`select id from report_words where report_id = ${reportId} and kind = 'story'`.execute(
      kysely,
    ),
  );
  await scene.ticker.tick();
  const body = `Beter: qz${letter}correction.`;
  given(await correct(db.app, officer, { requestId, wordsId: rows[0]?.id ?? '', body, key: newId() }));
  own.push({ of: letter, kind: 'note', text: `qz${letter}correction` });
  marks.push(
    { of: 'request', kind: 'request', text: reference },
    { of: 'request', kind: 'request', text: requestId },
  );
  return requestId;
}

/** The caretaker met aggression at work, and the team lead is to ask how it goes. */
async function meetAggression(scene: Scene, town: Town, marks: Mark[]): Promise<string> {
  await scene.ticker.tick();
  const [incidentId, story] = [newId(), 'qzIncidentStory'];
  const happenedAt = new Date('2026-03-01T10:00:00Z');
  const told = { key: incidentId, kinds: ['dier'], happenedAt, police: false, story };
  given(await tellAggression(scene.house.db.app, await actorIn(scene, town, 'huismeester'), told));
  for (const text of [story, incidentId]) marks.push({ of: 'incident', kind: 'incident', text });
  return incidentId;
}

/** The caretaker brought a list from elsewhere, of which nothing was taken in yet. */
async function bringList(scene: Scene, town: Town, marks: Mark[]): Promise<string> {
  await scene.ticker.tick();
  const [id, words] = [newId(), 'qzSheetWords'];
  const sheet = [['Omschrijving'], [words]];
  given(await bringSheet(scene.house.db.app, await actorIn(scene, town, 'huismeester'), { id, sheet }));
  for (const text of [words, id]) marks.push({ of: 'sheet', kind: 'sheet', text });
  return id;
}

/** A draft of each town, and a proposal of the first that somebody of the second may judge. */
async function makeTables(scene: Scene, town: Town, other: Town, marks: Mark[]) {
  await scene.ticker.tick();
  const { house } = scene;
  const manager = await askingAs(house, 'beheerder', town);
  const draft = async (note: string, by = manager) =>
    given(await draftSet(by, { key: newId(), from: null, note }));
  const own = await draft('qzDraftNote');
  await draft('qzElsewhereNote', await askingAs(house, 'beheerder', other));
  const proposed = await draft('qzProposalNote');
  given(await proposeSet(manager, { which: proposed, revision: 1, words: 'qzProposalWords' }));
  const code = given(await inviteGuest(manager, { which: proposed, revision: 2, municipalityId: other.id }));
  const attempt = { typed: code, address: '192.0.2.9', triesPerHour: 10 };
  const setId = given(await acceptInvitation(await askingAs(house, 'goedkeurder', other), attempt));
  const texts = [
    ['draft', 'qzDraftNote'],
    ['proposal', 'qzProposalNote'],
    ['proposalWords', 'qzProposalWords'],
    ['elsewhere', 'qzElsewhereNote'],
  ] as const;
  for (const [of, text] of texts) marks.push({ of, kind: 'draft', text });
  marks.push({ of: 'proposal', kind: 'never', text: code });
  return { draft: own, proposed, setId };
}

type BrowserRole = (typeof ROLES)[keyof typeof ROLES];
type ClientRole = Partial<Omit<ClientPlan, 'town'>> & { readonly as?: string; readonly elsewhere?: boolean };

/** The cookie or the token with which each role comes in. */
async function enter(scene: Scene, told: ReadonlyMap<string, Told>, marks: Mark[]) {
  const { house } = scene;
  const [town, other] = house.towns;
  const callers = new Map<RoleName, Caller>();
  const secret = (text: string) =>
    marks.push({ of: 'session', kind: 'never', text: text.replace(/^\w+=/, '') });
  for (const [name, role] of Object.entries(ROLES) as [RoleName, BrowserRole][]) {
    const home = 'elsewhere' in role ? other : town;
    let cookie = '';
    if ('login' in role) {
      const userId = idOf(home.slug, 'user', role.login);
      const known = { ...home, users: { ...home.users, [role.login]: userId } };
      cookie = await cookieOf(house, known, role.login);
    }
    if ('reports' in role) cookie = await reporterCookie(house, town, get(told, role.reports).reportId);
    if ('half' in role) {
      const token = await inTenant(house.db.app, town.id, (tx) =>
        openSession(tx, 'user', town.users[role.half] ?? '', { stage: 'half' }),
      );
      cookie = `sessie=${token}`;
    }
    if (cookie) secret(cookie);
    callers.set(name, { home: home.slug, cookie, token: '', as: undefined });
  }
  await asOwner(scene, town, ({ kysely }) =>
    sql`update user_account set active = false where id = ${idOf(town.slug, 'user', 'vertrokken')}`.execute(
      kysely,
    ),
  );
  for (const [name, plan] of Object.entries(CLIENTS) as [RoleName, ClientRole][]) {
    const { as, elsewhere = false, scopes = Scope.options, ...rest } = plan;
    const client = await newClient(house, { town: elsewhere ? other : town, scopes, ...rest });
    secret(client.token);
    secret(client.secret);
    callers.set(name, { home: elsewhere ? other.slug : town.slug, cookie: '', token: client.token, as });
  }
  marks.push(
    { of: 'session', kind: 'never', text: TEST_PASSWORD },
    { of: 'session', kind: 'never', text: '$argon2' },
  );
  return callers;
}

/** Their places are there from the beginning: places are public. */
const LATER = ['HA', 'HB', 'HC', 'JA', 'JB', 'KA', 'KB'];

/** What is added afterwards: reports that lie with one party, and one of elsewhere. */
export const WAVES = {
  corporation: async (scene: Scene, [town]: TestHouse['towns']) => {
    const accepted = await tell(scene, town, 'HA');
    await bringTo(scene, accepted, ['tenancy-support', 'woonconsulent']);
    await everything(scene, accepted, 'woonconsulent');
    const offered = await tell(scene, town, 'HB');
    await act(scene, offered, 'coordinator', { command: 'take-over' });
    await handOn(scene, offered, 'coordinator', 'tenancy-support');
    const done = await tell(scene, town, 'HC', DAMAGE_UNLISTED);
    await bringTo(scene, done, ['tenancy-support', 'woonconsulent']);
    await act(scene, done, 'woonconsulent', { command: 'close', outcome: 'helped', message: 'qzHCmessage' });
    return [accepted, offered, done];
  },
  team: async (scene: Scene, [town]: TestHouse['towns']) => {
    const accepted = await tell(scene, town, 'JA');
    await bringTo(scene, accepted, ['district-team', 'wijkteam']);
    await everything(scene, accepted, 'wijkteam');
    return [accepted, await tell(scene, town, 'JB')];
  },
  elsewhere: async (scene: Scene, [, other]: TestHouse['towns']) => {
    const accepted = await tell(scene, other, 'KA');
    await act(scene, accepted, 'opbouwwerk', { command: 'accept' });
    await everything(scene, accepted, 'opbouwwerk');
    return [accepted, await tell(scene, other, 'KB', DAMAGE_UNLISTED)];
  },
} as const;
export type Wave = keyof typeof WAVES;
