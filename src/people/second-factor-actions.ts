import { clockOffsetMs } from '../kit/clock.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { withinLimit, type Limit } from '../kit/rate-limit.ts';
import { seal, unseal } from '../kit/secrets.ts';
import { getMunicipality } from '../places/index.ts';
import { logAccess } from './grant.ts';
import * as factorStore from './second-factor-store.ts';
import { actorFrom, halfUser, openSession, type SessionLimits } from './sessions.ts';
import type { UserRecord } from './store.ts';
import {
  hashRecoveryCode,
  inGroups,
  newRecoveryCodes,
  newSecret,
  qrOf,
  stepOfCode,
  type QrCode,
} from './totp.ts';
import * as usersStore from './users-store.ts';

/** Guessing six digits at ten in a quarter of an hour takes about a year for even odds. */
const LIMIT: Limit = { name: 'second-factor', max: 10, windowMinutes: 15 };

/**
 * Whether this person has to give a second factor: by role, as the municipality decided. Demo accounts, whose password
 * everybody knows and which exist on a loopback address only, have none.
 */
export async function needsSecondFactor(tx: Tx, user: Pick<UserRecord, 'roles' | 'demo'>): Promise<boolean> {
  const { settings } = await getMunicipality(tx);
  return !user.demo && user.roles.some((role) => settings.secondFactorRoles.includes(role));
}

/** What somebody with half a session has to do now. */
export type SecondStep =
  | { readonly kind: 'code' }
  | { readonly kind: 'enrol'; readonly secret: string; readonly qr: QrCode }
  /** No key to keep a secret under: an installation in production without SECRETS_KEY. */
  | { readonly kind: 'unavailable' };

interface HalfVisit {
  readonly municipalityId: string;
  readonly token: string;
  readonly secretsKey: string | undefined;
}

/** The second step of a half session; undefined when there is no such session. */
export function secondStep(db: Database, visit: HalfVisit): Promise<SecondStep | undefined> {
  return inTenant(db, visit.municipalityId, async (tx) => {
    const half = await halfUser(tx, visit.token);
    if (!half) return undefined;
    if (visit.secretsKey === undefined) return { kind: 'unavailable' };
    const known = await factorStore.findFactor(tx, half.user.id);
    if (known?.isConfirmed) return { kind: 'code' };
    if (!known)
      await factorStore.insertFactor(
        tx,
        half.user.id,
        sealed(tx, half.user.id, newSecret(), visit.secretsKey),
      );
    const secret = await secretOf(tx, half.user.id, visit.secretsKey);
    const { name } = await getMunicipality(tx);
    const qr = qrOf({ secret, issuer: `Wijkverbond ${name}`, label: half.user.name });
    return { kind: 'enrol', secret: inGroups(secret), qr };
  });
}

function placeOf(tx: Tx, userId: string): string {
  return `second factor of ${tx.municipalityId}/${userId}`;
}

function sealed(tx: Tx, userId: string, secret: string, key: string): Buffer {
  return seal(secret, { key, place: placeOf(tx, userId) });
}

async function secretOf(tx: Tx, userId: string, key: string): Promise<string> {
  const factor = await factorStore.findFactor(tx, userId);
  if (!factor) throw new Error(`expected a second factor of user ${userId}, found none`);
  return unseal(factor.sealedSecret, { key, place: placeOf(tx, userId) });
}

export interface CodeGiven extends HalfVisit {
  readonly code: string;
  readonly limits: SessionLimits;
}

export interface Through {
  /** Of the whole session that takes the place of the half one. */
  readonly token: string;
  readonly userId: string;
  /** Shown once, right after the phone was set up. */
  readonly recoveryCodes: readonly string[];
}

/** A right code makes the half session a whole one, under a new token. Each code counts once. */
export async function giveCode(db: Database, given: CodeGiven): Promise<Outcome<Through>> {
  const who = await inTenant(db, given.municipalityId, (tx) => halfUser(tx, given.token));
  if (!who) return refuse('second-step-expired');
  // counted outside the transaction, so that a wrong code counts as well
  if (!(await withinLimit(db, LIMIT, `${given.municipalityId} ${who.user.id}`)))
    return refuse('second-factor-limit', { pointer: 'code' });
  return inTenant(db, given.municipalityId, (tx) => judge(tx, given));
}

async function judge(tx: Tx, { token, code, secretsKey, limits }: CodeGiven): Promise<Outcome<Through>> {
  const half = await halfUser(tx, token);
  if (!half || secretsKey === undefined) return refuse('second-step-expired');
  const { user, session } = half;
  const factor = await factorStore.findFactor(tx, user.id);
  if (!factor) return refuse('second-step-expired');
  const isRight = await accepts(tx, { user, code, secretsKey, confirms: !factor.isConfirmed });
  await logAccess(tx, actorFrom(tx, user), {
    action: 'second-factor',
    outcome: isRight ? 'success' : 'denied',
    subjectKind: 'session',
    subjectId: null,
    dataClass: '-',
    ground: '-',
  });
  if (!isRight) return refuse('second-factor-wrong', { pointer: 'code' });
  const recoveryCodes = factor.isConfirmed ? [] : newRecoveryCodes();
  if (recoveryCodes.length > 0)
    await factorStore.writeRecoveryCodes(
      tx,
      user.id,
      recoveryCodes.map((each) => hashRecoveryCode(user.id, each)),
    );
  await usersStore.writeLastLogin(tx, user.id);
  const whole = await openSession(tx, 'user', user.id, {
    limits,
    provider: session.provider,
    replaces: token,
  });
  return ok({ token: whole, userId: user.id, recoveryCodes });
}

interface Given {
  readonly user: UserRecord;
  readonly code: string;
  readonly secretsKey: string;
  /** The first code of all, which proves that the phone has the secret. */
  readonly confirms: boolean;
}

/** Six digits come from the phone; anything else may be a recovery code. */
async function accepts(tx: Tx, { user, code, secretsKey, confirms }: Given): Promise<boolean> {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits))
    return !confirms && factorStore.useRecoveryCode(tx, user.id, hashRecoveryCode(user.id, code));
  const secret = await secretOf(tx, user.id, secretsKey);
  // the phone knows nothing of a clock that a demo has moved
  const at = new Date(tx.now.getTime() - (await clockOffsetMs(tx.kysely)));
  const step = stepOfCode({ secret, code: digits, at });
  return step !== undefined && factorStore.useStep(tx, { userId: user.id, step, confirms });
}
