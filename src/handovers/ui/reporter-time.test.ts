import { describe, expect, it } from 'vitest';
import { contentFile } from '../../kit/content.ts';
import { loadTexts } from '../../kit/texts.ts';
import { momentText, openingText } from './reporter-time.ts';

const texts = loadTexts(contentFile('texts'), { strict: true });
const [nl, en] = [texts.translator('nl'), texts.translator('en')];

/** A Tuesday, a quarter past ten at night on the wall here. */
const now = new Date('2024-12-24T21:15:00Z');

describe('a moment', () => {
  it.each([
    ['2024-12-24T22:30:00Z', 'vandaag om 23.30 uur', 'today at 23:30'],
    ['2024-12-24T23:30:00Z', 'morgen om 0.30 uur', 'tomorrow at 0:30'],
    ['2024-12-31T07:30:00Z', 'dinsdag 31 december om 8.30 uur', 'Tuesday 31 December at 8:30'],
  ])('%s is %s', (moment, dutch, english) => {
    expect([momentText(nl, new Date(moment), now), momentText(en, new Date(moment), now)]).toEqual([
      dutch,
      english,
    ]);
  });

  it('of another year names the year', () => {
    const moment = new Date('2025-01-03T16:00:00Z');
    expect(momentText(nl, moment, now)).toBe('vrijdag 3 januari 2025 om 17.00 uur');
    expect(momentText(en, moment, now)).toMatch(/^Friday,? 3 January 2025 at 17:00$/);
  });

  it('of tomorrow is tomorrow over the night in which the clock goes forward', () => {
    const saturday = new Date('2025-03-29T22:30:00Z');
    expect(momentText(nl, new Date('2025-03-30T20:00:00Z'), saturday)).toBe('morgen om 22.00 uur');
  });
});

describe('the opening of the desk', () => {
  it.each([
    ['2024-12-24T22:30:00Z', 'Vandaag vanaf 23.30 uur wel.'],
    ['2024-12-25T07:30:00Z', 'Morgen vanaf 8.30 uur wel.'],
    ['2024-12-27T07:30:00Z', 'Vrijdag vanaf 8.30 uur wel.'],
    ['2024-12-31T07:30:00Z', 'Vanaf dinsdag 31 december om 8.30 uur wel.'],
  ])('%s: %s', (opening, words) => {
    expect(openingText(nl, new Date(opening), now)).toBe(words);
  });
});
