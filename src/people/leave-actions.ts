import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { deleteCalendar, endDuties } from './duty-store.ts';
import { logAccess } from './grant.ts';
import { Permission, type Actor, type Role } from './model.ts';
import { permissionsOf } from './permissions.ts';
import * as secondFactorStore from './second-factor-store.ts';
import * as sessionStore from './session-store.ts';
import type { UserRecord } from './store.ts';
import * as usersStore from './users-store.ts';

/** What somebody may do no more, and where that person works no more. */
export interface Lost {
  readonly permissions: ReadonlySet<Permission>;
  readonly serviceIds: readonly string[];
}

/** What must go on without a person: runs in the transaction in which that person leaves, or loses this. */
export type LeaveSubscriber = (tx: Tx, actor: Actor, userId: string, lost: Lost) => Promise<void>;

const EVERY_PERMISSION: ReadonlySet<Permission> = new Set(Permission.options);

const TRIES = 5;

/**
 * Lets somebody leave: what that person owns is somebody else's, duties and sessions end, all in one transaction or not
 * at all. A second time changes nothing.
 */
export async function deactivate(
  db: Database,
  actor: Actor,
  { userId, onLeft }: { userId: string; onLeft: LeaveSubscriber },
): Promise<Outcome<true>> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await inTenant(db, actor.municipalityId, (tx) => leave(tx, actor, { userId, onLeft }));
    } catch (error) {
      // somebody gave this person a report in the very moment: with the report in sight it is done again
      if (tried === TRIES || !isStillOwner(error)) throw error;
    }
  }
}

function isStillOwner(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'owner_is_there';
}

async function leave(
  tx: Tx,
  actor: Actor,
  { userId, onLeft }: { userId: string; onLeft: LeaveSubscriber },
): Promise<Outcome<true>> {
  const user = await usersStore.lockUser(tx, userId);
  if (!user) return refuse('user-unknown');
  if (!user.active) return ok(true);
  if (actor.kind === 'user' && actor.userId === userId) return refuse('user-self');
  const posts = await postsInTheWay(tx, userId);
  if (posts.length > 0) return refuseAll(posts);
  await endDuties(tx, { userId });
  const serviceIds = await usersStore.writeServices(tx, userId, []);
  await onLeft(tx, actor, userId, { permissions: EVERY_PERMISSION, serviceIds });
  await usersStore.deletePasswordLinks(tx, userId);
  await deleteCalendar(tx, userId);
  await secondFactorStore.deleteFactor(tx, userId);
  await sessionStore.endSessions(tx, userId);
  await usersStore.writeInactive(tx, userId);
  await logUserChange(tx, actor, userId);
  return ok(true);
}

async function postsInTheWay(tx: Tx, userId: string): Promise<Refusal[]> {
  const { coordinator, manager, leads } = await usersStore.postsOf(tx, userId);
  return [
    ...(coordinator ? [{ code: 'post-coordinator' }] : []),
    ...(manager ? [{ code: 'post-manager' }] : []),
    ...leads.map(({ name }) => ({ code: 'post-team-lead', facts: { party: name } })),
  ];
}

/** Roles as they are from now on; who may handle reports no longer keeps none. */
export async function changeRoles(
  tx: Tx,
  actor: Actor,
  {
    user,
    roles,
    onLeft,
  }: { user: Pick<UserRecord, 'id' | 'roles'>; roles: readonly Role[]; onLeft: LeaveSubscriber },
): Promise<void> {
  const isSame = roles.length === user.roles.length && roles.every((role) => user.roles.includes(role));
  if (isSame) return;
  await usersStore.writeRoles(tx, user.id, roles);
  await logUserChange(tx, actor, user.id);
  const kept = permissionsOf(roles);
  const lost = new Set([...permissionsOf(user.roles)].filter((permission) => !kept.has(permission)));
  if (lost.has('coordination.act')) await endDuties(tx, { userId: user.id });
  if (lost.size > 0) await onLeft(tx, actor, user.id, { permissions: lost, serviceIds: [] });
}

/** Where somebody works from now on; what that person has in hand for a service of before does not go along. */
export async function changeServices(
  tx: Tx,
  actor: Actor,
  { userId, serviceIds, onLeft }: { userId: string; serviceIds: readonly string[]; onLeft: LeaveSubscriber },
): Promise<void> {
  const gone = await usersStore.writeServices(tx, userId, serviceIds);
  if (gone.length > 0) await onLeft(tx, actor, userId, { permissions: new Set(), serviceIds: gone });
}

export function logUserChange(tx: Tx, actor: Actor, userId: string): Promise<void> {
  return logAccess(tx, actor, {
    action: 'manage',
    outcome: 'success',
    subjectKind: 'user',
    subjectId: userId,
    dataClass: '-',
    ground: '-',
  });
}
