import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import { fromWallClock, toWallClock } from '../../kit/wall-clock.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import {
  activateSet,
  approveSet,
  discardSet,
  inviteGuest,
  proposeSet,
  readSet,
  saveNote,
  sendBackSet,
  takeBackSet,
} from '../index.ts';
import { SetView } from '../wire.ts';
import { goOn, readDone, type Done } from './done.server.ts';
import { askingOf, numberIn, leaveFor, pathOf, valueOf, whichIn } from './entrance.server.ts';

const WORDS_MAX = 2000;
const revision = z.coerce.number().int().min(0);
const words = line(WORDS_MAX);
const reason = words.min(1);

const moment = z
  .string()
  .optional()
  .transform((text) => (text ? fromWallClock(text) : undefined));

const FORMS = {
  note: z.object({ revision, note: words }),
  propose: z.object({ revision, words }),
  'take-back': z.object({ revision }),
  'send-back': z.object({ revision, words: reason }),
  approve: z.object({ revision, words }),
  discard: z.object({ revision }),
  invite: z.object({ revision, municipality: z.string().min(1, 'field-choice') }),
  activate: z
    .object({
      key: z.uuid(),
      seen: z.string().max(40),
      reason: words,
      start: z.enum(['now', 'later']),
      from: moment,
    })
    .refine(({ start, from }) => start === 'now' || from !== undefined, {
      message: 'moment-unreadable',
      path: ['from'],
    }),
} as const;

/** One set, with new keys for the forms whose double click must not count twice. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const which = whichIn(params['versie']);
  const found = await readSet(askingOf(town), which);
  const view = SetView.parse(valueOf(found, { request, slug: town.municipality.slug }));
  const { done, headers } = readDone(request, town);
  const fresh = { draft: newId(), activate: newId(), from: toWallClock(view.now) };
  return data({ view, fresh, done }, { headers });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const which = numberIn(params['versie']);
  const form = await readForm(request);
  const answer = await perform(town, which, form);
  if (answer.ok) {
    if ('code' in answer.value) return data({ code: answer.value.code });
    return goOn(pathOf(town.municipality.slug, which), answer.value.done, town);
  }
  leaveFor(answer, { request, slug: town.municipality.slug });
  return showAgain(form, answer.refusals);
}

type Performed = { readonly done: Done } | { readonly code: string };

async function perform(town: TownContext, which: number, form: Form): Promise<Outcome<Performed>> {
  const asking = askingOf(town);
  const intent = form['intent'];
  if (intent === 'invite') {
    const read = parseForm(FORMS.invite, form);
    if (!read.ok) return read;
    const municipalityId = read.value.municipality;
    const code = await inviteGuest(asking, { which, revision: read.value.revision, municipalityId });
    return code.ok ? ok({ code: code.value }) : code;
  }
  if (intent === 'activate') {
    const read = parseForm(FORMS.activate, form);
    if (!read.ok) return read;
    const { start, from, ...order } = read.value;
    const done = await activateSet(asking, { ...order, which, from: start === 'later' ? from : undefined });
    return done.ok ? ok({ done: start === 'later' ? 'planned' : 'activated' }) : done;
  }
  return judge(town, which, form);
}

/** The commands that move a set along, or say why. */
async function judge(town: TownContext, which: number, form: Form): Promise<Outcome<Performed>> {
  const asking = askingOf(town);
  const run = async <Schema extends z.ZodType>(
    schema: Schema,
    act: (order: z.output<Schema>) => Promise<Outcome<true>>,
    done: Done,
  ): Promise<Outcome<Performed>> => {
    const read = parseForm(schema, form);
    const acted = read.ok ? await act(read.value) : read;
    return acted.ok ? ok({ done }) : acted;
  };
  switch (form['intent']) {
    case 'note':
      return run(FORMS.note, (order) => saveNote(asking, { which, ...order }), 'noted');
    case 'propose':
      return run(FORMS.propose, (order) => proposeSet(asking, { which, ...order }), 'proposed');
    case 'take-back':
      return run(FORMS['take-back'], (order) => takeBackSet(asking, { which, ...order }), 'taken-back');
    case 'send-back':
      return run(FORMS['send-back'], (order) => sendBackSet(asking, { which, ...order }), 'sent-back');
    case 'approve':
      return run(FORMS.approve, (order) => approveSet(asking, { which, ...order }), 'approved');
    case 'discard':
      return run(FORMS.discard, (order) => discardSet(asking, { which, ...order }), 'discarded');
    default:
      return refuse('field-invalid');
  }
}
