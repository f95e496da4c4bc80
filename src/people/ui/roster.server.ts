import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { firstOf, list, parseForm, readForm, type Form } from '../../kit/form.ts';
import { ok, refuse, refuseAll, type Outcome } from '../../kit/outcome.ts';
import { fromWallClock } from '../../kit/wall-clock.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import {
  dropDuty,
  dropOtherDay,
  planDuties,
  readHours,
  rosterPage,
  setHours,
  setOtherDay,
} from '../index.ts';
import { DutyHours, ShiftEvery, SHIFTS_MOST, WEEKDAYS } from '../model.ts';
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

const HoursForm = z.object({
  service: z.uuid(),
  before: z.string().transform((text, context) => {
    const read = z.string().transform(parsed).pipe(DutyHours).safeParse(text);
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'hours-changed' });
    return z.NEVER;
  }),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The hours of the week that a form names by day, or at which days it says no such thing. */
function readWeek(form: Form): Outcome<DutyHours> {
  const week = WEEKDAYS.map((weekday) => ({ weekday, parts: readHours(firstOf(form[`day${weekday}`])) }));
  const wrong = week.filter(({ parts }) => parts === undefined);
  if (wrong.length > 0)
    return refuseAll(wrong.map(({ weekday }) => ({ code: 'hours-unread', pointer: `day${weekday}` })));
  return ok(week.flatMap(({ weekday, parts = [] }) => parts.map((part) => ({ weekday, ...part }))));
}

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
  if (form['intent'] === 'hours') {
    const read = parseForm(HoursForm, form);
    if (!read.ok) return read;
    const { service, before } = read.value;
    const week = readWeek(form);
    return week.ok ? setHours(db, actor, { serviceId: service, hours: week.value, before }) : week;
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
