import { describe, expect, it } from 'vitest';
import { judgeFailure, maySendAgain, nextTry, TRIES_MAX } from './rules.ts';

const NOW = new Date('2026-01-10T12:00:00Z');

describe('a try that did not work', () => {
  it('is followed by another, each later than the one before, until it is given up after a day and a half', () => {
    const waits = Array.from({ length: TRIES_MAX }, (_, index) =>
      nextTry(index + 1, { isFinal: false }, NOW),
    );
    expect(waits.map((at) => at && (at.getTime() - NOW.getTime()) / 60_000)).toEqual([
      1,
      5,
      15,
      60,
      240,
      720,
      1080,
      undefined,
    ]);
  });

  it('is the last when the mail server says that it will never take it', () => {
    expect(nextTry(1, { isFinal: true }, NOW)).toBeUndefined();
  });

  it.each([
    [
      'an unknown mailbox',
      { command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 No such user' },
      'address-refused',
      true,
      true,
    ],
    [
      'a policy about us',
      { command: 'RCPT TO', responseCode: 550, response: '550 5.7.1 Not you' },
      'address-refused',
      true,
      false,
    ],
    [
      'a full mailbox',
      { command: 'RCPT TO', responseCode: 452, response: '452 4.2.2 Full' },
      'try-later',
      false,
      false,
    ],
    [
      'a text that is not taken',
      { command: 'DATA', responseCode: 554, response: '554 No' },
      'content-refused',
      true,
      false,
    ],
    [
      'another sender',
      { command: 'MAIL FROM', responseCode: 553, response: '553 No' },
      'sender-refused',
      true,
      false,
    ],
    [
      'a wrong password',
      { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 },
      'log-in-refused',
      false,
      false,
    ],
    ['a line without protection', { code: 'ETLS', command: 'STARTTLS' }, 'no-tls', false, false],
    ['no answer', { code: 'ETIMEDOUT', command: 'CONN' }, 'broken-off', false, false],
    ['a closed port', { code: 'ESOCKET', command: 'CONN' }, 'unreachable', false, false],
  ] as const)('tells %s from the others', (_, failure, cause, isFinal, isAddress) => {
    expect(judgeFailure(failure)).toMatchObject({ ok: false, cause, isFinal, isAddress });
  });

  it('keeps numbers of the answer alone, never its words', () => {
    const failure = { command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 <jan@stad.test> unknown' };
    expect(judgeFailure(failure)).toMatchObject({ reply: '550 5.1.1' });
  });
});

it('is sent again by a person where that can help, and nowhere else', () => {
  expect(maySendAgain({ state: 'failed', cause: 'unreachable' })).toBe(true);
  expect(maySendAgain({ state: 'stopped', cause: null })).toBe(true);
  for (const cause of ['no-address', 'address-known-bad'] as const)
    expect(maySendAgain({ state: 'failed', cause })).toBe(false);
  expect(maySendAgain({ state: 'sent', cause: null })).toBe(false);
});
