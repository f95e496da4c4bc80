import { describe, expect, it } from 'vitest';
import { hoursOf, readHours } from './hours-rules.ts';

const part = (from: number, until: number) => ({ fromMinute: from * 60, untilMinute: until * 60 });

describe('the hours of a day', () => {
  it('are read as people write them', () => {
    for (const text of ['9.00-17.00', '09:00 - 17:00', '9-17', '9 tot 17', '9:00–17.00', ' 9.00-17.00 '])
      expect([text, readHours(text)]).toEqual([text, [part(9, 17)]]);
    expect(readHours('')).toEqual([]);
    expect(readHours('13-17, 9-12.30')).toEqual([part(9, 12.5), part(13, 17)]);
    expect(readHours('0-24')).toEqual([part(0, 24)]);
    expect(readHours('18.00-0.00')).toEqual([part(18, 24)]);
    expect(readHours('9-12,12-17')).toEqual([part(9, 12), part(12, 17)]);
  });

  it('are refused where they say no such thing', () => {
    for (const text of [
      'gesloten',
      '17-9',
      '9-9',
      '9-25',
      '9.60-17',
      '9-13, 12-17',
      '9-17,',
      '9',
      '-17',
      '24-24',
    ])
      expect([text, readHours(text)]).toEqual([text, undefined]);
  });

  it('are shown as they are read', () => {
    const hours = [
      { weekday: 1, ...part(13, 17) },
      { weekday: 1, ...part(9, 12.5) },
      { weekday: 2, ...part(0, 24) },
    ];
    expect(hoursOf(hours, 1)).toBe('9.00-12.30, 13.00-17.00');
    expect(hoursOf(hours, 2)).toBe('0.00-24.00');
    expect(hoursOf(hours, 3)).toBe('');
    expect(readHours(hoursOf(hours, 1))).toEqual([part(9, 12.5), part(13, 17)]);
    expect(readHours(hoursOf(hours, 2))).toEqual([part(0, 24)]);
  });
});
