import { expect, it } from 'vitest';
import { aPdf, rawPdf } from '../../../tests/support/documents.ts';
import { keptOf } from './kept-of-mail.ts';
import type { Mail, MailPart } from './read-mail.ts';

const mail = (parts: readonly MailPart[], enclosed: readonly Mail[] = []): Mail => ({
  headers: [],
  from: { name: '', email: 'a@voorbeeld.nl' },
  subject: '',
  date: '',
  messageId: '',
  text: '',
  parts,
  enclosed,
});
const pdf = (name: string, bytes: Buffer): MailPart => ({ name, type: 'application/pdf', bytes });

it('keeps five documents of a mail and of what is enclosed, once each, whatever they are called', async () => {
  const letters = await Promise.all(['1', '2', '3', '4', '5', '6'].map((text) => aPdf(text)));
  const parts = letters.slice(0, 4).map((bytes, at) => pdf(`${at}.pdf`, bytes));
  const again = pdf('nogmaals.pdf', letters[0] ?? Buffer.alloc(0));
  const inner = mail(
    letters.slice(4).map((bytes, at) => ({ ...pdf(`binnen ${at}.doc`, bytes), type: 'x/y' })),
  );
  const kept = await keptOf(mail([...parts, again], [inner]));
  expect(kept?.documents.map(({ name }) => name)).toEqual([
    '0.pdf',
    '1.pdf',
    '2.pdf',
    '3.pdf',
    'binnen 0.doc',
  ]);
  expect(kept?.missed.map(({ name, why }) => [name, why])).toEqual([['binnen 1.doc', 'document-too-many']]);
});

it('names what it does not keep with why, and looks at no more than ten', async () => {
  const locked = await aPdf('x', { options: { userPassword: 'a' } });
  const bad = Array.from({ length: 9 }, (_, at) => pdf(`${at}.pdf`, Buffer.from(`%PDF-${at}`)));
  const good = pdf('goed.pdf', rawPdf());
  const kept = await keptOf(mail([pdf('slot.pdf', locked), pdf('slot2.pdf', locked), ...bad, good]));
  expect(kept?.documents).toEqual([]);
  expect(kept?.missed.map(({ why }) => why)).toEqual([
    'document-locked',
    'document-locked',
    ...bad.map(() => 'document-unreadable'),
    'document-too-many',
  ]);
});
