import { z } from 'zod';
import { LookAt, MapLook, MapView, PointRd } from '../places/model.ts';
import { ListOrder } from './model.ts';
import { ExtractView } from './wire.ts';

/** For the pages, which move the map. */
export { lookText, movesOf } from '../places/model.ts';

/** A report of a list as it stands on a map. */
export const PlacedExtract = z.object({
  extract: ExtractView,
  /** The middle of its square of 100 metres, or a point in its neighbourhood: never the place itself. */
  point: PointRd,
  /** Its neighbourhood is all that is told: it is about a person, or its words do not open to who looks. */
  isArea: z.boolean(),
});
export type PlacedExtract = z.infer<typeof PlacedExtract>;

/** A list as a map: what is in view, and what has no place. */
export const ListMapView = z.object({
  map: MapView,
  look: MapLook,
  /** The whole town is in view. */
  isWhole: z.boolean(),
  placed: z.array(PlacedExtract),
  /** Reports that lie outside what is in view. */
  outside: z.number(),
  unplaced: z.array(ExtractView),
  areas: z.array(LookAt.extend({ count: z.number() })),
  /** The picture of each nature, as the municipality has it. */
  icons: z.record(z.string(), z.string()),
  count: z.object({ found: z.number(), isMore: z.boolean() }).optional(),
  /** There are more than a map holds: the first in the order of the list stand on it. */
  isCut: z.boolean(),
  order: ListOrder,
  now: z.date(),
});
export type ListMapView = z.infer<typeof ListMapView>;
