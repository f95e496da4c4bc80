import { sql } from 'kysely';
import { z } from 'zod';
import { on, type Tx } from '../kit/db.ts';
import { Role } from './model.ts';

interface ProviderTables {
  identity_provider: {
    municipality_id: string;
    id: string;
    slug: string;
    name: string;
    issuer: string;
    client_id: string;
    secret_setting: string | null;
    scope: string;
    subject_claim: string;
    login_claim: string;
    name_claim: string;
    roles_claim: string;
    role_map: unknown;
    second_factor: unknown;
    party_id: string;
    makes_users: boolean;
    active: boolean;
  };
  user_identity: {
    municipality_id: string;
    provider_id: string;
    subject: string;
    user_id: string;
    linked_at: Date;
  };
  login_transaction: {
    municipality_id: string;
    state_hash: Buffer;
    browser_hash: Buffer;
    provider_id: string;
    nonce: string;
    verifier: string;
    way_back: string | null;
    link_user_id: string | null;
    expires_at: Date;
  };
}

const RoleMapColumn = z.record(z.string(), z.array(Role));
const SecondFactorColumn = z.object({
  amr: z.array(z.string()).optional(),
  acr: z.array(z.string()).optional(),
});

/** Where people of this municipality can log in, and what is believed of what it says. */
export interface IdentityProvider {
  readonly id: string;
  /** Its word in the address of a page. */
  readonly slug: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** The name of the setting that holds the client secret; without one it is a public client. */
  readonly secretSetting: string | null;
  readonly scope: string;
  readonly subjectClaim: string;
  readonly loginClaim: string;
  readonly nameClaim: string;
  readonly rolesClaim: string;
  readonly roleMap: z.infer<typeof RoleMapColumn>;
  readonly secondFactor: z.infer<typeof SecondFactorColumn>;
  /** Where somebody belongs who logs in for the first time. */
  readonly partyId: string;
  readonly makesUsers: boolean;
}

export async function activeProviders(tx: Tx): Promise<IdentityProvider[]> {
  const rows = await on<ProviderTables>(tx)
    .selectFrom('identity_provider')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('active', '=', true)
    .orderBy('identity_provider.name')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    secretSetting: row.secret_setting,
    scope: row.scope,
    subjectClaim: row.subject_claim,
    loginClaim: row.login_claim,
    nameClaim: row.name_claim,
    rolesClaim: row.roles_claim,
    roleMap: RoleMapColumn.parse(row.role_map),
    secondFactor: SecondFactorColumn.parse(row.second_factor),
    partyId: row.party_id,
    makesUsers: row.makes_users,
  }));
}

export interface LogInTransaction {
  readonly stateHash: Buffer;
  readonly browserHash: Buffer;
  readonly providerId: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly wayBack: string | undefined;
  /** Set when somebody who is logged in adds this provider to the own account. */
  readonly linkUserId: string | undefined;
}

export async function insertTransaction(
  tx: Tx,
  begun: LogInTransaction & { expiresAt: Date },
): Promise<void> {
  await on<ProviderTables>(tx)
    .insertInto('login_transaction')
    .values({
      municipality_id: tx.municipalityId,
      state_hash: begun.stateHash,
      browser_hash: begun.browserHash,
      provider_id: begun.providerId,
      nonce: begun.nonce,
      verifier: begun.verifier,
      way_back: begun.wayBack ?? null,
      link_user_id: begun.linkUserId ?? null,
      expires_at: begun.expiresAt,
    })
    .execute();
}

/** Takes the transaction away and gives it: of two answers with the same state one finds it. */
export async function takeTransaction(
  tx: Tx,
  { stateHash, browserHash, providerId }: Pick<LogInTransaction, 'stateHash' | 'browserHash' | 'providerId'>,
): Promise<LogInTransaction | undefined> {
  const row = await on<ProviderTables>(tx)
    .deleteFrom('login_transaction')
    .where('municipality_id', '=', tx.municipalityId)
    .where('state_hash', '=', stateHash)
    .where('browser_hash', '=', browserHash)
    .where('provider_id', '=', providerId)
    .where('expires_at', '>', tx.now)
    .returningAll()
    .executeTakeFirst();
  return (
    row && {
      stateHash,
      browserHash,
      providerId,
      nonce: row.nonce,
      verifier: row.verifier,
      wayBack: row.way_back ?? undefined,
      linkUserId: row.link_user_id ?? undefined,
    }
  );
}

export async function deleteExpiredTransactions(tx: Tx): Promise<void> {
  await on<ProviderTables>(tx)
    .deleteFrom('login_transaction')
    .where('municipality_id', '=', tx.municipalityId)
    .where('expires_at', '<=', tx.now)
    .execute();
}

export async function findLinkedUserId(
  tx: Tx,
  { providerId, subject }: { providerId: string; subject: string },
): Promise<string | undefined> {
  const row = await on<ProviderTables>(tx)
    .selectFrom('user_identity')
    .select('user_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('provider_id', '=', providerId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.user_id;
}

/** Links a subject of a provider to a user; false when somebody else has it already. */
export async function insertLink(
  tx: Tx,
  link: { providerId: string; subject: string; userId: string },
): Promise<boolean> {
  const row = await on<ProviderTables>(tx)
    .insertInto('user_identity')
    .values({
      municipality_id: tx.municipalityId,
      provider_id: link.providerId,
      subject: link.subject,
      user_id: link.userId,
      linked_at: tx.now,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'provider_id', 'subject']).doNothing())
    .returning('user_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function linkedProviderIds(tx: Tx, userId: string): Promise<Set<string>> {
  const rows = await on<ProviderTables>(tx)
    .selectFrom('user_identity')
    .select('provider_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .execute();
  return new Set(rows.map((row) => row.provider_id));
}

/** A provider as it is added: what is not said keeps what the table proposes. */
export type NewProvider = Omit<
  IdentityProvider,
  'id' | 'scope' | 'subjectClaim' | 'loginClaim' | 'nameClaim'
>;

export async function insertProvider(tx: Tx, id: string, provider: NewProvider): Promise<boolean> {
  const row = await sql`
    insert into identity_provider (municipality_id, id, slug, name, issuer, client_id, secret_setting, roles_claim,
      role_map, second_factor, party_id, makes_users)
    values (${tx.municipalityId}, ${id}, ${provider.slug}, ${provider.name}, ${provider.issuer}, ${provider.clientId},
      ${provider.secretSetting}, ${provider.rolesClaim}, ${JSON.stringify(provider.roleMap)},
      ${JSON.stringify(provider.secondFactor)}, ${provider.partyId}, ${provider.makesUsers})
    on conflict (municipality_id, slug) do nothing returning id`.execute(tx.kysely);
  return row.rows.length > 0;
}

/** All of them, also those that people no longer log in at. */
export async function allProviders(
  tx: Tx,
): Promise<{ slug: string; name: string; issuer: string; active: boolean }[]> {
  return on<ProviderTables>(tx)
    .selectFrom('identity_provider')
    .select(['slug', 'name', 'issuer', 'active'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('identity_provider.slug')
    .execute();
}

export async function setProviderActive(tx: Tx, slug: string, active: boolean): Promise<boolean> {
  const row = await on<ProviderTables>(tx)
    .updateTable('identity_provider')
    .set({ active })
    .where('municipality_id', '=', tx.municipalityId)
    .where('slug', '=', slug)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
