import { convert } from 'html-to-text';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import type { HeadLine } from './screening.ts';

/** A mail as far as it can be read: the parts of it that are no text stand apart. */
export interface Mail {
  readonly headers: readonly HeadLine[];
  readonly from: { readonly name: string; readonly email: string };
  readonly subject: string;
  /** As its sender wrote it; part of how a mail is known again. */
  readonly date: string;
  readonly messageId: string;
  readonly text: string;
  readonly parts: readonly MailPart[];
  /** Mails that were sent along whole. */
  readonly enclosed: readonly Mail[];
}

export interface MailPart {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const NESTED_PARTS_MAX = 40;
const HEADERS_MAX_BYTES = 256 * 1024;
const ENCLOSED_DEPTH = 2;
const PARTS_MAX = 50;
const HTML_MAX_CHARS = 2_000_000;

/** Reads a mail of any make. Undefined when it nests, heads or carries without end: no mail program writes such a one. */
export async function readMail(bytes: Uint8Array, depth = 0): Promise<Mail | undefined> {
  let email: Email;
  try {
    email = await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: NESTED_PARTS_MAX,
      maxHeadersSize: HEADERS_MAX_BYTES,
    });
  } catch {
    return undefined;
  }
  // refused as a whole, and told so: a part that is passed over would be lost without a word
  if (email.attachments.length > PARTS_MAX) return undefined;
  const enclosed: Mail[] = [];
  const parts: MailPart[] = [];
  for (const attachment of email.attachments) {
    const part = partOf(attachment);
    const isMail = part.type === 'message/rfc822' && depth < ENCLOSED_DEPTH;
    const inner = isMail ? await readMail(part.bytes, depth + 1) : undefined;
    if (inner) enclosed.push(inner);
    else parts.push(part);
  }
  return {
    headers: email.headers.map(({ key, value }) => ({ key, value })),
    from: mailboxOf(email.from ?? email.sender),
    subject: clean(email.subject ?? '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    date: email.date ?? '',
    messageId: email.messageId ?? '',
    text: textOf(email),
    parts,
    enclosed,
  };
}

function partOf({ filename, mimeType, content }: Attachment): MailPart {
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content)
      : content instanceof ArrayBuffer
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return {
    name: clean(filename ?? '')
      .replaceAll(/\s+/g, ' ')
      .slice(0, 120),
    type: mimeType,
    bytes,
  };
}

function mailboxOf(address: Address | undefined): Mail['from'] {
  const mailbox = address?.address === undefined ? address?.group?.[0] : address;
  return { name: clean(mailbox?.name ?? '').trim(), email: (mailbox?.address ?? '').trim().toLowerCase() };
}

function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return clean(text);
  return html === undefined ? '' : clean(fromHtml(html));
}

function fromHtml(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: HTML_MAX_CHARS, maxDepth: 60 },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'blockquote', options: { trimEmptyLines: false } },
    ],
  });
}

/** PostgreSQL stores no NUL, and no half of a character. */
function clean(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\0', '').replaceAll('\u00A0', ' ').toWellFormed();
}
