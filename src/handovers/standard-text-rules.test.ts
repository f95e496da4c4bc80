import { describe, expect, it } from 'vitest';
import { ReportOutcome } from '../reports/model.ts';
import type { StandardText } from './model.ts';
import { checkText, fillIn, fitsNature, foldText, takeUp } from './standard-text-rules.ts';
import { houseTexts, readHouseTexts } from './standard-texts.ts';

const TEXT: StandardText = {
  name: 'Klaar',
  purpose: 'close',
  outcome: 'helped',
  natures: [],
  body: { nl: 'Melding {nummer} van {ontvangen} is klaar.' },
};
const QUESTION: StandardText = { ...TEXT, purpose: 'question', outcome: null };
const VALUES = {
  nummer: '12',
  ontvangen: '1 maart 2026',
  vandaag: '2 maart 2026',
  gemeente: 'Proefstad',
  organisatie: 'het meldpunt',
  'antwoord-voor': 'morgen',
};

function codesOf(text: StandardText): string[] {
  const checked = checkText(text);
  return checked.ok ? [] : checked.refusals.map(({ code, pointer }) => `${pointer ?? ''} ${code}`);
}

describe('a standard text', () => {
  it('is filled in place by place, and leaves what it does not know as it stands', () => {
    expect(fillIn('{nummer}: {gemeente}, {nummer} {anders}', VALUES)).toBe('12: Proefstad, 12 {anders}');
  });

  it('does not fill in again what was filled in', () => {
    expect(fillIn('{gemeente}', { ...VALUES, gemeente: '{nummer}' })).toBe('{nummer}');
  });

  it('may hold the places of its own form, and no others', () => {
    expect(codesOf(TEXT)).toEqual([]);
    expect(codesOf({ ...TEXT, body: { nl: 'Tot {antwoord-voor}.' } })).toEqual(['nl standard-text-variable']);
    expect(codesOf({ ...QUESTION, body: { nl: 'Tot {antwoord-voor}.' } })).toEqual([]);
    expect(codesOf({ ...TEXT, body: { nl: 'Goed.', en: 'Dear {naam}' } })).toEqual([
      'en standard-text-variable',
    ]);
  });

  it('is refused with a brace that opens or closes nothing, in each language by itself', () => {
    expect(codesOf({ ...TEXT, body: { nl: 'Nummer {nummer', en: 'x }' } })).toEqual([
      'nl standard-text-brace',
      'en standard-text-brace',
    ]);
  });

  it('has words in one language at least, and an outcome when it tells the end', () => {
    expect(codesOf({ ...TEXT, body: {} })).toEqual(['nl standard-text-empty']);
    expect(codesOf({ ...TEXT, outcome: null })).toEqual(['outcome standard-text-outcome']);
  });

  it('has no outcome when it is a question, whatever was chosen', () => {
    expect(checkText({ ...QUESTION, outcome: 'helped' })).toMatchObject({
      ok: true,
      value: { outcome: null },
    });
  });

  it('is there for every nature when none is named', () => {
    expect(fitsNature({ natures: [] }, 'money')).toBe(true);
    expect(fitsNature({ natures: ['money'] }, 'money')).toBe(true);
    expect(fitsNature({ natures: ['money'] }, 'nuisance')).toBe(false);
  });
});

describe('taking up a text', () => {
  it('takes the place of nothing and of the text that was taken up before', () => {
    expect(takeUp({ typed: ' ', before: '', chosen: 'B' })).toBe('B');
    expect(takeUp({ typed: 'A\n', before: 'A', chosen: 'B' })).toBe('B');
    expect(takeUp({ typed: 'B', before: '', chosen: 'B' })).toBe('B');
  });

  it('stands below what somebody typed', () => {
    expect(takeUp({ typed: 'A, en nog iets', before: 'A', chosen: 'B' })).toBe('A, en nog iets\n\nB');
  });
});

it('folds the history of a text to its version and whether it is in use', () => {
  const written = (version: number) => ({ kind: 'written', data: { version } }) as const;
  const [retired, restored] = [
    { kind: 'retired', data: {} } as const,
    { kind: 'restored', data: {} } as const,
  ];
  expect(foldText([])).toBeUndefined();
  expect(foldText([written(1), retired, written(2)])).toEqual({ version: 2, active: false });
  expect(foldText([written(1), retired, restored])).toEqual({ version: 1, active: true });
});

describe('the texts of the house', () => {
  it('tell every outcome but abuse, in both languages, and speak of no person', () => {
    const ends = houseTexts().filter(({ purpose }) => purpose === 'close');
    const told = new Set(ends.map(({ outcome }) => outcome));
    expect(told).toEqual(new Set(ReportOutcome.options.filter((outcome) => outcome !== 'spam')));
    for (const { code, body } of houseTexts())
      expect([code, body.nl === undefined, body.en === undefined]).toEqual([code, false, false]);
  });

  it('are refused when one asks for a place that nothing fills, or stands twice', () => {
    const one = { ...TEXT, code: 'klaar' };
    expect(() => readHouseTexts(JSON.stringify([{ ...one, body: { nl: '{naam}' } }]))).toThrow('klaar');
    expect(() => readHouseTexts(JSON.stringify([one, one]))).toThrow('stands twice');
  });
});
