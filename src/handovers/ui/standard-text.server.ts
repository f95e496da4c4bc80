import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { list, line, optional, parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { ReportOutcome } from '../../reports/model.ts';
import { Nature } from '../../triage/model.ts';
import { saveText, standardText, switchText } from '../index.ts';
import { TEXT_BODY_MAX, TEXT_NAME_MAX, TextPurpose, type StandardText } from '../model.ts';
import { StandardTextView } from '../wire.ts';

const NEW = 'nieuw';
const ABSENT = ['standard-text-unknown'];

/** One text to change, or the empty form of a new one; with a key, so that a double click makes one. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  const ref = params['naam'] ?? '';
  const saved = new URL(request.url).searchParams.has('bewaard');
  valueOrPage(requirePermission(actor, 'texts.edit'), { request, slug, absent: [] });
  if (ref === NEW) return { view: undefined, key: newId<'standard-text'>(), saved };
  const found = valueOrPage(await standardText(db, actor, ref), { request, slug, absent: ABSENT });
  return { view: StandardTextView.parse(found), key: newId<'standard-text'>(), saved };
}

const body = optional(z.string().trim().max(TEXT_BODY_MAX));
const Keyed = z.object({ key: z.uuid(), version: z.coerce.number().int().min(0).default(0) });

/** The form of a text; a question has no outcome, and what was chosen there does not count. */
const TextForm = Keyed.extend({
  name: line(TEXT_NAME_MAX).min(1, 'standard-text-name'),
  purpose: TextPurpose,
  outcome: z.union([z.literal(''), ReportOutcome]).default(''),
  natures: list(Nature),
  nl: body,
  en: body,
});

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  const ref = params['naam'] ?? '';
  valueOrPage(requirePermission(town.actor, 'texts.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, ref, form);
  if (!done.ok && done.refusals.some(({ code }) => ABSENT.includes(code)))
    valueOrPage(done, { request, slug, absent: ABSENT });
  return done.ok
    ? seeOther(`/${slug}/standaardteksten/${done.value}?bewaard`)
    : showAgain(form, done.refusals);
}

async function carryOut({ db, actor }: TownContext, ref: string, form: Form): Promise<Outcome<string>> {
  const { intent } = form;
  if (intent === 'save') {
    const read = parseForm(TextForm, form);
    if (!read.ok) return read;
    const { key, version } = read.value;
    return saveText(db, actor, { ...(ref === NEW ? {} : { ref }), key, version, text: textFrom(read.value) });
  }
  if (intent !== 'retire' && intent !== 'restore') return refuse('field-invalid');
  const read = parseForm(Keyed, form);
  if (!read.ok) return read;
  const done = await switchText(db, actor, { ref, active: intent === 'restore', key: read.value.key });
  return done.ok ? ok(ref) : done;
}

function textFrom({ name, purpose, outcome, natures, nl, en }: z.output<typeof TextForm>): StandardText {
  return { name, purpose, outcome: outcome === '' ? null : outcome, natures, body: { nl, en } };
}
