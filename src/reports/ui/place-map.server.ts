import type { LoaderFunctionArgs } from 'react-router';
import { inTenant } from '../../kit/db.ts';
import { townOf } from '../../kit/web/context.ts';
import { townMap } from '../../places/index.ts';
import { MAP_SIZES } from './form-state.ts';

const LOOK = /^(\d{1,7}),(\d{1,7}),(\d{1,6})(?:,(\d{1,5}))?$/;

/** The piece of the town that an address asks for; undefined when it asks for none. */
export async function pieceOfTown({ params, context }: LoaderFunctionArgs) {
  const { db, municipality } = townOf(context);
  const { widthPx, heightPx } = params['maat'] === 'wide' ? MAP_SIZES.wide : MAP_SIZES.narrow;
  const [, x, y, width, accuracy] = LOOK.exec(params['gebied'] ?? '') ?? [];
  if (x === undefined || Number(width) === 0) return undefined;
  const look = {
    centre: { xM: Number(x), yM: Number(y) },
    widthM: Number(width),
    ratio: heightPx / widthPx,
  };
  const view = await inTenant(db, municipality.id, (tx) => townMap(tx, look));
  return { view, widthPx, pin: accuracy === undefined ? {} : { accuracyM: Number(accuracy) } };
}
