/** Reports whose every datum is told apart from every other: what turns up in an answer says whose and what it is. */
import { sql } from 'kysely';
import {
  actOutside,
  openPhoto,
  perform,
  reportPage,
  takeAnswer,
  type Order,
} from '../../src/handovers/index.ts';
import { inTenant, type Tx } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { userActor } from '../../src/people/index.ts';
import type { UserActor } from '../../src/people/model.ts';
import type { Submission } from '../../src/reports/model.ts';
import { cookieOf, ORIGIN, reporterCookie, sendReport, type TestHouse } from '../support/house.ts';
import { asking, linkFor } from '../support/outside.ts';
import { aJpeg } from '../support/pictures.ts';
import { putDocument } from '../support/put-document.ts';
import { given } from '../support/tables.ts';
import { idOf, type Town } from '../support/town.ts';

/** What there is to learn of a report, from 'it is there' to what was said. */
export type Kind =
  | 'exists'
  | 'number'
  | 'facts'
  | 'asked'
  | 'history'
  | 'story'
  | 'talk'
  | 'note'
  | 'contact'
  | 'place'
  | 'photo'
  | 'document'
  | 'unshared'
  | 'log'
  | 'request'
  | 'incident'
  | 'sheet'
  | 'draft'
  | 'login'
  | 'name'
  | 'never';

/** A datum by how it would look in an answer: of whom, and what it is. */
export interface Mark {
  readonly of: string;
  readonly kind: Kind;
  readonly text: string;
}

/** Read as latin1, so that a picture and a word are looked for in the same way. */
export const bytesOf = (buffer: Uint8Array): string => Buffer.from(buffer).toString('latin1');

export interface Told {
  readonly letter: string;
  readonly town: Town;
  readonly number: number;
  readonly reportId: string;
  readonly code: string;
  readonly photoIds: string[];
  readonly documentIds: string[];
  readonly marks: Mark[];
}

/** Every deed at a moment of its own, so that a time says which deed it is of; then the clock stands. */
export class Ticker {
  readonly #house: TestHouse;
  #at = Date.parse('2026-03-03T09:00:00.000Z');
  constructor(house: TestHouse) {
    this.#house = house;
  }
  async tick(): Promise<readonly string[]> {
    // no term of minutes or hours is a multiple of this
    this.#at += 61_007;
    await this.#set(this.#at);
    return [new Date(this.#at).toISOString(), String(this.#at)];
  }
  /** The moment at which everybody looks: later than all deeds, also than those that are still to be done. */
  stand(): Promise<void> {
    return this.#set(Date.parse('2026-03-03T13:00:00.000Z'));
  }
  async #set(at: number): Promise<void> {
    const moment = sql.raw(`'select ''${new Date(at).toISOString()}''::timestamptz'`);
    await sql`create or replace function wijk_now() returns timestamptz language sql stable as ${moment}`.execute(
      this.#house.db.owner,
    );
  }
}

export interface Scene {
  readonly house: TestHouse;
  readonly ticker: Ticker;
}

export async function actorIn({ house }: Scene, town: Town, login: string): Promise<UserActor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`expected ${login} to work in ${town.slug}`);
  return actor;
}

export const asOwner = <T>({ house }: Scene, town: Town, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTenant(house.db.owner, town.id, work);

export type Seen = Submission['observations'];
const seen = (sights: Seen['sights'], about: Seen['about']): Seen => ({
  danger: { kind: 'none' },
  sights,
  about,
});
const LONELY = seen(['lonely'], 'someone');
export const DAMAGE = seen(['damage'], 'place');

/** A report from a neighbourhood and an address of its own, in words that stand nowhere else. */
export async function tell(scene: Scene, town: Town, letter: string, observations = LONELY): Promise<Told> {
  await scene.ticker.tick();
  const mark = (what: string) => `qz${letter}${what}`;
  const addressId = await placeFor(scene, town, letter);
  const phone = `06770${letter.charCodeAt(0)}${letter.length}41`;
  const sent = await sendReport(scene.house, town, {
    observations: {
      ...observations,
      answers: [{ question: mark('asked'), answer: mark('said'), detail: 'talked', says: 'yes' }],
    },
    addressId,
    spot: { point: { xM: 500, yM: 500 }, source: 'register', label: mark('spot') },
    story: `Een verhaal: ${mark('story')}.`,
    contact: { name: mark('who'), email: `${mark('mail')}@voorbeeld.example`, phone },
  });
  const texts: readonly (readonly [Kind, string])[] = [
    ['number', String(sent.number)],
    ['number', sent.reportId],
    ['facts', mark('area')],
    ['story', mark('story')],
    ['contact', mark('who')],
    ['contact', mark('mail')],
    ['contact', phone],
    ['place', mark('street')],
    ['place', mark('spot')],
    ['asked', mark('asked')],
    ['asked', mark('said')],
    ['never', sent.code],
  ];
  const marks = texts.map(([kind, text]) => ({ of: letter, kind, text }));
  return { ...sent, letter, town, photoIds: [], documentIds: [], marks };
}

export async function placeFor(scene: Scene, { id, slug }: Town, letter: string): Promise<string> {
  const [areaId, addressId] = [idOf(slug, 'buurt', letter), idOf(slug, 'adres', letter)];
  const far = 10_000 + 2000 * (letter.charCodeAt(0) + 100 * letter.length);
  const corners = [0, 1000].flatMap((x) => [
    [far + x, x],
    [far + x, 1000 - x],
  ]);
  const ring = JSON.stringify([[...corners, corners[0]]]);
  await asOwner(scene, { id } as Town, async ({ kysely }) => {
    await sql`insert into neighbourhood values (${id}, ${areaId}, ${idOf(slug, 'wijk')}, ${`BU${letter}`}, ${`qz${letter}area`}, ${ring}) on conflict do nothing`.execute(
      kysely,
    );
    await sql`insert into service_coverage select ${id}, ${areaId}, id from service where municipality_id = ${id} on conflict do nothing`.execute(
      kysely,
    );
    await sql`insert into address values (${id}, ${addressId}, ${areaId}, ${`qz${letter}street`}, '7', '9999 QZ', ${far + 10}, 10) on conflict do nothing`.execute(
      kysely,
    );
  });
  return addressId;
}

/** What somebody does with a report; the moment of it is a mark of its kind. */
export async function act(scene: Scene, told: Told, login: string, order: Order): Promise<readonly string[]> {
  const moment = await scene.ticker.tick();
  given(await perform(scene.house.db.app, await actorIn(scene, told.town, login), told.number, order));
  return moment;
}

/** To this service by the coordinator, who takes it back first, and accepted there. */
export async function bringTo(scene: Scene, told: Told, [kind, login]: readonly [string, string]) {
  await act(scene, told, 'coordinator', { command: 'take-over' });
  await handOn(scene, told, 'coordinator', kind);
  await act(scene, told, login, { command: 'accept' });
}

export async function handOn(scene: Scene, told: Told, login: string, kind: string): Promise<void> {
  await act(scene, told, login, { command: 'hand-on', serviceId: told.town.services[kind] ?? '' });
}

/** A note, a call and a look, each with the mark that only it has. */
export async function work(scene: Scene, told: Told, login: string): Promise<void> {
  const { letter, marks, town } = told;
  const note = `qz${letter}note`;
  await act(scene, told, login, { command: 'note', body: `Onder ons: ${note}.`, key: newId() });
  const calledAt = new Date('2026-03-02T10:00:00Z');
  const call = { command: 'call', contactPointId: town.contactPointId, calledAt, about: 'danger' } as const;
  const called = await act(scene, told, login, call);
  const looked = await look(scene, told, login);
  marks.push(
    { of: letter, kind: 'note', text: note },
    ...called.map((text) => ({ of: letter, kind: 'history' as const, text })),
    ...looked.map((text) => ({ of: letter, kind: 'log' as const, text })),
  );
}

/** Opens the report, which leaves a line at a moment when nothing else happens. */
async function look(scene: Scene, { town, number }: Told, login: string): Promise<readonly string[]> {
  const moment = await scene.ticker.tick();
  const { db, decisions } = scene.house;
  given(await reportPage(db.app, await actorIn(scene, town, login), { number, decisions, language: 'nl' }));
  return moment;
}

/** A question of the owner, and what the reporter answered. */
export async function talk(scene: Scene, told: Told, login: string): Promise<void> {
  const { letter, marks, town, reportId } = told;
  const [question, answer] = [`qz${letter}question`, `qz${letter}answer`];
  await act(scene, told, login, { command: 'ask', body: `Mag ik vragen: ${question}?`, key: newId() });
  await scene.ticker.tick();
  const reporter = { kind: 'reporter', municipalityId: town.id, reportId } as const;
  given(await takeAnswer(scene.house.db.app, reporter, `Zeker: ${answer}.`));
  for (const text of [question, answer]) marks.push({ of: letter, kind: 'talk', text });
}

/** Asks an organisation without an account, which answers on the page behind its link: words for who may read those of the report. */
export async function askOutside(scene: Scene, told: Told, login: string): Promise<void> {
  const { letter, marks, town } = told;
  const [question, answer] = [`qz${letter}outside`, `qz${letter}elsewhere`];
  await act(scene, told, login, asking({ body: `Kunt u: ${question}?`, ground: 'reporter-agrees' }));
  await scene.ticker.tick();
  const token = await linkFor(scene.house, town, told);
  const use = { municipalityId: town.id, token, address: '192.0.2.55', usesPerHour: 1000 };
  const order = {
    act: 'answer',
    name: 'Noor',
    role: 'opzichter',
    key: newId(),
    body: `Ja: ${answer}.`,
  } as const;
  given(await actOutside(scene.house.db.app, use, { ...order, reason: null, promised: null }));
  for (const text of [question, answer]) marks.push({ of: letter, kind: 'note', text });
}

/** A photo by the form, of the reporter or of who works on it, under a file name that is never to be seen again. */
export async function photograph(
  scene: Scene,
  told: Told,
  by?: string,
  kind: Kind = 'photo',
): Promise<string> {
  await scene.ticker.tick();
  const { house } = scene;
  const { town, letter, photoIds, marks } = told;
  const name = `qz${letter}file${photoIds.length}`;
  const cookie = by ? await cookieOf(house, town, by) : await reporterCookie(house, town, told.reportId);
  const form = new FormData();
  form.append('intent', 'add-photos');
  const shade = (letter.charCodeAt(0) * 7 + letter.length * 31 + (by ? 100 : 0) + photoIds.length * 41) % 256;
  const colour = `#${shade.toString(16).padStart(2, '0')}4020`;
  form.append('photo', new Blob([new Uint8Array(await aJpeg(40, 30, colour))]), `${name}.jpg`);
  const request = new Request(ORIGIN, { method: 'POST', body: form });
  const body = await request.arrayBuffer();
  const path = by ? `werk/${told.number}/fotos` : 'volgen/melding/fotos';
  const answer = await house.app.request(`${ORIGIN}/${town.slug}/${path}`, {
    method: 'POST',
    body,
    headers: {
      cookie,
      origin: ORIGIN,
      'content-type': request.headers.get('content-type') ?? '',
      'content-length': String(body.byteLength),
    },
  });
  if (answer.status !== 303) throw new Error(`expected the photo to be taken, got ${answer.status}`);
  const { rows } = await asOwner(scene, town, (tx) =>
    sql<{
      id: string;
    }>`select id from report_photo where report_id = ${told.reportId} order by id desc`.execute(tx.kysely),
  );
  const photoId = rows.find(({ id }) => !photoIds.includes(id))?.id ?? '';
  photoIds.push(photoId);
  marks.push({ of: letter, kind: 'never', text: name }, { of: letter, kind, text: photoId });
  const coordinator = await actorIn(scene, town, 'coordinator');
  for (const size of ['picture', 'preview'] as const) {
    const asked = { number: told.number, photoId, size };
    const picture = given(await openPhoto(house.db.app, coordinator, asked));
    marks.push({ of: letter, kind, text: bytesOf(picture) });
  }
  return photoId;
}

/** A document of who works on it: its name and what it says open with the words. */
export async function file(scene: Scene, told: Told, by: string): Promise<void> {
  await scene.ticker.tick();
  const { town, letter, documentIds, marks } = told;
  const name = `qz${letter}document`;
  const bytes = Buffer.from(`%PDF-1.7 qz${letter}inside`);
  const id = await putDocument(scene.house, await actorIn(scene, town, by), told, { name, bytes });
  documentIds.push(id);
  for (const text of [name, `qz${letter}inside`, id]) marks.push({ of: letter, kind: 'document', text });
}
