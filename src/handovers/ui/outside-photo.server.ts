import type { LoaderFunctionArgs } from 'react-router';
import { IMAGE_TYPE } from '../../kit/image.ts';
import { townOf } from '../../kit/web/context.ts';
import { outsidePhoto } from '../index.ts';
import { stopWhenLimited, useOf } from './outside.server.ts';

/** A photo that was chosen to be shown with a question; never kept on the way. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const opened = await outsidePhoto(town.db, useOf(town, params), params['foto'] ?? '');
  stopWhenLimited(opened);
  const headers = { 'cache-control': 'private, no-store' };
  if (!opened.ok) return new Response(null, { status: 404, headers });
  return new Response(new Uint8Array(opened.value), { headers: { ...headers, 'content-type': IMAGE_TYPE } });
}
