import { describe, expect, it } from 'vitest';
import { changesOf, planComplexes, type Known } from './complex-rules.ts';

const address = (id: string, street: string, houseNumber: string, more: object = {}) => ({
  id,
  street,
  houseNumber,
  postcode: '9990 SA',
  neighbourhoodId: 'west',
  ...more,
});
const KNOWN: Known = {
  parties: [
    { id: 'p1', name: 'Wonen Noord' },
    { id: 'p2', name: 'Wonen Zuid' },
  ],
  neighbourhoods: [
    { id: 'west', code: 'BU01', name: 'West' },
    { id: 'oost', code: 'BU02', name: 'Oost' },
  ],
  addresses: [
    address('a1', 'Kade', '1'),
    address('a2', 'Kade', '2', { neighbourhoodId: 'oost' }),
    address('a3', 'Kade', '3', { neighbourhoodId: 'oost' }),
    address('d1', 'Dijk', '1'),
    address('d2', 'Dijk', '1', { postcode: '9991 SD' }),
  ],
  complexes: [],
};
const HEADING = 'complex;nummer;beheerder;straat;huisnummer;postcode;buurt';

function plan(rows: readonly string[], { known = KNOWN, heading = HEADING } = {}) {
  const lines = [heading, ...rows].map((row, at) => ({ line: at + 1, cells: row.split(';') }));
  return planComplexes(lines, known);
}

const wrong = (rows: readonly string[], more: Parameters<typeof plan>[1] = {}) =>
  plan(rows, more).mistakes.map(({ line, says }) => `${line}: ${says}`);

describe('a list of complexes', () => {
  it('gives each complex its manager, its addresses, and the neighbourhood in which most of them lie', () => {
    const rows = [1, 2, 3].map((number) => `De Kade;K1;wonen noord;kade;${number};9990sa;`);
    expect(plan(rows)).toEqual({
      mistakes: [],
      planned: [
        {
          before: undefined,
          name: 'De Kade',
          code: 'K1',
          partyId: 'p1',
          neighbourhoodId: 'oost',
          addressIds: ['a1', 'a2', 'a3'],
        },
      ],
    });
  });

  it('takes its columns in any order, and a complex without addresses where a neighbourhood is told', () => {
    const heading = 'Buurt;Beheerder;Complex;Nummer;Straat;Huisnummer;Postcode';
    expect(plan(['BU01;Wonen Zuid;Hof;;;;'], { heading }).planned).toMatchObject([
      { name: 'Hof', code: undefined, partyId: 'p2', neighbourhoodId: 'west', addressIds: [] },
    ]);
  });

  it('knows the complex that is there by its number, else by its name', () => {
    const complexes = [{ id: 'c', name: 'De Kade', code: 'K1', partyId: 'p1', neighbourhoodId: 'west' }];
    const known = { ...KNOWN, complexes };
    const before = (row: string) => plan([row], { known }).planned[0]?.before?.id;
    expect(before('Nieuwe naam;K1;Wonen Noord;Kade;1;;')).toBe('c');
    expect(before('de kade;;Wonen Noord;Kade;1;;')).toBe('c');
    // another organisation has another complex of that name
    expect(before('De Kade;K1;Wonen Zuid;Kade;1;;')).toBeUndefined();
  });

  it('tells all that is wrong, each with its line and what cures it', () => {
    expect(
      wrong([
        'Hof;;Wonen West;Kade;1;;',
        ';;Wonen Noord;Kade;1;;',
        'Hof;H1;Wonen Noord;Kade;99;;',
        'Hof;H1;Wonen Noord;Dijk;1;;BU01',
        'Hof;H1;Wonen Noord;Kade;1;;',
        'Tuin;T1;Wonen Noord;Kade;1;;BU01',
        'Plein;P1;Wonen Noord;;;;BU77',
        'Laan;L1;Wonen Noord;;;;',
        'Ander;H1;Wonen Noord;Kade;2;;',
        'Hof;H2;Wonen Noord;Kade;3;;',
      ]),
    ).toEqual([
      "2: 'Wonen West' is no organisation here: write one of Wonen Noord, Wonen Zuid",
      '3: complex not filled in: fill it in or leave the row out',
      "4: 'Kade 99' is no address here: put it right or leave the row out",
      "5: 'Dijk 1' is more than one address: fill in the postcode",
      "7: 'Kade 1' stands on line 6 too, in 'Hof': leave one of both out",
      "8: 'BU77' is no code of a neighbourhood here: put it right or leave it empty",
      "9: 'Laan' has no address and no neighbourhood: fill in one of both",
      "10: H1 is called 'Ander' here and 'Hof' on line 4: give it one name",
      "11: 'Hof' has number 'H2' here and 'H1' on line 4: give it one number",
    ]);
  });

  it('says which columns its first line has to name', () => {
    expect(wrong(['x'], { heading: 'complex;straat' })).toEqual([
      '1: the first line names no column nummer, beheerder, huisnummer, postcode: it has to name complex, nummer, beheerder, straat, huisnummer, postcode, buurt',
    ]);
  });
});

it('says what changes: nothing for the same list, and who comes, leaves or moves for another', () => {
  const before = { id: 'c', name: 'Hof', code: undefined, partyId: 'p1', neighbourhoodId: 'west' };
  const { before: _, ...same } = { before, ...before, addressIds: ['a1'] };
  const here = [
    address('a1', 'Kade', '1', { complexId: 'c' }),
    address('a2', 'Kade', '2', { complexId: 'other' }),
  ];
  const nothing = { isNew: false, isChanged: false, coming: [], fromOthers: 0, leaving: [] };
  expect(changesOf({ ...same, before }, here)).toEqual(nothing);
  expect(changesOf({ ...same, before, addressIds: ['a2'] }, here)).toEqual({
    ...nothing,
    coming: ['a2'],
    fromOthers: 1,
    leaving: ['a1'],
  });
  expect(changesOf({ ...same, before, name: 'Nieuw' }, here)).toEqual({ ...nothing, isChanged: true });
});
