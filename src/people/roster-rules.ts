import { addWorkingDays, type Calendar } from '../kit/calendar.ts';
import type { ShiftEvery } from './model.ts';

/** A shift and its rotation: who comes after whom. */
export interface ShiftPlan {
  /** The first shift, on the clock on the wall: 'YYYY-MM-DDTHH:MM'. */
  readonly from: string;
  readonly until: string;
  readonly every: ShiftEvery;
  /** How many shifts in all. */
  readonly times: number;
  /** In turn; one or more. */
  readonly userIds: readonly string[];
}

export interface PlannedDuty {
  readonly userId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * The shifts of a plan, in order: at the same time on the clock on the wall, so that the day on which the clock changes moves
 * none of them; each for the next person in turn. Counted from the first, also where that is no working day itself.
 */
export function dutiesOfPlan(plan: ShiftPlan, calendar: Calendar, timeZone: string): PlannedDuty[] {
  const [from, until] = [plan.from, plan.until].map((text) => Temporal.PlainDateTime.from(text)) as [
    Temporal.PlainDateTime,
    Temporal.PlainDateTime,
  ];
  const first = from.toPlainDate();
  return Array.from({ length: plan.every === 'once' ? 1 : plan.times }, (_, turn) => {
    const days = first.until(dateOf(plan.every, first, turn, calendar)).days;
    const at = (moment: Temporal.PlainDateTime) =>
      new Date(moment.add({ days }).toZonedDateTime(timeZone).epochMilliseconds);
    return { userId: plan.userIds[turn % plan.userIds.length] ?? '', startsAt: at(from), endsAt: at(until) };
  });
}

function dateOf(
  every: ShiftEvery,
  first: Temporal.PlainDate,
  turn: number,
  calendar: Calendar,
): Temporal.PlainDate {
  if (every === 'week') return first.add({ weeks: turn });
  if (every !== 'working-day') return first.add({ days: turn });
  return Temporal.PlainDate.from(addWorkingDays(calendar, first.toString(), turn));
}
