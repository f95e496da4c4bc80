/** Which mails are let in, and on whose word. Pure: the lines of the head of a mail in, a verdict out. */

export interface HeadLine {
  /** In lower case. */
  readonly key: string;
  readonly value: string;
}

export interface Screened {
  readonly headers: readonly HeadLine[];
  /** The sender on the envelope; empty for what nobody is to answer. */
  readonly envelopeFrom: string;
  readonly from: string;
  /** All addresses at which this installation takes mail in. */
  readonly own: readonly string[];
}

/** More stations than any road of a mail has: then it goes round. */
const STATIONS_MAX = 30;

/**
 * Why a mail is sent back to who sent it instead of being taken in; undefined when it is not. What a machine sends by itself
 * would make two machines answer each other for ever.
 */
export function refusalOf({
  headers,
  envelopeFrom,
  from,
  own,
}: Screened): 'automatic' | 'list' | 'loop' | undefined {
  const valueOf = (name: string) =>
    headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase() ?? '';
  if (headers.filter(({ key }) => key === 'received').length > STATIONS_MAX) return 'loop';
  if (own.includes(from) || own.includes(envelopeFrom.toLowerCase())) return 'loop';
  if (valueOf('list-id') !== '' || /^(?:list|bulk|junk)\b/.test(valueOf('precedence'))) return 'list';
  const submitted = valueOf('auto-submitted');
  if (
    envelopeFrom === '' ||
    (submitted !== '' && !submitted.startsWith('no')) ||
    valueOf('x-autoreply') !== ''
  )
    return 'automatic';
  return undefined;
}

/** Whether the filter of the mail server before us held it for unwanted; `mark` is its line, as `X-Spam-Flag: YES`. */
export function isSuspect(headers: readonly HeadLine[], mark: string): boolean {
  const colon = mark.indexOf(':');
  if (colon < 1) return false;
  const name = mark.slice(0, colon).trim().toLowerCase();
  const value = mark
    .slice(colon + 1)
    .trim()
    .toLowerCase();
  return headers.some((line) => line.key === name && line.value.trim().toLowerCase().startsWith(value));
}

/**
 * Whether the mail server before us found that the sender is who it says (RFC 8601: `dmarc=pass` for the domain of the
 * sender). Only the topmost line under that server's own name counts: one further down can be written by anybody.
 */
export function isProven(
  headers: readonly HeadLine[],
  from: string,
  authservId: string | undefined,
): boolean {
  if (authservId === undefined || authservId === '') return false;
  const line = headers.find(
    ({ key, value }) => key === 'authentication-results' && serverOf(value) === authservId.toLowerCase(),
  );
  const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  const results =
    line?.value
      .replaceAll(/\([^()]*\)/g, ' ')
      .split(';')
      .slice(1) ?? [];
  return results.some((result) => {
    const isPass = /^\s*dmarc\s*=\s*pass(?:\s|$)/i.test(result);
    return isPass && /\bheader\.from\s*=\s*"?([^\s";]+)/i.exec(result)?.[1]?.toLowerCase() === domain;
  });
}

function serverOf(value: string): string {
  return value.split(';')[0]?.trim().split(/\s/)[0]?.toLowerCase() ?? '';
}
