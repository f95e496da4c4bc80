import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, type FormState } from '../../kit/web/responses.ts';
import { canKeep, holdReporter, keptCodes, openByCode, withKept, writeKept } from '../index.ts';
import { CodeForm } from '../wire.ts';

const HOUR_S = 3600;

/** Whether this browser still holds the page of a report open; and the codes of a demo, where there is one. */
export function loader({ request, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const { actor, municipality, services } = town;
  return {
    canKeep: canKeep(town),
    kept: keptCodes(request, town).length,
    isOpen: actor.kind === 'reporter',
    demoCodes: services.demoLogins(municipality.slug)?.codes ?? [],
  };
}

/** The code is posted, never part of an address; what it opens is a session of half an hour. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { db, municipality, services, address } = town;
  const form = await readForm(request);
  const typed = CodeForm.parse(form).code;
  const attempt = {
    typed,
    address,
    triesPerHour: services.config.CODE_TRIES_PER_HOUR,
  };
  const opened = await openByCode(db, municipality.id, attempt);
  if (!opened.ok) {
    const limited = opened.refusals.some(({ code }) => code === 'code-limit');
    const state: FormState = { values: form, refusals: opened.refusals };
    return limited
      ? data(state, { status: 429, headers: { 'retry-after': String(HOUR_S) } })
      : showAgain(form, opened.refusals);
  }
  const response = seeOther(`/${municipality.slug}/volgen/melding`);
  holdReporter(response.headers, opened.value, town);
  // only when it was ticked: it may be a computer that others use
  if (form['keep'] === 'yes') writeKept(response.headers, withKept(keptCodes(request, town), typed), town);
  return response;
}
