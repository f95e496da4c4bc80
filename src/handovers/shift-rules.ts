import type { Term } from '../kit/calendar.ts';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import type { Report } from '../reports/model.ts';
import { ShiftNeed } from './model.ts';
import type { Person } from './rules.ts';

/** When the municipality does not say how long a shift is. */
export const SHIFT_TERM: Term = { amount: 1, unit: 'working-days' };

/** What has to be done about it before the next one is there again; undefined when it can wait. */
export function needOf(
  report: Pick<Report, 'nextStep' | 'deadline' | 'overdueCount'>,
  { now, until, isSecondLook }: { now: Date; until: Date; isSecondLook: boolean },
): ShiftNeed | undefined {
  const { nextStep, deadline, overdueCount } = report;
  if (nextStep === 'check-danger') return 'danger';
  if (deadline !== null && (overdueCount > 0 || deadline <= now)) return 'late';
  if (isSecondLook) return 'second-look';
  if (nextStep === 'await-answer') return 'answer';
  if (deadline === null || deadline > until) return undefined;
  // a service is to answer, and the clock goes on without it
  return nextStep === 'await-acceptance' ? 'offered' : 'due';
}

/** What presses most stands first. */
export function byNeed(a: { readonly need: ShiftNeed }, b: { readonly need: ShiftNeed }): number {
  return ShiftNeed.options.indexOf(a.need) - ShiftNeed.options.indexOf(b.need);
}

/** Whether the page offers to give it away; the order itself is judged once more when it comes. */
export function offersGiving(person: Person, report: Pick<Report, 'status' | 'ownerId' | 'ownerServiceId'>) {
  if (report.status !== 'accepted' && report.status !== 'with-coordinator') return false;
  const leads = report.ownerServiceId !== null && person.teamServiceIds.includes(report.ownerServiceId);
  return report.ownerId === person.userId || leads;
}

/** One report of a handing over, as the form says it. */
export interface ShiftItem {
  readonly number: number;
  /** What the next one has to know; empty for nothing. */
  readonly line: string;
  /** To whom it goes; without, it stays with who has it. */
  readonly toId?: string | undefined;
}

export interface ShiftForm {
  readonly nextId?: string | undefined;
  readonly general: string;
  readonly items: readonly ShiftItem[];
}

/** What a handing over is judged on beside the form: who may be named, and of each report who may have it and who may read it. */
export interface ShiftFacts {
  readonly colleagues: ReadonlySet<string>;
  /** Absent for what this person may not read. */
  readonly reports: ReadonlyMap<
    number,
    { readonly giveTo: ReadonlySet<string>; readonly nextMayRead: boolean }
  >;
}

/** Who is told something: whoever gets a report, and who comes on when there is something for that one. */
export function receiversOf({ nextId, general, items }: ShiftForm): Set<string> {
  const given = items.flatMap(({ toId }) => toId ?? []);
  const isForNext = nextId !== undefined && (general !== '' || items.some(({ toId }) => toId === undefined));
  return new Set([...given, ...(isForNext ? [nextId] : [])]);
}

/** Everything that is wrong with it at once, each beside its field. */
export function judgeShift(form: ShiftForm, facts: ShiftFacts): Outcome<true> {
  const { nextId, general, items } = form;
  if (general === '' && items.length === 0) return refuse('shift-empty', { pointer: 'algemeen' });
  const refusals: Refusal[] = items.flatMap((item) => judgeItem(item, form, facts));
  if (nextId !== undefined && !facts.colleagues.has(nextId))
    refusals.unshift({ code: 'shift-next-unknown', pointer: 'volgende' });
  if (nextId === undefined && isForNobody(form))
    refusals.unshift({ code: 'shift-next-missing', pointer: 'volgende' });
  return refusals.length > 0 ? refuseAll(refusals) : ok(true);
}

function isForNobody(form: ShiftForm): boolean {
  return form.items.some(({ toId }) => toId === undefined) || receiversOf(form).size === 0;
}

function judgeItem({ number, toId }: ShiftItem, { nextId }: ShiftForm, facts: ShiftFacts): Refusal[] {
  const report = facts.reports.get(number);
  if (!report) return [{ code: 'shift-report-gone', pointer: `regel-${number}` }];
  if (toId !== undefined)
    return report.giveTo.has(toId) ? [] : [{ code: 'colleague-unknown', pointer: `aan-${number}` }];
  const isKnown = nextId !== undefined && facts.colleagues.has(nextId);
  return isKnown && !report.nextMayRead ? [{ code: 'shift-next-blind', pointer: `regel-${number}` }] : [];
}
