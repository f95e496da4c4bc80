import type { LoaderFunctionArgs } from 'react-router';
import { IMAGE_TYPE } from '../../kit/image.ts';
import { townOf } from '../../kit/web/context.ts';
import { openPhoto } from '../index.ts';
import { NUMBER } from './number.server.ts';

/** Never kept by the browser's cache or by anything on the way: who may see it can change. */
const HEADERS = { 'content-type': IMAGE_TYPE, 'cache-control': 'private, no-store' };

/** A picture of a report: by its number for who works here, of the session's own report for the reporter. */
export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db, actor } = townOf(context);
  const { nummer, foto = '' } = params;
  if (nummer !== undefined && !NUMBER.test(nummer)) return absent();
  const number = nummer === undefined ? undefined : Number(nummer);
  const size = new URL(request.url).pathname.endsWith('/voorbeeld') ? 'preview' : 'picture';
  const opened = await openPhoto(db, actor, { number, photoId: foto, size });
  return opened.ok ? new Response(new Uint8Array(opened.value), { headers: HEADERS }) : absent();
}

/** Not there, not yours, not logged in: one answer, so that nobody learns which. */
function absent(): Response {
  return new Response(null, { status: 404, headers: { 'cache-control': 'private, no-store' } });
}
