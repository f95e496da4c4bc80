import { createHmac } from 'node:crypto';
import { readCookie, writeCookie, type CookieOptions } from '../../kit/web/cookies.ts';
import type { Submission } from '../model.ts';

const COOKIE = 'verstuurd';

/**
 * Who goes back to the form finds a page with a new key, in which the browser put the words again. Sent once more
 * unchanged it is still the same report: then it gets the key that it was sent with, and so the same receipt.
 */
export function asSentBefore(request: Request, submission: Submission): Submission {
  const [key = '', seal] = readCookie(request, COOKIE)?.split('.') ?? [];
  return key !== '' && seal === sealOf(key, submission) ? { ...submission, key } : submission;
}

/** The header by which the browser remembers what it sent: the key, and a seal of the contents instead of themselves. */
export function rememberSent(submission: Submission, options: CookieOptions): string {
  return writeCookie(COOKIE, `${submission.key}.${sealOf(submission.key, submission)}`, options);
}

function sealOf(key: string, { key: _own, ...contents }: Submission): string {
  return createHmac('sha256', key).update(JSON.stringify(contents)).digest('hex');
}
