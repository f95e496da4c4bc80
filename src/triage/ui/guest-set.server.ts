import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { judgeAsGuest, readAsGuest } from '../index.ts';
import { GuestView } from '../wire.ts';
import { goOn, readDone } from './done.server.ts';
import { askingOf, leaveFor, valueOf } from './entrance.server.ts';

const WORDS_MAX = 2000;

const Verdict = z
  .object({ intent: z.enum(['approve', 'send-back']), words: line(WORDS_MAX) })
  .refine(({ intent, words }) => intent === 'approve' || words !== '', {
    message: 'field-missing',
    path: ['words'],
  });

/** One proposal of another municipality, for the person whom it invited. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const found = await readAsGuest(askingOf(town), params['set'] ?? '');
  const view = GuestView.parse(valueOf(found, { request, slug: town.municipality.slug }));
  const { done, headers } = readDone(request, town);
  return data({ view, done }, { headers });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  const read = parseForm(Verdict, form);
  const { slug } = town.municipality;
  const judged = read.ok
    ? await judgeAsGuest(askingOf(town), {
        setId: params['set'] ?? '',
        verdict: read.value.intent,
        words: read.value.words,
      })
    : read;
  if (judged.ok) return goOn(`/${slug}/beslistabellen/uitnodiging`, 'judged', town);
  leaveFor(judged, { request, slug });
  return showAgain(form, judged.refusals);
}
