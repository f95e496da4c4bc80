import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { randomToken } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { clearLimit, withinLimit, type Limit } from '../kit/rate-limit.ts';
import { logAccess } from './grant.ts';
import type { Actor } from './model.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { needsSecondFactor } from './second-factor-actions.ts';
import * as sessionStore from './session-store.ts';
import { actorFrom, hashToken, openSession, type Opening } from './sessions.ts';
import * as store from './store.ts';
import * as usersStore from './users-store.ts';

export interface LoginAttempt extends Pick<Opening, 'limits' | 'replaces'> {
  readonly login: string;
  readonly password: string;
  /** The address the attempt comes from; counted, not kept. */
  readonly address: string;
  readonly loginsPerHour: number;
  /** Whether accounts with a password that everybody knows may be used. */
  readonly demoAllowed: boolean;
}

let decoy: Promise<string> | undefined;

/**
 * Opens a session for the right log-in name and password; half a session when a second factor is asked. A wrong name
 * takes as long as a wrong password.
 */
export async function logIn(
  db: Database,
  municipalityId: string,
  attempt: LoginAttempt,
): Promise<Outcome<string>> {
  const { login, address, loginsPerHour } = attempt;
  const byAccount: Limit = { name: 'login-account', max: Math.ceil(loginsPerHour / 3), windowMinutes: 60 };
  const account = `${municipalityId} ${login}`;
  const mayTry = await withinLimit(db, { name: 'login', max: loginsPerHour, windowMinutes: 60 }, address);
  if (!mayTry || !(await withinLimit(db, byAccount, account)))
    return refuse('login-limit', { pointer: 'login' });
  const found = await inTenant(db, municipalityId, (tx) => store.findUserByLogin(tx, login));
  const user = found?.demo && !attempt.demoAllowed ? undefined : found;
  decoy ??= hashPassword(randomToken());
  // outside the transaction: deriving the key takes tens of milliseconds
  const matches = await passwordMatches(attempt.password, user?.passwordHash ?? (await decoy));
  const known = matches && user && user.passwordHash !== null ? user : undefined;
  if (known) await clearLimit(db, byAccount, account);
  return inTenant(db, municipalityId, (tx) => concludeLogin(tx, known, attempt));
}

async function concludeLogin(
  tx: Tx,
  user: store.UserRecord | undefined,
  { limits, replaces }: LoginAttempt,
): Promise<Outcome<string>> {
  const actor: Actor = user ? actorFrom(tx, user) : { kind: 'public', municipalityId: tx.municipalityId };
  await logSession(tx, actor, { action: 'login', outcome: user ? 'success' : 'denied' });
  if (!user) return refuse('login-wrong', { pointer: 'login' });
  await sessionStore.deleteExpiredSessions(tx);
  const stage = (await needsSecondFactor(tx, user)) ? 'half' : 'full';
  if (stage === 'full') await usersStore.writeLastLogin(tx, user.id);
  return ok(await openSession(tx, 'user', user.id, { limits, replaces, stage }));
}

/** Coming and going leave a line as well. */
export function logSession(
  tx: Tx,
  actor: Actor,
  entry: { readonly action: 'login' | 'logout'; readonly outcome: 'success' | 'denied' },
): Promise<void> {
  return logAccess(tx, actor, {
    ...entry,
    subjectKind: 'session',
    subjectId: null,
    dataClass: '-',
    ground: '-',
  });
}

/** Ends the session, and tells at which provider it began. */
export async function logOut(db: Database, actor: Actor, token: string): Promise<string | undefined> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const session = await sessionStore.findSession(tx, hashToken(token));
    await sessionStore.deleteSession(tx, hashToken(token));
    await logSession(tx, actor, { action: 'logout', outcome: 'success' });
    return session?.provider?.providerId;
  });
}
