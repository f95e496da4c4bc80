import { inTenant, once, type Database, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { fromWallClock } from '../kit/wall-clock.ts';
import { getMunicipality } from '../places/index.ts';
import { judgeAbsence, judgeStandIn, standInAt, stoodInFor } from './absence-rules.ts';
import * as absenceStore from './absence-store.ts';
import { ownAccount } from './account-actions.ts';
import { membersOf } from './client-store.ts';
import { dropDutiesBetween } from './duty-store.ts';
import type { Absence, Actor, UserActor } from './model.ts';
import { permissionsOf, rolesWith } from './permissions.ts';
import * as store from './store.ts';
import * as usersStore from './users-store.ts';

/** What follows in the same transaction: who is to stand in hears it, or that nobody does. */
export type AbsenceSubscriber = (tx: Tx, absence: Absence) => Promise<void>;

/** Who is away at this moment. */
function awayNow(tx: Tx): Promise<Absence[]> {
  return once(tx, 'away now', async () =>
    (await absenceStore.absences(tx)).filter(({ startsAt }) => startsAt <= tx.now),
  );
}

/** Who stands in for somebody at this moment; undefined for who is there, and where nobody does. */
export async function standInNow(tx: Tx, userId: string): Promise<string | undefined> {
  return standInAt(await awayNow(tx), userId);
}

/** For whom this person stands in at this moment. */
export async function stoodInForNow(tx: Tx, userId: string): Promise<string[]> {
  return stoodInFor(await awayNow(tx), userId);
}

/** Until when somebody is away who is away at this moment. */
export async function awayUntil(tx: Tx): Promise<ReadonlyMap<string, Date>> {
  return new Map((await awayNow(tx)).map(({ userId, endsAt }) => [userId, endsAt]));
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface AbsenceRow {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly standInName: string | undefined;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Whether who looks may change it, and whether that one stands in. */
  readonly mayChange: boolean;
  readonly isMine: boolean;
  readonly isStandIn: boolean;
}

export interface AbsencePage {
  readonly rows: readonly AbsenceRow[];
  /** For whom something can be written down here. */
  readonly people: readonly Named[];
  readonly person: Named;
  /** Who can stand in for that person: who reads the same words. */
  readonly standIns: readonly Named[];
  /** The person who looks. */
  readonly userId: string;
  readonly now: Date;
}

/** Who is away, as far as it concerns who looks; and what is needed to write one down for `userId`, or for oneself. */
export async function absencePage(
  db: Database,
  actor: Actor,
  userId: string | undefined,
): Promise<Outcome<AbsencePage>> {
  const user = mayKnow(actor);
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const names = await store.userNames(tx);
    const named = (id: string): Named => ({ id, name: names.get(id) ?? '' });
    const byName = (ids: readonly string[]) =>
      ids.map(named).toSorted((a, b) => a.name.localeCompare(b.name, 'nl'));
    const within = await writableBy(tx, user.value);
    const who = userId !== undefined && within.has(userId) ? userId : user.value.userId;
    const all = await absenceStore.absences(tx);
    const rows = all.filter((absence) => within.has(absence.userId) || isStandIn(absence, user.value));
    return ok({
      rows: rows.map((absence) => ({
        id: absence.id,
        userId: absence.userId,
        userName: named(absence.userId).name,
        standInName: absence.standInId === null ? undefined : names.get(absence.standInId),
        startsAt: absence.startsAt,
        endsAt: absence.endsAt,
        mayChange: within.has(absence.userId),
        isMine: absence.userId === user.value.userId,
        isStandIn: isStandIn(absence, user.value),
      })),
      people: byName([...within]),
      person: named(who),
      standIns: byName(await standInsFor(tx, who)),
      userId: user.value.userId,
      now: tx.now,
    });
  });
}

const isStandIn = ({ standInId }: Absence, { userId }: UserActor) => standInId === userId;

/** Who has work that goes on, or sees to the rosters. */
function mayKnow(actor: Actor): Outcome<UserActor> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  const { permissions } = user.value;
  return permissions.has('worklist.read') || permissions.has('roster.edit') ? user : refuse('not-allowed');
}

/** Of whom this person may say that they are away: the own person, and who fills in the rosters of others of those. */
async function writableBy(tx: Tx, { userId, permissions, partyId }: UserActor): Promise<Set<string>> {
  if (!permissions.has('roster.edit')) return new Set([userId]);
  const working = await store.activeInRoles(tx, rolesWith('worklist.read'));
  if (permissions.has('cover.read')) return new Set([userId, ...working]);
  const own = new Set(await store.usersOfParties(tx, [partyId]));
  return new Set([userId, ...working.filter((id) => own.has(id))]);
}

/**
 * Who can stand in for somebody: a colleague who reads the same words already. Who works in one of the same services; for who
 * leads a team who works in that organisation; for who coordinates or is told of what lies too long, a coordinator.
 */
async function standInsFor(tx: Tx, userId: string): Promise<string[]> {
  const user = await store.findUser(tx, userId);
  if (!user) return [];
  const may = permissionsOf(user.roles);
  const isPost = may.has('coordination.act') || (await getMunicipality(tx)).managerId === userId;
  const near = new Set([
    ...(await membersOf(tx, user.serviceIds)),
    ...(may.has('team.read') ? await store.usersOfParties(tx, [user.partyId]) : []),
    ...(isPost ? await store.activeInRoles(tx, rolesWith('coordination.act')) : []),
  ]);
  const able = await store.activeInRoles(tx, rolesWith('report.handle'));
  return able.filter((id) => id !== userId && near.has(id));
}

export interface AbsenceWish {
  readonly userId: string;
  /** Days on the calendar, '2026-12-24'; both are days on which the person is away. */
  readonly from: string;
  readonly until: string;
  /** Null is taken where nobody can: who is ill is away all the same. */
  readonly standInId: string | null;
}

/**
 * Writes down that somebody is away, takes that person off the rosters meanwhile, and tells who stands in. Gives how many shifts
 * have nobody now. The same a second time changes nothing.
 */
export async function writeAbsence(
  db: Database,
  actor: Actor,
  { wish, onAbsence }: { wish: AbsenceWish; onAbsence: AbsenceSubscriber },
): Promise<Outcome<number>> {
  const user = mayKnow(actor);
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const { userId, standInId } = wish;
    if (!(await writableBy(tx, user.value)).has(userId)) return refuse('not-allowed');
    await lockBoth(tx, userId, standInId);
    const can = judgeStandIn(await standInsFor(tx, userId), standInId);
    if (!can.ok) return can;
    const absence = { id: newId<'absence'>(), userId, standInId, ...spanOf(wish, tx.now) };
    const known = await absenceStore.absences(tx);
    if (known.some((other) => isSame(other, absence))) return ok(0);
    const judged = judgeAbsence(absence, known, tx.now);
    if (!judged.ok) return judged;
    await absenceStore.insertAbsence(tx, absence, user.value.userId);
    await onAbsence(tx, absence);
    return ok(await dropDutiesBetween(tx, absence));
  });
}

/** Always in the same order, so that two who name each other at one moment wait, and the second one is told. */
async function lockBoth(tx: Tx, userId: string, standInId: string | null): Promise<void> {
  const ids = standInId === null ? [userId] : [userId, standInId];
  for (const id of ids.toSorted()) await usersStore.lockUser(tx, id);
}

/** From the first minute of the first day, of today from now on, until the day after the last begins. */
function spanOf({ from, until }: AbsenceWish, now: Date): { startsAt: Date; endsAt: Date } {
  const after = Temporal.PlainDate.from(until).add({ days: 1 }).toString();
  const startsAt = startOf(from);
  const endsAt = startOf(after);
  return { startsAt: startsAt < now && now < endsAt ? now : startsAt, endsAt };
}

function startOf(date: string): Date {
  const moment = fromWallClock(`${date}T00:00`);
  if (!moment) throw new Error(`expected a date, got ${date}`);
  return moment;
}

/** A begin that is over was now when it was written. */
function isSame(known: Absence, wish: Absence): boolean {
  return (
    known.userId === wish.userId &&
    known.standInId === wish.standInId &&
    known.endsAt.getTime() === wish.endsAt.getTime() &&
    known.startsAt <= wish.startsAt
  );
}

/** The person is there again, or does not go. A second time changes nothing. */
export function endAbsence(db: Database, actor: Actor, id: string): Promise<Outcome<true>> {
  return onAbsenceOf(db, actor, id, async (tx, absence, user) => {
    if (!(await writableBy(tx, user)).has(absence.userId)) return refuse('not-allowed');
    await absenceStore.endAbsence(tx, absence);
    return ok(true);
  });
}

/** Somebody else stands in. */
export function changeStandIn(
  db: Database,
  actor: Actor,
  { id, standInId, onAbsence }: { id: string; standInId: string; onAbsence: AbsenceSubscriber },
): Promise<Outcome<true>> {
  return onAbsenceOf(db, actor, id, async (tx, absence, user) => {
    if (!(await writableBy(tx, user)).has(absence.userId)) return refuse('not-allowed');
    if (absence.standInId === standInId) return ok(true);
    await lockBoth(tx, absence.userId, standInId);
    const can = judgeStandIn(await standInsFor(tx, absence.userId), standInId);
    if (!can.ok) return can;
    const others = (await absenceStore.absences(tx)).filter((other) => other.id !== id);
    const judged = judgeAbsence({ ...absence, standInId }, others, tx.now);
    if (!judged.ok) return judged;
    await absenceStore.writeStandIn(tx, id, standInId);
    await onAbsence(tx, { ...absence, standInId });
    return ok(true);
  });
}

/** Who was asked to stand in cannot; the absence stands, and it is told that nobody does. */
export function declineStandIn(
  db: Database,
  actor: Actor,
  { id, onAbsence }: { id: string; onAbsence: AbsenceSubscriber },
): Promise<Outcome<true>> {
  return onAbsenceOf(db, actor, id, async (tx, absence, user) => {
    if (!isStandIn(absence, user)) return refuse('not-allowed');
    await releaseStandIn(tx, absence, onAbsence);
    return ok(true);
  });
}

async function releaseStandIn(tx: Tx, absence: Absence, onAbsence: AbsenceSubscriber): Promise<void> {
  await absenceStore.writeStandIn(tx, absence.id, null);
  await onAbsence(tx, { ...absence, standInId: null });
}

/** Who leaves is no longer away, and stands in for nobody: runs in the transaction in which that person does. */
export async function endAbsencesOf(tx: Tx, userId: string, onAbsence: AbsenceSubscriber): Promise<void> {
  for (const absence of await absenceStore.absences(tx)) {
    if (absence.userId === userId) await absenceStore.endAbsence(tx, absence);
    if (absence.standInId === userId) await releaseStandIn(tx, absence, onAbsence);
  }
}

async function onAbsenceOf(
  db: Database,
  actor: Actor,
  id: string,
  act: (tx: Tx, absence: Absence, user: UserActor) => Promise<Outcome<true>>,
): Promise<Outcome<true>> {
  const user = mayKnow(actor);
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const absence = (await absenceStore.absences(tx)).find((each) => each.id === id);
    return absence ? act(tx, absence, user.value) : refuse('absence-unknown');
  });
}
