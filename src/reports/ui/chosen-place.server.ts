import { inTenant } from '../../kit/db.ts';
import { outageOf } from '../../kit/outage.ts';
import type { TownContext } from '../../kit/web/context.ts';
import { pointOf } from '../../places/index.ts';
import { spotText, type PlaceFound } from '../wire.ts';

const AT = /^(\d{1,7}),(\d{1,7})$/;

/** Where the address lies that was typed, as `x,y`, to be shown on a map. Without a database it is not shown. */
export async function typedAt(
  { db, municipality }: TownContext,
  place: PlaceFound,
): Promise<string | undefined> {
  if (place.kind === 'registered') return atText(place.spot.point);
  if (place.kind !== 'found') return undefined;
  const { addressId } = place;
  const point = await inTenant(db, municipality.id, (tx) => pointOf(tx, addressId)).catch(
    (error: unknown) => {
      if (outageOf(error) === undefined) throw error;
      return undefined;
    },
  );
  return point && atText(point);
}

function atText({ xM, yM }: { readonly xM: number; readonly yM: number }): string {
  return `${Math.round(xM)},${Math.round(yM)}`;
}

/** The place with which a link opens the form, as the form keeps one that was pointed out. */
export function spotAsked(request: Request): string {
  const [, x, y] = AT.exec(new URL(request.url).searchParams.get('plek') ?? '') ?? [];
  return x === undefined ? '' : spotText({ point: { xM: Number(x), yM: Number(y) }, source: 'pin' });
}
