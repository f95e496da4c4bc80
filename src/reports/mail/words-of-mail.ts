import type { T } from '../../kit/translate.ts';
import { NO_STORY, STORY_MAX, type Contact } from '../model.ts';
import { plainSubject, writtenIn } from './forwarded.ts';
import type { Mail, MailPart } from './read-mail.ts';

/** What was sent along and is not kept. */
export interface Missed extends Pick<MailPart, 'name' | 'type' | 'bytes'> {
  readonly why:
    | 'kind'
    | 'unreadable'
    | 'small'
    | 'too-many'
    | 'document-active'
    | 'document-locked'
    | 'document-large'
    | 'document-unreadable'
    | 'document-too-many';
}

/** The words of a mail: what its sender wrote, and beside it everything as it came. */
export interface Composed {
  readonly story: string;
  readonly whole: string;
  readonly contact: Contact;
  /** A colleague's own words, instead of somebody's whose mail a colleague sent on. */
  readonly isOwn: boolean;
}

interface Known {
  readonly isStaff: boolean;
  readonly suspect: boolean;
  readonly missed: readonly Missed[];
  readonly t: T;
}

/** A colleague sends on what somebody else wrote, so that person is the reporter. Anybody else's mail is of who sent it. */
export function composed(mail: Mail, known: Known): Composed {
  const { isStaff, t } = known;
  const [inner] = mail.enclosed;
  const read = writtenIn(mail.subject, mail.text);
  const written = inner && isStaff ? writtenIn(inner.subject, inner.text) : read;
  const isSentOn = isStaff && (inner !== undefined || read.isForwarded);
  const isOwn = isStaff && !isSentOn;
  const subject = plainSubject(inner && isStaff ? inner.subject : mail.subject);
  const sender = isSentOn ? (inner?.from ?? written.sender ?? {}) : mail.from;
  const text = [subject, written.text].filter((part) => part !== '').join('\n\n');
  return {
    story: shortened(text, t('mail.goes-on')),
    whole: wholeOf(mail, known),
    contact: isOwn ? {} : contactOf(sender),
    isOwn,
  };
}

const CONTACT_MAX = 200;

function contactOf({ name, email }: { name?: string; email?: string }): Contact {
  return {
    name: name?.slice(0, CONTACT_MAX).toWellFormed() || undefined,
    email: email?.slice(0, CONTACT_MAX).toWellFormed() || undefined,
  };
}

function shortened(text: string, goesOn: string): string {
  if (text === '') return NO_STORY;
  if (text.length <= STORY_MAX) return text;
  return `${text
    .slice(0, STORY_MAX - goesOn.length - 2)
    .toWellFormed()
    .replaceAll('\u{FFFD}', '')}\n\n${goesOn}`;
}

/** Everything as it came, with what the program has to say of it on top. */
function wholeOf(mail: Mail, { suspect, missed, t }: Known): string {
  const notes = [
    ...(suspect ? [t('mail.suspect')] : []),
    ...(missed.length > 0
      ? [[t('mail.missed'), ...missed.map((part) => `- ${missedLine(t, part)}`)].join('\n')]
      : []),
  ];
  return [...notes, letter(mail, t)].join('\n\n');
}

function missedLine(t: T, { name, type, bytes, why }: Missed): string {
  const size = Math.max(1, Math.round(bytes.length / 1024));
  return t('mail.missed-part', { name: name || t('mail.nameless'), type, size, why: t(`mail.why.${why}`) });
}

function letter({ from, subject, date, text, enclosed }: Mail, t: T): string {
  const sender = from.name === '' ? from.email : `${from.name} <${from.email}>`;
  const head = [t('mail.from', { sender }), t('mail.date', { date }), t('mail.subject', { subject })];
  return [head.join('\n'), text.trim(), ...enclosed.map((inner) => letter(inner, t))]
    .filter((part) => part !== '')
    .join('\n\n');
}

const PIECE_MAX = 4800;
const PIECES_MAX = 40;

/** As texts that the table holds; what would be more than a book says that it is cut off. */
export function piecesOf(whole: string, cutOff: string): string[] {
  const pieces: string[] = [];
  let rest = whole;
  while (rest !== '' && pieces.length < PIECES_MAX) {
    const end = rest.length <= PIECE_MAX ? rest.length : breakBefore(rest, PIECE_MAX);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^\n+/, '');
  }
  if (rest !== '') pieces.push(cutOff);
  return pieces.filter((piece) => piece.trim() !== '');
}

/** At the end of a line or a word where there is one near, and never within a character. */
function breakBefore(text: string, max: number): number {
  const near = Math.max(text.lastIndexOf('\n', max), text.lastIndexOf(' ', max));
  if (near > max / 2) return near;
  const code = text.charCodeAt(max - 1);
  return code >= 0xd800 && code <= 0xdbff ? max - 1 : max;
}
