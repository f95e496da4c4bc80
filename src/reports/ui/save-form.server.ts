import { data } from 'react-router';
import type { Form } from '../../kit/form.ts';
import { errorFields } from '../../kit/log.ts';
import { refuse } from '../../kit/outcome.ts';
import { outageOf } from '../../kit/outage.ts';
import type { TownContext } from '../../kit/web/context.ts';
import { dropDraft, saveDraft } from '../index.ts';
import { ReportForm } from '../wire.ts';
import { hasSign } from './danger-seen.ts';
import type { ReportFormState } from './form-state.ts';
import { showFirst } from './form-steps.server.ts';

/** Photos wait for an hour under the form's key and not for days; the rest are steps of the form and no answers. */
const NOT_SAVED = ['website', 'go', 'photos', 'photo', 'removePhoto', 'nearby', 'same', 'saved', 'intent'];
const ANSWERS = new Set(Object.keys(ReportForm.shape));

/** Saves the form for later and shows it again with its code. What is dangerous is not put off. */
export async function saveForm(town: TownContext, form: Form) {
  const none = { options: [], spotName: undefined, at: undefined };
  if (hasSign(form['dangers'])) return showFirst(form, [{ code: 'draft-danger', pointer: 'dangers' }], none);
  const { key } = ReportForm.parse(form);
  const saved = await saveDraft(town.db, town.municipality.id, {
    key,
    values: answersOf(form),
    address: town.address,
    savesPerHour: town.services.config.REPORTS_PER_HOUR,
  }).catch((error: unknown) => {
    if (!outageOf(error)) throw error;
    town.log('error', 'draft.failed', { requestId: town.requestId, ...errorFields(error) });
    return refuse('draft-failed');
  });
  if (!saved.ok) return showFirst(form, saved.refusals, none);
  return data<ReportFormState>({ values: { ...form, saved: 'yes' }, refusals: [], saved: saved.value });
}

function answersOf(form: Form): Form {
  const isAnswer = (name: string) =>
    !NOT_SAVED.includes(name) && (ANSWERS.has(name) || /^q-[a-z0-9-]{1,60}$/.test(name));
  return Object.fromEntries(Object.entries(form).filter(([name]) => isAnswer(name)));
}

/** The report is in: what was saved of the form goes. When that fails it goes by itself, some days later. */
export async function forgetSaved({ db, municipality, log, requestId }: TownContext, form: Form) {
  if (form['saved'] !== 'yes') return;
  await dropDraft(db, municipality.id, ReportForm.parse(form).key).catch((error: unknown) => {
    log('error', 'draft.stays', { requestId, ...errorFields(error) });
  });
}
