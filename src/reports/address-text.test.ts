import { describe, expect, it } from 'vitest';
import { addressSuggestions, matchAddress } from './address-text.ts';

const address = (id: string, street: string, houseNumber: string, postcode: string) => ({
  id,
  street,
  houseNumber,
  postcode,
});
const TOWN = [
  address('m2', 'Molenstraat', '2', '1234 AB'),
  address('m12', 'Molenstraat', '12', '1234 AB'),
  address('m12a', 'Molenstraat', '12a', '1234 AB'),
  address('n', "'s-Gravenhof", '7', '1235CD'),
  address('r', 'René Bolstraat', '3', '1236 EF'),
  address('k-west', 'Kerkweg', '1', '1111 AA'),
  address('k-oost', 'Kerkweg', '1', '2222 BB'),
];

describe('an address that was typed', () => {
  it.each([
    ['Molenstraat 12', 'm12'],
    ['  molenSTRAAT   12 ', 'm12'],
    ['Molenstraat12', 'm12'],
    ['molenstraat 12 A', 'm12a'],
    ['Molenstraat 12, 1234 ab', 'm12'],
    ['1234AB 12', 'm12'],
    ['s gravenhof 7', 'n'],
    ['Rene Bolstraat 3', 'r'],
    ['Kerkweg 1, 2222BB', 'k-oost'],
  ])('is recognised: %s', (typed, addressId) => {
    expect(matchAddress(typed, TOWN)).toEqual({ kind: 'found', addressId });
  });

  it.each(['Molenstraat', 'Molenstraat 1', 'Molenstraat 13', 'Onbekendelaan 1', '', ' - '])(
    'is not guessed: %j',
    (typed) => {
      expect(matchAddress(typed, TOWN)).toEqual({ kind: 'nowhere' });
    },
  );

  it('needs its postcode where two have the same name', () => {
    expect(matchAddress('Kerkweg 1', TOWN)).toEqual({
      kind: 'several',
      options: ['Kerkweg 1, 1111 AA', 'Kerkweg 1, 2222 BB'],
    });
  });
});

describe('the suggestions', () => {
  it('stand in the order in which people look, with a postcode only where it is needed', () => {
    expect(addressSuggestions(TOWN)).toEqual([
      'Kerkweg 1, 1111 AA',
      'Kerkweg 1, 2222 BB',
      'Molenstraat 2',
      'Molenstraat 12',
      'Molenstraat 12a',
      'René Bolstraat 3',
      "'s-Gravenhof 7",
    ]);
  });

  it('can each be chosen', () => {
    for (const suggestion of addressSuggestions(TOWN))
      expect(matchAddress(suggestion, TOWN).kind).toBe('found');
  });

  it('are streets only in a large town, behind one address that shows how to write', () => {
    const large = Array.from({ length: 401 }, (_, at) =>
      address(String(at), at % 2 ? 'Molenstraat' : 'Kerkweg', String(at), '1111AA'),
    );
    expect(addressSuggestions(large)).toEqual(['Kerkweg 0', 'Kerkweg', 'Molenstraat']);
  });
});
