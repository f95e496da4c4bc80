import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { KeptDocument } from '../../kit/document.ts';
import type { T } from '../../kit/translate.ts';
import { withinLimit } from '../../kit/rate-limit.ts';
import { grant, staffAt } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { allMunicipalities } from '../../places/index.ts';
import type { MailAddress } from '../../places/model.ts';
import { addDocuments } from '../document-actions.ts';
import { takeIn, type IntakeSubscriber } from '../actions.ts';
import { hashIdempotencyKey } from '../follow-up-code.ts';
import type { Submission } from '../model.ts';
import { keepPhotos } from '../pending-photos.ts';
import { findReportByHash } from '../store.ts';
import { eventActor, record } from '../history.ts';
import { insertWords } from '../words-store.ts';
import { mailKey } from '../mail-store.ts';
import { keptOf } from './kept-of-mail.ts';
import { readMail, type Mail } from './read-mail.ts';
import { isProven, isSuspect, refusalOf } from './screening.ts';
import { composed, piecesOf, type Composed } from './words-of-mail.ts';

/** One mail as the door hands it over, whole. */
export interface PostedMail {
  readonly raw: Buffer;
  readonly envelopeFrom: string;
  /** Addresses of ours, in lower case. */
  readonly recipients: readonly string[];
}

export interface MailSettings {
  /** Under which name the mail server before us says what it found of the sender; without one nobody is known by address. */
  readonly authservId: string | undefined;
  readonly spamHeader: string;
  readonly perSenderPerHour: number;
}

interface Hands {
  readonly settings: MailSettings;
  /** For the words that the program itself writes beside those of the sender. */
  readonly t: T;
  readonly onReceived: IntakeSubscriber;
}

/** `later`: the sending server keeps the mail and tries again. `refused`: it tells its sender. Nothing else becomes of a mail. */
export type MailAnswer =
  | { readonly kind: 'taken'; readonly reports: number }
  | { readonly kind: 'later'; readonly why: 'too-many' | 'busy' }
  | { readonly kind: 'refused'; readonly why: 'automatic' | 'list' | 'loop' | 'unreadable' };

interface Target {
  readonly municipalityId: string;
  readonly address: MailAddress;
}

/** Whose address it is; undefined for one that nobody here has. */
export async function mailTarget(db: Database, address: string): Promise<Target | undefined> {
  return (await targets(db)).find((target) => target.address.address === address.toLowerCase());
}

async function targets(db: Database): Promise<Target[]> {
  return (await allMunicipalities(db)).flatMap(({ id, settings }) =>
    (settings.mailAddresses ?? []).map((address) => ({ municipalityId: id, address })),
  );
}

/**
 * Takes a mail in as one report for each municipality that it was sent to. When this answers `taken`, it stands in the
 * database; the same mail again, because that answer got lost, finds the report that is there.
 */
export async function takeMail(db: Database, posted: PostedMail, hands: Hands): Promise<MailAnswer> {
  const mail = await readMail(posted.raw);
  if (!mail) return { kind: 'refused', why: 'unreadable' };
  const all = await targets(db);
  const why = refusalOf({
    headers: mail.headers,
    envelopeFrom: posted.envelopeFrom,
    from: mail.from.email,
    own: all.map(({ address }) => address.address),
  });
  if (why) return { kind: 'refused', why };
  const wanted = all.filter(({ address }) => posted.recipients.includes(address.address));
  const perTown = new Map(wanted.map((target) => [target.municipalityId, target]));
  for (const target of perTown.values()) {
    const answer = await takeFor(db, target, { posted, mail }, hands);
    if (answer.kind !== 'taken') return answer;
  }
  return { kind: 'taken', reports: perTown.size };
}

interface Arrived {
  readonly posted: PostedMail;
  readonly mail: Mail;
}

async function takeFor(
  db: Database,
  { municipalityId, address }: Target,
  { posted, mail }: Arrived,
  { settings, t, onReceived }: Hands,
): Promise<MailAnswer> {
  const { key, isKnown, actor } = await inTenant(db, municipalityId, async (tx) => {
    const made = await mailKey(tx, identityOf(mail, posted.raw));
    const proven = isProven(mail.headers, mail.from.email, settings.authservId);
    return {
      key: made,
      isKnown: (await findReportByHash(tx, 'idempotency_hash', hashIdempotencyKey(made))) !== undefined,
      actor:
        (proven ? await staffAt(tx, mail.from.email, address.partyId) : undefined) ??
        publicOf(municipalityId),
    };
  });
  if (isKnown) return { kind: 'taken', reports: 1 };
  const limit = { name: 'mail', max: settings.perSenderPerHour, windowMinutes: 60 };
  if (!(await withinLimit(db, limit, `${municipalityId} ${mail.from.email || posted.envelopeFrom}`)))
    return { kind: 'later', why: 'too-many' };
  const along = await keptOf(mail);
  if (along === undefined) return { kind: 'later', why: 'busy' };
  const { left } = await keepPhotos(db, publicOf(municipalityId), {
    key,
    added: along.images,
    removed: [],
  });
  if (left > 0)
    throw new Error(`expected room for ${along.images.length} photos of a mail, ${left} found none`);
  const isStaff = actor.kind === 'user';
  const suspect = isSuspect(mail.headers, settings.spamHeader);
  const written = composed(mail, { isStaff, suspect, missed: along.missed, t });
  await inTenant(db, municipalityId, (tx) =>
    takeIn(tx, actor, submissionOf(key, written), async (inTx, report, just) => {
      await keepWhole(inTx, publicOf(municipalityId), report.id, piecesOf(written.whole, t('mail.cut-off')));
      await keepDocuments(inTx, actor, report.id, along.documents);
      await onReceived(inTx, report, just);
    }),
  );
  return { kind: 'taken', reports: 1 };
}

/** The mail as it came, beside what was taken out of it: for who may read the words, and it goes when they go. */
async function keepWhole(tx: Tx, actor: Actor, reportId: string, pieces: readonly string[]): Promise<void> {
  const permission = await grant(tx, actor, {
    action: 'create',
    subjectKind: 'report',
    subjectId: reportId,
    dataClass: 'story',
  });
  const ids = pieces.map(() => newId<'words'>());
  for (const [at, body] of pieces.entries())
    await insertWords(tx, permission, {
      id: ids[at] ?? '',
      class: 'story',
      kind: 'original',
      body,
      author: eventActor(actor),
    });
  const [wordsId] = ids;
  if (wordsId !== undefined)
    await record(tx, actor, reportId, { kind: 'worded', data: { wordsId, words: 'original' } });
}

/** With the report or not at all. What a colleague sends on is shown to the reporter when somebody shares it, and not before. */
async function keepDocuments(
  tx: Tx,
  actor: Actor,
  reportId: string,
  documents: readonly KeptDocument[],
): Promise<void> {
  if (documents.length === 0) return;
  const added = await addDocuments(tx, actor, reportId, documents);
  if (!added.ok) throw new Error(`expected room for ${documents.length} documents of a mail`);
}

function publicOf(municipalityId: string): Actor {
  return { kind: 'public', municipalityId };
}

/** A mail has no answers: nobody was asked whether there is danger, so that is not known. Its words decide nothing. */
function submissionOf(key: string, { story, contact, isOwn }: Composed): Submission {
  return {
    key,
    language: 'nl',
    channel: isOwn ? 'note' : 'mail',
    observations: { danger: { kind: 'unknown' }, sights: [], about: 'unknown' },
    story,
    contact,
  };
}

/** What makes it this mail: some scanners number all their mails alike, so the number alone does not do. */
function identityOf({ messageId, from, date }: Mail, raw: Buffer): string {
  return messageId === '' ? raw.toString('latin1') : ['mail', messageId, from.email, date].join('\n');
}
