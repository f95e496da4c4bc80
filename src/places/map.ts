import type { Area, Bounds, MapLook, MapView, PointRd } from './model.ts';

/** What a map shows: its middle and how much of the town. */
export interface MapFrame {
  readonly centre: PointRd;
  readonly widthM: number;
  readonly heightM: number;
}

export interface Home {
  readonly street: string;
  readonly point: PointRd;
}

/** Street names are readable from here on; further out only the names of neighbourhoods are. */
const STREETS_WITHIN_M = 2500;
const STREETS_MOST = 24;
/** A boundary is drawn in steps of this part of the width: what is finer nobody sees, and it is heavy. */
const FINEST = 1000;

/** The part of the town in the frame, in metres from its upper left corner: neighbourhoods, homes as dots, names. */
export function drawMap(
  town: { readonly areas: readonly Area[]; readonly homes: readonly Home[] },
  frame: MapFrame,
): MapView {
  const bounds = boundsOf(frame);
  const stepM = frame.widthM / FINEST;
  const homes = showsHomes(frame) ? town.homes.filter(({ point }) => isIn(bounds, point)) : [];
  return {
    leftM: bounds.leftM,
    topM: bounds.topM,
    widthM: frame.widthM,
    heightM: frame.heightM,
    areas: town.areas
      .filter(({ rings }) => touches(bounds, rings))
      .map((area) => drawArea(bounds, area, stepM)),
    homes: homes.map(({ point }) => placed(bounds, point)),
    streets: streetNames(bounds, homes),
  };
}

/** Further out they are dust. */
export function showsHomes({ widthM }: MapFrame): boolean {
  return widthM <= STREETS_WITHIN_M;
}

/** A frame around everything, with some air. */
export function wholeTown(areas: readonly Area[], ratio: number): MapFrame {
  const { leftM, rightM, bottomM, topM } = boundsAround(areas.flatMap(({ rings }) => rings));
  const widthM = Math.max(100, rightM - leftM, (topM - bottomM) / ratio) * 1.1;
  const centre = { xM: (leftM + rightM) / 2, yM: (bottomM + topM) / 2 };
  return { centre, widthM, heightM: widthM * ratio };
}

/** A frame around one neighbourhood, with some air, and never narrower than `leastM`. */
export function lookAround({ rings }: Area, { ratio, leastM }: { ratio: number; leastM: number }): MapLook {
  const { centre, widthM } = wholeTown([{ name: '', rings }], ratio);
  return { centre, widthM: Math.max(leastM, Math.ceil(widthM)) };
}

/**
 * A point that lies in the neighbourhood, as far from its edge as the line through the middle of its box allows: the
 * middle of the box itself can lie outside.
 */
export function innerPoint({ rings }: Area): PointRd {
  const { leftM, rightM, bottomM, topM } = boundsAround(rings);
  // half a metre off, so that the line passes through no corner that is drawn in whole metres
  const yM = (bottomM + topM) / 2 + 0.5;
  const crossings = rings
    .flatMap((ring) => ring.slice(1).map((to, at) => [ring[at] ?? to, to] as const))
    .filter(([[, y1], [, y2]]) => y1 > yM !== y2 > yM)
    .map(([[x1, y1], [x2, y2]]) => x1 + ((yM - y1) / (y2 - y1)) * (x2 - x1))
    .toSorted((one, other) => one - other);
  let [xM, bestM] = [(leftM + rightM) / 2, -1];
  for (let at = 0; at + 1 < crossings.length; at += 2) {
    const [from = 0, to = 0] = [crossings[at], crossings[at + 1]];
    if (to - from > bestM) [xM, bestM] = [(from + to) / 2, to - from];
  }
  return { xM, yM };
}

/** The box around the rings, in metres RD. */
export function boundsAround(rings: Area['rings']): Bounds {
  const bounds = {
    leftM: Number.POSITIVE_INFINITY,
    rightM: Number.NEGATIVE_INFINITY,
    bottomM: Number.POSITIVE_INFINITY,
    topM: Number.NEGATIVE_INFINITY,
  };
  for (const [xM, yM] of rings.flat()) {
    bounds.leftM = Math.min(bounds.leftM, xM);
    bounds.rightM = Math.max(bounds.rightM, xM);
    bounds.bottomM = Math.min(bounds.bottomM, yM);
    bounds.topM = Math.max(bounds.topM, yM);
  }
  return bounds;
}

export function boundsOf({ centre, widthM, heightM }: MapFrame): Bounds {
  return {
    leftM: centre.xM - widthM / 2,
    rightM: centre.xM + widthM / 2,
    topM: centre.yM + heightM / 2,
    bottomM: centre.yM - heightM / 2,
  };
}

function isIn({ leftM, rightM, topM, bottomM }: Bounds, { xM, yM }: PointRd): boolean {
  return xM >= leftM && xM <= rightM && yM >= bottomM && yM <= topM;
}

function touches(bounds: Bounds, rings: Area['rings']): boolean {
  const { leftM, rightM, bottomM, topM } = boundsAround(rings);
  const isBeside = leftM > bounds.rightM || rightM < bounds.leftM;
  const isAbove = bottomM > bounds.topM || topM < bounds.bottomM;
  return !isBeside && !isAbove;
}

/** Whole metres: finer than anybody sees. */
function placed({ leftM, topM }: Bounds, { xM, yM }: PointRd): [number, number] {
  return [Math.round(xM - leftM), Math.round(topM - yM)];
}

function drawArea(bounds: Bounds, { name, rings }: Area, stepM: number): MapView['areas'][number] {
  const outline = rings
    .map((ring) => sparse(ring, stepM))
    .map((ring) => `M${ring.map(([xM, yM]) => placed(bounds, { xM, yM }).join(' ')).join('L')}Z`)
    .join('');
  const inside = (rings[0] ?? []).map(([xM, yM]) => ({ xM, yM })).filter((point) => isIn(bounds, point));
  const at = middleOf(inside.length > 0 ? inside : (rings[0] ?? []).map(([xM, yM]) => ({ xM, yM })));
  return { name, outline, ...(isIn(bounds, at) ? { at: placed(bounds, at) } : {}) };
}

/** The ring without corners that lie within a step of the one before. */
function sparse(ring: Area['rings'][number], stepM: number): Area['rings'][number] {
  const kept: Area['rings'][number] = [];
  for (const corner of ring) {
    const last = kept.at(-1);
    if (!last || Math.hypot(corner[0] - last[0], corner[1] - last[1]) >= stepM) kept.push(corner);
  }
  return kept;
}

function middleOf(points: readonly PointRd[]): PointRd {
  const sum = points.reduce(({ xM, yM }, point) => ({ xM: xM + point.xM, yM: yM + point.yM }), {
    xM: 0,
    yM: 0,
  });
  return { xM: sum.xM / points.length, yM: sum.yM / points.length };
}

/** The longest streets in the frame, each named at the middle of its homes. */
function streetNames(bounds: Bounds, homes: readonly Home[]): MapView['streets'] {
  const streets = [...Map.groupBy(homes, ({ street }) => street)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  return streets.slice(0, STREETS_MOST).map(([name, own]) => ({
    name,
    at: placed(bounds, middleOf(own.map(({ point }) => point))),
  }));
}
