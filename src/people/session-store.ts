import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { announce } from '../kit/live/announce.ts';
import type { PeopleTables } from './store.ts';

export type SessionStage = 'full' | 'half';

export interface NewSession {
  readonly tokenHash: Buffer;
  readonly kind: 'user' | 'reporter';
  readonly subjectId: string;
  readonly stage: SessionStage;
  readonly expiresAt: Date;
  readonly idleMinutes: number;
  /** Where the user logged in, and the name that provider has for that session: for logging out there. */
  readonly provider?: ProviderSession | undefined;
}

export interface ProviderSession {
  readonly providerId: string;
  readonly sid: string | undefined;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await on<PeopleTables>(tx)
    .insertInto('session')
    .values({
      token_hash: session.tokenHash,
      municipality_id: tx.municipalityId,
      id: newId(),
      kind: session.kind,
      subject_id: session.subjectId,
      stage: session.stage,
      created_at: tx.now,
      seen_at: tx.now,
      expires_at: session.expiresAt,
      idle_minutes: session.idleMinutes,
      provider_id: session.provider?.providerId ?? null,
      provider_sid: session.provider?.sid ?? null,
    })
    .execute();
}

export interface SessionRecord {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly stage: SessionStage;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly provider: ProviderSession | undefined;
}

/** A session that has not ended: within its whole time, and not left alone for too long. */
function liveSessions(tx: Tx) {
  return on<PeopleTables>(tx)
    .selectFrom('session')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('expires_at', '>', tx.now)
    .where(sql<boolean>`seen_at + idle_minutes * interval '1 minute' > ${tx.now}`);
}

export async function findSession(tx: Tx, tokenHash: Buffer): Promise<SessionRecord | undefined> {
  const row = await liveSessions(tx).where('token_hash', '=', tokenHash).executeTakeFirst();
  return row && sessionFromRow(row);
}

/** The sessions of one user that may do something, the newest first. */
export async function sessionsOf(tx: Tx, userId: string): Promise<SessionRecord[]> {
  const rows = await liveSessions(tx)
    .where('kind', '=', 'user')
    .where('stage', '=', 'full')
    .where('subject_id', '=', userId)
    .orderBy('session.created_at', 'desc')
    .execute();
  return rows.map(sessionFromRow);
}

type SessionRow = Omit<PeopleTables['session'], 'id' | 'stage' | 'seen_at' | 'idle_minutes'> & {
  id: string;
  stage: string;
  seen_at: Date;
};

function sessionFromRow(row: SessionRow): SessionRecord {
  return {
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    stage: row.stage as SessionStage,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    provider:
      row.provider_id === null
        ? undefined
        : { providerId: row.provider_id, sid: row.provider_sid ?? undefined },
  };
}

export async function touchSession(tx: Tx, tokenHash: Buffer): Promise<void> {
  await on<PeopleTables>(tx)
    .updateTable('session')
    .set({ seen_at: tx.now })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function deleteSession(tx: Tx, tokenHash: Buffer): Promise<void> {
  const rows = await on<PeopleTables>(tx)
    .deleteFrom('session')
    .where('token_hash', '=', tokenHash)
    .returning(['id', 'municipality_id'])
    .execute();
  for (const { id } of rows) await announce(tx, `session:${id}`);
}

export async function deleteExpiredSessions(tx: Tx): Promise<void> {
  await on<PeopleTables>(tx).deleteFrom('session').where('expires_at', '<=', tx.now).execute();
}

/** Ends sessions of one user: one by its id, all, or all but the one with this token. Gives how many ended. */
export async function endSessions(
  tx: Tx,
  userId: string,
  { id, except, provider }: { id?: string; except?: Buffer; provider?: Partial<ProviderSession> } = {},
): Promise<number> {
  let query = on<PeopleTables>(tx)
    .deleteFrom('session')
    .where('municipality_id', '=', tx.municipalityId)
    .where('kind', '=', 'user')
    .where('subject_id', '=', userId);
  if (id) query = query.where('id', '=', id);
  if (except) query = query.where('token_hash', '<>', except);
  if (provider?.providerId) query = query.where('provider_id', '=', provider.providerId);
  const { numDeletedRows } = await query.executeTakeFirstOrThrow();
  await announce(tx, `person:${userId}`);
  return Number(numDeletedRows);
}

/** Ends the sessions that began in this session at the provider, whoever's they are. */
export async function endSessionsOfSid(
  tx: Tx,
  { providerId, sid }: { providerId: string; sid: string },
): Promise<number> {
  const rows = await on<PeopleTables>(tx)
    .deleteFrom('session')
    .where('municipality_id', '=', tx.municipalityId)
    .where('provider_id', '=', providerId)
    .where('provider_sid', '=', sid)
    .returning('id')
    .execute();
  for (const { id } of rows) await announce(tx, `session:${id}`);
  return rows.length;
}
