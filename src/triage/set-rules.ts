import type { Permission, UserActor } from '../people/model.ts';
import type { SetStatus } from './model.ts';

/** What can be done with a set. Making one and going back are done with the municipality, not with a set. */
export type SetCommand =
  | 'edit'
  | 'propose'
  | 'take-back'
  | 'invite'
  | 'send-back'
  | 'approve'
  | 'discard'
  | 'activate';

const POSSIBLE = {
  draft: ['edit', 'propose', 'discard'],
  proposed: ['take-back', 'invite', 'send-back', 'approve', 'discard'],
  approved: ['activate'],
  discarded: [],
} satisfies Record<SetStatus, readonly SetCommand[]>;

const NEEDS = {
  edit: 'tables.edit',
  propose: 'tables.edit',
  'take-back': 'tables.edit',
  invite: 'tables.edit',
  'send-back': 'tables.approve',
  approve: 'tables.approve',
  discard: 'tables.edit',
  activate: 'tables.edit',
} satisfies Record<SetCommand, Permission>;

export function permissionFor(command: SetCommand): Permission {
  return NEEDS[command];
}

export function isPossible(command: SetCommand, status: SetStatus): boolean {
  return (POSSIBLE[status] as readonly SetCommand[]).includes(command);
}

/** Four eyes: who wrote any of it does not judge it. */
export function isOwnWork(command: SetCommand, userId: string, writers: ReadonlySet<string>): boolean {
  return (command === 'approve' || command === 'send-back') && writers.has(userId);
}

/** What this person can do with a set that stands so, which these people wrote. */
export function commandsFor(
  { userId, permissions }: Pick<UserActor, 'userId' | 'permissions'>,
  status: SetStatus,
  writers: ReadonlySet<string>,
): SetCommand[] {
  return POSSIBLE[status].filter(
    (command) => permissions.has(NEEDS[command]) && !isOwnWork(command, userId, writers),
  );
}

/** One activation, as the rule about which set weighs reads it. */
export interface InForce {
  readonly setId: string | null;
  readonly activeFrom: Date;
  readonly withdrawnAt: Date | null;
}

/** The activation that holds at `now`. `activations`: the one that begins last first. */
export function inForceAt<One extends InForce>(activations: readonly One[], now: Date): One | undefined {
  return activations.find((one) => hasBegun(one, now));
}

/** Those still to come, the first first. */
export function plannedAt<One extends InForce>(activations: readonly One[], now: Date): One[] {
  return activations.filter((one) => one.withdrawnAt === null && !(one.activeFrom <= now)).toReversed();
}

/**
 * The set that weighed before the one that does now: null are the tables of the house. Undefined when nothing was ever
 * activated, for then there is nothing to go back from.
 */
export function setBefore(activations: readonly InForce[], now: Date): string | null | undefined {
  const begun = activations.filter((one) => hasBegun(one, now));
  const [current] = begun;
  if (!current) return undefined;
  const before = begun.find((one) => one.setId !== current.setId);
  if (before) return before.setId;
  return current.setId === null ? undefined : null;
}

function hasBegun({ activeFrom, withdrawnAt }: InForce, now: Date): boolean {
  return withdrawnAt === null && activeFrom <= now;
}
