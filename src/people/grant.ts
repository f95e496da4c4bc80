import type { Tx } from '../kit/db.ts';
import type { Actor, DataClass } from './model.ts';
import { dataClasses, insertAccessLine } from './store.ts';

const issued: unique symbol = Symbol('grant');

/** Proof that somebody may see or write personal data of one subject, and that a line of it stands in the access log. */
export interface Grant {
  readonly [issued]: true;
  readonly subjectId: string;
  readonly dataClass: DataClass;
  readonly ground: string;
  readonly retentionDays: Readonly<Record<string, number>>;
}

export interface GrantRequest {
  readonly action: 'read' | 'create' | 'change' | 'export';
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly dataClass: DataClass;
  /** For what somebody asked about their own data: the ground is then the law that gives that right. */
  readonly purpose?: 'rights';
}

/** AVG articles 15 to 21 oblige to look when a person asks. */
const LEGAL_DUTY = 'AVG 6(1)(c)';

/**
 * Writes the line of the access log and gives the key to the data. Whether the actor *may* is decided before,
 * by the room that owns the data. The ground is the municipality's, from its register of data classes.
 */
export async function grant(tx: Tx, actor: Actor, { purpose, ...request }: GrantRequest): Promise<Grant> {
  const classes = await dataClasses(tx);
  const ordinary = classes.get(request.dataClass)?.ground;
  if (ordinary === undefined)
    throw new Error(`expected data class '${request.dataClass}' to have a ground, found none`);
  const ground = purpose === 'rights' ? LEGAL_DUTY : ordinary;
  await logAccess(tx, actor, { ...request, outcome: 'success', ground });
  const retentionDays = Object.fromEntries([...classes].map(([name, entry]) => [name, entry.retentionDays]));
  return {
    [issued]: true,
    subjectId: request.subjectId,
    dataClass: request.dataClass,
    ground,
    retentionDays,
  };
}

/** A search through personal data of many: what was searched for is personal data itself, so the line does not say it. */
export async function logSearch(tx: Tx, actor: Actor, dataClass: DataClass): Promise<void> {
  const ground = (await dataClasses(tx)).get(dataClass)?.ground;
  if (ground === undefined)
    throw new Error(`expected data class '${dataClass}' to have a ground, found none`);
  const subject = { subjectKind: 'search', subjectId: null };
  await logAccess(tx, actor, { action: 'read', outcome: 'success', dataClass, ground, ...subject });
}

/** A refusal leaves a trace as well. */
export async function logDenied(
  tx: Tx,
  actor: Actor,
  request: Pick<GrantRequest, 'action' | 'subjectKind'> & { readonly subjectId: string | null },
): Promise<void> {
  await logAccess(tx, actor, { ...request, dataClass: '-', outcome: 'denied', ground: '-' });
}

/** A look at codes and times: no personal data, so no ground, but a machine that looks leaves a line each time. */
export async function logLook(
  tx: Tx,
  actor: Actor,
  look: {
    readonly action: GrantRequest['action'];
    readonly subjectKind: string;
    readonly subjectId: string | null;
    readonly outcome?: 'success' | 'denied';
  },
): Promise<void> {
  await logAccess(tx, actor, { outcome: 'success', ...look, dataClass: '-', ground: '-' });
}

interface AccessEntry {
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly dataClass: string;
  readonly outcome: 'success' | 'denied';
  readonly ground: string;
}

/** Fields after NEN 7513: what happened, when, about whom, by whom, and who answers for it. Never the content. */
export async function logAccess(tx: Tx, actor: Actor, entry: AccessEntry): Promise<void> {
  const user = actor.kind === 'user' ? actor : undefined;
  const client = actor.kind === 'client' ? actor : user?.client;
  await insertAccessLine(tx, {
    ...entry,
    actorKind: actor.kind,
    userId: user?.userId ?? null,
    partyId: user?.partyId ?? client?.partyId ?? null,
    roles: user?.roles.join(' ') ?? '',
    clientId: client?.clientId ?? null,
  });
}
