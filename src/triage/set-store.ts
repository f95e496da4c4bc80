import { sql, type Generated } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { SetDeed, SetStatus, type Step } from './model.ts';

interface SetTables {
  decision_set: {
    municipality_id: string;
    id: string;
    number: number;
    base_id: string | null;
    status: string;
    note: string;
    files: unknown;
    content_hash: string;
    checked_hash: string | null;
    revision: number;
    author_id: string;
    created_at: Date;
    changed_by: string;
    changed_at: Date;
    proposed_by: string | null;
    proposed_at: Date | null;
    approved_by: string | null;
    approved_at: Date | null;
    guest_approver_id: string | null;
    guest_municipality_id: string | null;
  };
  decision_step: {
    municipality_id: string;
    set_id: string;
    id: string;
    at: Date;
    kind: string;
    by_id: string | null;
    guest_name: string | null;
    words: string;
  };
  decision_activation: {
    municipality_id: string;
    id: string;
    set_id: string | null;
    set_status: Generated<string>;
    kind: string;
    active_from: Date;
    at: Date;
    by_id: string;
    reason: string;
    withdrawn_at: Date | null;
    withdrawn_by: string | null;
  };
  decision_table_version: {
    municipality_id: string;
    step: string;
    version: string;
    xml: string;
    kept_at: Date;
  };
}

/** A DMN file as it is kept: its name and its text. */
interface StoredFile {
  readonly name: string;
  readonly xml: string;
}

/** A set without its files. */
export interface SetRow {
  readonly id: string;
  readonly number: number;
  readonly baseId: string | null;
  readonly status: SetStatus;
  readonly note: string;
  readonly contentHash: string;
  readonly checkedHash: string | null;
  /** Goes up by one with every change: who changes an older one is told. */
  readonly revision: number;
  readonly authorId: string;
  readonly createdAt: Date;
  readonly changedBy: string;
  readonly changedAt: Date;
  readonly proposedBy: string | null;
  readonly proposedAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
}

const COLUMNS = [
  'id',
  'number',
  'base_id as baseId',
  'status',
  'note',
  'content_hash as contentHash',
  'checked_hash as checkedHash',
  'revision',
  'author_id as authorId',
  'created_at as createdAt',
  'changed_by as changedBy',
  'changed_at as changedAt',
  'proposed_by as proposedBy',
  'proposed_at as proposedAt',
  'approved_by as approvedBy',
  'approved_at as approvedAt',
] as const;

/** The sets of the municipality, the newest first. */
export async function setsOf(tx: Tx): Promise<SetRow[]> {
  const rows = await on<SetTables>(tx)
    .selectFrom('decision_set')
    .select(COLUMNS)
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('decision_set.number', 'desc')
    .execute();
  return rows.map(rowOf);
}

export async function findSetByNumber(tx: Tx, number: number): Promise<SetRow | undefined> {
  const row = await on<SetTables>(tx)
    .selectFrom('decision_set')
    .select(COLUMNS)
    .where('municipality_id', '=', tx.municipalityId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && rowOf(row);
}

export async function findSet(tx: Tx, setId: string): Promise<SetRow | undefined> {
  const row = await on<SetTables>(tx)
    .selectFrom('decision_set')
    .select(COLUMNS)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', setId)
    .executeTakeFirst();
  return row && rowOf(row);
}

/** Locks a draft or a proposal. One that is settled cannot change, so it is not found here (row-level security). */
export async function lockOpenSet(tx: Tx, setId: string): Promise<SetRow | undefined> {
  const row = await on<SetTables>(tx)
    .selectFrom('decision_set')
    .select(COLUMNS)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', setId)
    .forUpdate()
    .executeTakeFirst();
  return row && rowOf(row);
}

function rowOf<Row extends { readonly status: string }>(row: Row): Row & { status: SetStatus } {
  return { ...row, status: SetStatus.parse(row.status) };
}

export async function filesOf(tx: Tx, setId: string): Promise<StoredFile[]> {
  const { files } = await on<SetTables>(tx)
    .selectFrom('decision_set')
    .select('files')
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', setId)
    .executeTakeFirstOrThrow();
  return files as StoredFile[];
}

export interface NewSet {
  readonly id: string;
  readonly baseId: string | null;
  readonly note: string;
  readonly files: readonly StoredFile[];
  readonly contentHash: string;
  readonly authorId: string;
}

/** False when there is a set with this id already: the same form sent twice. */
export async function insertSet(tx: Tx, set: NewSet): Promise<boolean> {
  await lockActivations(tx);
  const next = sql<number>`(${on<SetTables>(tx)
    .selectFrom('decision_set')
    .select(({ fn }) => sql<number>`coalesce(${fn.max('number')}, 0) + 1`.as('number'))
    .where('municipality_id', '=', tx.municipalityId)})`;
  const inserted = await on<SetTables>(tx)
    .insertInto('decision_set')
    .values({
      municipality_id: tx.municipalityId,
      id: set.id,
      number: next,
      base_id: set.baseId,
      status: 'draft',
      note: set.note,
      files: JSON.stringify(set.files),
      content_hash: set.contentHash,
      checked_hash: null,
      revision: 1,
      author_id: set.authorId,
      created_at: tx.now,
      changed_by: set.authorId,
      changed_at: tx.now,
      proposed_by: null,
      proposed_at: null,
      approved_by: null,
      approved_at: null,
      guest_approver_id: null,
      guest_municipality_id: null,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** New contents of a draft. The caller holds its lock. */
export async function writeFiles(
  tx: Tx,
  setId: string,
  change: { files: readonly StoredFile[]; contentHash: string; byId: string },
): Promise<void> {
  await on<SetTables>(tx)
    .updateTable('decision_set')
    .set({
      files: JSON.stringify(change.files),
      content_hash: change.contentHash,
      checked_hash: null,
      changed_by: change.byId,
      changed_at: tx.now,
      revision: sql`revision + 1`,
    })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', setId)
    .execute();
}

export async function writeNote(tx: Tx, setId: string, note: string): Promise<void> {
  await on<SetTables>(tx)
    .updateTable('decision_set')
    .set({ note, revision: sql`revision + 1` })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', setId)
    .execute();
}

export type StatusChange =
  | { readonly status: 'draft' | 'discarded' }
  | { readonly status: 'proposed'; readonly byId: string; readonly checkedHash: string }
  | { readonly status: 'approved'; readonly byId: string }
  | { readonly status: 'approved'; readonly guestId: string; readonly guestMunicipalityId: string };

/** The next status with what the database asks beside it. The caller holds the lock. */
export async function writeStatus(tx: Tx, setId: string, change: StatusChange): Promise<void> {
  await on<SetTables>(tx)
    .updateTable('decision_set')
    .set({ status: change.status, revision: sql`revision + 1`, ...columnsOf(tx, change) })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', setId)
    .execute();
}

function columnsOf(tx: Tx, change: StatusChange) {
  switch (change.status) {
    case 'draft':
      return { proposed_by: null, proposed_at: null };
    case 'discarded':
      return {};
    case 'proposed':
      return { proposed_by: change.byId, proposed_at: tx.now, checked_hash: change.checkedHash };
    case 'approved':
      return 'byId' in change
        ? { approved_by: change.byId, approved_at: tx.now }
        : {
            guest_approver_id: change.guestId,
            guest_municipality_id: change.guestMunicipalityId,
            approved_at: tx.now,
          };
  }
}

/** One line of the history of a set; appended, never changed. */
export interface SetLine {
  readonly id: string;
  readonly at: Date;
  readonly deed: SetDeed;
  readonly byId: string | null;
  /** Who did it when that was somebody of another municipality. */
  readonly guestName: string | null;
  readonly words: string;
}

export async function insertLine(tx: Tx, setId: string, line: Omit<SetLine, 'at'>): Promise<void> {
  await on<SetTables>(tx)
    .insertInto('decision_step')
    .values({
      municipality_id: tx.municipalityId,
      set_id: setId,
      id: line.id,
      at: tx.now,
      kind: line.deed,
      by_id: line.byId,
      guest_name: line.guestName,
      words: line.words,
    })
    .execute();
}

export async function linesOf(tx: Tx, setId: string): Promise<SetLine[]> {
  const rows = await on<SetTables>(tx)
    .selectFrom('decision_step')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('set_id', '=', setId)
    .orderBy('decision_step.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    deed: SetDeed.parse(row.kind),
    byId: row.by_id,
    guestName: row.guest_name,
    words: row.words,
  }));
}

/** From when a set weighs reports; without a set: the tables of the house. */
export interface Activation {
  readonly id: string;
  readonly setId: string | null;
  readonly kind: 'activate' | 'undo';
  readonly activeFrom: Date;
  readonly at: Date;
  readonly byId: string;
  readonly reason: string;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
}

/** All of them, the one that begins last first: the first that has begun is in force. */
export async function activationsOf(tx: Tx): Promise<Activation[]> {
  const rows = await on<SetTables>(tx)
    .selectFrom('decision_activation')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('decision_activation.active_from', 'desc')
    .orderBy('decision_activation.at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    setId: row.set_id,
    kind: row.kind === 'undo' ? 'undo' : 'activate',
    activeFrom: row.active_from,
    at: row.at,
    byId: row.by_id,
    reason: row.reason,
    withdrawnAt: row.withdrawn_at,
    withdrawnBy: row.withdrawn_by,
  }));
}

export async function insertActivation(
  tx: Tx,
  activation: Pick<Activation, 'id' | 'setId' | 'kind' | 'activeFrom' | 'byId' | 'reason'>,
): Promise<void> {
  await on<SetTables>(tx)
    .insertInto('decision_activation')
    .values({
      municipality_id: tx.municipalityId,
      id: activation.id,
      set_id: activation.setId,
      kind: activation.kind,
      active_from: activation.activeFrom,
      at: tx.now,
      by_id: activation.byId,
      reason: activation.reason,
      withdrawn_at: null,
      withdrawn_by: null,
    })
    .execute();
}

export async function withdrawActivation(tx: Tx, id: string, byId: string): Promise<void> {
  await on<SetTables>(tx)
    .updateTable('decision_activation')
    .set({ withdrawn_at: tx.now, withdrawn_by: byId })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}

/** One after the other inside one municipality: who numbers a set or says which one is in force. Until the transaction ends. */
export async function lockActivations(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`decision-set ${tx.municipalityId}`}, 0))`.execute(
    tx.kysely,
  );
}

/** The set that weighs now, when the municipality has one of its own. */
export async function findSetInForce(tx: Tx): Promise<{ setId: string; contentHash: string } | undefined> {
  const row = await on<SetTables>(tx)
    .selectFrom('decision_activation')
    .leftJoin('decision_set', (join) =>
      join
        .onRef('decision_set.municipality_id', '=', 'decision_activation.municipality_id')
        .onRef('decision_set.id', '=', 'decision_activation.set_id'),
    )
    .select(['decision_set.id as setId', 'decision_set.content_hash as contentHash'])
    .where('decision_activation.municipality_id', '=', tx.municipalityId)
    .where('decision_activation.withdrawn_at', 'is', null)
    .where('decision_activation.active_from', '<=', tx.now)
    .orderBy('decision_activation.active_from', 'desc')
    .orderBy('decision_activation.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.setId && row.contentHash ? { setId: row.setId, contentHash: row.contentHash } : undefined;
}

export interface KeptTable {
  readonly step: Step;
  readonly version: string;
  readonly xml: string;
}

/** Keeps the files whose rules gave or may give an advice: their words answer 'waarom hier?' later on. */
export async function keepTables(tx: Tx, tables: readonly KeptTable[]): Promise<void> {
  if (tables.length === 0) return;
  const rows = tables.map((table) => ({ municipality_id: tx.municipalityId, kept_at: tx.now, ...table }));
  await on<SetTables>(tx)
    .insertInto('decision_table_version')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function findKeptTable(tx: Tx, step: Step, version: string): Promise<string | undefined> {
  const row = await on<SetTables>(tx)
    .selectFrom('decision_table_version')
    .select('xml')
    .where('municipality_id', '=', tx.municipalityId)
    .where('step', '=', step)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.xml;
}
