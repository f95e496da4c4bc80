import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { readFormWithDocuments, type FormWithDocuments } from '../../kit/document-upload.ts';
import { parseForm } from '../../kit/form.ts';
import { refusalsOf, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { DocumentRemoval, DOCUMENTS_MAX } from '../../reports/model.ts';
import { DocumentsView } from '../attached-wire.ts';
import {
  addReportDocuments,
  documentsPage,
  mayAddDocuments,
  removeReportDocument,
  shareReportDocument,
} from '../index.ts';
import { goOn, readDone, type Done } from './done.server.ts';
import { ABOUT_THE_PAGE, valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, origin } = townOf(context);
  const found = await documentsPage(db, actor, numberIn(params['nummer']));
  const view = DocumentsView.parse(valueOf(found, { request, slug: municipality.slug }));
  const { done, headers } = readDone(request, { slug: municipality.slug, origin });
  return data({ view, done }, { headers });
}

/** Whether the sender has to do with this report comes first: only then is anything read or opened. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db, actor, municipality, origin } = townOf(context);
  const number = numberIn(params['nummer']);
  const { slug } = municipality;
  const allowed = await mayAddDocuments(db, actor, number);
  if (!allowed.ok && allowed.refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code)))
    valueOf(allowed, { request, slug });
  const sent = await readFormWithDocuments(request, {
    field: 'document',
    max: allowed.ok ? DOCUMENTS_MAX : 0,
    keep: (document) => addReportDocuments(db, actor, { number, documents: [document] }),
  });
  const { what, refusals } = await carryOut({ db, actor }, number, { sent, allowed });
  if (refusals.length > 0) return showAgain(sent.values, refusals);
  return goOn(`/${slug}/werk/${number}/documenten`, { what, number }, { slug, origin });
}

interface Answer {
  readonly what: Done['what'];
  readonly refusals: readonly Refusal[];
}

interface Came {
  readonly sent: FormWithDocuments;
  readonly allowed: Outcome<true>;
}

async function carryOut(
  { db, actor }: Pick<TownContext, 'db' | 'actor'>,
  number: number,
  { sent: { values, count, refusals }, allowed }: Came,
): Promise<Answer> {
  switch (values['intent']) {
    case 'add-documents': {
      const missing = count === 0 ? [{ code: 'document-missing', pointer: 'document' }] : refusals;
      return { what: 'document-added', refusals: allowed.ok ? missing : allowed.refusals };
    }
    case 'share-document': {
      const asked = parseForm(ShareForm, values);
      const done = asked.ok
        ? await shareReportDocument(db, actor, { number, documentId: asked.value.document })
        : asked;
      return { what: 'document-shared', refusals: refusalsOf(done) };
    }
    case 'remove-document': {
      const asked = parseForm(RemoveForm, values);
      if (!asked.ok) return { what: 'document-removed', refusals: asked.refusals };
      const { document: documentId, reason } = asked.value;
      const done = await removeReportDocument(db, actor, { number, documentId, reason });
      return { what: 'document-removed', refusals: refusalsOf(done) };
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

const ShareForm = z.object({ document: z.uuid('document-unknown') });
const RemoveForm = ShareForm.extend({ reason: DocumentRemoval });
