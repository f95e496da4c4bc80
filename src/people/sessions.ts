import { createHash } from 'node:crypto';
import { randomToken } from '../kit/ids.ts';
import type { Tx } from '../kit/db.ts';
import * as store from './store.ts';
import type { Actor } from './model.ts';
import { permissionsOf } from './permissions.ts';

const HOUR_MS = 3_600_000;
const LIFETIME_MS = { user: 10 * HOUR_MS, reporter: HOUR_MS / 2 };

/** A new session; the token goes into the cookie and only its hash into the database. */
export async function openSession(tx: Tx, kind: 'user' | 'reporter', subjectId: string): Promise<string> {
  const token = randomToken();
  const expiresAt = new Date(tx.now.getTime() + LIFETIME_MS[kind]);
  await store.insertSession(tx, { tokenHash: hashToken(token), kind, subjectId, expiresAt });
  return token;
}

/** Who the token stands for; the session of a demo account counts only where those are allowed. */
export async function actorOfSession(
  tx: Tx,
  token: string,
  { demoAllowed }: { demoAllowed: boolean },
): Promise<Actor | undefined> {
  const session = await store.findSession(tx, hashToken(token));
  if (!session) return undefined;
  if (session.kind === 'reporter')
    return { kind: 'reporter', municipalityId: tx.municipalityId, reportId: session.subjectId };
  const user = await store.findUser(tx, session.subjectId);
  return user && (demoAllowed || !user.demo) ? actorFrom(tx, user) : undefined;
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
