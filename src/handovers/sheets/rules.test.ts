import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoundKind } from '../../reports/model.ts';
import {
  contactOf,
  dangerIn,
  dayOf,
  identityOf,
  judge,
  kindOf,
  observationsOf,
  recognise,
  rowOf,
  storyOf,
  type Row,
} from './rules.ts';
import { sheetWords } from './words.ts';

const WORDS = sheetWords();
const EMPTY: Row = { words: '', address: '', kind: '', date: '', contact: '', reference: '' };
const KINDS: RoundKind[] = [
  {
    id: 'herrie',
    label: { nl: 'Herrie of ruzie', en: 'Noise or a quarrel' },
    sights: ['noise'],
    about: 'several',
  },
];

describe('the columns of a list', () => {
  it('are known by their names, in Dutch and English, whatever the capitals', () => {
    expect(
      recognise([['Nr', 'STRAAT', 'Huisnr.', 'Omschrijving', 'E-mail', 'Datum melding', 'Kleur']], WORDS),
    ).toEqual({
      hasHeading: true,
      fields: ['reference', 'address', 'address', 'words', 'contact', 'date', undefined],
    });
    expect(recognise([['Address', 'Description', 'Category', 'Phone']], WORDS).fields).toEqual([
      'address',
      'words',
      'kind',
      'contact',
    ]);
  });

  it('without names: the longest cells are the words, and the first row is a row', () => {
    const sheet = [
      ['Kade 1', 'Er is al weken elke avond herrie'],
      ['Kade 2', 'De lamp is stuk'],
    ];
    expect(recognise(sheet, WORDS)).toEqual({ hasHeading: false, fields: [undefined, 'words'] });
  });

  it('with names but none for the words: the longest of what was left', () => {
    expect(
      recognise(
        [
          ['Adres', 'Gedoe'],
          ['Kade 1', 'Herrie'],
        ],
        WORDS,
      ).fields,
    ).toEqual(['address', 'words']);
  });

  it('stand under names of which none means two things', () => {
    const names = Object.values(WORDS.columns).flat();
    expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
  });
});

describe('a row', () => {
  it('puts parts together: an address out of street, number and postcode, words out of two columns', () => {
    const fields = ['address', 'address', 'words', 'address', 'words', undefined] as const;
    expect(rowOf(['Kade', '1', 'Herrie', '9900 AA', '', 'blauw'], fields)).toEqual({
      ...EMPTY,
      address: 'Kade 1 9900 AA',
      words: 'Herrie',
    });
  });

  it('tells everything that is not understood in its story', () => {
    const lines = { date: 'Datum in de lijst: gisteren', kind: '', place: 'Plek: achter de kerk' };
    expect(storyOf({ ...EMPTY, words: 'Herrie' }, { lines })).toBe(
      'Herrie\nDatum in de lijst: gisteren\nPlek: achter de kerk',
    );
  });

  it('is the same row whatever its capitals and spaces, and of another organisation another one', () => {
    const row = { ...EMPTY, words: 'Herrie  op de Kade', address: 'Kade 1' };
    expect(identityOf(row, 'a')).toBe(identityOf({ ...row, words: 'herrie op de kade ' }, 'a'));
    expect(identityOf(row, 'a')).not.toBe(identityOf(row, 'b'));
    // what moved from one cell to another is another row
    expect(identityOf(row, 'a')).not.toBe(identityOf({ ...EMPTY, words: 'Herrie op de Kade Kade 1' }, 'a'));
  });
});

describe('words of danger', () => {
  it.each([
    ['Hij loopt met een mes door de straat', ['mes']],
    ['Ze zei: "Ik ga me OPHANGEN."', ['ophangen']],
    ['Plan voor zelfmoord', ['zelfmoord']],
    ['suïcide', ['suïcide', 'suicide']],
    ['He has a knife', ['knife']],
    // a word within a word is none
    ['De mesthoop stinkt en het tuinhek is gebrandmerkt', []],
    ['De lamp is stuk', []],
  ])('in %j are %j', (words, expected) => {
    expect(dangerIn({ ...EMPTY, words }, WORDS)).toEqual(expected);
  });

  it('leave nobody who says that there is no danger: such a row is weighed as one of which that is not known', () => {
    const kind = KINDS[0];
    expect(observationsOf(kind, { danger: 'none', hasDangerWords: true }).danger).toEqual({
      kind: 'unknown',
    });
    expect(observationsOf(kind, { danger: 'none', hasDangerWords: false })).toEqual({
      danger: { kind: 'none' },
      sights: ['noise'],
      about: 'several',
    });
  });
});

it.each([
  ['herrie of ruzie', 'herrie'],
  ['NOISE or a quarrel', 'herrie'],
  ['herrie', 'herrie'],
  ['Gedoe', undefined],
  ['', undefined],
])('takes the kind %j for %j', (cell, id) => {
  expect(kindOf(cell, KINDS)?.id).toBe(id);
});

it.each([
  ['29-11-2026', '2026-11-29'],
  ['9/1/2026', '2026-01-09'],
  ['2026-11-29', '2026-11-29'],
  ['2026-11-29 14:30', '2026-11-29'],
  ['1.2.2026 10:00', '2026-02-01'],
  ['31-02-2026', undefined],
  ['29-11-26', undefined],
  ['gisteren', undefined],
  ['', undefined],
])('reads the day %j as %j', (cell, expected) => {
  expect(dayOf(cell)).toBe(expected);
});

it.each([
  ['Mevrouw De Wit', { name: 'Mevrouw De Wit' }],
  ['De Wit, 06-12 34 56 78', { name: 'De Wit', phone: '06-12 34 56 78' }],
  [
    'Wit <wit@voorbeeld.test> +31612345678',
    { name: 'Wit', email: 'wit@voorbeeld.test', phone: '+31612345678' },
  ],
  ['wit@voorbeeld.test', { email: 'wit@voorbeeld.test' }],
  ['', {}],
])('reads how to reach %j', (cell, expected) => {
  expect(contactOf(cell)).toEqual(expected);
});

it('never gives a contact that the intake would not take, whatever stands in the cell', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (cell) => {
      const { name, email, phone } = contactOf(cell);
      for (const part of [name, email, phone]) expect(part === undefined || part.trim() === part).toBe(true);
      expect((name ?? '').length).toBeLessThanOrEqual(200);
    }),
  );
});

describe('what is missing or doubtful', () => {
  const told = {
    story: 'Herrie',
    storyMax: 10,
    place: { kind: 'found' },
    kind: undefined,
    isReference: true,
  } as const;

  it('of a whole row is nothing', () => {
    const row = { ...EMPTY, words: 'Herrie', address: 'Kade 1', date: '1-2-2026', reference: '2026-1' };
    expect(judge(row, told)).toEqual({ block: undefined, doubts: [] });
  });

  it.each([
    ['no words', { ...EMPTY, address: 'Kade 1' }, told, 'no-words', []],
    [
      'too many words',
      { ...EMPTY, words: 'x', address: 'Kade 1' },
      { ...told, story: 'x'.repeat(11) },
      'words-long',
      [],
    ],
    ['no place', { ...EMPTY, words: 'x' }, { ...told, place: { kind: 'nowhere' } }, undefined, ['no-place']],
    [
      'an unknown place',
      { ...EMPTY, words: 'x', address: '?' },
      { ...told, place: { kind: 'nowhere' } },
      undefined,
      ['place-unknown'],
    ],
    [
      'several places',
      { ...EMPTY, words: 'x', address: '?' },
      { ...told, place: { kind: 'several' } },
      undefined,
      ['place-several'],
    ],
    ['an unknown kind', { ...EMPTY, words: 'x', kind: 'Gedoe' }, told, undefined, ['kind-unknown']],
    ['an unclear day', { ...EMPTY, words: 'x', date: 'toen' }, told, undefined, ['date-unclear']],
    [
      'no reference',
      { ...EMPTY, words: 'x', reference: 'van Jan' },
      { ...told, isReference: false },
      undefined,
      ['reference-unclear'],
    ],
  ] as const)('of %s is said', (_what, row, around, block, doubts) => {
    expect(judge(row, around)).toEqual({ block, doubts });
  });
});
