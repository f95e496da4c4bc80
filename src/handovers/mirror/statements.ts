import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import type { Language } from '../../kit/translate.ts';
import { dateAt } from '../../kit/wall-clock.ts';
import { parties, requirePermission, userNames } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { getMunicipality } from '../../places/index.ts';
import type { BlockView, MirrorBlockView, MirrorView, StatementView } from '../mirror-wire.ts';
import { blocksFor, type Block } from './blocks.ts';
import { measuresOf } from './measures.ts';
import { insertStatement, statementsOf, type Said, type Statement } from '../mirror-store.ts';

/** The nine building blocks, and how far the municipality says it is with the checks of each. */
export async function mirror(
  db: Database,
  actor: Actor,
  { language }: { language: Language },
): Promise<Outcome<MirrorView>> {
  const user = requirePermission(actor, 'mirror.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const blocks = blocksFor((await getMunicipality(tx)).slug);
    return ok({ blocks: await blockViews(tx, blocks, language) });
  });
}

/** One block, with what was said of it before and what can be done next. */
export async function mirrorBlock(
  db: Database,
  actor: Actor,
  { number, language, quarter }: { number: number; language: Language; quarter?: string | undefined },
): Promise<Outcome<MirrorBlockView>> {
  const user = requirePermission(actor, 'mirror.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = blocksFor((await getMunicipality(tx)).slug).find((block) => block.number === number);
    const [block] = found ? await blockViews(tx, [found], language) : [];
    if (!found || !block) return refuse('check-unknown');
    return ok({
      block,
      steps: found.steps.map(({ text, ...step }) => ({ ...step, text: text[language] })),
      parties: (await parties(tx)).map(({ id, name }) => ({ id, name })),
      ...(await measuresOf(tx, { number, wished: quarter })),
      mayEdit: user.value.permissions.has('mirror.edit'),
    });
  });
}

async function blockViews(tx: Tx, blocks: readonly Block[], language: Language): Promise<BlockView[]> {
  const checkIds = blocks.flatMap(({ checks }) => checks.map(({ id }) => id));
  const said = Map.groupBy(await statementsOf(tx, checkIds), ({ checkId }) => checkId);
  const [names, known] = [await userNames(tx), await parties(tx)];
  const partyNames = new Map(known.map(({ id, name }) => [id, name]));
  const viewOf = ({ checkId: _, byId, ...statement }: Statement): StatementView => ({
    ...statement,
    partyName: partyNames.get(statement.partyId ?? ''),
    actorName: names.get(byId),
  });
  return blocks.map(({ number, name, checks }) => ({
    number,
    name: name[language],
    checks: checks.map(({ id, label, verified }) => {
      const [now, ...before] = (said.get(id) ?? []).map(viewOf);
      return { id, label: label[language], verified, now, before };
    }),
  }));
}

/** Says how far a check is. `version` is what the form was made from; the same said twice is said once. */
export async function stateCheck(
  db: Database,
  actor: Actor,
  { version, ...said }: Said & { readonly version: number },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'mirror.edit');
  if (!user.ok) return user;
  const byId = user.value.userId;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const judged = await judge(tx, said);
    if (!judged.ok) return judged;
    const [last] = await statementsOf(tx, [said.checkId]);
    if (last && isSame(last, said)) return ok(true);
    if ((last?.version ?? 0) !== version) return refuse('check-changed');
    const isKept = await insertStatement(tx, { ...said, version: version + 1, byId });
    return isKept ? ok(true) : refuse('check-changed');
  });
}

async function judge(tx: Tx, { checkId, level, since, partyId }: Said): Promise<Outcome<true>> {
  const blocks = blocksFor((await getMunicipality(tx)).slug);
  if (!blocks.some(({ checks }) => checks.some(({ id }) => id === checkId))) return refuse('check-unknown');
  const isThere = level === 'partly' || level === 'works';
  if (isThere && since === undefined) return refuse('check-since-missing', { pointer: 'since' });
  if (isThere && since !== undefined && since > dateAt(tx.now).toString())
    return refuse('check-since-later', { pointer: 'since' });
  const isKnown = partyId === undefined || (await parties(tx)).some(({ id }) => id === partyId);
  return isKnown ? ok(true) : refuse('field-invalid', { pointer: 'party' });
}

function isSame(last: Statement, said: Said): boolean {
  return (['level', 'since', 'partyId', 'explanation'] as const).every((key) => last[key] === said[key]);
}
