import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { readForm } from '../../kit/form.ts';
import { refuse } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { endDutyCalendar, makeDutyCalendar, ownAccount, ownDuty } from '../index.ts';
import { OwnDutyView } from '../wire.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await ownDuty(db, actor);
  const view = OwnDutyView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return { view, done: new URL(request.url).searchParams.has('gewijzigd') };
}

/** A new address is shown once, in the answer itself: only a hash of it is kept. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(ownAccount(town.actor), { request, slug, absent: [] });
  const form = await readForm(request);
  if (form['intent'] === 'make') return data({ calendarAddress: await newAddress(town, request) });
  const done =
    form['intent'] === 'end' ? await endDutyCalendar(town.db, town.actor) : refuse('field-invalid');
  return done.ok ? seeOther(`/${slug}/account/rooster?gewijzigd`) : showAgain(form, done.refusals);
}

async function newAddress({ db, actor, municipality, language, origin }: TownContext, request: Request) {
  const made = await makeDutyCalendar(db, actor, language);
  const token = valueOrPage(made, { request, slug: municipality.slug, absent: [] });
  return `${origin}/${municipality.slug}/agenda/${token}.ics`;
}
