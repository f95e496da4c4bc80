import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { firstOf, list, parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { fromWallClock } from '../../kit/wall-clock.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { dropDuty, dropOtherDay, planDuties, rosterPage, setOtherDay } from '../index.ts';
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

/** '09:30' in minutes since midnight. */
const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const Clock = z.string().regex(/^\d{2}:\d{2}/, 'other-day-time');
const Day = z.object({ service: z.uuid(), date: z.iso.date('other-day-date') });

const OtherDayForm = z.discriminatedUnion('open', [
  Day.extend({ open: z.literal('no') }).transform(({ date }) => ({ date, parts: [] })),
  Day.extend({ open: z.literal('yes'), opens: Clock, closes: Clock })
    .transform(({ date, opens, closes }) => ({
      date,
      // until midnight is until the end of the day
      parts: [{ fromMinute: minuteOf(opens), untilMinute: minuteOf(closes) || DAY_MINUTES }],
    }))
    .refine(({ parts: [part] }) => part !== undefined && part.fromMinute < part.untilMinute, {
      error: 'other-day-ends-before',
      path: ['closes'],
    }),
]);
const DAY_MINUTES = 1440;

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
  if (form['intent'] === 'other-day') {
    const read = parseForm(OtherDayForm, form);
    return read.ok ? setOtherDay(db, actor, { serviceId: firstOf(form['service']), day: read.value }) : read;
  }
  if (form['intent'] === 'usual-day') {
    const read = parseForm(Day, form);
    return read.ok ? dropOtherDay(db, actor, { serviceId: read.value.service, date: read.value.date }) : read;
  }
  if (form['intent'] !== 'plan') return refuse('field-invalid');
  const read = parseForm(PlanForm, form);
  if (!read.ok) return read;
  const { service, people, ...shift } = read.value;
  return planDuties(db, actor, { serviceId: service, plan: { ...shift, userIds: people } });
}
