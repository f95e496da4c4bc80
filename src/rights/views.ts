import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { informingTasks } from '../handovers/index.ts';
import { requirePermission, userNames } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { reportsByIds } from '../reports/index.ts';
import { lookNow } from './look.ts';
import type { Block, RightsRequest } from './model.ts';
import { newestProofs } from './proof-store.ts';
import * as store from './store.ts';
import type { BlockView, DestructionView, RequestView, RightsOverview } from './wire.ts';

const CLOSED_SHOWN = 20;
const PROOFS_SHOWN = 50;

/** What people asked, what is blocked and who was not told in time. Numbers and codes; no words of any report. */
export async function rightsOverview(db: Database, actor: Actor): Promise<Outcome<RightsOverview>> {
  const user = requirePermission(actor, 'privacy.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const open = await store.requests(tx, { status: 'open' });
    const closed = await store.requests(tx, { status: 'closed', limit: CLOSED_SHOWN });
    const blocks = await store.standingBlocks(tx);
    const names = await namesFor(tx, user.value, [...open, ...closed, ...blocks]);
    return ok({
      open: open.map((request) => requestView(request, names)),
      closed: closed.map((request) => requestView(request, names)),
      blocks: blocks.map((block) => blockView(block, names)),
      untold: await informingTasks(tx, { late: true }),
      mayAct: user.value.permissions.has('rights.act'),
      now: tx.now,
    });
  });
}

/** One request with the blocks of its report, for who handles them. */
export async function requestPage(
  db: Database,
  actor: Actor,
  requestId: string,
): Promise<Outcome<{ request: RequestView; blocks: BlockView[]; now: Date }>> {
  const user = requirePermission(actor, 'rights.act');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const request = await store.findRequest(tx, requestId);
    if (!request) return refuse('request-unknown');
    const blocks = await store.standingBlocks(tx, request.reportId);
    const names = await namesFor(tx, user.value, [request, ...blocks]);
    return ok({
      request: requestView(request, names),
      blocks: blocks.map((block) => blockView(block, names)),
      now: tx.now,
    });
  });
}

/** What went, what goes next, and whether the proofs still form a chain. */
export async function destructionPage(db: Database, actor: Actor): Promise<Outcome<DestructionView>> {
  const user = requirePermission(actor, 'privacy.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const shown = await newestProofs(tx, PROOFS_SHOWN);
    const { at, planned, brokenAt } = await lookNow(tx);
    return ok({
      at,
      planned: [...planned],
      proofs: shown.map(({ previous: _, hash, ...proof }) => ({
        ...proof,
        hash: Buffer.from(hash).toString('hex'),
      })),
      brokenAt,
    });
  });
}

interface Names {
  readonly me: string;
  readonly users: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly now: Date;
}

async function namesFor(tx: Tx, user: UserActor, rows: readonly { reportId: string }[]): Promise<Names> {
  const reports = await reportsByIds(tx, [...new Set(rows.map(({ reportId }) => reportId))]);
  return {
    me: user.userId,
    users: await userNames(tx),
    numbers: new Map(reports.map(({ id, number }) => [id, number])),
    now: tx.now,
  };
}

function requestView(request: RightsRequest, { me, users, numbers, now }: Names): RequestView {
  const { reportId, ownerId, lateCount: _, ...rest } = request;
  return {
    ...rest,
    reportNumber: numbers.get(reportId) ?? 0,
    ownerName: users.get(ownerId) ?? '',
    isMine: ownerId === me,
    isLate: request.status === 'open' && request.deadline <= now,
  };
}

function blockView(block: Block, { users, numbers, now }: Names): BlockView {
  const { id, reason, blockedAt, reviewAt } = block;
  return {
    id,
    reason,
    blockedAt,
    reviewAt,
    reportNumber: numbers.get(block.reportId) ?? 0,
    ownerName: users.get(block.ownerId) ?? '',
    isLate: reviewAt <= now,
  };
}
