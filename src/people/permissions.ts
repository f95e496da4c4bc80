import type { Permission, Role } from './model.ts';

const WORKER: readonly Permission[] = ['worklist.read', 'report.handle'];

/** Who may do what. Code asks for a permission, never for a role. */
export const PERMISSIONS = {
  caretaker: WORKER,
  'housing-officer': WORKER,
  'public-health-nurse': WORKER,
  'district-team-worker': WORKER,
  'community-officer': WORKER,
  'community-worker': WORKER,
  mediator: WORKER,
  'debt-counsellor': WORKER,
  'public-space-worker': WORKER,
  'enforcement-officer': WORKER,
  'desk-worker': WORKER,
  'team-lead': [...WORKER, 'team.read'],
  coordinator: ['worklist.read', 'report.handle', 'coordination.read', 'coordination.act'],
  manager: ['worklist.read', 'coordination.read'],
  'privacy-officer': ['accesslog.read'],
  'functional-manager': ['users.manage', 'tables.read', 'tables.edit'],
  'table-approver': ['tables.read', 'tables.approve'],
} satisfies Record<Role, readonly Permission[]>;

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => PERMISSIONS[role]));
}
