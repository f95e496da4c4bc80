import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { firstOf, line, parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { fromWallClock } from '../../kit/wall-clock.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { showAgain, tooMany } from '../../kit/web/responses.ts';
import { actOutside, outsidePage, type LinkUse, type OutsideOrder } from '../index.ts';
import { OUTSIDE_ANSWER_MAX, OUTSIDE_NAME_MAX, OutsideAct, OutsideReason } from '../model.ts';
import { OutsidePageView } from '../outside-page-wire.ts';

const HOUR_S = 3600;
/** An organisation may work behind one address, and reads more often than it tries. */
const USES_PER_TRY = 10;

/** The page behind the link of a mail. Looking changes nothing; what does not open gives one page, whatever the cause. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const found = await outsidePage(town.db, useOf(town, params));
  if (!found.ok) stopWhenLimited(found);
  const { phone, email } = town.municipality.contact ?? {};
  const view = found.ok ? OutsidePageView.parse(found.value) : undefined;
  const page = { view, key: newId<'outside-act'>(), town: town.municipality.name, phone, email };
  return data(page, { status: found.ok ? 200 : 404 });
}

export function useOf(
  { municipality, address, services }: TownContext,
  params: Readonly<Record<string, string | undefined>>,
): LinkUse {
  return {
    municipalityId: municipality.id,
    token: params['link'] ?? '',
    address,
    usesPerHour: services.config.CODE_TRIES_PER_HOUR * USES_PER_TRY,
  };
}

/** For the error page: too much from this address. */
export function stopWhenLimited(done: Outcome<unknown>): void {
  if (!done.ok && done.refusals.some(({ code }) => code === 'code-limit')) throw tooMany(HOUR_S);
}

const Who = z.object({
  name: line(OUTSIDE_NAME_MAX).min(1, 'outside-who-missing'),
  role: line(OUTSIDE_NAME_MAX).min(1, 'outside-role-missing'),
  key: z.uuid(),
});
const body = z.string().trim().max(OUTSIDE_ANSWER_MAX);

/** The last minute of the day that was chosen. */
const day = z.string().transform((text) => fromWallClock(`${text}T23:59`) ?? null);

/** Each form of the page as what it does. */
const FORMS = {
  accept: Who.extend({ promised: day, body: body.default('') }),
  answer: Who.extend({ body: body.min(1, 'outside-words-missing') }),
  done: Who.extend({ body: body.default('') }),
  decline: Who.extend({
    reason: z.string().min(1, 'field-choice').pipe(OutsideReason),
    body: body.default(''),
  }),
} satisfies Record<OutsideAct, z.ZodType<Partial<OutsideOrder>>>;

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  const act = OutsideAct.safeParse(form['intent']).data;
  if (act === undefined) throw new Response(null, { status: 400 });
  const order = readAct(act, form);
  const done = order.ok ? await actOutside(town.db, useOf(town, params), order.value) : order;
  stopWhenLimited(done);
  // of what ended the page behind the link is gone, and this is the thanks
  if (done.ok) return data({ did: act }, { status: 200 });
  // nothing typed is lost, also when nobody waits for it any more
  if (done.refusals.some(({ code }) => code === 'outside-gone'))
    return data({ typed: firstOf(form['body']) }, { status: 404 });
  return showAgain(form, done.refusals);
}

function readAct(act: OutsideAct, form: Form): Outcome<OutsideOrder> {
  const read = parseForm<z.ZodType<Partial<OutsideOrder>>>(FORMS[act], form);
  if (!read.ok) return read;
  const { name = '', role = '', key = '', body: words = '', reason = null, promised = null } = read.value;
  if (act === 'accept' && promised === null) return refuse('outside-date', { pointer: 'promised' });
  return { ok: true, value: { act, name, role, key, body: words, reason, promised } };
}
