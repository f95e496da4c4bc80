import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { readForm, type Form } from '../../kit/form.ts';
import { refuseAll, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { townOf } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import {
  About,
  DangerSign,
  Detail,
  DetailValue,
  Sight,
  type Answer,
  type DangerAnswer,
  type Observations,
} from '../../reports/model.ts';
import { tryOut } from '../index.ts';
import { TrialView } from '../wire.ts';
import { askingOf, leaveFor, valueOf, whichIn } from './entrance.server.ts';

/** The questions of the public form, and what the sets are called; no answer yet. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const trial = { which: whichIn(params['versie']), observations: undefined, language: town.language };
  const found = await tryOut(askingOf(town), trial);
  const view = TrialView.parse(valueOf(found, { request, slug: town.municipality.slug }));
  return {
    view,
    choices: {
      dangers: [...DangerSign.options, 'none', 'unknown'],
      sights: [...Sight.options],
      about: [...About.options],
      details: [...Detail.options],
      says: [...DetailValue.options],
    },
  };
}

/** Posted, so that what somebody tries stands in no address and no log; nothing of it is kept. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  const seen = readObservations(form);
  if (!seen.ok) return showAgain(form, seen.refusals);
  const trial = { which: whichIn(params['versie']), observations: seen.value, language: town.language };
  const found = await tryOut(askingOf(town), trial);
  leaveFor(found, { request, slug: town.municipality.slug });
  if (!found.ok) return showAgain(form, found.refusals);
  return data({ values: form, refusals: [], trial: TrialView.parse(found.value) });
}

function readObservations(form: Form): Outcome<Observations> {
  const chosen = [form['dangers'] ?? []].flat();
  const danger = dangerOf(chosen);
  const about = About.safeParse(form['about']);
  const mistakes: Refusal[] = [];
  if (chosen.length === 0) mistakes.push({ code: 'danger-unanswered', pointer: 'dangers' });
  else if (!danger) mistakes.push({ code: 'danger-contradiction', pointer: 'dangers' });
  if (!about.success) mistakes.push({ code: 'about-unanswered', pointer: 'about' });
  if (!danger || !about.success) return refuseAll(mistakes);
  const sights = [form['sights'] ?? []].flat().flatMap((value) => Sight.safeParse(value).data ?? []);
  return { ok: true, value: { danger, sights, about: about.data, answers: readDetails(form) } };
}

/** What a further question would tell; nobody is asked here, so a detail that was left alone is unknown. */
function readDetails(form: Form): Answer[] {
  return Detail.options.flatMap((detail) => {
    const says = DetailValue.safeParse(form[detail]);
    return says.success ? [{ question: 'tried', answer: says.data, detail, says: says.data }] : [];
  });
}

/** As the public form reads it: 'none' excludes signs, a sign outweighs 'I don't know'. */
function dangerOf(chosen: readonly string[]): DangerAnswer | undefined {
  const signs = chosen.flatMap((value) => DangerSign.safeParse(value).data ?? []);
  if (chosen.includes('none')) return chosen.length === 1 ? { kind: 'none' } : undefined;
  if (signs.length > 0) return { kind: 'seen', signs };
  return chosen.includes('unknown') ? { kind: 'unknown' } : undefined;
}
