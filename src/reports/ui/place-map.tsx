import { renderToStaticMarkup } from 'react-dom/server';
import type { LoaderFunctionArgs } from 'react-router';
import { MapPicture } from '../../kit/web/index.tsx';
import { pieceOfTown } from './place-map.server.ts';

/** No page: a picture of a piece of the town, public knowledge, with a mark in its middle. */
export async function loader(request: LoaderFunctionArgs): Promise<Response> {
  const piece = await pieceOfTown(request);
  if (!piece) return new Response(null, { status: 404 });
  return new Response(renderToStaticMarkup(<MapPicture {...piece} alone />), {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, max-age=300' },
  });
}
