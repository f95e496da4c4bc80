import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { isUuid, randomToken } from '../kit/ids.ts';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { requirePermission } from './access.ts';
import {
  changeRoles,
  changeServices,
  deactivate,
  logUserChange,
  type LeaveSubscriber,
} from './leave-actions.ts';
import type { Actor, Role, UserActor } from './model.ts';
import { permissionsOf } from './permissions.ts';
import * as secondFactorStore from './second-factor-store.ts';
import { endSessions } from './session-store.ts';
import { hashToken } from './sessions.ts';
import * as serviceStore from './service-store.ts';
import * as store from './store.ts';
import * as usersStore from './users-store.ts';
import type { ManagedUser } from './users-store.ts';

const LINK_MS = 3 * 86_400_000;

interface Choice {
  readonly id: string;
  readonly name: string;
}

export interface UsersView {
  readonly users: readonly ManagedUser[];
  readonly parties: readonly Choice[];
  readonly services: readonly (Choice & { readonly partyId: string })[];
}

export interface UserView extends UsersView {
  readonly user: ManagedUser;
  readonly isSelf: boolean;
  readonly hasSecondFactor: boolean;
  readonly posts: {
    readonly coordinator: boolean;
    readonly manager: boolean;
    readonly leads: readonly Choice[];
  };
}

/** Everybody of the own municipality, who left too: their names stand in histories. */
export function usersPage(db: Database, actor: Actor): Promise<Outcome<UsersView>> {
  return asManager(db, actor, async (tx) => ok(await overview(tx)));
}

export function userPage(db: Database, actor: Actor, userId: string): Promise<Outcome<UserView>> {
  return asManager(db, actor, async (tx, manager) => {
    const view = await overview(tx);
    const user = view.users.find(({ id }) => id === userId);
    if (!user) return refuse('user-unknown');
    const factor = await secondFactorStore.findFactor(tx, userId);
    const posts = await usersStore.postsOf(tx, userId);
    return ok({
      ...view,
      user,
      posts,
      isSelf: manager.userId === userId,
      hasSecondFactor: factor !== undefined,
    });
  });
}

async function overview(tx: Tx): Promise<UsersView> {
  const services = await serviceStore.services(tx);
  return {
    users: await usersStore.managedUsers(tx),
    parties: (await usersStore.parties(tx)).map(({ id, name }) => ({ id, name })),
    services: services.map(({ id, name, partyId }) => ({ id, name, partyId })),
  };
}

async function asManager<T>(
  db: Database,
  actor: Actor,
  work: (tx: Tx, manager: UserActor) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const manager = requirePermission(actor, 'users.manage');
  if (!manager.ok) return manager;
  return inTenant(db, actor.municipalityId, (tx) => work(tx, manager.value));
}

export interface NewUser {
  /** Comes with the form, and becomes the id: the same form sent twice makes one user. */
  readonly key: string;
  readonly login: string;
  readonly name: string;
  readonly partyId: string;
  readonly roles: readonly Role[];
  readonly serviceIds: readonly string[];
}

/** Makes a user, and a link with which that person sets a password: shown once, and not kept. */
export function makeUser(
  db: Database,
  actor: Actor,
  wanted: NewUser,
): Promise<Outcome<{ readonly userId: string; readonly linkToken: string }>> {
  return asManager(db, actor, async (tx, manager) => {
    const wrong = await wrongWith(tx, wanted);
    if (wrong.length > 0) return refuseAll(wrong);
    const isMade = await usersStore.insertUserOnce(tx, wanted);
    const known = isMade ? undefined : (await usersStore.managedUsers(tx, { id: wanted.key }))[0];
    if (!isMade && known?.login !== wanted.login) return refuse('login-taken', { pointer: 'login' });
    if (isMade) {
      await usersStore.writeRoles(tx, wanted.key, wanted.roles);
      await usersStore.writeServices(tx, wanted.key, wanted.serviceIds);
      await logUserChange(tx, manager, wanted.key);
    }
    return ok({ userId: wanted.key, linkToken: await freshLink(tx, wanted.key) });
  });
}

async function wrongWith(
  tx: Tx,
  { partyId, serviceIds }: Pick<NewUser, 'partyId' | 'serviceIds'>,
): Promise<Refusal[]> {
  const isParty = (await usersStore.parties(tx)).some(({ id }) => id === partyId);
  const own = (await serviceStore.services(tx))
    .filter((service) => service.partyId === partyId)
    .map(({ id }) => id);
  const areServices = serviceIds.every((id) => own.includes(id));
  return [
    ...(isParty ? [] : [{ code: 'party-unknown', pointer: 'party' }]),
    ...(areServices ? [] : [{ code: 'service-of-other-party', pointer: 'services' }]),
  ];
}

async function freshLink(tx: Tx, userId: string): Promise<string> {
  const linkToken = randomToken();
  await usersStore.deletePasswordLinks(tx, userId);
  const expiresAt = new Date(tx.now.getTime() + LINK_MS);
  await usersStore.insertPasswordLink(tx, { tokenHash: hashToken(linkToken), userId, expiresAt });
  return linkToken;
}

/** A new link for somebody who has no password, or lost it; the one before is worth nothing any more. */
export function newPasswordLink(db: Database, actor: Actor, userId: string): Promise<Outcome<string>> {
  return asManager(db, actor, async (tx, manager) => {
    const user = await lockOther(tx, manager, userId);
    if (!user.ok) return user;
    await logUserChange(tx, manager, userId);
    return ok(await freshLink(tx, userId));
  });
}

/** Roles and services as they are from now on. Nobody gives them to themselves. */
export function changeUser(
  db: Database,
  actor: Actor,
  change: {
    readonly userId: string;
    readonly roles: readonly Role[];
    readonly serviceIds: readonly string[];
    readonly onLeft: LeaveSubscriber;
  },
): Promise<Outcome<true>> {
  return asManager(db, actor, async (tx, manager) => {
    const { userId, roles, serviceIds, onLeft } = change;
    const found = await lockOther(tx, manager, userId);
    if (!found.ok) return found;
    const wrong = [
      ...(await wrongWith(tx, { partyId: found.value.partyId, serviceIds })),
      ...(await postsWithout(tx, userId, roles)),
    ];
    if (wrong.length > 0) return refuseAll(wrong);
    const user = await store.findUser(tx, userId);
    if (!user) return refuse('user-unknown');
    await changeRoles(tx, manager, { user, roles, onLeft });
    await changeServices(tx, manager, { userId, serviceIds, onLeft });
    return ok(true);
  });
}

/** Posts that this person holds and could not fill with these roles. */
async function postsWithout(tx: Tx, userId: string, roles: readonly Role[]): Promise<Refusal[]> {
  const may = permissionsOf(roles);
  const { coordinator, manager, leads } = await usersStore.postsOf(tx, userId);
  const pointer = 'roles';
  return [
    ...(coordinator && !may.has('coordination.act') ? [{ code: 'post-coordinator', pointer }] : []),
    ...(manager && !may.has('coordination.read') ? [{ code: 'post-manager', pointer }] : []),
    ...(may.has('report.handle')
      ? []
      : leads.map(({ name }) => ({ code: 'post-team-lead', pointer, facts: { party: name } }))),
  ];
}

async function lockOther(
  tx: Tx,
  manager: UserActor,
  userId: string,
): Promise<Outcome<{ readonly id: string; readonly partyId: string }>> {
  const user = isUuid(userId) ? await usersStore.lockUser(tx, userId) : undefined;
  if (!user?.active) return refuse('user-unknown');
  return user.id === manager.userId ? refuse('user-self') : ok(user);
}

/** Somebody of the same party leads its team from now on. */
export function appointLead(
  db: Database,
  actor: Actor,
  { partyId, userId }: { partyId: string; userId: string },
): Promise<Outcome<true>> {
  return asManager(db, actor, async (tx, manager) => {
    const user = isUuid(userId) ? await usersStore.lockUser(tx, userId) : undefined;
    const [account] = user ? await usersStore.managedUsers(tx, { id: userId }) : [];
    const isFit =
      account?.active && account.partyId === partyId && permissionsOf(account.roles).has('report.handle');
    if (!isFit) return refuse('successor-unfit', { pointer: 'successor' });
    await usersStore.writeTeamLead(tx, partyId, userId);
    await logUserChange(tx, manager, userId);
    return ok(true);
  });
}

/** A phone that is gone: the second factor is set up anew at the next log-in, and all sessions end. */
export function resetSecondFactor(db: Database, actor: Actor, userId: string): Promise<Outcome<true>> {
  return asManager(db, actor, async (tx, manager) => {
    const user = await lockOther(tx, manager, userId);
    if (!user.ok) return user;
    await secondFactorStore.deleteFactor(tx, userId);
    await endSessions(tx, userId);
    await logUserChange(tx, manager, userId);
    return ok(true);
  });
}

/** Lets somebody leave. Nothing stays behind with that person. */
export async function letLeave(
  db: Database,
  actor: Actor,
  { userId, onLeft }: { userId: string; onLeft: LeaveSubscriber },
): Promise<Outcome<true>> {
  const manager = requirePermission(actor, 'users.manage');
  if (!manager.ok) return manager;
  return isUuid(userId) ? deactivate(db, manager.value, { userId, onLeft }) : refuse('user-unknown');
}

const NEEDS = { coordinator: 'coordination.act', manager: 'coordination.read' } as const;

/** Fills a post of the municipality; false when this person cannot hold it. For the owner's connection only. */
export async function appointPost(
  tx: Tx,
  { post, login }: { post: 'coordinator' | 'manager'; login: string },
): Promise<boolean> {
  const found = await store.findUserByLogin(tx, login);
  const locked = found && (await usersStore.lockUser(tx, found.id));
  if (!locked?.active || !permissionsOf(found?.roles ?? []).has(NEEDS[post])) return false;
  await usersStore.writePost(tx, post, locked.id);
  return true;
}
