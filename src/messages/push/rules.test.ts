import { expect, it } from 'vitest';
import { isEnded, judgeAnswer } from './rules.ts';

it('takes every answer of success for sent', () => {
  for (const status of [200, 201, 202, 204]) expect(judgeAnswer(status)).toEqual({ ok: true });
});

it.each([404, 410])('ends the subscription at %i, and tries no more', (status) => {
  const judged = judgeAnswer(status);
  expect(isEnded(judged)).toBe(true);
  expect(judged).toMatchObject({ ok: false, isFinal: true });
});

it.each([408, 429, 500, 503])('tries again after %i', (status) => {
  const judged = judgeAnswer(status);
  expect(judged).toMatchObject({ cause: 'push-later', isFinal: false, reply: String(status) });
  expect(isEnded(judged)).toBe(false);
});

it.each([301, 302, 400, 401, 403, 413])('gives up after %i, and follows it nowhere', (status) => {
  expect(judgeAnswer(status)).toMatchObject({ cause: 'push-refused', isFinal: true });
  expect(isEnded(judgeAnswer(status))).toBe(false);
});

it('tries again where there was no answer, and not to where it may not send', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'broken', 'ABORT_ERR'])
    expect(judgeAnswer(code)).toMatchObject({ cause: 'push-unreachable', isFinal: false });
  expect(judgeAnswer('not-allowed')).toMatchObject({ cause: 'push-refused', isFinal: true });
});
