/**
 * Days on which people work, hours in which a service is open, and the moment a promise made now runs out.
 * Pure: calendars are data, moments are arguments. docs/methods/calendars.md has the rules and their sources.
 */
export { type Calendar, parseCalendar } from './calendar/rules.ts';
export { addWorkingDays, isWorkingDay, legalDeadline } from './calendar/working-days.ts';
export {
  type DutyHours,
  type OpenCalendar,
  addOpenMinutes,
  endOfWorkingDay,
  isOpenAt,
  nextOpening,
  openStretches,
} from './calendar/open-hours.ts';
export { type Interval, joined, overlap, without } from './calendar/stretches.ts';
export { type OtherDay, type WeekPart, partsOfDay, weekPattern } from './calendar/pattern.ts';
export { Lead, warningAt } from './calendar/lead.ts';
export { Term, deadlineOf } from './calendar/term.ts';
