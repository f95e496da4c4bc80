import type { Actor } from '../model.ts';
import { wayBack } from './way-back.ts';

/** Where somebody goes after logging in: where that person wanted to, else where that person's work is. */
export function startPage(wanted: string | null | undefined, actor: Actor, slug: string): string {
  const asked = wayBack(wanted, slug);
  if (asked !== undefined || actor.kind !== 'user') return asked ?? `/${slug}`;
  if (actor.permissions.has('worklist.read')) return `/${slug}/werk`;
  if (actor.permissions.has('accesslog.read')) return `/${slug}/logboek`;
  if (actor.permissions.has('users.manage')) return `/${slug}/instellingen`;
  return actor.permissions.has('tables.read') ? `/${slug}/beslistabellen` : `/${slug}`;
}

/** The page of the second step, which leads on to where somebody wanted to go. */
export function secondStepPage(wanted: string | null | undefined, slug: string): string {
  const asked = wayBack(wanted, slug);
  const page = `/${slug}/inloggen/tweede-stap`;
  return asked === undefined ? page : `${page}?naar=${encodeURIComponent(asked)}`;
}
