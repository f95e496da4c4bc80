import { expect, it } from 'vitest';
import { addressesNamed, findAddresses, nearestOf } from './find.ts';

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
