import type { LoaderFunctionArgs } from 'react-router';
import { asDocument } from '../../kit/document-response.ts';
import { townOf } from '../../kit/web/context.ts';
import { requestDocument } from '../index.ts';
import { valueOf } from './entrance.server.ts';
import { idIn } from './request.server.ts';

/** One document of the report, for one open request. Every opening leaves a line. */
export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db, actor, municipality } = townOf(context);
  const asked = { requestId: idIn(params['verzoek']), documentId: idIn(params['document']) };
  const { number, bytes } = valueOf(await requestDocument(db, actor, asked), {
    request,
    slug: municipality.slug,
  });
  return asDocument(bytes, { number, id: asked.documentId });
}
