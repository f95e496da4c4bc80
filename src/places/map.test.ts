import { describe, expect, it } from 'vitest';
import { drawMap, innerPoint, lookAround, wholeTown } from './map.ts';
import { lookText, movedLook, readLook, type Area } from './model.ts';

const square = (left: number, bottom: number, side: number): Area['rings'][number] => [
  [left, bottom],
  [left + side, bottom],
  [left + side, bottom + side],
  [left, bottom + side],
  [left, bottom],
];
const TOWN: Area[] = [{ name: 'Proefwijk', rings: [square(1000, 1000, 1000)] }];

describe('a drawn piece of the town', () => {
  it('says where its corner lies, so that anything in metres can stand on it', () => {
    const view = drawMap(
      { areas: TOWN, homes: [] },
      { centre: { xM: 1500, yM: 1500 }, widthM: 800, heightM: 600 },
    );
    expect(view).toMatchObject({ leftM: 1100, topM: 1800, widthM: 800, heightM: 600 });
    // the corner of the neighbourhood: 100 metres left of the frame, 200 above it
    expect(view.areas[0]?.outline).toContain('L-100 -200');
  });

  it('leaves out corners that nobody sees, and keeps those that make the shape', () => {
    const fine: Area['rings'][number] = [
      ...Array.from({ length: 500 }, (_, step): [number, number] => [step / 10, 0]),
      [1000, 0],
      [1000, 1000],
      [0, 0],
    ];
    const [area] = drawMap(
      { areas: [{ name: 'Fijn', rings: [fine] }], homes: [] },
      { centre: { xM: 500, yM: 500 }, widthM: 10_000, heightM: 10_000 },
    ).areas;
    const corners = (area?.outline ?? '').split('L');
    expect(corners.length).toBeLessThan(10);
    expect(corners).toEqual(expect.arrayContaining(['5500 5500', '5500 4500']));
  });

  it('shows homes and streets near by, and neither from far', () => {
    const homes = [{ street: 'Kadestraat', point: { xM: 1500, yM: 1500 } }];
    const at = (widthM: number) =>
      drawMap({ areas: TOWN, homes }, { centre: { xM: 1500, yM: 1500 }, widthM, heightM: widthM });
    expect(at(500)).toMatchObject({ homes: [[250, 250]], streets: [{ name: 'Kadestraat' }] });
    expect(at(5000)).toMatchObject({ homes: [], streets: [] });
  });
});

describe('where a map looks', () => {
  it('is written in an address and read from it', () => {
    const look = { centre: { xM: 157_600.4, yM: 530_500 }, widthM: 600 };
    expect(lookText(look)).toBe('157600,530500,600');
    expect(readLook('157600,530500,600')).toEqual({ centre: { xM: 157_600, yM: 530_500 }, widthM: 600 });
    for (const text of ['', '1,2', '1,2,0', 'a,b,c', '-1,2,3', '1,2,3,4', '1,2,9999999'])
      expect(readLook(text)).toBeUndefined();
  });

  it('moves aside by a part of what it shows, and nearer and farther by half', () => {
    const look = { centre: { xM: 1000, yM: 1000 }, widthM: 500 };
    expect(movedLook(look, 'right', 0.5)).toEqual({ centre: { xM: 1200, yM: 1000 }, widthM: 500 });
    expect(movedLook(look, 'left', 0.5)).toEqual({ centre: { xM: 800, yM: 1000 }, widthM: 500 });
    expect(movedLook(look, 'up', 0.5)).toEqual({ centre: { xM: 1000, yM: 1100 }, widthM: 500 });
    expect(movedLook(look, 'down', 0.5)).toEqual({ centre: { xM: 1000, yM: 900 }, widthM: 500 });
    expect(movedLook(movedLook(look, 'in', 0.5), 'out', 0.5)).toEqual(look);
  });

  it('fits a neighbourhood, with air, and never nearer than is of use', () => {
    expect(wholeTown(TOWN, 1).widthM).toBeCloseTo(1100);
    expect(lookAround(TOWN[0] ?? { name: '', rings: [] }, { ratio: 1, leastM: 300 })).toEqual({
      centre: { xM: 1500, yM: 1500 },
      widthM: 1100,
    });
    expect(lookAround({ name: '', rings: [square(0, 0, 10)] }, { ratio: 1, leastM: 300 }).widthM).toBe(300);
  });

  it('finds a point in the neighbourhood, also where the middle of its box is outside it', () => {
    const horseshoe: Area['rings'][number] = [
      [0, 0],
      [900, 0],
      [900, 1000],
      [800, 1000],
      [800, 100],
      [100, 100],
      [100, 1000],
      [0, 1000],
      [0, 0],
    ];
    const { xM } = innerPoint({ name: 'Hoef', rings: [horseshoe] });
    expect([50, 850]).toContain(xM);
    expect(innerPoint(TOWN[0] ?? { name: '', rings: [] })).toMatchObject({ xM: 1500 });
  });

  it('finds no point in a hole', () => {
    const withHole = { name: 'Ring', rings: [square(0, 0, 1000), square(200, 200, 600)] };
    const { xM } = innerPoint(withHole);
    expect(xM < 200 || xM > 800).toBe(true);
  });
});
