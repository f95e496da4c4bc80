import type { OtherDay } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { dateAt } from '../kit/wall-clock.ts';
import { overlaps } from './absence-rules.ts';
import { absences } from './absence-store.ts';
import { requirePermission } from './access.ts';
import { membersOf } from './client-store.ts';
import * as dutyStore from './duty-store.ts';
import { hoursOf } from './hours-rules.ts';
import { WEEKDAYS, type Actor, type DutyHours, type Service, type UserActor } from './model.ts';
import { openHoursOf } from './open-hours.ts';
import { dutiesOfPlan, type ShiftPlan } from './roster-rules.ts';
import * as serviceStore from './service-store.ts';
import * as store from './store.ts';

/** So many shifts to come are shown; all of them count. */
const SHOWN = 120;

export interface RosterPage {
  /** Those whose roster this person may fill in. */
  readonly services: readonly Service[];
  readonly service: Service | undefined;
  /** Its hours by weekday, as a form shows them. */
  readonly week: readonly { readonly weekday: number; readonly hours: string }[];
  /** Who works in it and can be on duty. */
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly duties: readonly { readonly userName: string; readonly startsAt: Date; readonly endsAt: Date }[];
  readonly more: number;
  /** From today on. */
  readonly otherDays: readonly OtherDay[];
}

/** The roster of one service from now on; without a wish of the first that this person may fill in. */
export async function rosterPage(
  db: Database,
  actor: Actor,
  serviceId: string | undefined,
): Promise<Outcome<RosterPage>> {
  const user = requirePermission(actor, 'roster.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const services = await servicesOf(tx, user.value);
    const service = services.find(({ id }) => id === serviceId) ?? services[0];
    if (!service) return ok({ services, service, week: [], members: [], duties: [], more: 0, otherDays: [] });
    const names = await store.userNames(tx);
    const duties = await dutyStore.dutiesOfService(tx, service.id);
    return ok({
      services,
      service,
      week: WEEKDAYS.map((weekday) => ({ weekday, hours: hoursOf(service.hours, weekday) })),
      members: await membersIn(tx, service.id),
      duties: duties
        .slice(0, SHOWN)
        .map(({ userId, ...duty }) => ({ ...duty, userName: names.get(userId) ?? '' })),
      more: Math.max(0, duties.length - SHOWN),
      otherDays: service.otherDays.filter(({ date }) => date >= todayIn(tx)),
    });
  });
}

/** Who sees to the whole municipality fills in every roster; who leads a team those of the own organisation. */
async function servicesOf(tx: Tx, { permissions, partyId }: UserActor): Promise<Service[]> {
  const all = await serviceStore.services(tx);
  return all.filter((service) => permissions.has('cover.read') || service.partyId === partyId);
}

async function membersIn(tx: Tx, serviceId: string): Promise<{ id: string; name: string }[]> {
  const [ids, active, names] = [
    await membersOf(tx, [serviceId]),
    await store.activeUserIds(tx),
    await store.userNames(tx),
  ];
  const members = ids.filter((id) => active.has(id)).map((id) => ({ id, name: names.get(id) ?? '' }));
  return members.toSorted((a, b) => a.name.localeCompare(b.name, 'nl'));
}

/** Puts shifts on the roster of a service, in turn; all of them or none. Gives how many. */
export async function planDuties(
  db: Database,
  actor: Actor,
  { serviceId, plan }: { serviceId: string; plan: ShiftPlan },
): Promise<Outcome<number>> {
  try {
    return await onService(db, actor, serviceId, (tx, service) => plannedIn(tx, service, plan));
  } catch (error) {
    if (isTaken(error)) return refuse('roster-taken', { pointer: 'from' });
    throw error;
  }
}

async function plannedIn(tx: Tx, service: Service, plan: ShiftPlan): Promise<Outcome<number>> {
  const members = new Set((await membersIn(tx, service.id)).map(({ id }) => id));
  if (!plan.userIds.every((id) => members.has(id))) return refuse('roster-not-member', { pointer: 'people' });
  const away = await absences(tx);
  const { calendar, timeZone } = openHoursOf(service);
  const duties = dutiesOfPlan(plan, calendar, timeZone);
  if (duties.some(({ startsAt, endsAt }) => endsAt <= startsAt))
    return refuse('roster-ends-before', { pointer: 'until' });
  if (duties.some(({ endsAt }) => endsAt <= tx.now)) return refuse('roster-past', { pointer: 'from' });
  if (
    duties.some((duty) => away.some((absence) => absence.userId === duty.userId && overlaps(absence, duty)))
  )
    return refuse('roster-away', { pointer: 'people' });
  await dutyStore.insertDuties(tx, service.id, duties);
  return ok(duties.length);
}

/** The key of the roster: two shifts of one service do not begin at one moment. Nothing of the plan is kept then. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'duty_pkey';
}

/** Takes a shift off the roster; one that is under way ends now. A second time changes nothing. */
export async function dropDuty(
  db: Database,
  actor: Actor,
  { serviceId, startsAt }: { serviceId: string; startsAt: Date },
): Promise<Outcome<true>> {
  return onService(db, actor, serviceId, async (tx) => {
    await dutyStore.endDuties(tx, { serviceId, startsAt });
    return ok(true);
  });
}

const todayIn = (tx: Tx) => dateAt(tx.now).toString();

/**
 * Opens a service at other hours in every ordinary week from now on; deadlines that run stay. `before` is what the form was made
 * from; the same a second time changes nothing.
 */
export async function setHours(
  db: Database,
  actor: Actor,
  { serviceId, hours, before }: { serviceId: string; hours: DutyHours; before: DutyHours },
): Promise<Outcome<true>> {
  // of a service that never opens no deadline could be told
  if (hours.length === 0) return refuse('hours-none', { pointer: 'day1' });
  return onService(db, actor, serviceId, async (tx, service) => {
    if (JSON.stringify(service.hours) === JSON.stringify(hours)) return ok(true);
    return (await serviceStore.writeHours(tx, { serviceId, hours, before }))
      ? ok(true)
      : refuse('hours-changed');
  });
}

/** Opens a service at other times on one date, or closes it; what was said of that date before goes. Deadlines that run stay. */
export async function setOtherDay(
  db: Database,
  actor: Actor,
  { serviceId, day }: { serviceId: string; day: OtherDay },
): Promise<Outcome<true>> {
  return onService(db, actor, serviceId, async (tx) => {
    if (day.date < todayIn(tx)) return refuse('other-day-past', { pointer: 'date' });
    await serviceStore.writeServiceDay(tx, serviceId, day);
    return ok(true);
  });
}

/** On that date it is as in an ordinary week again. A second time changes nothing. */
export async function dropOtherDay(
  db: Database,
  actor: Actor,
  { serviceId, date }: { serviceId: string; date: string },
): Promise<Outcome<true>> {
  return onService(db, actor, serviceId, async (tx) => {
    await serviceStore.deleteServiceDay(tx, serviceId, date);
    return ok(true);
  });
}

/** In one transaction, when this person may fill in the roster of the service. */
async function onService<Value>(
  db: Database,
  actor: Actor,
  serviceId: string,
  act: (tx: Tx, service: Service) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const user = requirePermission(actor, 'roster.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const service = (await servicesOf(tx, user.value)).find(({ id }) => id === serviceId);
    return service ? act(tx, service) : refuse('not-allowed');
  });
}
