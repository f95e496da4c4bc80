import { describe, expect, it } from 'vitest';
import { contentFile } from './content.ts';
import { loadTexts } from './texts.ts';
import { formatDate, formatDateTime, formatShort, formatTime, formatTimeLeft } from './time-text.ts';

const texts = loadTexts(contentFile('texts'), { strict: true });
const nl = texts.translator('nl');
const en = texts.translator('en');
const at = (iso: string) => new Date(iso);

describe('a moment in words', () => {
  const moment = at('2024-12-24T07:30:00Z');

  it('is told by the clock on the wall in the Netherlands, in winter and in summer', () => {
    expect(formatTime(nl, moment)).toBe('8.30 uur');
    expect(formatTime(nl, at('2024-07-01T07:05:00Z'))).toBe('9.05 uur');
    expect(formatTime(nl, at('2024-07-01T22:00:00Z'))).toBe('0.00 uur');
  });

  it('reads as people write it, in both languages', () => {
    expect(formatDate(nl, moment)).toBe('24 december 2024');
    expect(formatDateTime(nl, moment)).toBe('dinsdag 24 december 2024 om 8.30 uur');
    expect(formatDateTime(en, moment)).toBe('Tuesday 24 December 2024 at 8:30');
    expect(formatShort(nl, moment)).toBe('24 dec, 8.30 uur');
  });

  it('is of the next day when it is past midnight here, though not yet in London', () => {
    expect(formatDate(nl, at('2024-12-31T23:30:00Z'))).toBe('1 januari 2025');
  });
});

describe('the time left', () => {
  const now = at('2024-12-24T09:00:00Z');

  it.each([
    ['2024-12-24T09:00:30Z', 'nu', 'now'],
    ['2024-12-24T09:01:00Z', 'nog 1 minuut', '1 minute left'],
    ['2024-12-24T09:59:59Z', 'nog 59 minuten', '59 minutes left'],
    ['2024-12-24T10:59:59Z', 'nog 1 uur', '1 hour left'],
    ['2024-12-24T21:00:00Z', 'nog 12 uur', '12 hours left'],
    ['2024-12-25T07:30:00Z', 'morgen om 8.30 uur', 'tomorrow at 8:30'],
    ['2024-12-27T16:00:00Z', 'vrijdag om 17.00 uur', 'Friday at 17:00'],
    ['2025-01-03T16:00:00Z', 'op 3 januari 2025', 'on 3 January 2025'],
    ['2024-12-24T08:59:59Z', '1 minuut te laat', '1 minute late'],
    ['2024-12-24T06:00:00Z', '3 uur te laat', '3 hours late'],
    ['2024-12-23T09:00:00Z', '1 dag te laat', '1 day late'],
    ['2024-12-21T08:00:00Z', '3 dagen te laat', '3 days late'],
  ])('until %s is %s', (deadline, dutch, english) => {
    expect(formatTimeLeft(nl, at(deadline), now)).toBe(dutch);
    expect(formatTimeLeft(en, at(deadline), now)).toBe(english);
  });

  it('counts the last two hours also across midnight', () => {
    expect(formatTimeLeft(nl, at('2024-12-24T23:30:00Z'), at('2024-12-24T22:00:00Z'))).toBe('nog 1 uur');
  });

  it('calls the next day tomorrow when the clock goes forward in between', () => {
    expect(formatTimeLeft(nl, at('2025-03-30T20:00:00Z'), at('2025-03-29T20:00:00Z'))).toBe(
      'morgen om 22.00 uur',
    );
  });
});
