import { data, type ActionFunctionArgs } from 'react-router';
import { readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { showAgain, type FormState } from '../../kit/web/responses.ts';
import { openDraft } from '../index.ts';
import { CodeForm } from '../wire.ts';
import type { ReportFormState } from './form-state.ts';
import { action as sendForm } from './report-form.server.ts';

export { loader } from './report-form.server.ts';

const HOUR_S = 3600;

/** The code opens what was saved; every later post of this page is one of the form itself. */
export async function action(args: ActionFunctionArgs) {
  const { request, context } = args;
  const form = await intentForm(request);
  if (form?.['intent'] !== 'resume') return sendForm(args);
  const { db, municipality, services, address } = townOf(context);
  const opened = await openDraft(db, municipality.id, {
    typed: CodeForm.parse(form).code,
    address,
    triesPerHour: services.config.CODE_TRIES_PER_HOUR,
  });
  if (opened.ok) return data<ReportFormState>({ values: { ...opened.value, saved: 'yes' }, refusals: [] });
  if (!opened.refusals.some(({ code }) => code === 'code-limit')) return showAgain(form, opened.refusals);
  const state: FormState = { values: form, refusals: opened.refusals };
  return data(state, { status: 429, headers: { 'retry-after': String(HOUR_S) } });
}

/** The form with the code carries no files: what does is the report's. */
async function intentForm(request: Request) {
  const type = request.headers.get('content-type') ?? '';
  return type.startsWith('application/x-www-form-urlencoded') ? readForm(request.clone()) : undefined;
}
