import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { randomToken } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { logSession } from './actions.ts';
import { hasSecondFactor, rolesFrom, wordAt, type Claims } from './claim-rules.ts';
import { changeRoles, type LeaveSubscriber } from './leave-actions.ts';
import { clockIn, type Actor, type Role } from './model.ts';
import {
  authorizationAddress,
  claimsBehind,
  freshQuestion,
  loggedOutAt,
  logOutAddress,
  type ProviderConfig,
} from './provider-connection.ts';
import * as providerStore from './provider-store.ts';
import type { IdentityProvider } from './provider-store.ts';
import { needsSecondFactor } from './second-factor-actions.ts';
import * as sessionStore from './session-store.ts';
import { actorFrom, hashToken, openSession, type SessionLimits } from './sessions.ts';
import * as store from './store.ts';
import * as usersStore from './users-store.ts';

const TRANSACTION_MS = 10 * 60_000;

/** Which providers the log-in page offers; names and addresses only. */
export async function providers(
  db: Database,
  municipalityId: string,
): Promise<{ readonly slug: string; readonly name: string }[]> {
  const found = await inTenant(db, municipalityId, providerStore.activeProviders);
  return found.map(({ slug, name }) => ({ slug, name }));
}

/** One request of a browser for one provider of one municipality. */
export interface ProviderVisit {
  readonly municipalityId: string;
  readonly slug: string;
  /** The page of ours to which the provider sends the browser back. */
  readonly redirectUri: string;
  readonly config: ProviderConfig;
}

export interface Begun {
  readonly name: string;
  /** Where the browser goes. */
  readonly address: string;
  /** What it has to bring back, in a cookie. */
  readonly browser: string;
}

async function findProvider(
  db: Database,
  { municipalityId, slug }: Pick<ProviderVisit, 'municipalityId' | 'slug'>,
): Promise<IdentityProvider | undefined> {
  const found = await inTenant(db, municipalityId, providerStore.activeProviders);
  return found.find((provider) => provider.slug === slug);
}

/** Begins a log-in: state, nonce and verifier stay here; the browser gets the state and a token of its own. */
export async function startLogIn(
  db: Database,
  visit: ProviderVisit,
  { wayBack, linkUserId }: { wayBack: string | undefined; linkUserId?: string },
): Promise<Outcome<Begun>> {
  const provider = await findProvider(db, visit);
  if (!provider) return refuse('provider-unknown');
  const question = freshQuestion(visit.redirectUri);
  const address = await authorizationAddress(provider, visit.config, question);
  if (!address.ok) return address;
  const browser = randomToken();
  await inTenant(db, visit.municipalityId, async (tx) => {
    await providerStore.deleteExpiredTransactions(tx);
    await providerStore.insertTransaction(tx, {
      stateHash: hashToken(question.state),
      browserHash: hashToken(browser),
      providerId: provider.id,
      nonce: question.nonce,
      verifier: question.verifier,
      wayBack,
      linkUserId,
      expiresAt: new Date(tx.now.getTime() + TRANSACTION_MS),
    });
  });
  return ok({ name: provider.name, address: address.value, browser });
}

export interface Answer {
  /** The address of this request as the browser sees it, with the provider's parameters. */
  readonly address: URL;
  readonly browser: string | undefined;
  readonly limits: SessionLimits;
  readonly replaces: string | undefined;
  /** Who this browser is logged in as, when it is. */
  readonly actor: Actor;
  readonly onLeft: LeaveSubscriber;
}

export interface LoggedIn {
  readonly wayBack: string | undefined;
  readonly userId: string;
  /** Absent when a provider was added to an account that is logged in already. */
  readonly token: string | undefined;
}

/** Ends a log-in that this browser began: once, in time, with the code that the provider gave for it. */
export async function finishLogIn(
  db: Database,
  visit: ProviderVisit,
  answer: Answer,
): Promise<Outcome<LoggedIn>> {
  const { municipalityId, config } = visit;
  const provider = await findProvider(db, visit);
  if (!provider) return refuse('provider-unknown');
  const state = answer.address.searchParams.get('state') ?? '';
  const begun = await inTenant(db, municipalityId, (tx) =>
    providerStore.takeTransaction(tx, {
      stateHash: hashToken(state),
      browserHash: hashToken(answer.browser ?? ''),
      providerId: provider.id,
    }),
  );
  if (!begun) return refuse('login-expired');
  const claims = await claimsBehind(provider, config, { address: answer.address, state, ...begun });
  if (!claims.ok) return claims;
  const arrival = { provider, claims: claims.value, begun, answer };
  return inTenant(db, municipalityId, (tx) => conclude(tx, arrival));
}

interface Arrival {
  readonly provider: IdentityProvider;
  readonly claims: Claims;
  readonly begun: providerStore.LogInTransaction;
  readonly answer: Answer;
}

async function conclude(tx: Tx, arrival: Arrival): Promise<Outcome<LoggedIn>> {
  const { provider, claims, begun } = arrival;
  const subject = wordAt(claims, provider.subjectClaim);
  if (subject === undefined) return refuse('login-not-proven');
  await usersStore.lockIdentity(tx, `${provider.id} ${subject}`);
  if (begun.linkUserId !== undefined) return link(tx, arrival, { subject, userId: begun.linkUserId });
  const roles = rolesFrom(claims, provider);
  const known = await userOf(tx, arrival, { subject, roles });
  if (!known.ok) {
    await logSession(
      tx,
      { kind: 'public', municipalityId: tx.municipalityId },
      { action: 'login', outcome: 'denied' },
    );
    return known;
  }
  return enter(tx, arrival, { user: known.value, roles });
}

/** Somebody who is logged in adds a provider: the link is theirs, unless it is somebody else's. */
async function link(
  tx: Tx,
  { provider, begun, answer }: Arrival,
  { subject, userId }: { subject: string; userId: string },
): Promise<Outcome<LoggedIn>> {
  if (answer.actor.kind !== 'user' || answer.actor.userId !== userId) return refuse('login-expired');
  const isNew = await providerStore.insertLink(tx, { providerId: provider.id, subject, userId });
  const owner = isNew
    ? userId
    : await providerStore.findLinkedUserId(tx, { providerId: provider.id, subject });
  if (owner !== userId) return refuse('identity-taken');
  return ok({ wayBack: begun.wayBack, userId, token: undefined });
}

/** By provider and subject only: an e-mail address or a log-in name that looks the same proves nothing. */
async function userOf(
  tx: Tx,
  { provider, claims }: Arrival,
  { subject, roles }: { subject: string; roles: readonly Role[] },
): Promise<Outcome<store.UserRecord>> {
  const key = { providerId: provider.id, subject };
  const linkedId = await providerStore.findLinkedUserId(tx, key);
  if (linkedId !== undefined) {
    const user = await store.findUser(tx, linkedId);
    return user ? ok(user) : refuse('account-inactive');
  }
  if (!provider.makesUsers) return refuse('provider-user-unknown');
  if (roles.length === 0) return refuse('provider-no-role');
  const login = wordAt(claims, provider.loginClaim) ?? subject;
  const userId = await usersStore.insertUser(tx, {
    logins: [login, `${login} (${provider.slug})`, `${provider.slug}:${subject}`],
    name: wordAt(claims, provider.nameClaim) ?? login,
    partyId: provider.partyId,
  });
  await providerStore.insertLink(tx, { ...key, userId });
  const made = await store.findUser(tx, userId);
  if (!made) throw new Error(`expected the user ${userId} that was just made, found none`);
  return ok(made);
}

/** The roles of the claims are the roles, each time; who has none left does not come in, and what was open goes on. */
async function enter(
  tx: Tx,
  { provider, claims, begun, answer }: Arrival,
  { user, roles }: { user: store.UserRecord; roles: readonly Role[] },
): Promise<Outcome<LoggedIn>> {
  await changeRoles(tx, clockIn(tx), { user, roles, onLeft: answer.onLeft });
  const actor = actorFrom(tx, { ...user, roles });
  await logSession(tx, actor, { action: 'login', outcome: roles.length > 0 ? 'success' : 'denied' });
  if (roles.length === 0) {
    await sessionStore.endSessions(tx, user.id);
    return refuse('provider-no-role');
  }
  await usersStore.writeName(tx, user.id, wordAt(claims, provider.nameClaim) ?? user.name);
  await sessionStore.deleteExpiredSessions(tx);
  const isAsked =
    !hasSecondFactor(claims, provider.secondFactor) && (await needsSecondFactor(tx, { ...user, roles }));
  if (!isAsked) await usersStore.writeLastLogin(tx, user.id);
  const token = await openSession(tx, 'user', user.id, {
    limits: answer.limits,
    stage: isAsked ? 'half' : 'full',
    replaces: answer.replaces,
    provider: { providerId: provider.id, sid: wordAt(claims, 'sid') },
  });
  return ok({ wayBack: begun.wayBack, userId: user.id, token });
}

/** Where the browser goes to log out at the provider as well; undefined when there is no such place. */
export async function logOutAtProvider(
  db: Database,
  visit: Omit<ProviderVisit, 'redirectUri'>,
  backTo: string,
): Promise<{ name: string; address: string | undefined } | undefined> {
  const provider = await findProvider(db, visit);
  if (!provider) return undefined;
  return { name: provider.name, address: await logOutAddress(provider, visit.config, backTo) };
}

/** The provider tells that somebody logged out there: that person's sessions from there end here. */
export async function endByProvider(
  db: Database,
  visit: Omit<ProviderVisit, 'redirectUri'>,
  logoutToken: string,
): Promise<Outcome<number>> {
  const provider = await findProvider(db, visit);
  if (!provider) return refuse('provider-unknown');
  const gone = await loggedOutAt(provider, visit.config, logoutToken);
  if (!gone) return refuse('login-not-proven');
  return inTenant(db, visit.municipalityId, async (tx) => {
    const { subject, sid } = gone;
    const providerId = provider.id;
    if (sid !== undefined) return ok(await sessionStore.endSessionsOfSid(tx, { providerId, sid }));
    const userId = subject && (await providerStore.findLinkedUserId(tx, { providerId, subject }));
    return ok(userId ? await sessionStore.endSessions(tx, userId, { provider: { providerId } }) : 0);
  });
}

/** The word in the address of the provider where a session began. */
export async function providerSlug(
  db: Database,
  municipalityId: string,
  providerId: string,
): Promise<string | undefined> {
  const found = await inTenant(db, municipalityId, providerStore.activeProviders);
  return found.find(({ id }) => id === providerId)?.slug;
}
