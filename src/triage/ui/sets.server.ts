import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { draftSet, listSets, undoActivation, withdrawPlan } from '../index.ts';
import { SetsView } from '../wire.ts';
import { goOn, readDone } from './done.server.ts';
import { askingOf, HOUSE, leaveFor, pathOf, valueOf, whichIn } from './entrance.server.ts';

const REASON_MAX = 2000;

const DraftForm = z.object({ key: z.uuid(), from: z.string(), note: line(REASON_MAX) });
const UndoForm = z.object({ key: z.uuid(), seen: z.string().max(40), reason: line(REASON_MAX).min(1) });
const WithdrawForm = z.object({ plan: z.uuid() });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const found = valueOf(await listSets(askingOf(town)), { request, slug: town.municipality.slug });
  const { done, headers } = readDone(request, town);
  const fresh = { draft: newId(), undo: newId() };
  return data({ view: SetsView.parse(found), fresh, done }, { headers });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  const answer = await perform(town, form);
  if (answer.ok) return answer.value;
  leaveFor(answer, { request, slug: town.municipality.slug });
  return showAgain(form, answer.refusals);
}

async function perform(town: TownContext, form: Form): Promise<Outcome<Response>> {
  const { slug } = town.municipality;
  const asking = askingOf(town);
  const here = `/${slug}/beslistabellen`;
  switch (form['intent']) {
    case 'draft': {
      const read = parseForm(DraftForm, form);
      if (!read.ok) return read;
      const from = read.value.from === HOUSE ? null : whichIn(read.value.from);
      const made = await draftSet(asking, { ...read.value, from });
      return made.ok ? { ok: true, value: goOn(pathOf(slug, made.value), 'drafted', town) } : made;
    }
    case 'undo': {
      const read = parseForm(UndoForm, form);
      const done = read.ok ? await undoActivation(asking, read.value) : read;
      return done.ok ? { ok: true, value: goOn(here, 'undone', town) } : done;
    }
    case 'withdraw': {
      const read = parseForm(WithdrawForm, form);
      const done = read.ok ? await withdrawPlan(asking, read.value.plan) : read;
      return done.ok ? { ok: true, value: goOn(here, 'withdrawn', town) } : done;
    }
    default:
      return refuse('field-invalid');
  }
}
