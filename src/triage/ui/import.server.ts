import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { forbidden, showAgain } from '../../kit/web/responses.ts';
import { importTable, readSet } from '../index.ts';
import { SetView } from '../wire.ts';
import { goOn } from './done.server.ts';
import { askingOf, numberIn, leaveFor, pathOf, valueOf } from './entrance.server.ts';

/** Five times the largest table of the house. */
const MAX_BYTES = 200_000;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const found = await readSet(askingOf(town), numberIn(params['versie']));
  const view = SetView.parse(valueOf(found, { request, slug: town.municipality.slug }));
  if (!view.commands.includes('edit')) throw forbidden();
  return { number: numberIn(params['versie']), revision: view.revision };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const which = numberIn(params['versie']);
  const posted = await readPost(request);
  if (posted.file === undefined || posted.file.size === 0)
    return showAgain({}, [{ code: 'decision-import-missing', pointer: 'file' }]);
  if (posted.file.size > MAX_BYTES) {
    const facts = { file: nameOf(posted.file), found: posted.file.size, most: MAX_BYTES };
    return showAgain({}, [{ code: 'decision-file-too-long', pointer: 'file', facts }]);
  }
  const file = { name: nameOf(posted.file), xml: await posted.file.text() };
  const taken = await importTable(askingOf(town), { which, revision: posted.revision, file });
  const { slug } = town.municipality;
  if (taken.ok) return goOn(pathOf(slug, which, `/${taken.value}`), 'imported', town);
  leaveFor(taken, { request, slug });
  return showAgain({}, taken.refusals);
}

async function readPost(request: Request): Promise<{ file: File | undefined; revision: number }> {
  try {
    const form = await request.formData();
    const file = form.get('file');
    const revision = Number(form.get('revision'));
    return { file: file instanceof File ? file : undefined, revision };
  } catch {
    throw new Response(null, { status: 400 });
  }
}

/** A name for messages only: what people call their files may hold anything. */
function nameOf({ name }: File): string {
  return name.replaceAll(/[^\w .()-]/g, '').slice(0, 60) || 'dmn';
}
