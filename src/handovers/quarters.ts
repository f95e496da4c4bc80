import { dateAt, TIME_ZONE } from '../kit/wall-clock.ts';
import type { QuarterPeriod } from './overview-wire.ts';

const QUARTERS = 8;

type Quarter = QuarterPeriod['quarters'][number];

/** The quarter that was wished for, '2026-4', when it is one of the last eight; else the one that runs. */
export function quarterPeriod(now: Date, wished: string | undefined): QuarterPeriod {
  const quarters = lastQuarters(now);
  const quarter = quarters.find(({ value }) => value === wished) ?? quarters[0];
  if (!quarter) throw new Error('expected a quarter, found none');
  const { from, until } = periodOf(quarter);
  return { quarter: quarter.value, quarters, from, until, isRunning: until > now };
}

function lastQuarters(now: Date): Quarter[] {
  const today = dateAt(now);
  const current = today.year * 4 + Math.floor((today.month - 1) / 3);
  return Array.from({ length: QUARTERS }, (_, back) => {
    const [year, quarter] = [Math.floor((current - back) / 4), ((current - back) % 4) + 1];
    return { value: `${year}-${quarter}`, year, quarter };
  });
}

function periodOf({ year, quarter }: Quarter): Pick<QuarterPeriod, 'from' | 'until'> {
  const first = Temporal.PlainDate.from({ year, month: quarter * 3 - 2, day: 1 });
  const at = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(TIME_ZONE).epochMilliseconds);
  return { from: at(first), until: at(first.add({ months: 3 })) };
}
