import { createHash } from 'node:crypto';
import type { Config } from '../kit/config.ts';
import { randomToken } from '../kit/ids.ts';
import type { Tx } from '../kit/db.ts';
import * as sessionStore from './session-store.ts';
import * as store from './store.ts';
import type { Actor } from './model.ts';
import { permissionsOf } from './permissions.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** Half a session is for one code, not for a day. */
const HALF_MINUTES = 10;

/** How long a session may last, and how long it may be left alone. */
export interface SessionLimits {
  readonly minutes: number;
  readonly idleMinutes: number;
}

const USUAL: Readonly<Record<'user' | 'reporter', SessionLimits>> = {
  user: { minutes: 10 * HOUR_MINUTES, idleMinutes: 2 * HOUR_MINUTES },
  reporter: { minutes: HOUR_MINUTES / 2, idleMinutes: HOUR_MINUTES / 2 },
};

export function sessionLimits(config: Pick<Config, 'SESSION_HOURS' | 'SESSION_IDLE_MINUTES'>): SessionLimits {
  return { minutes: config.SESSION_HOURS * HOUR_MINUTES, idleMinutes: config.SESSION_IDLE_MINUTES };
}

export interface Opening {
  readonly limits?: SessionLimits | undefined;
  /** Half: the first factor is there, the second is not; it opens nothing but the second step. */
  readonly stage?: sessionStore.SessionStage;
  readonly provider?: sessionStore.ProviderSession | undefined;
  /** The token the browser came with: that session ends, so that nobody keeps a token from before the log-in. */
  readonly replaces?: string | undefined;
}

/** A new session; the token goes into the cookie and only its hash into the database. */
export async function openSession(
  tx: Tx,
  kind: 'user' | 'reporter',
  subjectId: string,
  { limits = USUAL[kind], stage = 'full', provider, replaces }: Opening = {},
): Promise<string> {
  const token = randomToken();
  const minutes = stage === 'half' ? HALF_MINUTES : limits.minutes;
  const expiresAt = new Date(tx.now.getTime() + minutes * MINUTE_MS);
  const { idleMinutes } = limits;
  if (replaces !== undefined) await sessionStore.deleteSession(tx, hashToken(replaces));
  await sessionStore.insertSession(tx, {
    tokenHash: hashToken(token),
    kind,
    subjectId,
    stage,
    expiresAt,
    idleMinutes,
    provider,
  });
  return token;
}

/** Who the token stands for; the session of a demo account counts only where those are allowed. */
export async function actorOfSession(
  tx: Tx,
  token: string,
  { demoAllowed }: { demoAllowed: boolean },
): Promise<Actor | undefined> {
  const session = await sessionStore.findSession(tx, hashToken(token));
  if (session?.stage !== 'full') return undefined;
  if (session.kind === 'reporter')
    return { kind: 'reporter', municipalityId: tx.municipalityId, reportId: session.subjectId };
  const user = await store.findUser(tx, session.subjectId);
  if (!user || (user.demo && !demoAllowed)) return undefined;
  // once a minute is enough to know whether it was left alone, and spares a write with every page
  if (tx.now.getTime() - session.seenAt.getTime() > MINUTE_MS)
    await sessionStore.touchSession(tx, hashToken(token));
  return actorFrom(tx, user);
}

/** The user who has given the first factor and not yet the second. */
export async function halfUser(
  tx: Tx,
  token: string,
): Promise<{ user: store.UserRecord; session: sessionStore.SessionRecord } | undefined> {
  const session = await sessionStore.findSession(tx, hashToken(token));
  if (session?.stage !== 'half' || session.kind !== 'user') return undefined;
  const user = await store.findUser(tx, session.subjectId);
  return user && { user, session };
}

/** Who works here in this session, and which it is: looked at from outside, which is no use of it. */
export interface WatchedSession {
  readonly sessionId: string;
  readonly actor: Extract<Actor, { kind: 'user' }>;
}

export async function findWatched(
  tx: Tx,
  token: string,
  { demoAllowed }: { demoAllowed: boolean },
): Promise<WatchedSession | undefined> {
  const session = await sessionStore.findSession(tx, hashToken(token));
  if (session?.stage !== 'full' || session.kind !== 'user') return undefined;
  const user = await store.findUser(tx, session.subjectId);
  if (!user || (user.demo && !demoAllowed)) return undefined;
  return { sessionId: session.id, actor: actorFrom(tx, user) };
}

export async function userActor(tx: Tx, userId: string): Promise<Actor | undefined> {
  const user = await store.findUser(tx, userId);
  return user && actorFrom(tx, user);
}

export function actorFrom(tx: Tx, user: store.UserRecord): Extract<Actor, { kind: 'user' }> {
  return {
    kind: 'user',
    municipalityId: tx.municipalityId,
    userId: user.id,
    name: user.name,
    partyId: user.partyId,
    serviceIds: user.serviceIds,
    roles: user.roles,
    permissions: permissionsOf(user.roles),
  };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
