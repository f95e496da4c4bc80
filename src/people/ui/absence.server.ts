import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { absencePage, changeStandIn, declineStandIn, endAbsence, writeAbsence } from '../index.ts';
import { AbsencePageView } from '../wire.ts';

/** Who is away, and the form for the person that the address names, else for who looks. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const asked = new URL(request.url).searchParams;
  const found = await absencePage(db, actor, asked.get('wie') || undefined);
  const view = AbsencePageView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return { view, done: asked.has('gewijzigd'), emptied: Number(asked.get('diensten')) || 0 };
}

const WriteForm = z.object({
  person: z.uuid(),
  from: z.iso.date('absence-from'),
  until: z.iso.date('absence-until'),
  standIn: z.union([z.literal('').transform(() => null), z.uuid('stand-in-unknown')]).default(null),
});
const OneForm = z.object({ absence: z.uuid() });
const StandInForm = OneForm.extend({ standIn: z.uuid('stand-in-missing') });

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(await absencePage(town.db, town.actor, undefined), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, form);
  if (!done.ok) return showAgain(form, done.refusals);
  const emptied = typeof done.value === 'number' && done.value > 0 ? `&diensten=${done.value}` : '';
  return seeOther(`/${slug}/afwezig?gewijzigd${emptied}`);
}

async function carryOut({ db, actor, services }: TownContext, form: Form): Promise<Outcome<unknown>> {
  const { onAbsence } = services;
  switch (form['intent']) {
    case 'write': {
      const read = parseForm(WriteForm, form);
      if (!read.ok) return read;
      const { person, from, until, standIn } = read.value;
      const wish = { userId: person, from, until, standInId: standIn };
      return writeAbsence(db, actor, { wish, onAbsence });
    }
    case 'change': {
      const read = parseForm(StandInForm, form);
      if (!read.ok) return read;
      const { absence, standIn } = read.value;
      return changeStandIn(db, actor, { id: absence, standInId: standIn, onAbsence });
    }
    case 'end': {
      const read = parseForm(OneForm, form);
      return read.ok ? endAbsence(db, actor, read.value.absence) : read;
    }
    case 'decline': {
      const read = parseForm(OneForm, form);
      return read.ok ? declineStandIn(db, actor, { id: read.value.absence, onAbsence }) : read;
    }
    default:
      return refuse('field-invalid');
  }
}
