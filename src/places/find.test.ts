import { expect, it } from 'vitest';
import { complexChoices } from './complex-choices.ts';
import { addressesNamed, complexesNamed, findAddresses, nearestOf } from './find.ts';

const address = (id: string, street: string, houseNumber: string, postcode = '9990 SA') => ({
  id,
  street,
  houseNumber,
  postcode,
  neighbourhoodId: 'b',
});
const BOOK = [
  address('1', 'Ankerstraat', '1'),
  address('2', 'Ankerstraat', '12'),
  address('3', 'Nieuwe Ankerstraat', '1', '9991 SD'),
];
const found = (typed: string, limit = 25) => findAddresses(BOOK, typed, limit).map(({ id }) => id);

it('finds what begins as was typed, without minding capitals, spaces and accents', () => {
  expect(found('ánker straat 1')).toEqual(['1', '2']);
  expect(found('9991sd 1')).toEqual(['3']);
});

it('finds what holds it when nothing begins so, and nothing for nothing', () => {
  expect(found('straat 12')).toEqual(['2']);
  expect([found('?!'), found('Zee')]).toEqual([[], []]);
});

it('gives no more than was asked', () => {
  expect(found('anker', 1)).toEqual(['1']);
});

it('takes the nearest place within the distance, and none beyond it', () => {
  const places = [
    { id: 'a', point: { xM: 0, yM: 0 } },
    { id: 'b', point: { xM: 10, yM: 0 } },
  ];
  expect(nearestOf(places, { xM: 8, yM: 0 }, 5)?.id).toBe('b');
  expect(nearestOf(places, { xM: 5, yM: 0 }, 5)?.id).toBe('a');
  expect(nearestOf(places, { xM: 5, yM: 9 }, 5)).toBeUndefined();
});

it('names addresses only when all of one was typed: not those that begin like it', () => {
  const named = (typed: string) => addressesNamed(BOOK, typed).map(({ id }) => id);
  expect(named('ánkerstraat 1')).toEqual(['1']);
  expect(named('9990sa 12')).toEqual(['2']);
  expect(named('9990 SA')).toEqual(['1', '2']);
  expect(named('Ankerstraat')).toEqual([]);
  expect(named('  ')).toEqual([]);
});

const complex = (name: string, partyId: string, code?: string) => ({
  id: name,
  name,
  code,
  partyId,
  neighbourhoodId: 'b',
});

it('names a complex by its whole name or its number, and none by less', () => {
  const all = [complex('De Linde', 'p', 'L-1'), complex('Lindehof', 'p')];
  const named = (typed: string) => complexesNamed(all, typed).map(({ id }) => id);
  expect([named('de linde'), named('L1'), named('Lindehof')]).toEqual([
    ['De Linde'],
    ['De Linde'],
    ['Lindehof'],
  ]);
  expect([named('linde'), named(' ')]).toEqual([[], []]);
});

it('offers the complexes of the own organisation first, each organisation by itself', () => {
  const all = [complex('Aa', 'p2'), complex('Zand', 'p1'), complex('Blok', 'p1', '7')];
  const parties = [
    { id: 'p1', name: 'Zuid' },
    { id: 'p2', name: 'Noord' },
  ];
  const offered = (partyId: string) =>
    complexChoices(all, { partyId, parties }).map(({ group, name }) => `${group}: ${name}`);
  expect(offered('p1')).toEqual(['Zuid: Blok (7)', 'Zuid: Zand', 'Noord: Aa']);
  expect(offered('elsewhere')).toEqual(['Noord: Aa', 'Zuid: Blok (7)', 'Zuid: Zand']);
});
