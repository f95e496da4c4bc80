import type { Generated } from 'kysely';
import { on, once, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import type { ClientTables } from './client-store.ts';
import {
  CountsFrom,
  DataClass,
  Role,
  type AccessLine,
  type ClassTerms,
  type ContactPoint,
  type Party,
} from './model.ts';

export interface PeopleTables extends ClientTables {
  party: { municipality_id: string; id: string; name: string; kind: string; team_lead_id: string };
  user_account: {
    municipality_id: string;
    id: string;
    party_id: string;
    login: string;
    name: string;
    password_hash: string | null;
    active: Generated<boolean>;
    demo: Generated<boolean>;
    left_at: Generated<Date | null>;
    last_login_at: Generated<Date | null>;
  };
  user_role: { municipality_id: string; user_id: string; role: string };
  service: {
    municipality_id: string;
    id: string;
    party_id: string;
    kind: string;
    name: string;
    public_name: string;
    calendar: string;
    hours: unknown;
    accept_terms: unknown;
    active: Generated<boolean>;
  };
  service_day: {
    municipality_id: string;
    service_id: string;
    day: string;
    from_minute: number | null;
    until_minute: number | null;
  };
  service_coverage: { municipality_id: string; neighbourhood_id: string; service_id: string };
  duty: { municipality_id: string; service_id: string; starts_at: Date; ends_at: Date; user_id: string };
  contact_point: { municipality_id: string; id: string; kind: string; name: string };
  data_class: {
    municipality_id: string;
    class: string;
    ground: string;
    purpose: string;
    retention_days: number;
    source: string;
    verified: boolean;
    counts_from: Generated<string>;
    anonymise_days: number | null;
  };
  access_log: {
    municipality_id: string;
    id: string;
    at: Date;
    action: string;
    outcome: string;
    actor_kind: string;
    user_id: string | null;
    responsible_id: string | null;
    party_id: string | null;
    roles: string;
    subject_kind: string;
    subject_id: string | null;
    data_class: string;
    ground: string;
    source: string;
    client_id: string | null;
  };
  session: {
    token_hash: Buffer;
    municipality_id: string;
    kind: string;
    subject_id: string;
    created_at: Date;
    expires_at: Date;
    id: Generated<string>;
    stage: Generated<string>;
    seen_at: Generated<Date>;
    idle_minutes: Generated<number>;
    provider_id: string | null;
    provider_sid: string | null;
  };
}

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly partyId: string;
  /** Without one this person logs in at an identity provider only. */
  readonly passwordHash: string | null;
  /** Its password is known to everybody: counts on a loopback address only. */
  readonly demo: boolean;
  readonly roles: readonly Role[];
  readonly serviceIds: readonly string[];
}

export async function findUserByLogin(tx: Tx, login: string): Promise<UserRecord | undefined> {
  return findUserWhere(tx, 'login', login);
}

export async function findUser(tx: Tx, userId: string): Promise<UserRecord | undefined> {
  return findUserWhere(tx, 'id', userId);
}

async function findUserWhere(tx: Tx, column: 'id' | 'login', value: string): Promise<UserRecord | undefined> {
  const user = await on<PeopleTables>(tx)
    .selectFrom('user_account')
    .select(['id', 'name', 'party_id', 'password_hash', 'demo'])
    .where('municipality_id', '=', tx.municipalityId)
    .where(column, '=', value)
    .where('active', '=', true)
    .executeTakeFirst();
  if (!user) return undefined;
  const [roles, serviceIds] = [await rolesOf(tx, user.id), await serviceIdsOf(tx, user.id)];
  return {
    id: user.id,
    name: user.name,
    partyId: user.party_id,
    passwordHash: user.password_hash,
    demo: user.demo,
    roles,
    serviceIds,
  };
}

async function rolesOf(tx: Tx, userId: string): Promise<Role[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('user_role')
    .select('role')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .execute();
  return rows.map((row) => Role.parse(row.role));
}

/** Where somebody works; in the name of a service that stopped nobody is asked and nobody answers. */
async function serviceIdsOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('service_member')
    .innerJoin('service', (join) =>
      join
        .onRef('service.municipality_id', '=', 'service_member.municipality_id')
        .onRef('service.id', '=', 'service_member.service_id'),
    )
    .select('service_member.service_id')
    .where('service_member.municipality_id', '=', tx.municipalityId)
    .where('service_member.user_id', '=', userId)
    .where('service.active', '=', true)
    .execute();
  return rows.map((row) => row.service_id);
}

/** Names of colleagues by id; those who left keep their name in the history. */
export async function userNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('user_account')
    .select(['id', 'name'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

export async function isActiveUser(tx: Tx, userId: string): Promise<boolean> {
  const row = await on<PeopleTables>(tx)
    .selectFrom('user_account')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', userId)
    .where('active', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

export async function activeUserIds(tx: Tx): Promise<Set<string>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('user_account')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('active', '=', true)
    .execute();
  return new Set(rows.map((row) => row.id));
}

export async function getParty(tx: Tx, partyId: string): Promise<Party> {
  const row = await on<PeopleTables>(tx)
    .selectFrom('party')
    .select(['id', 'name', 'team_lead_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', partyId)
    .executeTakeFirstOrThrow();
  return { id: row.id, name: row.name, teamLeadId: row.team_lead_id };
}

export async function parties(tx: Tx): Promise<(Party & { kind: string })[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('party')
    .select(['id', 'name', 'kind', 'team_lead_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('party.name')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, kind: row.kind, teamLeadId: row.team_lead_id }));
}

/** How many people work in the services of each party: a party of one person has no figures of its own. */
export async function countWorkers(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('service_member')
    .innerJoin('service', (join) =>
      join
        .onRef('service.municipality_id', '=', 'service_member.municipality_id')
        .onRef('service.id', '=', 'service_member.service_id'),
    )
    .select(({ fn }) => ['party_id', fn.count<number>('user_id').distinct().as('count')])
    .where('service_member.municipality_id', '=', tx.municipalityId)
    .groupBy('party_id')
    .execute();
  return new Map(rows.map(({ party_id: partyId, count }) => [partyId, count]));
}

/** Everybody of these parties, also who left. */
export async function usersOfParties(tx: Tx, partyIds: readonly string[]): Promise<string[]> {
  if (partyIds.length === 0) return [];
  const rows = await on<PeopleTables>(tx)
    .selectFrom('user_account')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('party_id', 'in', [...partyIds])
    .execute();
  return rows.map((row) => row.id);
}

/** Who is on duty for a service and has one of these roles; of several who began last. */
export async function findOnDuty(
  tx: Tx,
  { serviceId, at, roles }: { serviceId: string; at: Date; roles: readonly Role[] },
): Promise<string | undefined> {
  const row = await dutiesAt(tx, serviceId, at)
    .innerJoin('user_role', (join) =>
      join
        .onRef('user_role.municipality_id', '=', 'duty.municipality_id')
        .onRef('user_role.user_id', '=', 'duty.user_id'),
    )
    .where('user_role.role', 'in', [...roles])
    .executeTakeFirst();
  return row?.user_id;
}

/** Everybody who is on duty for a service; who began last comes first. */
export async function allOnDuty(tx: Tx, serviceId: string, at: Date): Promise<string[]> {
  const rows = await dutiesAt(tx, serviceId, at).execute();
  return [...new Set(rows.map((row) => row.user_id))];
}

function dutiesAt(tx: Tx, serviceId: string, at: Date) {
  return on<PeopleTables>(tx)
    .selectFrom('duty')
    .innerJoin('user_account', (join) =>
      join
        .onRef('user_account.municipality_id', '=', 'duty.municipality_id')
        .onRef('user_account.id', '=', 'duty.user_id'),
    )
    .select('duty.user_id')
    .where('duty.municipality_id', '=', tx.municipalityId)
    .where('duty.service_id', '=', serviceId)
    .where('duty.starts_at', '<=', at)
    .where('duty.ends_at', '>', at)
    .where('user_account.active', '=', true)
    .orderBy('duty.starts_at', 'desc');
}

/** Who is on duty next for one of these services, or is so already; only people who are still there. */
export async function findNextOnDuty(
  tx: Tx,
  { serviceIds, besides, at }: { serviceIds: readonly string[]; besides: string; at: Date },
): Promise<string | undefined> {
  if (serviceIds.length === 0) return undefined;
  const row = await on<PeopleTables>(tx)
    .selectFrom('duty')
    .innerJoin('user_account', (join) =>
      join
        .onRef('user_account.municipality_id', '=', 'duty.municipality_id')
        .onRef('user_account.id', '=', 'duty.user_id'),
    )
    .select('duty.user_id')
    .where('duty.municipality_id', '=', tx.municipalityId)
    .where('duty.service_id', 'in', [...serviceIds])
    .where('duty.ends_at', '>', at)
    .where('duty.user_id', '<>', besides)
    .where('user_account.active', '=', true)
    .orderBy('duty.starts_at')
    .executeTakeFirst();
  return row?.user_id;
}

export async function contactPoints(tx: Tx): Promise<ContactPoint[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('contact_point')
    .select(['id', 'kind', 'name'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('contact_point.name')
    .execute();
  return rows as ContactPoint[];
}

export interface AccessQuestion {
  readonly subjectId?: string | undefined;
  readonly userId?: string | undefined;
  readonly before?: string | undefined;
}

/** The newest lines of the access log, older than the line `before`; with names for reading. */
export async function accessLines(
  tx: Tx,
  { subjectId, userId, before, limit }: AccessQuestion & { limit: number },
): Promise<AccessLine[]> {
  let query = on<PeopleTables>(tx)
    .selectFrom('access_log')
    .leftJoin('user_account', (join) =>
      join
        .onRef('user_account.municipality_id', '=', 'access_log.municipality_id')
        .onRef('user_account.id', '=', 'access_log.user_id'),
    )
    .leftJoin('party', (join) =>
      join
        .onRef('party.municipality_id', '=', 'access_log.municipality_id')
        .onRef('party.id', '=', 'access_log.party_id'),
    )
    .leftJoin('api_client', (join) =>
      join
        .onRef('api_client.municipality_id', '=', 'access_log.municipality_id')
        .onRef('api_client.id', '=', 'access_log.client_id'),
    )
    .selectAll('access_log')
    .select(['user_account.name as user_name', 'party.name as party_name', 'api_client.name as client_name'])
    .where('access_log.municipality_id', '=', tx.municipalityId);
  if (subjectId) query = query.where('access_log.subject_id', '=', subjectId);
  if (userId) query = query.where('access_log.user_id', '=', userId);
  // ids are made in the order of time
  if (before) query = query.where('access_log.id', '<', before);
  const rows = await query.orderBy('access_log.id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    action: row.action,
    outcome: row.outcome as AccessLine['outcome'],
    actorKind: row.actor_kind,
    userId: row.user_id ?? undefined,
    userName: row.user_name ?? undefined,
    partyName: row.party_name ?? undefined,
    clientName: row.client_name ?? undefined,
    roles: row.roles,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id ?? undefined,
    dataClass: row.data_class,
    ground: row.ground,
  }));
}

/** One line after NEN 7513: who did what to whose data, when, and who answers for it. */
export async function insertAccessLine(
  tx: Tx,
  line: {
    readonly action: string;
    readonly outcome: 'success' | 'denied';
    readonly actorKind: string;
    readonly userId: string | null;
    readonly partyId: string | null;
    readonly roles: string;
    readonly subjectKind: string;
    readonly subjectId: string | null;
    readonly dataClass: string;
    readonly ground: string;
    readonly clientId: string | null;
  },
): Promise<void> {
  await on<PeopleTables>(tx)
    .insertInto('access_log')
    .values({
      municipality_id: tx.municipalityId,
      id: newId(),
      at: tx.now,
      action: line.action,
      outcome: line.outcome,
      actor_kind: line.actorKind,
      user_id: line.userId,
      responsible_id: line.userId,
      party_id: line.partyId,
      roles: line.roles,
      subject_kind: line.subjectKind,
      subject_id: line.subjectId,
      data_class: line.dataClass,
      ground: line.ground,
      source: 'wijkverbond',
      client_id: line.clientId,
    })
    .execute();
}

/** The municipality's register of data classes: on what ground each is kept, and for how many days. */
export function dataClasses(tx: Tx): Promise<Map<string, { ground: string; retentionDays: number }>> {
  return once(tx, 'data-classes', async () => {
    const rows = await on<PeopleTables>(tx)
      .selectFrom('data_class')
      .select(['class', 'ground', 'retention_days'])
      .where('municipality_id', '=', tx.municipalityId)
      .execute();
    return new Map(rows.map((row) => [row.class, { ground: row.ground, retentionDays: row.retention_days }]));
  });
}

/** The register as it runs, what is most personal first; for the privacy page, the register of processing and the DPIA. */
export async function classTerms(tx: Tx): Promise<ClassTerms[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('data_class')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  const terms = rows.map((row) => ({
    name: DataClass.parse(row.class),
    ground: row.ground,
    purpose: row.purpose,
    countsFrom: CountsFrom.parse(row.counts_from),
    anonymiseDays: row.anonymise_days ?? undefined,
    destroyDays: row.retention_days,
    source: row.source,
    verified: row.verified,
  }));
  const place = ({ name }: ClassTerms) => DataClass.options.indexOf(name);
  return terms.toSorted((one, other) => place(one) - place(other));
}

/** Who works here in one of these roles, by id. */
export async function activeInRoles(tx: Tx, roles: readonly Role[]): Promise<string[]> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('user_account')
    .innerJoin('user_role', (join) =>
      join
        .onRef('user_role.municipality_id', '=', 'user_account.municipality_id')
        .onRef('user_role.user_id', '=', 'user_account.id'),
    )
    .select('user_account.id')
    .distinct()
    .where('user_account.municipality_id', '=', tx.municipalityId)
    .where('user_account.active', '=', true)
    .where('user_role.role', 'in', [...roles])
    .orderBy('user_account.id')
    .execute();
  return rows.map((row) => row.id);
}

/** How many active people hold each role: what the register says of access, without names. */
export async function rolesInUse(tx: Tx): Promise<Map<Role, number>> {
  const rows = await on<PeopleTables>(tx)
    .selectFrom('user_role')
    .innerJoin('user_account', (join) =>
      join
        .onRef('user_role.municipality_id', '=', 'user_account.municipality_id')
        .onRef('user_role.user_id', '=', 'user_account.id'),
    )
    .select(({ fn }) => ['user_role.role', fn.countAll<number>().as('count')])
    .where('user_role.municipality_id', '=', tx.municipalityId)
    .where('user_account.active', '=', true)
    .groupBy('user_role.role')
    .orderBy('user_role.role')
    .execute();
  return new Map(rows.map((row) => [Role.parse(row.role), row.count]));
}
