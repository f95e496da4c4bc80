import type { Generated } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { Scope } from './model.ts';

export interface ClientTables {
  api_client: {
    municipality_id: string;
    id: string;
    party_id: string;
    name: string;
    scopes: string;
    secret_hash: Buffer;
    idempotency_salt: Buffer;
    active: Generated<boolean>;
    created_at: Date;
    expires_at: Date;
    last_used_at: Date | null;
  };
  api_client_service: { municipality_id: string; client_id: string; service_id: string };
  service_member: { municipality_id: string; service_id: string; user_id: string };
  api_token: {
    municipality_id: string;
    token_hash: Buffer;
    client_id: string;
    scopes: string;
    created_at: Date;
    expires_at: Date;
  };
}

export interface ClientRecord {
  readonly id: string;
  readonly partyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly secretHash: Buffer;
  readonly serviceIds: readonly string[];
  readonly active: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A client that may ask now: active and not past its time. */
export async function findClient(tx: Tx, clientId: string): Promise<ClientRecord | undefined> {
  const row = await clientQuery(tx)
    .where('id', '=', clientId)
    .where('active', '=', true)
    .where('expires_at', '>', tx.now)
    .executeTakeFirst();
  return row && withServices(tx, row);
}

export async function allClients(tx: Tx): Promise<ClientRecord[]> {
  const rows = await clientQuery(tx).orderBy('api_client.name').orderBy('api_client.id').execute();
  return Promise.all(rows.map((row) => withServices(tx, row)));
}

function clientQuery(tx: Tx) {
  return on<ClientTables>(tx)
    .selectFrom('api_client')
    .select([
      'id',
      'party_id',
      'name',
      'scopes',
      'secret_hash',
      'active',
      'created_at',
      'expires_at',
      'last_used_at',
    ])
    .where('municipality_id', '=', tx.municipalityId);
}

type ClientRow = Awaited<ReturnType<ReturnType<typeof clientQuery>['executeTakeFirstOrThrow']>>;

async function withServices(tx: Tx, row: ClientRow): Promise<ClientRecord> {
  const services = await on<ClientTables>(tx)
    .selectFrom('api_client_service')
    .select('service_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('client_id', '=', row.id)
    .execute();
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    scopes: scopesOf(row.scopes),
    secretHash: row.secret_hash,
    serviceIds: services.map(({ service_id }) => service_id),
    active: row.active,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}

/** A scope that this version does not know gives nothing. */
function scopesOf(written: string): Scope[] {
  return written.split(' ').flatMap((word) => Scope.safeParse(word).data ?? []);
}

/** The people of these services. */
export async function membersOf(tx: Tx, serviceIds: readonly string[]): Promise<string[]> {
  if (serviceIds.length === 0) return [];
  const rows = await on<ClientTables>(tx)
    .selectFrom('service_member')
    .select('user_id')
    .distinct()
    .where('municipality_id', '=', tx.municipalityId)
    .where('service_id', 'in', [...serviceIds])
    .execute();
  return rows.map((row) => row.user_id);
}

/** What makes the idempotency keys of this client unguessable for others. */
export async function idempotencySalt(tx: Tx, clientId: string): Promise<Buffer> {
  const row = await on<ClientTables>(tx)
    .selectFrom('api_client')
    .select('idempotency_salt')
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', clientId)
    .executeTakeFirstOrThrow();
  return row.idempotency_salt;
}

/** Only the owner's connection may; the application reads clients and cannot make one. */
export async function insertClient(
  tx: Tx,
  client: Pick<
    ClientRecord,
    'id' | 'partyId' | 'name' | 'scopes' | 'secretHash' | 'serviceIds' | 'expiresAt'
  > & {
    readonly salt: Buffer;
  },
): Promise<void> {
  await on<ClientTables>(tx)
    .insertInto('api_client')
    .values({
      municipality_id: tx.municipalityId,
      id: client.id,
      party_id: client.partyId,
      name: client.name,
      scopes: client.scopes.join(' '),
      secret_hash: client.secretHash,
      idempotency_salt: client.salt,
      created_at: tx.now,
      expires_at: client.expiresAt,
    })
    .execute();
  for (const serviceId of client.serviceIds)
    await on<ClientTables>(tx)
      .insertInto('api_client_service')
      .values({ municipality_id: tx.municipalityId, client_id: client.id, service_id: serviceId })
      .execute();
}

/** False when there is no such client, or it was revoked before. */
export async function deactivateClient(tx: Tx, clientId: string): Promise<boolean> {
  const row = await on<ClientTables>(tx)
    .updateTable('api_client')
    .set({ active: false })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', clientId)
    .where('active', '=', true)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertToken(
  tx: Tx,
  token: { tokenHash: Buffer; clientId: string; scopes: readonly Scope[]; expiresAt: Date },
): Promise<void> {
  await on<ClientTables>(tx)
    .insertInto('api_token')
    .values({
      municipality_id: tx.municipalityId,
      token_hash: token.tokenHash,
      client_id: token.clientId,
      scopes: token.scopes.join(' '),
      created_at: tx.now,
      expires_at: token.expiresAt,
    })
    .execute();
  await on<ClientTables>(tx)
    .updateTable('api_client')
    .set({ last_used_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', token.clientId)
    .execute();
}

export async function findToken(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ clientId: string; scopes: readonly Scope[] } | undefined> {
  const row = await on<ClientTables>(tx)
    .selectFrom('api_token')
    .select(['client_id', 'scopes'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', tx.now)
    .executeTakeFirst();
  return row && { clientId: row.client_id, scopes: scopesOf(row.scopes) };
}

export async function deleteExpiredTokens(tx: Tx): Promise<void> {
  await on<ClientTables>(tx)
    .deleteFrom('api_token')
    .where('municipality_id', '=', tx.municipalityId)
    .where('expires_at', '<=', tx.now)
    .execute();
}
