import { expect, it } from 'vitest';
import { deviceKind, isEnded, judgeAnswer } from './rules.ts';

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

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox', 'linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
    'safari',
    'ios',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0', 'edge', 'windows'],
  ['Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36', 'chrome', 'android'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18 Safari/605.1', 'safari', 'mac'],
  ['', 'other', 'other'],
])('calls a device by what it says it is: %s', (agent, browser, system) => {
  expect(deviceKind(agent)).toEqual({ browser, system });
});
