import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { turnOf, type PartOf, type Report, type Turn } from './model.ts';
import { reportQuery, reportsFromRows, turnColumns, type ReportTables } from './store.ts';

export interface NewPart extends PartOf {
  readonly id: string;
  readonly idempotencyHash: Buffer;
  readonly turn: Turn;
}

/**
 * Inserts a part with what it has of its whole: what was seen, in which neighbourhood it lies, what it is taken for, whether its words
 * can be searched. Undefined when the form came before.
 */
export async function insertPart(tx: Tx, part: NewPart): Promise<Report | undefined> {
  const { status, owner_id, owner_service_id, next_step, deadline, overdue_count } = turnColumns(part.turn);
  const { rows } = await sql<{ id: string }>`insert into report (municipality_id, id, received_at, channel,
      language, observations, about, neighbourhood_id, nature, urgency, searchable, idempotency_hash, status, owner_id,
      owner_service_id, next_step, deadline, overdue_count, changed_at, whole_id, part_due, part_shows, part_ground)
    select municipality_id, ${part.id}::uuid, ${tx.now}, 'part', language, observations, about, neighbourhood_id, nature,
      urgency, searchable, ${part.idempotencyHash}, ${status}, ${owner_id}::uuid, ${owner_service_id}::uuid,
      ${next_step}, ${deadline}, ${overdue_count}, ${tx.now}, id, ${part.due}, ${part.shows}, ${part.ground}
    from report where municipality_id = ${tx.municipalityId} and id = ${part.wholeId}
    on conflict (municipality_id, idempotency_hash) do nothing returning id`.execute(tx.kysely);
  const [row] = rows;
  return row && reportsFromRows(await reportQuery(tx).where('id', '=', row.id).execute())[0];
}

/** The parts of a report, the first one first. */
export async function partsOf(tx: Tx, wholeId: string): Promise<Report[]> {
  const rows = await reportQuery(tx).where('whole_id', '=', wholeId).orderBy('report.number').execute();
  return reportsFromRows(rows);
}

/** How many parts of this report have no outcome yet. The caller holds the lock of the whole. */
export async function countOpenParts(tx: Tx, wholeId: string): Promise<number> {
  const row = await on<ReportTables>(tx)
    .selectFrom('report')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('municipality_id', '=', tx.municipalityId)
    .where('whole_id', '=', wholeId)
    .where('status', '<>', 'closed')
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * When a whole goes to another person, parts of it that nobody else has go along: those that wait for an answer, and those that came
 * back to be decided on. Until when does not change. Answers their new turns; comes before the whole gets its own.
 */
export async function movePartsAlong(
  tx: Tx,
  wholeId: string,
  { status, ownerId, ownerServiceId }: Turn,
): Promise<{ id: string; turn: Turn }[]> {
  const isInHand = status === 'accepted' || status === 'with-coordinator';
  const { rows } = await sql<{
    id: string;
  }>`update report p set owner_id = ${ownerId}::uuid, changed_at = ${tx.now},
      status = case when p.status = 'offered' then p.status else ${status} end,
      owner_service_id = case when p.status = 'offered' then null else ${ownerServiceId}::uuid end
    from report w
    where p.municipality_id = ${tx.municipalityId} and p.whole_id = ${wholeId}
      and w.municipality_id = ${tx.municipalityId} and w.id = ${wholeId}
      and p.owner_id = w.owner_id and w.owner_id <> ${ownerId}::uuid
      and (p.status = 'offered' or (${isInHand} and p.status <> 'closed' and p.next_step = 'decide'))
    returning p.id`.execute(tx.kysely);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const moved = await reportQuery(tx).where('id', 'in', ids).orderBy('report.id').execute();
  return reportsFromRows(moved).map((part) => ({ id: part.id, turn: turnOf(part) }));
}
