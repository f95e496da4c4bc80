import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Actor, Permission, UserActor } from './model.ts';

/** The user, when the actor is one and holds the permission; otherwise a refusal that says no more than 'not allowed'. */
export function requirePermission(actor: Actor, permission: Permission): Outcome<UserActor> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return actor.permissions.has(permission) ? ok(actor) : refuse('not-allowed');
}
