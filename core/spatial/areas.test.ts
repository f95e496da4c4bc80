import { describe, expect, it } from 'vitest';
import { type Position, checkAreas } from './areas.ts';

const square: Position[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
];

describe('checkAreas', () => {
  it('finds nothing wrong with a sound area, nor with no areas at all', () => {
    expect(checkAreas([{ id: 'a', rings: [square] }])).toEqual([]);
    expect(checkAreas([])).toEqual([]);
  });

  it.each<[string, Position[], string, string]>([
    [
      'of less than four positions',
      [
        [0, 0],
        [1, 0],
        [0, 0],
      ],
      'ring.too_short',
      '/0/rings/0',
    ],
    ['that does not end where it begins', square.slice(0, 4), 'ring.unclosed', '/0/rings/0'],
    ['with NaN', square.with(1, [Number.NaN, 0]), 'ring.position_invalid', '/0/rings/0/1'],
    ['with infinity', square.with(2, [0, Infinity]), 'ring.position_invalid', '/0/rings/0/2'],
    ['beyond 100,000 km', square.with(3, [0, 1.1e8]), 'ring.position_invalid', '/0/rings/0/3'],
  ])('names a ring %s', (_, ring, code, pointer) => {
    expect(checkAreas([{ id: 'a', rings: [ring] }])).toEqual([{ code, pointer }]);
  });

  it('names an area without rings, without an id and with an id that another has', () => {
    const areas = [
      { id: 'a', rings: [square] },
      { id: '', rings: [square] },
      { id: 'a', rings: [] },
    ];
    expect(checkAreas(areas)).toEqual([
      { code: 'area.without_id', pointer: '/1/id' },
      { code: 'area.id_twice', pointer: '/2/id' },
      { code: 'area.without_rings', pointer: '/2/rings' },
    ]);
  });

  it('names every ring that is wrong, in one pass', () => {
    const faults = checkAreas([{ id: 'a', rings: [square.slice(0, 4), square, square.slice(0, 2)] }]);
    expect(faults.map((fault) => fault.pointer)).toEqual(['/0/rings/0', '/0/rings/2']);
  });
});
