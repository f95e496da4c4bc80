import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { LoaderFunctionArgs } from 'react-router';
import { inTenant } from '../../kit/db.ts';
import { townOf } from '../../kit/web/context.ts';
import { MapPicture } from '../../kit/web/index.tsx';
import { townMap } from '../../places/index.ts';
import { MAP_SIZES } from './form-state.ts';

const LOOK = /^(\d{1,7}),(\d{1,7}),(\d{1,6})(?:,(\d{1,5}))?$/;

/** The map as a picture: public knowledge, boundaries and addresses, with a mark in its middle. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db, municipality } = townOf(context);
  const size = params['maat'] === 'wide' ? MAP_SIZES.wide : MAP_SIZES.narrow;
  const [, x, y, width, accuracy] = LOOK.exec(params['gebied'] ?? '') ?? [];
  if (x === undefined || Number(width) === 0) return new Response(null, { status: 404 });
  const look = {
    centre: { xM: Number(x), yM: Number(y) },
    widthM: Number(width),
    ratio: size.heightPx / size.widthPx,
  };
  const { view } = await inTenant(db, municipality.id, (tx) => townMap(tx, look));
  const pin = accuracy === undefined ? {} : { accuracyM: Number(accuracy) };
  const svg = renderToStaticMarkup(createElement(MapPicture, { view, pin, widthPx: size.widthPx }));
  return new Response(svg, {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, max-age=300' },
  });
}
