import { readFileSync } from 'node:fs';
import { isOpenAt, parseCalendar, type Calendar, type OpenCalendar } from '../kit/calendar.ts';
import { contentFile } from '../kit/content.ts';
import { TIME_ZONE } from '../kit/wall-clock.ts';
import type { Service } from './model.ts';

const loaded = new Map<string, Calendar>();

/** When a service works: its own hours on the days of its own calendar, and the dates on which these are others. */
export function openHoursOf(
  service: Pick<Service, 'calendar' | 'hours'> & Partial<Pick<Service, 'otherDays'>>,
): OpenCalendar {
  const { hours, otherDays: others } = service;
  return { calendar: calendarNamed(service.calendar), hours, others, timeZone: TIME_ZONE };
}

/** Of services that could all be asked: the first that is open, else the first. */
export function preferOpen(services: readonly Service[], at: Date): Service | undefined {
  return services.find((service) => isOpenAt(openHoursOf(service), at)) ?? services[0];
}

function calendarNamed(name: string): Calendar {
  const known = loaded.get(name);
  if (known) return known;
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`expected the name of a calendar, got '${name}'`);
  const calendar = parseCalendar(JSON.parse(readFileSync(contentFile(`calendars/${name}.json`), 'utf8')));
  loaded.set(name, calendar);
  return calendar;
}
