import type { Permission, Role } from './model.ts';

const WORKER: readonly Permission[] = ['worklist.read', 'report.handle', 'words.search'];

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
  'team-lead': [...WORKER, 'team.read', 'roster.edit', 'mirror.read'],
  coordinator: [
    ...WORKER,
    'coordination.read',
    'coordination.act',
    'outside.edit',
    'cover.read',
    'roster.edit',
    'mirror.read',
    'mirror.edit',
  ],
  manager: ['worklist.read', 'coordination.read', 'cover.read', 'mirror.read'],
  'functional-manager': [
    'users.manage',
    'messages.manage',
    'tables.read',
    'tables.edit',
    'texts.edit',
    'outside.edit',
    'cover.read',
    'roster.edit',
    'mirror.read',
    'mirror.edit',
  ],
  'table-approver': ['tables.read', 'tables.approve'],
  'privacy-officer': ['accesslog.read', 'privacy.read'],
  'rights-officer': ['worklist.read', 'privacy.read', 'rights.act'],
} satisfies Record<Role, readonly Permission[]>;

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => PERMISSIONS[role]));
}

export function rolesWith(permission: Permission): Role[] {
  const table: Readonly<Record<Role, readonly Permission[]>> = PERMISSIONS;
  return (Object.keys(table) as Role[]).filter((role) => table[role].includes(permission));
}
