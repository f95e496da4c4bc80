/** What one mail says, when another was forwarded in it or quoted under it. Pure: text in, text out. */

export interface Written {
  /** What the sender wrote, without what mail programs put around it. */
  readonly text: string;
  /** Who wrote it, where a forwarded mail says so. */
  readonly sender?: { readonly name?: string; readonly email?: string } | undefined;
  readonly isForwarded: boolean;
}

const FROM = /^\*?(?:van|from|von|de)\*?\s*:\s*\*?\s*(\S.*)$/i;
const LABEL =
  /^\*?(?:van|from|verzonden|sent|datum|date|aan|to|cc|onderwerp|subject|beantwoord aan|antwoord aan|reply-to|bijlagen?|attachments?)\*?\s*:/i;
/** So many of the lines after the sender can be of the head: a long list of readers runs over several. */
const HEAD_LINES = 12;
const FORWARD_SUBJECT = /^\s*(?:fwd?|fw|doorst|doorgest\w*|doorgestuurd|wg|tr)\s*:/i;
const MARK =
  /^[-_\s]*(?:forwarded message|doorgestuurd bericht|begin forwarded message|begin doorgestuurd bericht)\s*:?[-_\s]*$/i;
const ORIGINAL = /^-+\s*(?:original message|oorspronkelijk bericht)\s*-+$/i;
const RULE = new RegExp(`^[-_]{5,}.*$|${ORIGINAL.source}`, 'i');
const WROTE = /^(?:op|on)\s.{4,200}\s(?:schreef|wrote|het volgende geschreven).{0,200}:?$/i;
const SIGNED_BY_DEVICE =
  /^(?:verzonden|verstuurd|sent|get outlook|outlook voor|download outlook)\s?(?:vanaf|vanuit|met|from|for|via|downloaden)?\b.{0,60}$/i;
const ADDRESS = /<?(?:mailto:)?([^\s<>"'(),;:[\]]+@[^\s<>"'(),;:[\]]+\.[^\s<>"'(),;:[\]]+)>?/i;

interface Head {
  readonly start: number;
  /** The first line behind it. */
  readonly end: number;
  readonly from: string;
}

/** Takes what was written out of the text of a mail. What it cannot tell apart it leaves standing: rather too much than too little. */
export function writtenIn(subject: string, text: string): Written {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const mark = lines.findIndex((line) => MARK.test(line.trim()));
  const inside = mark >= 0 ? unquoted(lines.slice(mark + 1)) : lines;
  const head = headIn(inside);
  const isForwarded =
    head !== undefined && (mark >= 0 || FORWARD_SUBJECT.test(subject) || isOnTop(inside, head));
  if (head === undefined || !isForwarded)
    return { text: withoutTail(head && mark < 0 ? inside.slice(0, head.start) : lines), isForwarded: false };
  return { text: withoutTail(inside.slice(head.end)), sender: senderOf(head.from), isForwarded };
}

/** The subject without what mail programs put before it. */
export function plainSubject(subject: string): string {
  return subject.replace(/^(?:\s*(?:fwd?|fw|re|antw|doorst|doorgest\w*|wg|tr|aw)\s*:)+/i, '').trim();
}

/** Some programs forward as a quotation. */
function unquoted(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  const isQuoted = filled.length > 0 && filled.slice(0, 3).every((line) => line.startsWith('>'));
  return isQuoted ? lines.map((line) => line.replace(/^> ?/, '')) : lines;
}

/** The lines that name sender, moment, readers and subject of another mail. */
function headIn(lines: readonly string[]): Head | undefined {
  for (let at = 0; at < lines.length; at += 1) {
    const sender = FROM.exec((lines[at] ?? '').trim())?.[1];
    if (sender === undefined) continue;
    const next = lines.slice(at + 1, at + 1 + HEAD_LINES);
    const blank = next.findIndex((line) => line.trim() === '');
    const head = blank < 0 ? next : next.slice(0, blank);
    const labels = head.filter((line) => LABEL.test(line.trim())).length;
    if (labels < 2) continue;
    const last = head.findLastIndex((line) => LABEL.test(line.trim()));
    const end = blank < 0 ? last + 1 : blank;
    return { start: at, end: at + 1 + end, from: sender };
  }
  return undefined;
}

function isOnTop(lines: readonly string[], head: Head): boolean {
  return lines.slice(0, head.start).every((line) => line.trim() === '' || RULE.test(line.trim()));
}

function senderOf(line: string): Written['sender'] {
  const email = ADDRESS.exec(line)?.[1]?.toLowerCase();
  const name = line
    .replace(/[<[(].*$/s, '')
    .replaceAll(/["'*]/g, '')
    .trim();
  const isName = name !== '' && !name.includes('@');
  return email === undefined && !isName
    ? undefined
    : { ...(isName ? { name } : {}), ...(email ? { email } : {}) };
}

/** Up to where an older mail begins, without the quotation and the signature at its end. */
function withoutTail(lines: readonly string[]): string {
  const ends = [
    headIn(lines)?.start ?? -1,
    lines.findIndex((line, at) => WROTE.test(line.trim()) && isQuotationAfter(lines, at)),
    lines.findIndex((line) => line === '-- ' || line === '--'),
    lines.findIndex((line) => ORIGINAL.test(line.trim())),
  ].filter((at) => at > 0 && lines.slice(0, at).some((line) => line.trim() !== ''));
  const kept = lines.slice(0, Math.min(lines.length, ...ends));
  while (kept.length > 1 && isLoose(kept.at(-1) ?? '')) kept.pop();
  return kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function isQuotationAfter(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at + 1).find((line) => line.trim() !== '');
  return next === undefined || next.startsWith('>');
}

function isLoose(line: string): boolean {
  const bare = line.trim();
  return bare === '' || bare.startsWith('>') || RULE.test(bare) || SIGNED_BY_DEVICE.test(bare);
}
