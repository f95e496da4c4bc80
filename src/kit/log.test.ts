import { expect, it } from 'vitest';
import { createLog, errorFields } from './log.ts';

function recorder(perSecond = 3) {
  const lines: string[] = [];
  let nowMs = 1_800_000_000_000;
  const log = createLog({ write: (line) => void lines.push(line), now: () => nowMs, perSecond });
  return { lines, log, later: (ms: number) => (nowMs += ms) };
}
const read = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

it('writes one line of JSON with the level, the event and the fields', () => {
  const { lines, log } = recorder();
  log('info', 'request', { requestId: 'a', ms: 3 });
  expect(lines).toEqual([
    '{"at":"2027-01-15T08:00:00.000Z","level":"info","event":"request","requestId":"a","ms":3}\n',
  ]);
});

it('cuts what is long, and stays JSON', () => {
  const { lines, log } = recorder();
  log('info', 'one', { where: 'x'.repeat(5000), requestId: 'r' });
  log('info', 'many', {
    ...Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, 'é'.repeat(500)])),
    requestId: 'r',
  });
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(2050);
  expect(read(lines)).toMatchObject([{ requestId: 'r' }, { event: 'many', requestId: 'r', cut: true }]);
});

it('drops an event that comes too often in one second, and says how many', () => {
  const { lines, log, later } = recorder(3);
  for (let n = 0; n < 10; n += 1) log('info', 'request');
  log('error', 'page.failed');
  later(1000);
  log('info', 'request');
  expect(read(lines).map(({ event, of, count }) => [event, of, count])).toEqual([
    ['request', undefined, undefined],
    ['request', undefined, undefined],
    ['request', undefined, undefined],
    ['page.failed', undefined, undefined],
    ['log.dropped', 'request', 7],
    ['request', undefined, undefined],
  ]);
});

it('keeps of an error its class, its code and its place, whatever its message looks like', () => {
  const error = Object.assign(new Error('Jan\n    at Kerkweg (file:///Jan/de/Vries:1:1)\nde Vries'), {
    code: '23514',
    constraint: 'words_check',
    detail: 'Failing row contains (Jan de Vries)',
  });
  const fields = errorFields(error);
  expect(fields).toMatchObject({ error: 'Error', code: '23514', constraint: 'words_check' });
  expect(fields.where).toMatch(/src\/kit\/log\.test\.ts:\d+:\d+/);
  expect(JSON.stringify(fields)).not.toMatch(/Jan|Vries|Kerkweg/);
});

it('does not take a value for a code or a class', () => {
  const error = Object.assign(new Error('x'), {
    code: 'Jan de Vries',
    constraint: 'Kerkweg 3',
    name: 'J. de V.',
  });
  expect(errorFields(error)).toMatchObject({ error: 'Error', code: undefined, constraint: undefined });
  expect(errorFields('Jan de Vries')).toEqual({ error: 'string' });
});
