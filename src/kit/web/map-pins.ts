export type At = readonly [x: number, y: number];

/** Something that stands on a map, in metres from its upper left corner. */
export interface Placed {
  readonly at: At;
  /** Known by the area that it lies in and no better: it stands apart from what has a place. */
  readonly isArea: boolean;
}

/** What stands so near to each other on a map that one pin stands for it. */
export interface PinGroup<Item> {
  /** A letter, or more: the same at the pin and in the list beside it. */
  readonly letter: string;
  readonly at: At;
  readonly isArea: boolean;
  readonly items: readonly [Item, ...Item[]];
  /** Whether all of it has the very same place, so that coming nearer takes nothing apart. */
  readonly isOnePlace: boolean;
}

const AROUND: readonly At[] = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
];

/**
 * Gathers what lies within `reachM` of what came before it, in the order given: the same list always gives the same pins.
 * A pin stands where the first of its items does. What is known by its area alone moves aside for what has a place.
 */
export function gatherPins<Item extends Placed>(
  items: readonly Item[],
  { reachM }: { readonly reachM: number },
): PinGroup<Item>[] {
  const groups: { at: At; isArea: boolean; items: [Item, ...Item[]] }[] = [];
  for (const item of items) {
    const near = groups.find(
      ({ at, isArea }) => isArea === item.isArea && distance(at, item.at) < (isArea ? 1 : reachM),
    );
    if (near) near.items.push(item);
    else groups.push({ at: item.at, isArea: item.isArea, items: [item] });
  }
  const taken = groups.filter(({ isArea }) => !isArea).map(({ at }) => at);
  return groups.map(({ at, isArea, items: own }, index) => {
    const stands = isArea ? aside(at, taken, reachM) : at;
    if (isArea) taken.push(stands);
    return {
      letter: letterOf(index),
      at: stands,
      isArea,
      items: own,
      isOnePlace: own.every((one) => distance(one.at, at) < 1),
    };
  });
}

/** The place itself, or the first spot around it where nothing stands; the place itself when all are taken. */
function aside([x, y]: At, taken: readonly At[], reachM: number): At {
  const spots = [[0, 0] as At, ...AROUND].map(([dx, dy]): At => [x + dx * reachM, y + dy * reachM]);
  const isFree = (spot: At) => taken.every((other) => distance(spot, other) >= reachM * 0.99);
  return spots.find(isFree) ?? [x, y];
}

function distance([x1, y1]: At, [x2, y2]: At): number {
  return Math.hypot(x1 - x2, y1 - y2);
}

const LETTERS = 26;
const FIRST = 65;

/** A to Z, and then AA, AB and on. */
export function letterOf(index: number): string {
  const own = String.fromCodePoint(FIRST + (index % LETTERS));
  return index < LETTERS ? own : letterOf(Math.floor(index / LETTERS) - 1) + own;
}
