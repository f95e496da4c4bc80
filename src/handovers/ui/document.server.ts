import type { LoaderFunctionArgs } from 'react-router';
import { asDocument, noDocument } from '../../kit/document-response.ts';
import { townOf } from '../../kit/web/context.ts';
import { openReportDocument } from '../index.ts';
import { NUMBER } from './number.server.ts';

/** A document of a report: by its number for who works here, of the session's own report for the reporter. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db, actor } = townOf(context);
  const { nummer, document = '' } = params;
  if (nummer !== undefined && !NUMBER.test(nummer)) return noDocument();
  const number = nummer === undefined ? undefined : Number(nummer);
  const opened = await openReportDocument(db, actor, { number, documentId: document });
  return opened.ok
    ? asDocument(opened.value.bytes, { number: opened.value.number, id: document })
    : noDocument();
}
