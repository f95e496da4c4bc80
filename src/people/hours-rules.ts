import type { DutyHours } from './model.ts';

type Part = Pick<DutyHours[number], 'fromMinute' | 'untilMinute'>;

const DAY_MINUTES = 1440;
const PART = /^(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|tot|to)\s*(\d{1,2})(?:[.:](\d{2}))?$/;

/** '9.00-12.30, 13.00-17.00' as parts of a day, none for an empty text; undefined where it says no such thing. */
export function readHours(text: string): Part[] | undefined {
  const said = text.trim().toLowerCase();
  if (said === '') return [];
  const parts = said.split(',').map(readPart);
  const found = parts.filter((part) => part !== undefined).toSorted((a, b) => a.fromMinute - b.fromMinute);
  const isApart = found.every(
    ({ fromMinute }, at) => at === 0 || fromMinute >= (found[at - 1]?.untilMinute ?? 0),
  );
  return found.length === parts.length && isApart ? found : undefined;
}

function readPart(text: string): Part | undefined {
  const [, fromHour, fromMinute = '0', untilHour, untilMinute = '0'] = PART.exec(text.trim()) ?? [];
  if (fromHour === undefined || untilHour === undefined) return undefined;
  if (Number(fromMinute) > 59 || Number(untilMinute) > 59) return undefined;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  // until midnight is until the end of the day
  const until = Number(untilHour) * 60 + Number(untilMinute) || DAY_MINUTES;
  return from < until && until <= DAY_MINUTES ? { fromMinute: from, untilMinute: until } : undefined;
}

/** What a form shows of one weekday (1 = Monday), as {@link readHours} reads it. */
export function hoursOf(hours: DutyHours, weekday: number): string {
  return hours
    .filter((part) => part.weekday === weekday)
    .toSorted((a, b) => a.fromMinute - b.fromMinute)
    .map(({ fromMinute, untilMinute }) => `${clock(fromMinute)}-${clock(untilMinute)}`)
    .join(', ');
}

const clock = (minute: number) => `${Math.floor(minute / 60)}.${String(minute % 60).padStart(2, '0')}`;
