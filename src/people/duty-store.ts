import type { ExpressionBuilder } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { PeopleTables } from './store.ts';

interface DutyTables {
  duty_calendar: {
    municipality_id: string;
    user_id: string;
    token_hash: Buffer;
    language: string;
    made_at: Date;
  };
}

/** One stretch of time in which somebody is on duty for a service. */
export interface Duty {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The duties of one person that end after a moment, the first one first. */
export async function dutiesOf(tx: Tx, userId: string, after: Date): Promise<Duty[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('duty')
    .innerJoin('service', (join) =>
      join
        .onRef('service.municipality_id', '=', 'duty.municipality_id')
        .onRef('service.id', '=', 'duty.service_id'),
    )
    .select(['duty.service_id', 'service.name', 'duty.starts_at', 'duty.ends_at'])
    .where('duty.municipality_id', '=', tx.municipalityId)
    .where('duty.user_id', '=', userId)
    .where('duty.ends_at', '>', after)
    .orderBy('duty.starts_at')
    .orderBy('duty.service_id')
    .execute();
  return rows.map((row) => ({
    serviceId: row.service_id,
    serviceName: row.name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }));
}

/** One row of a roster. */
export interface RosterRow {
  readonly serviceId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** When the rosters name somebody who is still there, as far as it ends after a moment. */
export async function rosterRows(tx: Tx, after: Date): Promise<RosterRow[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('duty')
    .innerJoin('user_account', (join) =>
      join
        .onRef('user_account.municipality_id', '=', 'duty.municipality_id')
        .onRef('user_account.id', '=', 'duty.user_id'),
    )
    .select(['duty.service_id', 'duty.starts_at', 'duty.ends_at'])
    .where('duty.municipality_id', '=', tx.municipalityId)
    .where('duty.ends_at', '>', after)
    .where('user_account.active', '=', true)
    .orderBy('duty.service_id')
    .orderBy('duty.starts_at')
    .execute();
  return rows.map((row) => ({ serviceId: row.service_id, startsAt: row.starts_at, endsAt: row.ends_at }));
}

/** Until when the roster of each service says anything; a service that never had one is not in it. */
export async function rosterEnds(tx: Tx): Promise<Map<string, Date>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('duty')
    .select(({ fn }) => ['service_id', fn.max('ends_at').as('until')])
    .where('municipality_id', '=', tx.municipalityId)
    .groupBy('service_id')
    .execute();
  return new Map(rows.map((row) => [row.service_id, row.until]));
}

/** A shift of one service, with whose it is. */
interface ServiceDuty {
  readonly userId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The roster of one service from now on, the first shift first. */
export async function dutiesOfService(tx: Tx, serviceId: string): Promise<ServiceDuty[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('duty')
    .select(['user_id', 'starts_at', 'ends_at'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('service_id', '=', serviceId)
    .where('ends_at', '>', tx.now)
    .orderBy('duty.starts_at')
    .execute();
  return rows.map((row) => ({ userId: row.user_id, startsAt: row.starts_at, endsAt: row.ends_at }));
}

export async function insertDuties(tx: Tx, serviceId: string, duties: readonly ServiceDuty[]): Promise<void> {
  const rows = duties.map(({ userId, startsAt, endsAt }) => ({
    municipality_id: tx.municipalityId,
    service_id: serviceId,
    starts_at: startsAt,
    ends_at: endsAt,
    user_id: userId,
  }));
  await on<PeopleTables>(tx).insertInto('duty').values(rows).execute();
}

/** All shifts of one person, or the one of a service that begins then. */
type Shifts = { readonly userId: string } | { readonly serviceId: string; readonly startsAt: Date };

/** Off the roster from now on: what is to come goes, what is under way ends, what is over stays. */
export async function endDuties(tx: Tx, shifts: Shifts): Promise<void> {
  const ofThese = (where: ExpressionBuilder<PeopleTables, 'duty'>) =>
    'userId' in shifts
      ? where('user_id', '=', shifts.userId)
      : where.and({ service_id: shifts.serviceId, starts_at: shifts.startsAt });
  await on<PeopleTables>(tx)
    .deleteFrom('duty')
    .where('municipality_id', '=', tx.municipalityId)
    .where(ofThese)
    .where('starts_at', '>=', tx.now)
    .execute();
  await on<PeopleTables>(tx)
    .updateTable('duty')
    .set({ ends_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where(ofThese)
    .where('ends_at', '>', tx.now)
    .execute();
}

/**
 * Off the roster for a while: what would begin meanwhile goes, what began before ends where the while begins. Gives how many
 * shifts that were.
 */
export async function dropDutiesBetween(
  tx: Tx,
  { userId, startsAt, endsAt }: { userId: string; startsAt: Date; endsAt: Date },
): Promise<number> {
  const gone = await on<PeopleTables>(tx)
    .deleteFrom('duty')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('starts_at', '>=', startsAt)
    .where('starts_at', '<', endsAt)
    .executeTakeFirst();
  const cut = await on<PeopleTables>(tx)
    .updateTable('duty')
    .set({ ends_at: startsAt })
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('starts_at', '<', startsAt)
    .where('ends_at', '>', startsAt)
    .executeTakeFirst();
  return Number(gone.numDeletedRows) + Number(cut.numUpdatedRows);
}

/** How many people can accept something in each service; a service without anybody is not in it. */
export async function countMembers(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('service_member')
    .innerJoin('user_account', (join) =>
      join
        .onRef('user_account.municipality_id', '=', 'service_member.municipality_id')
        .onRef('user_account.id', '=', 'service_member.user_id'),
    )
    .select(({ fn }) => ['service_id', fn.countAll<number>().as('count')])
    .where('service_member.municipality_id', '=', tx.municipalityId)
    .where('user_account.active', '=', true)
    .groupBy('service_id')
    .execute();
  return new Map(rows.map(({ service_id: serviceId, count }) => [serviceId, count]));
}

/** Since when somebody has an address for a calendar program. */
export async function calendarSince(tx: Tx, userId: string): Promise<Date | undefined> {
  const row = await on<DutyTables>(tx)
    .selectFrom('duty_calendar')
    .select('made_at')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.made_at;
}

/** A new address in the place of the one before. */
export async function writeCalendar(
  tx: Tx,
  { userId, tokenHash, language }: { userId: string; tokenHash: Buffer; language: 'nl' | 'en' },
): Promise<void> {
  const row = { token_hash: tokenHash, language, made_at: tx.now };
  await on<DutyTables>(tx)
    .insertInto('duty_calendar')
    .values({ municipality_id: tx.municipalityId, user_id: userId, ...row })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'user_id']).doUpdateSet(row))
    .execute();
}

export async function deleteCalendar(tx: Tx, userId: string): Promise<void> {
  await on<DutyTables>(tx)
    .deleteFrom('duty_calendar')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .execute();
}

/** Whose calendar it is, and in which language. */
export async function findCalendar(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ userId: string; language: 'nl' | 'en' } | undefined> {
  const row = await on<DutyTables>(tx)
    .selectFrom('duty_calendar')
    .select(['user_id', 'language'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row && { userId: row.user_id, language: row.language === 'en' ? 'en' : 'nl' };
}
