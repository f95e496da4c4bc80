import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { refuse, type Outcome } from '../kit/outcome.ts';
import { requirePermission, userNames } from '../people/index.ts';
import type { Actor, Permission, UserActor } from '../people/model.ts';
import type { DmnFile } from './decisions.ts';
import * as store from './set-store.ts';
import type { DecisionSet } from './table.ts';

/** The tables that this installation comes with; they weigh where a municipality has none of its own. */
export interface HouseTables {
  readonly decisions: DecisionSet;
  readonly files: () => Promise<readonly DmnFile[]>;
}

/** Who asks something about decision tables, and where. */
export interface Asking {
  readonly db: Database;
  readonly actor: Actor;
  readonly house: HouseTables;
}

/** A set by its number; null are the tables of the house. */
export type Which = number | null;

/** Runs `work` for who holds the permission, inside the own municipality. */
export async function asked<T>(
  { db, actor }: Asking,
  permission: Permission,
  work: (tx: Tx, user: UserActor) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const allowed = requirePermission(actor, permission);
  if (!allowed.ok) return allowed;
  return inTenant(db, actor.municipalityId, (tx) => work(tx, allowed.value));
}

export const UNKNOWN_SET = refuse('decision-set-unknown');

export interface Found {
  readonly row: store.SetRow | undefined;
  readonly files: readonly DmnFile[];
}

/** A set with its files; without a row: the tables of the house. */
export async function findWithFiles(tx: Tx, house: HouseTables, which: Which): Promise<Found | undefined> {
  if (which === null) return { row: undefined, files: await house.files() };
  const row = await store.findSetByNumber(tx, which);
  return row && { row, files: await store.filesOf(tx, row.id) };
}

/** The files of a set by its id; without one: those of the house. */
export async function filesById(
  tx: Tx,
  house: HouseTables,
  setId: string | null,
): Promise<readonly DmnFile[]> {
  return setId === null ? house.files() : store.filesOf(tx, setId);
}

/** Names of colleagues; somebody from elsewhere is named in the line itself. */
export async function namer(tx: Tx): Promise<(id: string | null) => string> {
  const names = await userNames(tx);
  return (id) => (id === null ? '' : (names.get(id) ?? ''));
}

const WRITING: readonly string[] = ['made', 'changed', 'imported', 'proposed'];

/** Who wrote any part of a set. */
export function writersOf(row: store.SetRow, lines: readonly store.SetLine[]): Set<string> {
  const written = lines.flatMap(({ deed, byId }) => (WRITING.includes(deed) && byId ? [byId] : []));
  return new Set([row.authorId, row.changedBy, ...(row.proposedBy ? [row.proposedBy] : []), ...written]);
}
