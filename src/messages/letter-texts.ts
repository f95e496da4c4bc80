import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { LANGUAGES, type T } from '../kit/translate.ts';
import { formatDateTime } from '../kit/time-text.ts';
import { getMunicipality } from '../places/index.ts';
import { requirePermission, userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { htmlText, plainText } from './compose.ts';
import { checkLetter, checkSender, senderIn } from './letter-rules.ts';
import * as store from './letter-text-store.ts';
import type { LetterRef } from './letter-text-store.ts';
import { composeLetter, houseTemplate, type LetterWords } from './letter-words.ts';
import { ReporterKind, type LetterSender, type LetterTemplate } from './model.ts';
import type { LetterPreview, LetterSenderView, LetterTextsView, LetterTextView } from './wire.ts';

/** The writer of each language. */
type TextsIn = (language: 'nl' | 'en') => T;

/** So many versions are shown; all of them stay. */
const HISTORY_MOST = 50;

/** What is shown of a mail is made with a report that is nobody's. */
const SAMPLE = { number: 1234, code: 'ABCD-EFGH-JKMN-PQRS-0' } as const;
const SAMPLE_TERM_MS = 2 * 86_400_000;

/** Every mail to reporters, and in whose words it is. */
export async function letterTexts(
  db: Database,
  actor: Actor,
  tIn: TextsIn,
): Promise<Outcome<LetterTextsView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const letters: LetterTextsView['letters'] = [];
    for (const kind of ReporterKind.options)
      for (const language of LANGUAGES) {
        const newest = await store.newestLetter(tx, { kind, language });
        const { subject } = newest?.template ?? houseTemplate(kind, tIn(language));
        letters.push({ kind, language, isOwn: newest?.template !== undefined, at: newest?.at, subject });
      }
    const { name } = await getMunicipality(tx);
    return ok({ letters, sender: (await store.senderOf(tx)).name ?? name });
  });
}

/** One mail: what it says now, what the house says, how it looks to its reader, and what it said before. */
export async function letterText(
  db: Database,
  actor: Actor,
  { ref, tIn, origin }: { ref: LetterRef; tIn: TextsIn; origin: string },
): Promise<Outcome<LetterTextView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const versions = await store.letterVersions(tx, ref, { limit: HISTORY_MOST });
    const names = await userNames(tx);
    const house = houseTemplate(ref.kind, tIn(ref.language));
    const own = versions[0]?.template;
    const template = own ?? house;
    return ok({
      ...ref,
      isOwn: own !== undefined,
      version: versions[0]?.version ?? 0,
      template,
      house,
      preview: await previewIn(tx, { ref, template, tIn, origin }),
      history: versions.map(({ version, at, byId, template: said }) => ({
        version,
        at,
        actorName: names.get(byId),
        template: said,
      })),
    });
  });
}

interface Shown {
  readonly ref: LetterRef;
  readonly template: LetterTemplate;
  readonly tIn: TextsIn;
  readonly origin: string;
}

async function sampleOf(tx: Tx, { ref, template, tIn, origin }: Shown): Promise<LetterWords> {
  const { name: town, slug, settings } = await getMunicipality(tx);
  const t = tIn(ref.language);
  return composeLetter(
    { template, sender: senderIn(await store.senderOf(tx), settings), t },
    {
      number: SAMPLE.number,
      town,
      moment: formatDateTime(t, new Date(tx.now.getTime() + SAMPLE_TERM_MS)),
      code: SAMPLE.code,
      href: `${origin}/${slug}/volgen`,
    },
  );
}

async function previewIn(tx: Tx, shown: Shown): Promise<LetterPreview> {
  const { sender, ...said } = await sampleOf(tx, shown);
  const text = plainText({ to: '', language: shown.ref.language, ...said });
  return { sender, subject: said.subject, text };
}

/** How a mail looks to its reader before it is kept, as words and as the page that a program for mail shows. */
export async function letterPreview(
  db: Database,
  actor: Actor,
  shown: Shown,
): Promise<Outcome<LetterPreview & { readonly html: string }>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const checked = checkLetter(shown.ref.kind, shown.template);
  if (!checked.ok) return checked;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const { sender, ...said } = await sampleOf(tx, shown);
    const letter = { to: '', language: shown.ref.language, ...said };
    return ok({ sender, subject: said.subject, text: plainText(letter), html: htmlText(letter) });
  });
}

/** `version` is what the form was made from: who saves an older one than holds now is told. */
export async function saveLetter(
  db: Database,
  actor: Actor,
  { ref, version, template }: { ref: LetterRef; version: number; template: LetterTemplate },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const checked = checkLetter(ref.kind, template);
  if (!checked.ok) return checked;
  const byId = user.value.userId;
  return inTenant(db, actor.municipalityId, (tx) => addLetter(tx, ref, { version, byId, template }));
}

/** The house's words hold again, now and when they are bettered; the own ones stay in the history. */
export async function useHouseLetter(
  db: Database,
  actor: Actor,
  { ref, version }: { ref: LetterRef; version: number },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const byId = user.value.userId;
  return inTenant(db, actor.municipalityId, (tx) =>
    addLetter(tx, ref, { version, byId, template: undefined }),
  );
}

async function addLetter(
  tx: Tx,
  ref: LetterRef,
  { version, byId, template }: Omit<store.LetterVersion, 'at'>,
): Promise<Outcome<true>> {
  const newest = await store.newestLetter(tx, ref);
  const isSame = newest?.template?.subject === template?.subject && newest?.template?.body === template?.body;
  // the same form twice is one version
  if (isSame) return ok(true);
  if ((newest?.version ?? 0) !== version) return refuse('letter-changed');
  const isAdded = await store.insertLetter(tx, ref, { version: version + 1, byId, template });
  return isAdded ? ok(true) : refuse('letter-changed');
}

/** Under which name mail goes out, and what it says about calling. */
export async function letterSender(db: Database, actor: Actor): Promise<Outcome<LetterSenderView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const versions = await store.senderVersions(tx, { limit: HISTORY_MOST });
    const names = await userNames(tx);
    const { name, settings } = await getMunicipality(tx);
    return ok({
      version: versions[0]?.version ?? 0,
      sender: versions[0]?.sender ?? store.NO_SENDER,
      house: { name, phone: settings.contact?.phone },
      history: versions.map(({ version, at, byId, sender }) => ({
        version,
        at,
        actorName: names.get(byId),
        sender,
      })),
    });
  });
}

export async function saveSender(
  db: Database,
  actor: Actor,
  { version, sender }: { version: number; sender: LetterSender },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const checked = checkSender(sender);
  if (!checked.ok) return checked;
  const byId = user.value.userId;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const [newest] = await store.senderVersions(tx, { limit: 1 });
    if (sameSender(newest?.sender ?? store.NO_SENDER, sender)) return ok(true);
    if ((newest?.version ?? 0) !== version) return refuse('letter-changed');
    const isAdded = await store.insertSender(tx, { version: version + 1, byId, sender });
    return isAdded ? ok(true) : refuse('letter-changed');
  });
}

function sameSender(a: LetterSender, b: LetterSender): boolean {
  return a.name === b.name && a.phone === b.phone && a.hours.nl === b.hours.nl && a.hours.en === b.hours.en;
}
