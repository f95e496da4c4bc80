import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { announce } from '../kit/live/announce.ts';
import { newId } from '../kit/ids.ts';
import { Role } from './model.ts';
import type { PeopleTables } from './store.ts';

interface MunicipalityPosts {
  municipality: { municipality_id: string; coordinator_id: string; manager_id: string };
}

interface PasswordLinkTable {
  password_link: { municipality_id: string; token_hash: Buffer; user_id: string; expires_at: Date };
}

/** One user as who manages them sees it; the hash of the password stays behind. */
export interface ManagedUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly partyId: string;
  readonly partyName: string;
  readonly active: boolean;
  readonly demo: boolean;
  readonly lastLoginAt: Date | undefined;
  readonly roles: readonly Role[];
  readonly serviceIds: readonly string[];
}

export async function managedUsers(tx: Tx, { id }: { id?: string } = {}): Promise<ManagedUser[]> {
  let query = on<PeopleTables>(tx)
    .selectFrom('user_account')
    .innerJoin('party', (join) =>
      join
        .onRef('party.municipality_id', '=', 'user_account.municipality_id')
        .onRef('party.id', '=', 'user_account.party_id'),
    )
    .select([
      'user_account.id',
      'user_account.login',
      'user_account.name',
      'user_account.active',
      'user_account.demo',
      'user_account.last_login_at',
      'party.id as party_id',
      'party.name as party_name',
    ])
    .where('user_account.municipality_id', '=', tx.municipalityId);
  if (id) query = query.where('user_account.id', '=', id);
  const rows = await query
    .orderBy('user_account.active', 'desc')
    .orderBy('user_account.name')
    .orderBy('user_account.id')
    .execute();
  const [roles, services] = [await allRoles(tx), await allMemberships(tx)];
  return rows.map((row) => ({
    id: row.id,
    login: row.login,
    name: row.name,
    partyId: row.party_id,
    partyName: row.party_name,
    active: row.active,
    demo: row.demo,
    lastLoginAt: row.last_login_at ?? undefined,
    roles: roles.get(row.id) ?? [],
    serviceIds: services.get(row.id) ?? [],
  }));
}

async function allRoles(tx: Tx): Promise<Map<string, Role[]>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('user_role')
    .select(['user_id', 'role'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  const byUser = Map.groupBy(rows, (row) => row.user_id);
  return new Map([...byUser].map(([id, held]) => [id, held.map(({ role }) => Role.parse(role))]));
}

async function allMemberships(tx: Tx): Promise<Map<string, string[]>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('service_member')
    .select(['user_id', 'service_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  const byUser = Map.groupBy(rows, (row) => row.user_id);
  return new Map([...byUser].map(([id, held]) => [id, held.map((row) => row.service_id)]));
}

export async function parties(tx: Tx): Promise<{ id: string; name: string; teamLeadId: string }[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('party')
    .select(['id', 'name', 'team_lead_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('party.name')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, teamLeadId: row.team_lead_id }));
}

/**
 * Locks a user against others who change the same user. Weak on purpose: who gives this person a report takes a lock
 * that goes together with it (`for key share`), so that nobody who holds a report waits for us while we wait for it.
 */
export async function lockUser(
  tx: Tx,
  userId: string,
): Promise<{ id: string; active: boolean; partyId: string } | undefined> {
  const row = await on<PeopleTables>(tx)
    .selectFrom('user_account')
    .select(['id', 'active', 'party_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && { id: row.id, active: row.active, partyId: row.party_id };
}

/** Of two first log-ins of one subject at the same instant, the second waits for the first. */
export async function lockIdentity(tx: Tx, identity: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${identity}, 0))`.execute(tx.kysely);
}

/** Makes a user under the first of these log-in names that nobody has. */
export async function insertUser(
  tx: Tx,
  user: { logins: readonly string[]; name: string; partyId: string },
): Promise<string> {
  for (const login of user.logins) {
    const row = await on<PeopleTables>(tx)
      .insertInto('user_account')
      .values({
        municipality_id: tx.municipalityId,
        id: newId(),
        party_id: user.partyId,
        login,
        name: user.name,
        password_hash: null,
      })
      .onConflict((conflict) => conflict.columns(['municipality_id', 'login']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row) return row.id;
  }
  throw new Error(`expected a free log-in name among ${user.logins.length}, found none`);
}

/** Makes a user with this id; false when it, or the log-in name, is there already. */
export async function insertUserOnce(
  tx: Tx,
  user: { key: string; login: string; name: string; partyId: string },
): Promise<boolean> {
  const row = await on<PeopleTables>(tx)
    .insertInto('user_account')
    .values({
      municipality_id: tx.municipalityId,
      id: user.key,
      party_id: user.partyId,
      login: user.login,
      name: user.name,
      password_hash: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function writeRoles(tx: Tx, userId: string, roles: readonly Role[]): Promise<void> {
  let gone = on<PeopleTables>(tx)
    .deleteFrom('user_role')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId);
  if (roles.length > 0) gone = gone.where('role', 'not in', [...roles]);
  await gone.execute();
  await announce(tx, `person:${userId}`);
  if (roles.length === 0) return;
  const rows = roles.map((role) => ({ municipality_id: tx.municipalityId, user_id: userId, role }));
  await on<PeopleTables>(tx)
    .insertInto('user_role')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['municipality_id', 'user_id', 'role']).doNothing())
    .execute();
}

/** Gives the services in which this person works no more. */
export async function writeServices(
  tx: Tx,
  userId: string,
  serviceIds: readonly string[],
): Promise<string[]> {
  let gone = on<PeopleTables>(tx)
    .deleteFrom('service_member')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId);
  if (serviceIds.length > 0) gone = gone.where('service_id', 'not in', [...serviceIds]);
  const left = (await gone.returning('service_id').execute()).map((row) => row.service_id);
  await announce(tx, `person:${userId}`);
  if (serviceIds.length === 0) return left;
  const rows = serviceIds.map((id) => ({
    municipality_id: tx.municipalityId,
    user_id: userId,
    service_id: id,
  }));
  await on<PeopleTables>(tx)
    .insertInto('service_member')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['municipality_id', 'service_id', 'user_id']).doNothing())
    .execute();
  return left;
}

export async function writeName(tx: Tx, userId: string, name: string): Promise<void> {
  await updateUser(tx, userId, { name });
}

export async function writeLastLogin(tx: Tx, userId: string): Promise<void> {
  await updateUser(tx, userId, { last_login_at: tx.now });
}

export async function writePassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await updateUser(tx, userId, { password_hash: passwordHash });
}

/** Fails while an open report is this person's: `owner_is_there` holds. */
export async function writeInactive(tx: Tx, userId: string): Promise<void> {
  await updateUser(tx, userId, { active: false, left_at: tx.now });
}

async function updateUser(
  tx: Tx,
  userId: string,
  change: Partial<{
    name: string;
    password_hash: string;
    active: boolean;
    last_login_at: Date;
    left_at: Date;
  }>,
): Promise<void> {
  await on<PeopleTables>(tx)
    .updateTable('user_account')
    .set(change)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', userId)
    .execute();
}

/** The posts that somebody holds and that must never stand empty. */
export async function postsOf(
  tx: Tx,
  userId: string,
): Promise<{ coordinator: boolean; manager: boolean; leads: { id: string; name: string }[] }> {
  const { coordinator_id, manager_id } = await on<MunicipalityPosts>(tx)
    .selectFrom('municipality')
    .select(['coordinator_id', 'manager_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .executeTakeFirstOrThrow();
  const leads = (await parties(tx)).filter((party) => party.teamLeadId === userId);
  return { coordinator: coordinator_id === userId, manager: manager_id === userId, leads };
}

export async function writeTeamLead(tx: Tx, partyId: string, userId: string): Promise<void> {
  await on<PeopleTables>(tx)
    .updateTable('party')
    .set({ team_lead_id: userId })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', partyId)
    .execute();
}

export async function insertPasswordLink(
  tx: Tx,
  link: { tokenHash: Buffer; userId: string; expiresAt: Date },
): Promise<void> {
  await on<PasswordLinkTable>(tx)
    .insertInto('password_link')
    .values({
      municipality_id: tx.municipalityId,
      token_hash: link.tokenHash,
      user_id: link.userId,
      expires_at: link.expiresAt,
    })
    .execute();
}

export async function findPasswordLink(tx: Tx, tokenHash: Buffer): Promise<string | undefined> {
  const row = await on<PasswordLinkTable>(tx)
    .selectFrom('password_link')
    .select('user_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', tx.now)
    .executeTakeFirst();
  return row?.user_id;
}

/** All links of one user; used once, and an older one is worth nothing once there is a newer. */
export async function deletePasswordLinks(tx: Tx, userId: string): Promise<number> {
  const { numDeletedRows } = await on<PasswordLinkTable>(tx)
    .deleteFrom('password_link')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Only the owner of the tables may. */
export async function writePost(tx: Tx, post: 'coordinator' | 'manager', userId: string): Promise<void> {
  await on<MunicipalityPosts>(tx)
    .updateTable('municipality')
    .set(post === 'coordinator' ? { coordinator_id: userId } : { manager_id: userId })
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
}
