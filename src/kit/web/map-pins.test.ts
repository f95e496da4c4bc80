import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentFile } from '../content.ts';
import { ICON_PATHS, iconPath } from './icon-paths.ts';
import { gatherPins, letterOf, type At } from './map-pins.ts';

const place = (name: string, at: At) => ({ name, at, isArea: false });
const area = (name: string, at: At) => ({ name, at, isArea: true });
const named = (groups: ReturnType<typeof gatherPins<ReturnType<typeof place>>>) =>
  groups.map(({ letter, items }) => `${letter}: ${items.map(({ name }) => name).join(' ')}`);

describe('the pins of a map', () => {
  it('stand for all that lies within reach, where the first of it lies', () => {
    const groups = gatherPins(
      [place('one', [100, 100]), place('two', [300, 100]), place('three', [130, 140])],
      { reachM: 60 },
    );
    expect(named(groups)).toEqual(['A: one three', 'B: two']);
    expect(groups[0]).toMatchObject({ at: [100, 100], isOnePlace: false });
  });

  it('are the same for the same list, and never nearer to each other than the reach', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      place(String(index), [(index * 37) % 500, (index * 91) % 400]),
    );
    const groups = gatherPins(many, { reachM: 50 });
    expect(gatherPins(many, { reachM: 50 })).toEqual(groups);
    expect(groups.flatMap(({ items }) => items)).toHaveLength(200);
    for (const [index, one] of groups.entries())
      for (const other of groups.slice(index + 1))
        expect(Math.hypot(one.at[0] - other.at[0], one.at[1] - other.at[1])).toBeGreaterThanOrEqual(50);
  });

  it('know when coming nearer takes nothing apart', () => {
    const groups = gatherPins([place('one', [10, 10]), place('two', [10, 10])], { reachM: 50 });
    expect(groups).toMatchObject([{ isOnePlace: true, items: [{ name: 'one' }, { name: 'two' }] }]);
  });

  it('keep what is known by its area apart from what has a place, and beside it', () => {
    const groups = gatherPins(
      [area('person', [100, 100]), place('lamp', [100, 100]), area('other', [100, 100])],
      {
        reachM: 50,
      },
    );
    expect(named(groups)).toEqual(['A: person other', 'B: lamp']);
    expect(groups.map(({ at }) => at)).toEqual([
      [100, 150],
      [100, 100],
    ]);
  });

  it('keep an area in its own place when everything around it is taken', () => {
    const around = [-1, 0, 1].flatMap((dx) =>
      [-1, 0, 1].map((dy) => place('x', [100 + dx * 50, 100 + dy * 50])),
    );
    expect(gatherPins([area('person', [100, 100]), ...around], { reachM: 50 })[0]).toMatchObject({
      isArea: true,
      at: [100, 100],
    });
  });

  it('are called A to Z, and then AA and on', () => {
    expect([0, 25, 26, 27, 51, 52, 701, 702].map(letterOf)).toEqual('A Z AA AB AZ BA ZZ AAA'.split(' '));
  });
});

describe('the pictures that content names', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(contentFile(name), 'utf8'));

  it('are all drawn', () => {
    const natures = Object.values(read('map.json') as Record<string, string>);
    const kinds = (read('open311/categories.json') as { icon: string }[]).map(({ icon }) => icon);
    for (const icon of [...natures, ...kinds]) expect(Object.keys(ICON_PATHS)).toContain(icon);
  });

  it('are a pin when nobody drew them, whatever their name', () => {
    for (const name of ['no-such-picture', 'constructor', '']) expect(iconPath(name)).toBe(ICON_PATHS.place);
  });
});
