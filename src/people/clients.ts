import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { isUuid, newId, randomToken } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { withinLimit } from '../kit/rate-limit.ts';
import { logSession } from './actions.ts';
import * as clients from './client-store.ts';
import type { Actor, ClientActor, Permission, Scope, UserActor } from './model.ts';
import { actorFrom, hashToken } from './sessions.ts';
import * as serviceStore from './service-store.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
const TOKEN_S = 900;
const WRONG_TRIES_PER_HOUR = 60;
const NO_HASH = Buffer.alloc(32);

/**
 * What a person may do through a machine that handles. Deciding for the municipality (`coordination.act`) is not among it:
 * that is done by people on the coordinator's page.
 */
const THROUGH_A_CLIENT: readonly Permission[] = ['worklist.read', 'report.handle'];

export interface NewClient {
  readonly name: string;
  readonly partyId: string;
  readonly serviceIds: readonly string[];
  readonly scopes: readonly Scope[];
  readonly days: number;
}

/** A new client with its secret, which is shown this once: the database holds its hash. Needs the owner's connection. */
export async function addClient(tx: Tx, client: NewClient): Promise<{ id: string; secret: string }> {
  const own = (await serviceStore.services(tx)).filter(({ partyId }) => partyId === client.partyId);
  const foreign = client.serviceIds.filter((id) => !own.some((service) => service.id === id));
  if (foreign.length > 0)
    throw new Error(`expected services of the client's own party, got ${foreign.join(', ')}`);
  const [id, secret] = [newId<'client'>(), randomToken()];
  await clients.insertClient(tx, {
    ...client,
    id,
    secretHash: hashToken(secret),
    salt: randomBytes(32),
    expiresAt: new Date(tx.now.getTime() + client.days * DAY_MS),
  });
  return { id, secret };
}

/** Ends a client at once, with all its tokens. Needs the owner's connection. */
export function revokeClient(tx: Tx, clientId: string): Promise<boolean> {
  return isUuid(clientId) ? clients.deactivateClient(tx, clientId) : Promise.resolve(false);
}

export function listClients(tx: Tx): Promise<clients.ClientRecord[]> {
  return clients.allClients(tx);
}

export interface Credentials {
  readonly clientId: string;
  readonly secret: string;
  /** Where it comes from; counted, not kept. */
  readonly address: string;
}

/** The client whose secret this is. Wrong tries are limited for each address. */
export async function clientOfSecret(
  db: Database,
  municipalityId: string,
  { clientId, secret, address }: Credentials,
): Promise<Outcome<ClientActor>> {
  const limit = { name: 'api-secret', max: WRONG_TRIES_PER_HOUR, windowMinutes: 60 };
  return inTenant(db, municipalityId, async (tx) => {
    const found = isUuid(clientId) ? await clients.findClient(tx, clientId) : undefined;
    const isRight = timingSafeEqual(found?.secretHash ?? NO_HASH, hashToken(secret));
    if (found && isRight) return ok(clientActor(tx, found, found.scopes));
    if (!(await withinLimit(tx.kysely, limit, address))) return refuse('client-limit');
    // behind the limit, so that who guesses cannot fill the log
    const { municipalityId } = tx;
    const who: Actor = found ? clientActor(tx, found, []) : { kind: 'public', municipalityId };
    await logSession(tx, who, { action: 'login', outcome: 'denied' });
    return refuse('client-unknown');
  });
}

/** A token for a quarter of an hour, for the scopes that were asked for or all that the client has. */
export async function issueToken(
  db: Database,
  client: ClientActor,
  wanted: readonly string[],
): Promise<Outcome<{ token: string; scopes: readonly Scope[]; seconds: number }>> {
  const own = [...client.scopes];
  if (wanted.some((scope) => !own.some((one) => one === scope))) return refuse('scope-not-given');
  const scopes = wanted.length === 0 ? own : own.filter((scope) => wanted.includes(scope));
  const token = randomToken();
  await inTenant(db, client.municipalityId, async (tx) => {
    await clients.deleteExpiredTokens(tx);
    const expiresAt = new Date(tx.now.getTime() + TOKEN_S * 1000);
    await clients.insertToken(tx, {
      tokenHash: hashToken(token),
      clientId: client.clientId,
      scopes,
      expiresAt,
    });
    await logSession(tx, client, { action: 'login', outcome: 'success' });
  });
  return ok({ token, scopes, seconds: TOKEN_S });
}

/**
 * Who a token stands for: the client, or the named person of its party through it. An unknown person, one of another
 * party and one who left get the same answer, so that nobody learns here who works where.
 */
export async function actorOfToken(
  db: Database,
  municipalityId: string,
  { token, onBehalfOf, demoAllowed }: { token: string; onBehalfOf: string | undefined; demoAllowed: boolean },
): Promise<Outcome<ClientActor | UserActor>> {
  return inTenant(db, municipalityId, async (tx) => {
    const found = await clients.findToken(tx, hashToken(token));
    const record = found && (await clients.findClient(tx, found.clientId));
    if (!record) return refuse('token-invalid');
    const client = clientActor(tx, record, found.scopes);
    if (onBehalfOf === undefined) return ok(client);
    const user = await store.findUserByLogin(tx, onBehalfOf);
    if (!user || user.partyId !== client.partyId || (user.demo && !demoAllowed))
      return refuse('on-behalf-refused');
    return ok(throughClient(actorFrom(tx, user), client));
  });
}

/** The person's rights, kept to those of the client: no service and no permission that not both have. */
function throughClient(user: UserActor, client: ClientActor): UserActor {
  const handles = client.scopes.has('meldingen:behandelen');
  const permissions = THROUGH_A_CLIENT.filter(
    (permission) => user.permissions.has(permission) && (permission !== 'report.handle' || handles),
  );
  return {
    ...user,
    client,
    serviceIds: user.serviceIds.filter((id) => client.serviceIds.includes(id)),
    permissions: new Set(permissions),
  };
}

function clientActor(tx: Tx, record: clients.ClientRecord, scopes: readonly Scope[]): ClientActor {
  return {
    kind: 'client',
    municipalityId: tx.municipalityId,
    clientId: record.id,
    partyId: record.partyId,
    serviceIds: record.serviceIds,
    // a right that the client lost does not live on in its tokens
    scopes: new Set(scopes.filter((scope) => record.scopes.includes(scope))),
  };
}

/**
 * The key of a report from the client's idempotency key. The follow-up code follows from it, so it is mixed with what
 * only the database knows: who guesses a client's keys learns no code.
 */
export async function submissionKey(tx: Tx, client: ClientActor, idempotencyKey: string): Promise<string> {
  const salt = await clients.idempotencySalt(tx, client.clientId);
  const once = createHash('sha256').update(idempotencyKey).digest();
  return createHmac('sha256', salt).update(once).digest('hex');
}
