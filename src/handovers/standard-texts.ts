import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contentFile } from '../kit/content.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { appendEvent, beginStream, readEvents } from '../kit/events.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { requirePermission, userNames } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import type { Nature } from '../triage/model.ts';
import { HouseText, TextEvent, type StandardText, type TextPurpose } from './model.ts';
import { checkText, fitsNature } from './standard-text-rules.ts';
import * as store from './standard-text-store.ts';
import type { StandardTextsView, StandardTextView } from './wire.ts';

let house: readonly HouseText[] | undefined;

/** The texts of the house, as content/standard-texts.json has them. Throws on one that cannot be used, with what is wrong. */
export function houseTexts(): readonly HouseText[] {
  house ??= readHouseTexts(readFileSync(contentFile('standard-texts.json'), 'utf8'));
  return house;
}

export function readHouseTexts(json: string): readonly HouseText[] {
  const texts = z.array(HouseText).parse(JSON.parse(json));
  for (const [at, text] of texts.entries()) {
    const checked = checkText(text);
    if (!checked.ok) throw new Error(`content/standard-texts.json: ${text.code}: ${JSON.stringify(checked)}`);
    if (texts.findIndex(({ code }) => code === text.code) < at)
      throw new Error(`content/standard-texts.json: ${text.code} stands twice`);
  }
  return texts;
}

/** One text as it holds here: of the house, of the house and changed here, or of this municipality alone. */
export interface HeldText {
  /** The code of the house, or the id of an own text: what the address and the forms name it by. */
  readonly ref: string;
  readonly source: 'house' | 'changed' | 'own';
  /** The own row; absent where the house's text stands as it is. */
  readonly own: store.OwnText | undefined;
  readonly active: boolean;
  readonly text: StandardText;
}

async function heldTexts(tx: Tx): Promise<HeldText[]> {
  const own = await store.ownTexts(tx);
  const changed = new Map(own.map((row) => [row.houseCode, row]));
  const fromHouse = houseTexts().map((text): HeldText => {
    const row = changed.get(text.code);
    if (!row) return { ref: text.code, source: 'house', own: undefined, active: true, text };
    return { ref: text.code, source: 'changed', own: row, active: row.active, text: row.text };
  });
  const codes = new Set(houseTexts().map(({ code }) => code));
  // a change to a text that the house no longer has stays as a text of the municipality
  const others = own.filter(({ houseCode }) => houseCode === null || !codes.has(houseCode));
  return [
    ...fromHouse,
    ...others.map((row): HeldText => {
      return { ref: row.houseCode ?? row.id, source: 'own', own: row, active: row.active, text: row.text };
    }),
  ];
}

async function heldText(tx: Tx, ref: string): Promise<HeldText | undefined> {
  return (await heldTexts(tx)).find((text) => text.ref === ref);
}

/** The texts to choose from on these forms of a report of this nature; what fits this nature alone comes first. */
export async function textsFor(
  tx: Tx,
  { purposes, nature }: { purposes: readonly TextPurpose[]; nature: Nature },
): Promise<HeldText[]> {
  return (await heldTexts(tx))
    .filter(({ active, text }) => active && purposes.includes(text.purpose) && fitsNature(text, nature))
    .toSorted((a, b) => Number(b.text.natures.length > 0) - Number(a.text.natures.length > 0));
}

/** Every text of the municipality, put away or not. */
export async function standardTexts(db: Database, actor: Actor): Promise<Outcome<StandardTextsView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => ok({ texts: (await heldTexts(tx)).map(rowOf) }));
}

function rowOf({ ref, source, active, text, own }: HeldText): StandardTextView['text'] {
  return { ...text, ref, source, active, version: own?.version ?? 0 };
}

/** One text with every version there was of it. */
export async function standardText(
  db: Database,
  actor: Actor,
  ref: string,
): Promise<Outcome<StandardTextView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const held = await heldText(tx, ref);
    if (!held) return refuse('standard-text-unknown');
    return ok({
      text: rowOf(held),
      house: houseTexts().find(({ code }) => code === ref)?.body,
      history: held.own ? await historyOf(tx, held.own.id) : [],
    });
  });
}

async function historyOf(tx: Tx, textId: string): Promise<StandardTextView['history']> {
  const versions = new Map((await store.versionsOf(tx, textId)).map((one) => [one.version, one]));
  const names = await userNames(tx);
  return (await readEvents(tx, textStream(textId)))
    .map(({ at, actorId, ...stored }) => {
      const event = TextEvent.parse({ kind: stored.kind, data: stored.data });
      const version = event.kind === 'written' ? versions.get(event.data.version) : undefined;
      return {
        at,
        what: event.kind,
        actorName: actorId === null ? undefined : names.get(actorId),
        version: version?.version,
        body: version?.text.body,
      };
    })
    .toReversed();
}

/**
 * Writes a text, as its first or its next version. `version` is what the form was made from, 0 when the municipality had
 * none: who saves an older one than holds now is told. `key` is made with the form of a new text.
 */
export async function saveText(
  db: Database,
  actor: Actor,
  save: {
    readonly ref?: string;
    readonly key: string;
    readonly version: number;
    readonly text: StandardText;
  },
): Promise<Outcome<string>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const checked = checkText(save.text);
  if (!checked.ok) return checked;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const { ref } = save;
    const held = ref === undefined ? undefined : await heldText(tx, ref);
    if (ref !== undefined && !held) return refuse('standard-text-unknown');
    return held?.own
      ? nextVersion(tx, user.value, held, { ...save, text: checked.value })
      : firstVersion(tx, user.value, held, { ...save, text: checked.value });
  });
}

async function firstVersion(
  tx: Tx,
  user: UserActor,
  held: HeldText | undefined,
  { key, text }: { key: string; text: StandardText },
): Promise<Outcome<string>> {
  const houseCode = held?.ref ?? null;
  if (!(await store.insertText(tx, { id: key, houseCode })))
    // the same form twice is one text; a colleague's change to the same text of the house is another
    return houseCode === null || (await isSame(tx, key, text))
      ? ok(houseCode ?? key)
      : refuse('standard-text-changed');
  await store.insertVersion(tx, key, { version: 1, byId: user.userId, text });
  await beginStream(tx, {
    stream: textStream(key),
    kind: 'written',
    data: { version: 1 },
    actor: { kind: 'user', id: user.userId },
  });
  return ok(houseCode ?? key);
}

async function nextVersion(
  tx: Tx,
  user: UserActor,
  { ref, own }: HeldText,
  { version, text }: { version: number; text: StandardText },
): Promise<Outcome<string>> {
  const locked = own && (await store.lockText(tx, own.id));
  if (!own || !locked) return refuse('standard-text-unknown');
  if (await isSame(tx, own.id, text)) return ok(ref);
  if (locked.version !== version) return refuse('standard-text-changed');
  const next = locked.version + 1;
  await store.insertVersion(tx, own.id, { version: next, byId: user.userId, text });
  await store.changeText(tx, own.id, { version: next });
  await tell(tx, user, own.id, { kind: 'written', data: { version: next } });
  return ok(ref);
}

async function isSame(tx: Tx, textId: string, text: StandardText): Promise<boolean> {
  const [newest] = await store.versionsOf(tx, textId);
  return newest !== undefined && sameWords(newest.text) === sameWords(text);
}

function sameWords({ name, purpose, outcome, natures, body }: StandardText): string {
  return JSON.stringify([name, purpose, outcome, natures.toSorted(), body.nl, body.en]);
}

/** Puts a text away, so that nobody chooses it any more, or takes it up again; its words stay. */
export async function switchText(
  db: Database,
  actor: Actor,
  { ref, active, key }: { ref: string; active: boolean; key: string },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const held = await heldText(tx, ref);
    if (!held) return refuse('standard-text-unknown');
    if (held.active === active) return ok(true);
    // of a text of the house the municipality first gets its own row, with the same words
    const textId = held.own?.id ?? key;
    if (!held.own) {
      const made = await firstVersion(tx, user.value, held, { key, text: held.text });
      if (!made.ok) return made;
    }
    if ((await store.lockText(tx, textId))?.active === active) return ok(true);
    await store.changeText(tx, textId, { active });
    await tell(tx, user.value, textId, { kind: active ? 'restored' : 'retired', data: {} });
    return ok(true);
  });
}

async function tell(tx: Tx, { userId }: UserActor, textId: string, event: TextEvent): Promise<void> {
  await appendEvent(tx, { stream: textStream(textId), ...event, actor: { kind: 'user', id: userId } });
}

export function textStream(textId: string): string {
  return `standard-text:${textId}`;
}
