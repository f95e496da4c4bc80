import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { clearLimit, withinLimit, type Limit } from '../kit/rate-limit.ts';
import { logAccess } from './grant.ts';
import type { Actor } from './model.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { actorFrom, hashToken, openSession } from './sessions.ts';
import * as store from './store.ts';

export interface LoginAttempt {
  readonly login: string;
  readonly password: string;
  /** The address the attempt comes from; counted, not kept. */
  readonly address: string;
  readonly loginsPerHour: number;
  /** Whether accounts with a password that everybody knows may be used. */
  readonly demoAllowed: boolean;
}

let decoy: Promise<string> | undefined;

/** Opens a session for the right log-in name and password. A wrong name takes as long as a wrong password. */
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
  decoy ??= hashPassword('decoy');
  // outside the transaction: deriving the key takes tens of milliseconds
  const matches = await passwordMatches(attempt.password, user?.passwordHash ?? (await decoy));
  if (matches && user) await clearLimit(db, byAccount, account);
  return inTenant(db, municipalityId, (tx) => concludeLogin(tx, matches ? user : undefined));
}

async function concludeLogin(tx: Tx, user: store.UserRecord | undefined): Promise<Outcome<string>> {
  const actor: Actor = user ? actorFrom(tx, user) : { kind: 'public', municipalityId: tx.municipalityId };
  const outcome = user ? 'success' : 'denied';
  await logAccess(tx, actor, {
    action: 'login',
    outcome,
    subjectKind: 'session',
    subjectId: null,
    dataClass: '-',
    ground: '-',
  });
  if (!user) return refuse('login-wrong', { pointer: 'login' });
  await store.deleteExpiredSessions(tx);
  return ok(await openSession(tx, 'user', user.id));
}

export async function logOut(db: Database, actor: Actor, token: string): Promise<void> {
  await inTenant(db, actor.municipalityId, async (tx) => {
    await store.deleteSession(tx, hashToken(token));
    await logAccess(tx, actor, {
      action: 'logout',
      outcome: 'success',
      subjectKind: 'session',
      subjectId: null,
      dataClass: '-',
      ground: '-',
    });
  });
}
