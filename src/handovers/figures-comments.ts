import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { parties, userNames } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { commentsOf, insertComment } from './figures-comments-store.ts';
import type { FiguresView } from './overview-wire.ts';
import { quarterPeriod } from './quarters.ts';

/**
 * What organisations say of their figures of a quarter, the own one alone while others do not see these yet; and what the own
 * one says now, for who may say something else.
 */
export async function commentsView(
  tx: Tx,
  { actor, quarter, isOwnOnly }: { actor: UserActor; quarter: string; isOwnOnly: boolean },
): Promise<Pick<FiguresView, 'comments' | 'own'>> {
  const said = Map.groupBy(await commentsOf(tx, quarter), ({ partyId }) => partyId);
  const names = await userNames(tx);
  const comments = (await parties(tx)).flatMap(({ id, name }) => {
    const of = said.get(id) ?? [];
    const isOwn = id === actor.partyId;
    if (of.length === 0 || (isOwnOnly && !isOwn)) return [];
    const views = of.map(({ version, comment, at, byId }) => ({
      version,
      comment,
      at,
      actorName: names.get(byId),
    }));
    return [{ partyId: id, partyName: name, isOwn, said: views }];
  });
  const [last] = said.get(actor.partyId) ?? [];
  const own = { version: last?.version ?? 0, comment: last?.comment ?? '' };
  return { comments, own: (await mayComment(tx, actor)) ? own : undefined };
}

/** Who leads the organisation, of those who see figures. */
async function mayComment(tx: Tx, { userId, partyId, permissions }: UserActor): Promise<boolean> {
  if (permissions.has('team.read')) return true;
  const party = (await parties(tx)).find(({ id }) => id === partyId);
  return permissions.has('coordination.read') && party?.teamLeadId === userId;
}

/**
 * Says something of the figures of the own organisation. `version` is what the form was made from; the same said twice is said
 * once.
 */
export async function commentOnFigures(
  db: Database,
  actor: Actor,
  { quarter, comment, version }: { quarter: string; comment: string; version: number },
): Promise<Outcome<true>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  const { partyId, userId } = actor;
  return inTenant(db, actor.municipalityId, async (tx) => {
    if (!(await mayComment(tx, actor))) return refuse('not-allowed');
    if (quarterPeriod(tx.now, quarter).quarter !== quarter) return refuse('field-invalid');
    const last = (await commentsOf(tx, quarter)).find((each) => each.partyId === partyId);
    if (last?.comment === comment) return ok(true);
    if ((last?.version ?? 0) !== version) return refuse('comment-changed');
    const isKept = await insertComment(tx, { partyId, quarter, version: version + 1, comment, byId: userId });
    return isKept ? ok(true) : refuse('comment-changed');
  });
}
