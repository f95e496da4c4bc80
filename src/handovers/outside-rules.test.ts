import { describe, expect, it } from 'vitest';
import type { OutsideAct, OutsideRequest, OutsideStatus } from './model.ts';
import {
  foldOutside,
  judgeOutside,
  linkUntil,
  nextMoment,
  opensOutside,
  possibleOutside,
} from './outside-rules.ts';

const at = (day: number) => new Date(Date.UTC(2026, 2, day, 12));
const request = (more: Partial<OutsideRequest> = {}) =>
  ({
    status: 'asked',
    remindAt: at(3),
    remindedAt: null,
    deadline: at(5),
    closesAt: at(12),
    ...more,
  }) as OutsideRequest;

describe('what somebody outside can do', () => {
  it.each<[OutsideStatus, readonly OutsideAct[]]>([
    ['asked', ['accept', 'answer', 'done', 'decline']],
    ['accepted', ['answer', 'done', 'decline']],
    ['silent', ['answer', 'done', 'decline']],
    ['declined', []],
    ['answered', []],
    ['done', []],
    ['withdrawn', []],
  ])('when it is %s', (status, acts) => expect(possibleOutside(status)).toEqual(acts));

  it('ends with the days of the link, and with the report', () => {
    const open = { isReportOpen: true, now: at(11) };
    expect(opensOutside(request(), open)).toBe(true);
    expect(opensOutside(request(), { ...open, now: at(12) })).toBe(false);
    expect(opensOutside(request(), { ...open, isReportOpen: false })).toBe(false);
    expect(linkUntil(at(5))).toEqual(at(12));
  });
});

describe('what the clock does next', () => {
  it('is a reminder once, then the deadline, and nothing when nobody is waited for', () => {
    expect(nextMoment(request())).toEqual(at(3));
    expect(nextMoment(request({ remindedAt: at(3) }))).toEqual(at(5));
    expect(nextMoment(request({ status: 'accepted' }))).toEqual(at(5));
    for (const status of ['silent', 'done', 'withdrawn'] as const)
      expect(nextMoment(request({ status }))).toBeUndefined();
  });
});

describe('a question that goes out', () => {
  const asked = {
    aboutPerson: false,
    ground: null,
    showsPlace: true,
    photos: 1,
    isAwaited: false,
    awaitsReporter: false,
    deadline: at(5),
    longest: at(5),
  };

  it('tells everything that is wrong with it at once', () => {
    expect(judgeOutside(asked)).toEqual({ ok: true, value: true });
    expect(judgeOutside({ ...asked, aboutPerson: true, longest: at(4) })).toMatchObject({
      refusals: [
        { code: 'outside-ground-missing' },
        { code: 'outside-about-person' },
        { code: 'outside-too-long' },
      ],
    });
    expect(judgeOutside({ ...asked, isAwaited: true })).toMatchObject({
      refusals: [{ code: 'outside-asked-already' }],
    });
  });
});

it('folds the history of one question among others', () => {
  const event = (requestId: string, what: string, deadline: Date | null, reason: string | null = null) =>
    ({
      kind: 'outside-changed',
      data: { requestId, what, reason, deadline: deadline?.toISOString() ?? null },
    }) as const;
  const events = [
    event('a', 'asked', at(5)),
    event('b', 'asked', at(9)),
    event('a', 'reminded', null),
    event('a', 'accepted', at(7)),
    event('a', 'declined', null, 'not-ours'),
  ];
  expect(foldOutside(events, 'a')).toEqual({
    status: 'declined',
    reason: 'not-ours',
    deadline: at(7).toISOString(),
  });
  expect(foldOutside(events, 'c')).toBeUndefined();
});
