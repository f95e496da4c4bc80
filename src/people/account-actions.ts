import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { isUuid } from '../kit/ids.ts';
import { ok, refuse, refuseAll, type Outcome } from '../kit/outcome.ts';
import { withinLimit, type Limit } from '../kit/rate-limit.ts';
import { getMunicipality } from '../places/index.ts';
import { logUserChange } from './leave-actions.ts';
import type { Actor, UserActor } from './model.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { passwordRefusals } from './password-rules.ts';
import { countRecoveryCodes, findFactor } from './second-factor-store.ts';
import * as providerStore from './provider-store.ts';
import * as sessionStore from './session-store.ts';
import { actorFrom, hashToken } from './sessions.ts';
import * as store from './store.ts';
import * as usersStore from './users-store.ts';

const LIMIT: Limit = { name: 'password', max: 10, windowMinutes: 60 };

/** Whoever is logged in has an account of their own. */
export function ownAccount(actor: Actor): Outcome<UserActor> {
  return actor.kind === 'user' ? ok(actor) : refuse('not-logged-in');
}

export interface AccountView {
  readonly name: string;
  readonly login: string;
  readonly partyName: string;
  readonly roles: readonly string[];
  readonly hasPassword: boolean;
  readonly isDemo: boolean;
  readonly hasSecondFactor: boolean;
  readonly recoveryCodesLeft: number;
  readonly providers: readonly { readonly slug: string; readonly name: string; readonly isLinked: boolean }[];
  readonly sessions: readonly OwnSession[];
}

export interface OwnSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly providerName: string | undefined;
  readonly isThis: boolean;
}

export async function accountPage(db: Database, actor: Actor, token: string): Promise<Outcome<AccountView>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const { userId } = user.value;
    const [account] = await usersStore.managedUsers(tx, { id: userId });
    const record = await store.findUser(tx, userId);
    if (!account || !record) return refuse('not-logged-in');
    const linked = await providerStore.linkedProviderIds(tx, userId);
    const providers = await providerStore.activeProviders(tx);
    return ok({
      name: account.name,
      login: account.login,
      partyName: account.partyName,
      roles: account.roles,
      hasPassword: record.passwordHash !== null,
      isDemo: account.demo,
      hasSecondFactor: (await findFactor(tx, userId))?.isConfirmed ?? false,
      recoveryCodesLeft: await countRecoveryCodes(tx, userId),
      providers: providers.map(({ id, slug, name }) => ({ slug, name, isLinked: linked.has(id) })),
      sessions: await ownSessions(tx, { userId, token, providers }),
    });
  });
}

async function ownSessions(
  tx: Tx,
  {
    userId,
    token,
    providers,
  }: { userId: string; token: string; providers: readonly { id: string; name: string }[] },
): Promise<OwnSession[]> {
  const current = await sessionStore.findSession(tx, hashToken(token));
  const sessions = await sessionStore.sessionsOf(tx, userId);
  return sessions.map(({ id, createdAt, seenAt, provider }) => ({
    id,
    createdAt,
    seenAt,
    providerName: providers.find((each) => each.id === provider?.providerId)?.name,
    isThis: id === current?.id,
  }));
}

/** Ends one of the own sessions; somebody else's is not among them. */
export async function endOwnSession(db: Database, actor: Actor, id: string): Promise<Outcome<true>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  if (!isUuid(id)) return refuse('session-unknown');
  await inTenant(db, actor.municipalityId, (tx) => sessionStore.endSessions(tx, user.value.userId, { id }));
  return ok(true);
}

/**
 * Who is logged in gives the password again before a way in is added: a browser that was left open must not become
 * somebody else's account for good. Who has no password came by a provider.
 */
export async function confirmPassword(
  db: Database,
  actor: Actor,
  current: string,
): Promise<Outcome<UserActor>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  const { userId, municipalityId } = user.value;
  const record = await inTenant(db, municipalityId, (tx) => store.findUser(tx, userId));
  if (record && record.passwordHash === null) return user;
  if (!(await withinLimit(db, LIMIT, `${municipalityId} ${userId}`)))
    return refuse('login-limit', { pointer: 'current' });
  const isRight = record !== undefined && (await passwordMatches(current, record.passwordHash ?? ''));
  return isRight ? user : refuse('password-wrong', { pointer: 'current' });
}

/** A new password, for the old one. Everywhere else this person is logged out. */
export async function changePassword(
  db: Database,
  actor: Actor,
  { current, password, token }: { current: string; password: string; token: string },
): Promise<Outcome<true>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  const { userId, municipalityId } = user.value;
  if (!(await withinLimit(db, LIMIT, `${municipalityId} ${userId}`)))
    return refuse('login-limit', { pointer: 'current' });
  const [account] = await inTenant(db, municipalityId, (tx) => usersStore.managedUsers(tx, { id: userId }));
  const town = await townName(db, municipalityId);
  const record = await inTenant(db, municipalityId, (tx) => store.findUser(tx, userId));
  if (!account || record?.passwordHash === null || record === undefined) return refuse('password-none');
  // everybody reads the password of a demo account on the log-in page
  if (account.demo) return refuse('password-demo');
  const isRight = await passwordMatches(current, record.passwordHash);
  const wrong = [
    ...(isRight ? [] : [{ code: 'password-wrong', pointer: 'current' }]),
    ...passwordRefusals(password, { login: account.login, town }),
  ];
  if (wrong.length > 0) return refuseAll(wrong);
  const hash = await hashPassword(password);
  return inTenant(db, municipalityId, async (tx) => {
    await usersStore.writePassword(tx, userId, hash);
    await sessionStore.endSessions(tx, userId, { except: hashToken(token) });
    await logUserChange(tx, user.value, userId);
    return ok(true);
  });
}

function townName(db: Database, municipalityId: string): Promise<string> {
  return inTenant(db, municipalityId, async (tx) => (await getMunicipality(tx)).name);
}

/** For whom a link is that sets a password; undefined when it is old, used, or none of ours. */
export function linkedLogin(
  db: Database,
  municipalityId: string,
  linkToken: string,
): Promise<string | undefined> {
  return inTenant(db, municipalityId, async (tx) => {
    const userId = await usersStore.findPasswordLink(tx, hashToken(linkToken));
    const [account] = userId ? await usersStore.managedUsers(tx, { id: userId }) : [];
    return account?.active ? account.login : undefined;
  });
}

/** Sets the password behind a link, once. */
export async function setPasswordByLink(
  db: Database,
  municipalityId: string,
  { linkToken, password }: { linkToken: string; password: string },
): Promise<Outcome<true>> {
  const login = await linkedLogin(db, municipalityId, linkToken);
  if (login === undefined) return refuse('password-link-gone');
  const wrong = passwordRefusals(password, { login, town: await townName(db, municipalityId) });
  if (wrong.length > 0) return refuseAll(wrong);
  const hash = await hashPassword(password);
  return inTenant(db, municipalityId, async (tx) => {
    const userId = await usersStore.findPasswordLink(tx, hashToken(linkToken));
    // of two posts at once the second finds nothing to delete
    if (!userId || (await usersStore.deletePasswordLinks(tx, userId)) === 0)
      return refuse('password-link-gone');
    const user = await store.findUser(tx, userId);
    if (!user) return refuse('password-link-gone');
    await usersStore.writePassword(tx, userId, hash);
    await sessionStore.endSessions(tx, userId);
    await logUserChange(tx, actorFrom(tx, user), userId);
    return ok(true);
  });
}
