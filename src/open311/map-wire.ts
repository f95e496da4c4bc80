import { z } from 'zod';
import { LookAt, MapLook, MapView, PointRd } from '../places/model.ts';

export { MAP_DAYS } from './model.ts';

/** For the pages, which move the map. */
export { lookText, movesOf } from '../places/model.ts';

const Shown = z.object({
  /** The name of its kind in the language of who looks; absent when it has none but that it is in the street. */
  kind: z.string().optional(),
  icon: z.string(),
  street: z.string().optional(),
  receivedAt: z.date(),
  closedAt: z.date().optional(),
  isInHand: z.boolean(),
  /** The middle of its square of 100 metres. */
  point: PointRd,
});

/** The public map: nothing leaves the loader that is not named here. */
export const PublicMapView = z.object({
  map: MapView,
  look: MapLook,
  isWhole: z.boolean(),
  shown: z.array(Shown),
  outside: z.number(),
  /** There are more than a map holds: the newest stand on it. */
  isCut: z.boolean(),
  kinds: z.array(z.object({ code: z.string(), name: z.string() })),
  areas: z.array(LookAt),
  /** A report begun from here gets the middle of the map for its place; absent while that is too far off. */
  place: z.string().optional(),
});
export type PublicMapView = z.infer<typeof PublicMapView>;
export type PublicShown = z.infer<typeof Shown>;
