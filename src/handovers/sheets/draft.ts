import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import type { Sheet } from '../../kit/sheet.ts';
import { grant, logDenied, requirePermission, services } from '../../people/index.ts';
import type { Actor, UserActor } from '../../people/model.ts';
import type { SheetLine } from '../sheet-wire.ts';
import { recognise } from './rules.ts';
import * as store from '../sheet-store.ts';
import { sheetWords } from './words.ts';

/** So long is a list there, whatever becomes of it. */
const KEPT_HOURS = 48;
const HOUR_MS = 3_600_000;

/** Keeps a list that somebody brought, for that person alone and for two days, with what its columns look like. */
export async function bringSheet(
  db: Database,
  actor: Actor,
  { id, sheet }: { readonly id: string; readonly sheet: Sheet },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  const recognised = recognise(sheet, sheetWords());
  if (sheet.length === (recognised.hasHeading ? 1 : 0)) return refuse('sheet-empty', { pointer: 'cellen' });
  return inTenant(db, actor.municipalityId, async (tx) => {
    const [first] = await ownServices(tx, user.value);
    const destroyAfter = new Date(tx.now.getTime() + KEPT_HOURS * HOUR_MS);
    const draft = { id, sheet, ...recognised, kind: undefined, serviceId: first?.id, destroyAfter };
    const isNew = await store.insertDraft(tx, user.value.userId, draft);
    // the id of a list of somebody else gives nothing away
    if (!isNew && !(await store.findDraft(tx, user.value.userId, id))) return refuse('sheet-unknown');
    if (isNew) await grant(tx, user.value, { ...lookAt(id), action: 'create' });
    return ok(true);
  });
}

/** What is done with a list leaves its lines like what is done with a report: it holds the words of many. */
export function lookAt(id: string) {
  return { subjectKind: 'sheet', subjectId: id, dataClass: 'story' } as const;
}

/** The services in whose name somebody can note references. */
export async function ownServices(
  tx: Tx,
  { serviceIds }: UserActor,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return (await services(tx))
    .filter(({ id }) => serviceIds.includes(id))
    .map(({ id, name }) => ({ id, name }));
}

/** A list of this person, or the answer of a list that does not exist. */
export async function ownDraft(tx: Tx, user: UserActor, id: string): Promise<Outcome<store.SheetDraft>> {
  const draft = await store.findDraft(tx, user.userId, id);
  if (draft) return ok(draft);
  await logDenied(tx, user, { action: 'read', subjectKind: 'sheet', subjectId: id });
  return refuse('sheet-unknown');
}

/** Sets right what the columns are, and what holds for every row. */
export async function correctSheet(
  db: Database,
  actor: Actor,
  id: string,
  choices: store.SheetChoices,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const draft = await ownDraft(tx, user.value, id);
    if (!draft.ok) return draft;
    if (choices.fields.length !== draft.value.fields.length) return refuse('sheet-unknown');
    const { serviceId } = choices;
    if (serviceId !== undefined && !user.value.serviceIds.includes(serviceId))
      return refuse('service-unknown', { pointer: 'dienst' });
    await store.writeChoices(tx, id, choices);
    return ok(true);
  });
}

/** Throws a list away; what was made of it stays. The same click again finds nothing, and that is well. */
export async function discardSheet(db: Database, actor: Actor, id: string): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await store.deleteDraft(tx, user.value.userId, id);
    return ok(true);
  });
}

/** The lists that this person brought and that are still there: how many rows, and how many of them became reports. */
export async function ownSheets(db: Database, actor: Actor): Promise<Outcome<SheetLine[]>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const lines: SheetLine[] = [];
    for (const draft of await store.draftsOf(tx, user.value.userId)) {
      const rows = await store.rowsOf(tx, draft.id);
      const { id, madeAt, destroyAfter } = draft;
      const made = rows.filter(({ report }) => report !== undefined).length;
      lines.push({ id, madeAt, destroyAfter, rows: rows.length - (draft.hasHeading ? 1 : 0), made });
    }
    return ok(lines);
  });
}
