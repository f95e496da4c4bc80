import { on, type Tx } from '../kit/db.ts';

interface ShiftTables {
  shift_handover: {
    municipality_id: string;
    id: string;
    from_user_id: string;
    general: string | null;
    at: Date;
    read_by: Date;
    destroy_after: Date;
  };
  shift_receiver: {
    municipality_id: string;
    handover_id: string;
    user_id: string;
    read_at: Date | null;
    taken_at: Date | null;
    taken_by: string | null;
  };
  shift_report: {
    municipality_id: string;
    handover_id: string;
    number: number;
    user_id: string;
    words_id: string | null;
    given: boolean;
    refusal: string | null;
  };
}

export interface Shift {
  readonly id: string;
  readonly fromId: string;
  readonly general: string | null;
  readonly at: Date;
  /** Within what time it ought to be read. */
  readonly readBy: Date;
}

/** One person to whom a shift was handed over. */
export interface Receiver extends Shift {
  readonly userId: string;
  readonly readAt: Date | null;
  readonly takenAt: Date | null;
  readonly takenBy: string | null;
}

export interface ShiftReport {
  readonly shiftId: string;
  readonly number: number;
  /** Who is told. */
  readonly userId: string;
  readonly wordsId: string | null;
  readonly given: boolean;
  /** Why it was not given. */
  readonly refusal: string | null;
}

/** Nothing when it is there already: the same form came twice. */
export async function insertShift(
  tx: Tx,
  shift: Omit<Shift, 'at'> & { readonly destroyAfter: Date },
  receiverIds: readonly string[],
): Promise<void> {
  await on<ShiftTables>(tx)
    .insertInto('shift_handover')
    .values({
      municipality_id: tx.municipalityId,
      id: shift.id,
      from_user_id: shift.fromId,
      general: shift.general,
      at: tx.now,
      read_by: shift.readBy,
      destroy_after: shift.destroyAfter,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await on<ShiftTables>(tx)
    .insertInto('shift_receiver')
    .values(
      receiverIds.map((userId) => ({
        municipality_id: tx.municipalityId,
        handover_id: shift.id,
        user_id: userId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function hasShift(tx: Tx, id: string): Promise<boolean> {
  const row = await on<ShiftTables>(tx)
    .selectFrom('shift_handover')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function hasShiftReport(tx: Tx, id: string, number: number): Promise<boolean> {
  const row = await on<ShiftTables>(tx)
    .selectFrom('shift_report')
    .select('number')
    .where('municipality_id', '=', tx.municipalityId)
    .where('handover_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertShiftReport(tx: Tx, { shiftId, ...report }: ShiftReport): Promise<void> {
  await on<ShiftTables>(tx)
    .insertInto('shift_report')
    .values({
      municipality_id: tx.municipalityId,
      handover_id: shiftId,
      number: report.number,
      user_id: report.userId,
      words_id: report.wordsId,
      given: report.given,
      refusal: report.refusal,
    })
    .execute();
}

/** What was handed over to this person and not read yet, the newest first. */
export async function unreadFor(tx: Tx, userId: string): Promise<Receiver[]> {
  const rows = await receiverQuery(tx)
    .where('shift_receiver.user_id', '=', userId)
    .where('shift_receiver.read_at', 'is', null)
    .orderBy('shift_handover.at', 'desc')
    .limit(20)
    .execute();
  return rows.map(receiverFrom);
}

/** What lies unread with these people and nobody took up, the oldest first. */
export async function unreadWith(tx: Tx, userIds: readonly string[]): Promise<Receiver[]> {
  if (userIds.length === 0) return [];
  const rows = await receiverQuery(tx)
    .where('shift_receiver.user_id', 'in', [...userIds])
    .where('shift_receiver.read_at', 'is', null)
    .where('shift_receiver.taken_at', 'is', null)
    .orderBy('shift_handover.at')
    .limit(100)
    .execute();
  return rows.map(receiverFrom);
}

/** To whom this person handed over last, the newest first. */
export async function sentBy(tx: Tx, userId: string, limit: number): Promise<Receiver[]> {
  const rows = await receiverQuery(tx)
    .where('shift_handover.from_user_id', '=', userId)
    .orderBy('shift_handover.at', 'desc')
    .orderBy('shift_receiver.user_id')
    .limit(limit)
    .execute();
  return rows.map(receiverFrom);
}

/** The reports of these handings over, by number. */
export async function shiftReports(tx: Tx, ids: readonly string[]): Promise<ShiftReport[]> {
  if (ids.length === 0) return [];
  const rows = await shiftReportQuery(tx)
    .where('handover_id', 'in', [...ids])
    .execute();
  return rows.map(reportFrom);
}

/** Every line that was told, for the proof that each stands in the history of its report. */
export async function allShiftLines(tx: Tx): Promise<ShiftReport[]> {
  const rows = await shiftReportQuery(tx).where('words_id', 'is not', null).execute();
  return rows.map(reportFrom);
}

export async function markRead(tx: Tx, id: string, userId: string): Promise<void> {
  await on<ShiftTables>(tx)
    .updateTable('shift_receiver')
    .set({ read_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('handover_id', '=', id)
    .where('user_id', '=', userId)
    .where('read_at', 'is', null)
    .execute();
}

export async function markTaken(
  tx: Tx,
  { id, userId, by }: { id: string; userId: string; by: string },
): Promise<void> {
  await on<ShiftTables>(tx)
    .updateTable('shift_receiver')
    .set({ taken_at: tx.now, taken_by: by })
    .where('municipality_id', '=', tx.municipalityId)
    .where('handover_id', '=', id)
    .where('user_id', '=', userId)
    .where('taken_at', 'is', null)
    .execute();
}

function receiverQuery(tx: Tx) {
  return on<ShiftTables>(tx)
    .selectFrom('shift_receiver')
    .innerJoin('shift_handover', (join) =>
      join
        .onRef('shift_handover.municipality_id', '=', 'shift_receiver.municipality_id')
        .onRef('shift_handover.id', '=', 'shift_receiver.handover_id'),
    )
    .select([
      'shift_handover.id',
      'shift_handover.from_user_id',
      'shift_handover.general',
      'shift_handover.at',
      'shift_handover.read_by',
      'shift_receiver.user_id',
      'shift_receiver.read_at',
      'shift_receiver.taken_at',
      'shift_receiver.taken_by',
    ])
    .where('shift_receiver.municipality_id', '=', tx.municipalityId);
}

function receiverFrom(
  row: Omit<ShiftTables['shift_handover'] & ShiftTables['shift_receiver'], Unasked>,
): Receiver {
  return {
    id: row.id,
    fromId: row.from_user_id,
    general: row.general,
    at: row.at,
    readBy: row.read_by,
    userId: row.user_id,
    readAt: row.read_at,
    takenAt: row.taken_at,
    takenBy: row.taken_by,
  };
}

type Unasked = 'municipality_id' | 'handover_id' | 'destroy_after';

function shiftReportQuery(tx: Tx) {
  return on<ShiftTables>(tx)
    .selectFrom('shift_report')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('shift_report.number');
}

function reportFrom(row: ShiftTables['shift_report']): ShiftReport {
  return {
    shiftId: row.handover_id,
    number: row.number,
    userId: row.user_id,
    wordsId: row.words_id,
    given: row.given,
    refusal: row.refusal,
  };
}
