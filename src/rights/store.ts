import type { Generated } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import {
  AskedBy,
  BlockReason,
  Decision,
  DecisionReason,
  ExtensionReason,
  RequestKind,
  RequestStep,
  type Block,
  type RightsRequest,
} from './model.ts';

export interface RightsTables {
  rights_request: {
    municipality_id: string;
    id: string;
    report_id: string;
    kind: string;
    asked_by: string;
    reference: string | null;
    received_at: Date;
    deadline: Date;
    extended_at: Date | null;
    extension_reason: string | null;
    late_count: Generated<number>;
    status: string;
    owner_id: string;
    next_step: string | null;
    decision: string | null;
    decision_reason: string | null;
    decided_at: Date | null;
    decided_by: string | null;
  };
  report_block: {
    municipality_id: string;
    id: string;
    report_id: string;
    reason: string;
    request_id: string | null;
    owner_id: string;
    blocked_at: Date;
    blocked_by: string;
    review_at: Date;
    late_count: Generated<number>;
    lifted_at: Date | null;
    lifted_by: string | null;
  };
  report_erasure: { municipality_id: string; report_id: string; request_id: string; at: Date };
}

/** False when it stands there already: the same form came twice. */
export async function insertRequest(
  tx: Tx,
  request: Pick<
    RightsRequest,
    'id' | 'reportId' | 'kind' | 'askedBy' | 'reference' | 'receivedAt' | 'deadline' | 'ownerId'
  >,
): Promise<boolean> {
  const row = await on<RightsTables>(tx)
    .insertInto('rights_request')
    .values({
      municipality_id: tx.municipalityId,
      id: request.id,
      report_id: request.reportId,
      kind: request.kind,
      asked_by: request.askedBy,
      reference: request.reference,
      received_at: request.receivedAt,
      deadline: request.deadline,
      status: 'open',
      owner_id: request.ownerId,
      next_step: 'identify',
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findRequest(tx: Tx, requestId: string): Promise<RightsRequest | undefined> {
  const row = await requestQuery(tx).where('id', '=', requestId).executeTakeFirst();
  return row && requestFromRow(row);
}

export async function lockRequest(tx: Tx, requestId: string): Promise<RightsRequest | undefined> {
  const row = await requestQuery(tx).where('id', '=', requestId).forUpdate().executeTakeFirst();
  return row && requestFromRow(row);
}

/** Open requests, the most urgent first; or the last that were closed. */
export async function requests(
  tx: Tx,
  which: { status: 'open' } | { status: 'closed'; limit: number },
): Promise<RightsRequest[]> {
  const query = requestQuery(tx).where('status', '=', which.status);
  const rows = await (
    which.status === 'open'
      ? query.orderBy('rights_request.deadline').orderBy('rights_request.id')
      : query.orderBy('rights_request.decided_at', 'desc').limit(which.limit)
  ).execute();
  return rows.map(requestFromRow);
}

type RequestChange = Partial<Omit<RightsTables['rights_request'], 'late_count'>> & { late_count?: number };

export async function changeRequest(tx: Tx, requestId: string, change: RequestChange): Promise<void> {
  await on<RightsTables>(tx)
    .updateTable('rights_request')
    .set(change)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', requestId)
    .execute();
}

/** False when it stands there already, or when one for the same reason does. */
export async function insertBlock(
  tx: Tx,
  block: Pick<Block, 'id' | 'reportId' | 'reason' | 'requestId' | 'ownerId' | 'reviewAt'> & { by: string },
): Promise<boolean> {
  const row = await on<RightsTables>(tx)
    .insertInto('report_block')
    .values({
      municipality_id: tx.municipalityId,
      id: block.id,
      report_id: block.reportId,
      reason: block.reason,
      request_id: block.requestId,
      owner_id: block.ownerId,
      blocked_at: tx.now,
      blocked_by: block.by,
      review_at: block.reviewAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findBlock(tx: Tx, blockId: string): Promise<Block | undefined> {
  const row = await blockQuery(tx).where('id', '=', blockId).executeTakeFirst();
  return row && blockFromRow(row);
}

export async function lockBlock(tx: Tx, blockId: string): Promise<Block | undefined> {
  const row = await blockQuery(tx).where('id', '=', blockId).forUpdate().executeTakeFirst();
  return row && blockFromRow(row);
}

/** Blocks that stand, of one report or of all; the first to be looked at again first. */
export async function standingBlocks(tx: Tx, reportId?: string): Promise<Block[]> {
  let query = blockQuery(tx).where('lifted_at', 'is', null);
  if (reportId) query = query.where('report_id', '=', reportId);
  const rows = await query.orderBy('report_block.review_at').orderBy('report_block.id').execute();
  return rows.map(blockFromRow);
}

type BlockChange = Partial<Omit<RightsTables['report_block'], 'late_count'>> & { late_count?: number };

export async function changeBlock(tx: Tx, blockId: string, change: BlockChange): Promise<void> {
  await on<RightsTables>(tx)
    .updateTable('report_block')
    .set(change)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', blockId)
    .execute();
}

/** Marks a report: once it is closed, the next run destroys its words, contact details, place and keys. */
export async function isToBeErased(tx: Tx, reportId: string): Promise<boolean> {
  const row = await on<RightsTables>(tx)
    .selectFrom('report_erasure')
    .select('report_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function markForErasure(
  tx: Tx,
  { reportId, requestId }: { reportId: string; requestId: string },
): Promise<void> {
  await on<RightsTables>(tx)
    .insertInto('report_erasure')
    .values({ municipality_id: tx.municipalityId, report_id: reportId, request_id: requestId, at: tx.now })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'report_id']).doNothing())
    .execute();
}

function requestQuery(tx: Tx) {
  return on<RightsTables>(tx)
    .selectFrom('rights_request')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId);
}

function blockQuery(tx: Tx) {
  return on<RightsTables>(tx)
    .selectFrom('report_block')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId);
}

type RowOf<Table> = { [Column in keyof Table]: Table[Column] extends Generated<infer T> ? T : Table[Column] };

function requestFromRow(row: RowOf<RightsTables['rights_request']>): RightsRequest {
  return {
    id: row.id,
    reportId: row.report_id,
    kind: RequestKind.parse(row.kind),
    askedBy: AskedBy.parse(row.asked_by),
    reference: row.reference,
    receivedAt: row.received_at,
    deadline: row.deadline,
    extensionReason: ExtensionReason.nullable().parse(row.extension_reason),
    lateCount: row.late_count,
    status: row.status === 'open' ? 'open' : 'closed',
    ownerId: row.owner_id,
    nextStep: RequestStep.nullable().parse(row.next_step),
    decision: Decision.nullable().parse(row.decision),
    decisionReason: DecisionReason.nullable().parse(row.decision_reason),
    decidedAt: row.decided_at,
  };
}

function blockFromRow(row: RowOf<RightsTables['report_block']>): Block {
  return {
    id: row.id,
    reportId: row.report_id,
    reason: BlockReason.parse(row.reason),
    requestId: row.request_id,
    ownerId: row.owner_id,
    blockedAt: row.blocked_at,
    reviewAt: row.review_at,
    lateCount: row.late_count,
    liftedAt: row.lifted_at,
  };
}
