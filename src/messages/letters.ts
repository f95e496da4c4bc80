import type { Tx } from '../kit/db.ts';
import type { Texts, T } from '../kit/texts.ts';
import { formatDateTime } from '../kit/time-text.ts';
import { openOfferOf, outsideMail } from '../handovers/index.ts';
import { getMunicipality } from '../places/index.ts';
import { activeUserIds, standInNow } from '../people/index.ts';
import { clockIn } from '../people/model.ts';
import { findReport, readFile } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { isRefused, wishesOf } from './address-store.ts';
import { addressHash, unsealCode } from './keys.ts';
import {
  OutsideKind,
  ReporterKind,
  StaffKind,
  type Cause,
  type Item,
  type Letter,
  type Message,
  type Paragraph,
} from './model.ts';
import { findDevice } from './device-store.ts';
import { senderIn } from './letter-rules.ts';
import { composeLetter, houseTemplate } from './letter-words.ts';
import { newestLetter, senderOf } from './letter-text-store.ts';
import { openAddress } from './push/devices.ts';
import type { Notice } from './push/deliver.ts';
import { isOverForReporter, isOverForUser } from './rules.ts';
import { itemsOf, sealedCodeOf } from './store.ts';

/** What a mail is made with, beside the rows. */
export interface LetterTools {
  readonly texts: Texts;
  readonly key: string;
  /** The address by which readers reach the pages, without a slash at the end. */
  readonly origin: string;
}

/** What became of a message when its text was to be made. */
export type Written =
  | { readonly kind: 'letter'; readonly letter: Letter; readonly sender: string; readonly hash: Buffer }
  | { readonly kind: 'notice'; readonly notice: Notice; readonly deviceId: string }
  | { readonly kind: 'over' }
  | { readonly kind: 'failed'; readonly cause: Cause };

/**
 * Makes the text of a message as things stand now, from templates alone: no words, no nature and no place of a report
 * ever stand in a mail. What was to be told and has passed is not told.
 */
export function write(tx: Tx, message: Message, tools: LetterTools): Promise<Written> {
  if (message.deviceId !== null) return toDevice(tx, message, tools);
  if (message.outsideId !== null) return toOutside(tx, message, message.outsideId, tools);
  return message.userId === null
    ? toReporter(tx, message, tools)
    : toUser(tx, message, message.userId, tools);
}

/** Letters, digits and the signs of RFC 5322 before the @; no spaces, lines or brackets that could become a header. */
const USABLE = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}$/;

async function toReporter(tx: Tx, message: Message, tools: LetterTools): Promise<Written> {
  const kind = ReporterKind.parse(message.kind);
  const report = await findReport(tx, message.reportId ?? '');
  if (!report || isOverForReporter(kind, report)) return { kind: 'over' };
  const address = await usableAddress(tx, await emailOfReporter(tx, report.id), tools.key);
  if ('cause' in address) return { kind: 'failed', cause: address.cause };
  const { name: town, slug, settings } = await getMunicipality(tx);
  const t = tools.texts.translator(message.language);
  const sealed = kind === 'received' ? await sealedCodeOf(tx, message.id) : undefined;
  const of = { municipalityId: tx.municipalityId, messageId: message.id };
  const own = await newestLetter(tx, { kind, language: message.language });
  const { sender, ...said } = composeLetter(
    { template: own?.template ?? houseTemplate(kind, t), sender: senderIn(await senderOf(tx), settings), t },
    {
      number: report.number,
      town,
      moment:
        report.deadline === null || report.nextStep === null ? undefined : formatDateTime(t, report.deadline),
      code: sealed && unsealCode(tools.key, of, sealed),
      href: `${tools.origin}/${slug}/volgen`,
    },
  );
  const letter: Letter = { to: address.email, language: message.language, ...said };
  return { kind: 'letter', letter, sender, hash: address.hash };
}

/** To an organisation without an account: who asks, until when, and the link. A mail is a postcard: what is asked does not stand on it. */
async function toOutside(
  tx: Tx,
  { kind }: Message,
  outsideId: string,
  { texts, key, origin }: LetterTools,
): Promise<Written> {
  const told = OutsideKind.parse(kind);
  const isWithdrawal = told === 'outside-withdrawn';
  const mail = await outsideMail(tx, outsideId, { isWithdrawal });
  if (!mail) return { kind: 'over' };
  const address = await usableAddress(tx, mail.email, key);
  if ('cause' in address) return { kind: 'failed', cause: address.cause };
  const { name: town, slug, settings } = await getMunicipality(tx);
  const { name, phone } = senderIn(await senderOf(tx), settings);
  const t = texts.translator(mail.language);
  const facts = { organisation: mail.askedBy, number: String(mail.number), town };
  const what = told.replace('outside-', '');
  const letter: Letter = {
    to: address.email,
    language: mail.language,
    subject: t(`messages.outside.subject-${what}`, facts),
    paragraphs: [
      words(t(`messages.outside.${what}`, facts)),
      ...(mail.token === undefined
        ? []
        : [
            words(t('messages.outside.until', { moment: formatDateTime(t, mail.deadline) })),
            linkTo(t('messages.outside.open'), `${origin}/${slug}/buiten/${mail.token}`),
          ]),
    ],
    foot: [
      ...(mail.token === undefined ? [] : [t('messages.outside.foot-link')]),
      t('messages.outside.foot-why', facts),
      ...(phone === undefined ? [] : [t('messages.outside.foot-phone', { phone })]),
    ],
  };
  return { kind: 'letter', letter, sender: name ?? town, hash: address.hash };
}

/** Reading it leaves a line in the access log. */
export async function emailOfReporter(tx: Tx, reportId: string): Promise<string | undefined> {
  const clock = clockIn(tx);
  const { contact } = await readFile(tx, clock, reportId, { action: 'read', only: ['contact'] });
  return contact?.email;
}

async function toUser(tx: Tx, message: Message, userId: string, tools: LetterTools): Promise<Written> {
  const [wish] = await wishesOf(tx, [userId]);
  if (!wish || wish.mode === 'never' || !(await activeUserIds(tx)).has(userId)) return { kind: 'over' };
  const items = message.kind === 'digest' ? await itemsOf(tx, message.id) : [alone(message)];
  const t = tools.texts.translator(wish.language);
  const { name, slug } = await getMunicipality(tx);
  const town = `${tools.origin}/${slug}`;
  const lines: Paragraph[] = [];
  for (const item of items) lines.push(...(await itemLines(tx, { item, userId, t, town })));
  const count = lines.filter(({ kind }) => kind === 'link').length;
  if (count === 0) return { kind: 'over' };
  const address = await usableAddress(tx, wish.email, tools.key);
  if ('cause' in address) return { kind: 'failed', cause: address.cause };
  const stopAddress = `${town}/account/berichten`;
  const letter: Letter = {
    to: address.email,
    language: wish.language,
    subject: t('messages.staff.subject', { count }),
    paragraphs: [words(t('messages.staff.greeting')), ...lines],
    foot: [t('messages.staff.why', { town: name }), `${t('messages.staff.stop')} ${stopAddress}`],
    stopAddress,
  };
  return { kind: 'letter', letter, sender: t('messages.staff.sender'), hash: address.hash };
}

function alone({ id, kind, reportId, offerId, neededBy }: Message): Item {
  return { key: id, kind: StaffKind.parse(kind), reportId, offerId, neededBy };
}

interface ItemNow {
  readonly item: Item;
  readonly userId: string;
  readonly t: T;
  readonly town: string;
}

/** A day: who did not switch a device on for so long reads the work list. */
const NOTICE_S = 24 * 3600;

/** That there is something, of which kind, and the page: what stands on a locked screen may be read by others. */
async function toDevice(tx: Tx, message: Message, { texts, key }: LetterTools): Promise<Written> {
  const device = await findDevice(tx, message.deviceId ?? '');
  if (!device || device.userId !== message.userId || !(await activeUserIds(tx)).has(device.userId))
    return { kind: 'over' };
  const path = await pathOfNotice(tx, message, device.userId);
  if (path === undefined) return { kind: 'over' };
  const { slug } = await getMunicipality(tx);
  const t = texts.translator(device.language);
  const topic = message.id.replaceAll('-', '');
  const shown = {
    title: t('devices.notice.title'),
    body: t(message.kind === 'test' ? 'devices.notice.test' : `messages.staff.${message.kind}`),
    path: `/${slug}${path}`,
    tag: topic,
    lang: device.language,
  };
  const untilS = message.neededBy && Math.ceil((message.neededBy.getTime() - tx.now.getTime()) / 1000);
  return {
    kind: 'notice',
    deviceId: device.id,
    notice: {
      to: openAddress(key, tx.municipalityId, device),
      text: JSON.stringify(shown),
      topic,
      ttlS: Math.min(NOTICE_S, Math.max(60, untilS ?? NOTICE_S)),
    },
  };
}

/** Where it leads; undefined when it has passed. */
async function pathOfNotice(tx: Tx, message: Message, userId: string): Promise<string | undefined> {
  if (message.kind === 'test') return '/account/apparaten';
  const item = alone(message);
  if (item.reportId === null) return pageOf(item.kind).path;
  const report = await findReport(tx, item.reportId);
  const offer = report && item.offerId !== null ? await openOfferOf(tx, report.id) : undefined;
  if (!report || isOverForUser({ ...item, userId }, await heldFor(tx, report, userId), offer?.id))
    return undefined;
  return `/werk/${report.number}`;
}

/** Where news stands that is of no report. */
function pageOf(kind: Item['kind']): { path: string; to: 'safe-work' | 'absence' | 'work' } {
  if (kind === 'safe-work') return { path: '/veilig-werken', to: 'safe-work' };
  return kind === 'stand-in' ? { path: '/afwezig', to: 'absence' } : { path: '/werk', to: 'work' };
}

/** What a colleague has who is away is for who stands in as if it were that one's own. */
async function heldFor(tx: Tx, report: Report, userId: string): Promise<Report> {
  return (await standInNow(tx, report.ownerId)) === userId ? { ...report, ownerId: userId } : report;
}

/** Number, next step, deadline and link of one piece of news; nothing when it has passed. */
async function itemLines(tx: Tx, { item, userId, t, town }: ItemNow): Promise<Paragraph[]> {
  const what = t(`messages.staff.${item.kind}`);
  const report = item.reportId === null ? undefined : await findReport(tx, item.reportId);
  if (!report) {
    if (item.reportId !== null) return [];
    const { path, to } = pageOf(item.kind);
    return [words(what), linkTo(t(`messages.staff.to-${to}`), `${town}${path}`)];
  }
  const offer = item.offerId === null ? undefined : await openOfferOf(tx, report.id);
  if (isOverForUser({ ...item, userId }, await heldFor(tx, report, userId), offer?.id)) return [];
  const number = String(report.number);
  const { nextStep, deadline } = report;
  const step =
    item.offerId !== null
      ? t('messages.staff.step-offered')
      : nextStep && t(`handovers.nextStep.${nextStep}`);
  const facts =
    step && deadline
      ? t('messages.staff.facts', { number, step, moment: formatDateTime(t, offer?.deadline ?? deadline) })
      : t('messages.staff.number', { number });
  return [words(`${what} ${facts}`), linkTo(t('messages.staff.open', { number }), `${town}/werk/${number}`)];
}

async function usableAddress(
  tx: Tx,
  email: string | undefined,
  key: string,
): Promise<{ email: string; hash: Buffer } | { cause: Cause }> {
  if (email === undefined || !USABLE.test(email)) return { cause: 'no-address' };
  const hash = addressHash(key, tx.municipalityId, email);
  return (await isRefused(tx, hash)) ? { cause: 'address-known-bad' } : { email, hash };
}

function linkTo(text: string, href: string): Paragraph {
  return { kind: 'link', text, href };
}

function words(text: string): Paragraph {
  return { kind: 'words', text };
}
