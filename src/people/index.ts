import { inTenant, once, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { standInNow } from './absence-actions.ts';
import { requirePermission } from './access.ts';
import { logAccess } from './grant.ts';
import { preferOpen } from './open-hours.ts';
import type {
  AccessLine,
  Actor,
  ClientActor,
  ContactPoint,
  Permission,
  Scope,
  Service,
  UserActor,
} from './model.ts';
import { rolesWith } from './permissions.ts';
import { actorFrom, actorOfSession, findWatched, type WatchedSession } from './sessions.ts';
import * as serviceStore from './service-store.ts';
import * as store from './store.ts';

export { requirePermission } from './access.ts';
export {
  absencePage,
  awayUntil,
  changeStandIn,
  declineStandIn,
  endAbsence,
  endAbsencesOf,
  standInNow,
  stoodInForNow,
  writeAbsence,
  type AbsenceSubscriber,
} from './absence-actions.ts';
export {
  accountPage,
  changePassword,
  confirmPassword,
  endOwnSession,
  linkedLogin,
  ownAccount,
  setPasswordByLink,
} from './account-actions.ts';
export { logIn, logOut } from './actions.ts';
export { dutyCalendar, endDutyCalendar, makeDutyCalendar, ownDuty } from './duty-actions.ts';
export { readHours } from './hours-rules.ts';
export { dropDuty, dropOtherDay, planDuties, rosterPage, setHours, setOtherDay } from './roster-actions.ts';
export type { LeaveSubscriber } from './leave-actions.ts';
export {
  endByProvider,
  finishLogIn,
  logOutAtProvider,
  providers,
  providerSlug,
  startLogIn,
} from './provider-actions.ts';
export { giveCode, secondStep } from './second-factor-actions.ts';
export { openSession, sessionLimits, userActor, type WatchedSession } from './sessions.ts';
export {
  appointLead,
  appointPost,
  changeUser,
  letLeave,
  makeUser,
  newPasswordLink,
  resetSecondFactor,
  userPage,
  usersPage,
} from './users-actions.ts';
export {
  actorOfToken,
  addClient,
  clientOfSecret,
  issueToken,
  listClients,
  revokeClient,
  submissionKey,
} from './clients.ts';
export { membersOf } from './client-store.ts';
export { allProviders, insertProvider, setProviderActive } from './provider-store.ts';
export { grant, logDenied, logLook, logSearch, type Grant, type GrantRequest } from './grant.ts';
export { PERMISSIONS } from './permissions.ts';
export { activeUserIds, classTerms, countWorkers, parties, rolesInUse, usersOfParties } from './store.ts';
export { countMembers, rosterEnds, rosterRows } from './duty-store.ts';
export { hashPassword } from './password.ts';
export { primarySystems, removePrimarySystem, setPrimarySystem } from './primary-system-store.ts';

/** Who works here and may take reports in, by the address that is their log-in; of this organisation, when one is named. */
export async function staffAt(tx: Tx, address: string, partyId?: string): Promise<UserActor | undefined> {
  const user = await store.findUserByLogin(tx, address);
  if (!user || (partyId !== undefined && user.partyId !== partyId)) return undefined;
  const actor = actorFrom(tx, user);
  return actor.permissions.has('report.handle') ? actor : undefined;
}

/** Who a session's token stands for in this municipality; without a valid one: the public. */
export function resolveActor(
  db: Database,
  municipalityId: string,
  token: string | undefined,
  { demoAllowed = false } = {},
): Promise<Actor> {
  const nobody: Actor = { kind: 'public', municipalityId };
  if (!token) return Promise.resolve(nobody);
  return inTenant(
    db,
    municipalityId,
    async (tx) => (await actorOfSession(tx, token, { demoAllowed })) ?? nobody,
  );
}

/**
 * The session of a page that stays open, as it is now; undefined once it ended. It does not count as use: an open page does
 * not keep a session alive that was left alone.
 */
export function watchSession(
  db: Database,
  municipalityId: string,
  token: string,
  { demoAllowed = false } = {},
): Promise<WatchedSession | undefined> {
  return inTenant(db, municipalityId, (tx) => findWatched(tx, token, { demoAllowed }));
}

/** The machine client, when the actor is one and holds the scope. */
export function requireScope(actor: Actor, scope: Scope): Outcome<ClientActor> {
  if (actor.kind !== 'client') return refuse('not-logged-in');
  return actor.scopes.has(scope) ? ok(actor) : refuse('not-allowed');
}

/**
 * The coordinator on duty: by the roster of the municipality's desk, else the coordinator it was founded with.
 * There is always one; the database does not hold a municipality without.
 */
export async function coordinatorOnDuty(tx: Tx): Promise<string> {
  const municipality = await getMunicipality(tx);
  const onDuty = await store.findOnDuty(tx, {
    serviceId: municipality.deskServiceId,
    at: tx.now,
    roles: rolesWith('coordination.act'),
  });
  return onDuty ?? (await orStandIn(tx, municipality.coordinatorId, 'coordination.act'));
}

/** Who holds a post, or who stands in while that person is away and may do what the post asks. */
async function orStandIn(tx: Tx, userId: string, permission: Permission): Promise<string> {
  const standIn = await standInNow(tx, userId);
  if (standIn === undefined) return userId;
  return (await whoMay(tx, permission)).includes(standIn) ? standIn : userId;
}

/** Everybody who is on duty for a service now, by the roster. */
export function whoIsOnDuty(tx: Tx, serviceId: string): Promise<string[]> {
  return store.allOnDuty(tx, serviceId, tx.now);
}

/** Who is on duty for one of these services now or next, by the roster, besides this person; nobody where there is no roster. */
export function nextOnDuty(
  tx: Tx,
  serviceIds: readonly string[],
  besides: string,
): Promise<string | undefined> {
  return store.findNextOnDuty(tx, { serviceIds, besides, at: tx.now });
}

/** Who looks a second time at what somebody finished: the coordinator on duty, or another coordinator when that is the same. */
export async function coordinatorBeside(tx: Tx, userId: string): Promise<string> {
  const onDuty = await coordinatorOnDuty(tx);
  if (onDuty !== userId) return onDuty;
  const others = await store.activeInRoles(tx, rolesWith('coordination.act'));
  return others.find((id) => id !== userId) ?? onDuty;
}

/** Who works here now and may do this. */
export function whoMay(tx: Tx, permission: Permission): Promise<string[]> {
  return store.activeInRoles(tx, rolesWith(permission));
}

/**
 * The service of this kind that works in this neighbourhood, and of several the first that is open now; in an unknown place
 * only when there is just one.
 */
export async function serviceFor(
  tx: Tx,
  kind: string,
  neighbourhoodId: string | undefined,
): Promise<Service | undefined> {
  const ofKind = (await services(tx)).filter((service) => service.kind === kind);
  if (neighbourhoodId === undefined) return ofKind.length === 1 ? ofKind[0] : undefined;
  const covering = (await coverage(tx)).get(neighbourhoodId);
  return preferOpen(
    ofKind.filter((service) => covering?.has(service.id)),
    tx.now,
  );
}

/**
 * Who handles what people ask about their data. Nobody with that task: the municipality's manager, who then has to see
 * to it that somebody gets it.
 */
export async function rightsOfficerOnDuty(tx: Tx, { besides }: { besides?: string } = {}): Promise<string> {
  const officers = await store.activeInRoles(tx, rolesWith('rights.act'));
  return officers.find((id) => id !== besides) ?? (await getMunicipality(tx)).managerId;
}

/** Who looked at one subject, as the person concerned may know it: the organisation and the work, and no names. */
export function looksAt(tx: Tx, subjectId: string): Promise<AccessLine[]> {
  return store.accessLines(tx, { subjectId, limit: LOOKS_MAX });
}

const LOOKS_MAX = 2000;

export function services(tx: Tx): Promise<Service[]> {
  return once(tx, 'services', () => serviceStore.services(tx));
}

/** The services of the municipality, for a client that may hand something on. */
export async function servicesFor(
  db: Database,
  actor: Actor,
): Promise<Outcome<{ services: readonly Service[]; client: ClientActor }>> {
  if (actor.kind !== 'client') return refuse('not-logged-in');
  return ok({ services: await inTenant(db, actor.municipalityId, services), client: actor });
}

/** The services that work in each neighbourhood, by id. */
export function coverage(tx: Tx): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  return once(tx, 'coverage', () => serviceStore.coverage(tx));
}

/** The services that work in this neighbourhood, by id. */
export async function servicesIn(tx: Tx, neighbourhoodId: string): Promise<ReadonlySet<string>> {
  return (await coverage(tx)).get(neighbourhoodId) ?? new Set();
}

/** Asks in one go for the rules that the steps of an intake need one after the other. */
export async function readRules(tx: Tx): Promise<void> {
  await Promise.all([getMunicipality(tx), services(tx), coverage(tx), store.dataClasses(tx)]);
}

export async function getService(tx: Tx, serviceId: string): Promise<Service> {
  const service = await findService(tx, serviceId);
  if (!service) throw new Error(`expected service ${serviceId} to exist and be active`);
  return service;
}

export async function findService(tx: Tx, serviceId: string): Promise<Service | undefined> {
  return (await services(tx)).find((service) => service.id === serviceId);
}

/** The party's team lead, when that person still works here; who stands in, while that person is away. */
export async function teamLeadOf(tx: Tx, partyId: string): Promise<string | undefined> {
  const { teamLeadId } = await store.getParty(tx, partyId);
  if (!(await store.isActiveUser(tx, teamLeadId))) return undefined;
  return orStandIn(tx, teamLeadId, 'report.handle');
}

export function contactPoints(tx: Tx): Promise<ContactPoint[]> {
  return store.contactPoints(tx);
}

export function userNames(tx: Tx): Promise<Map<string, string>> {
  return once(tx, 'user names', () => store.userNames(tx));
}

/** Who looked at what, newest first. Reading the log leaves a line as well. */
export async function accessLog(
  db: Database,
  actor: Actor,
  { limit = 100, ...question }: store.AccessQuestion & { readonly limit?: number } = {},
): Promise<Outcome<AccessLine[]>> {
  const allowed = requirePermission(actor, 'accesslog.read');
  if (!allowed.ok) return allowed;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const lines = await store.accessLines(tx, { ...question, limit });
    const subject = { subjectKind: 'access-log', subjectId: question.subjectId ?? null };
    await logAccess(tx, actor, {
      action: 'read',
      outcome: 'success',
      dataClass: '-',
      ground: 'AVG 6(1)(c)',
      ...subject,
    });
    return ok(lines);
  });
}
export { openHoursOf, preferOpen } from './open-hours.ts';
