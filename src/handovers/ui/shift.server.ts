import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, optional, parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { ok, refuseAll, type Outcome } from '../../kit/outcome.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { handOver, shiftPage, type ShiftOrder } from '../index.ts';
import { SHIFT_GENERAL_MAX, SHIFT_LINE_MAX } from '../model.ts';
import { ShiftPageView } from '../shift-wire.ts';
import { valueOf } from './entrance.server.ts';

/** Refusals of the person, not of what was filled in. */
const ABOUT_THE_PAGE = ['not-logged-in', 'not-allowed'];

/** What the next one has to know, with a key, so that a double click tells it once. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const view = valueOf(await shiftPage(db, actor), { request, slug: municipality.slug });
  const done = new URL(request.url).searchParams.get('gedaan');
  return data({ view: ShiftPageView.parse(view), done, key: newId<'shift'>() });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  const form = await readForm(request);
  const order = readShift(form);
  const done = order.ok ? await handOver(db, actor, order.value) : order;
  if (done.ok) return seeOther(`/${slug}/werk/overdragen?gedaan=${done.value}`);
  if (done.refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code))) valueOf(done, { request, slug });
  return showAgain(form, done.refusals);
}

const Shift = z.object({
  key: z.uuid(),
  volgende: optional(z.uuid('shift-next-unknown')),
  algemeen: line(SHIFT_GENERAL_MAX).default(''),
});

const NUMBER_IN = /^(?:regel|aan)-([0-9]{1,15})$/;

/** A line and a colleague for each report; the name of the field says which. */
function readShift(form: Form): Outcome<ShiftOrder> {
  const parsed = parseForm(Shift, form);
  const numbers = new Set(Object.keys(form).flatMap((name) => NUMBER_IN.exec(name)?.[1] ?? []));
  const items = [...numbers].map((number) => ({ number: Number(number), read: readItem(form, number) }));
  const refusals = [
    ...(parsed.ok ? [] : parsed.refusals),
    ...items.flatMap(({ read }) => (read.ok ? [] : read.refusals)),
  ];
  if (!parsed.ok || refusals.length > 0) return refuseAll(refusals);
  const { key, volgende, algemeen } = parsed.value;
  return ok({
    key,
    nextId: volgende,
    general: algemeen,
    items: items.flatMap(({ number, read }) => (read.ok ? [{ number, ...read.value }] : [])),
  });
}

function readItem(form: Form, number: string): Outcome<{ line: string; toId: string | undefined }> {
  const [lineField, toField] = [`regel-${number}`, `aan-${number}`];
  const fields = z.object({
    [lineField]: line(SHIFT_LINE_MAX).default(''),
    [toField]: optional(z.uuid('colleague-unknown')),
  });
  const parsed = parseForm(fields, form);
  if (!parsed.ok) return parsed;
  return ok({ line: parsed.value[lineField] ?? '', toId: parsed.value[toField] });
}
