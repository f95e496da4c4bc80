import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { firstOf, list, parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { fromWallClock } from '../../kit/wall-clock.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { dropDuty, planDuties, rosterPage } from '../index.ts';
import { ShiftEvery, SHIFTS_MOST } from '../model.ts';
import { RosterPageView } from '../wire.ts';

/** The roster of the service that the address names. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const asked = new URL(request.url).searchParams;
  const found = await rosterPage(db, actor, asked.get('dienst') || undefined);
  const view = RosterPageView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return { view, done: asked.has('gewijzigd') };
}

const Moment = z
  .string()
  .min(1, 'roster-moment')
  .refine((text) => fromWallClock(text) !== undefined, 'roster-moment')
  // some browsers send seconds
  .transform((text) => text.slice(0, 16));

const PlanForm = z.object({
  service: z.uuid(),
  people: list(z.uuid()).refine((people) => people.length > 0, 'roster-people'),
  from: Moment,
  until: Moment,
  every: ShiftEvery,
  times: z.coerce
    .number('roster-times')
    .int('roster-times')
    .min(1, 'roster-times')
    .max(SHIFTS_MOST, 'roster-times'),
});

const DropForm = z.object({
  service: z.uuid(),
  starts: z.iso.datetime().transform((text) => new Date(text)),
});

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(await rosterPage(town.db, town.actor, undefined), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, form);
  return done.ok
    ? seeOther(`/${slug}/bezetting/rooster?dienst=${encodeURIComponent(firstOf(form['service']))}&gewijzigd`)
    : showAgain(form, done.refusals);
}

async function carryOut({ db, actor }: TownContext, form: Form): Promise<Outcome<unknown>> {
  if (form['intent'] === 'drop') {
    const read = parseForm(DropForm, form);
    return read.ok
      ? dropDuty(db, actor, { serviceId: read.value.service, startsAt: read.value.starts })
      : read;
  }
  if (form['intent'] !== 'plan') return refuse('field-invalid');
  const read = parseForm(PlanForm, form);
  if (!read.ok) return read;
  const { service, people, ...shift } = read.value;
  return planDuties(db, actor, { serviceId: service, plan: { ...shift, userIds: people } });
}
