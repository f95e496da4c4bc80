import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { findReport, findReportByNumber, isAboutPerson, lockReport, refuseUnseen } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { loadHandling, personOf } from './load.ts';
import type { Handling } from './model.ts';
import { mayReadAttached, permitAttached, roomFor, type AttachedCommand } from './attached-rules.ts';
import { maySee, type Person } from './rules.ts';

/** Which report somebody means: who works here by its number, the reporter by the session. */
export type Which = number | undefined;

/**
 * The report, when the actor may read its words; and a part for who may read those of its whole, because what is added to a part
 * is for who asked it. It never goes the other way: of a whole no photo or document opens with a part.
 */
export async function readable(tx: Tx, actor: Actor, number: Which): Promise<Outcome<Report>> {
  if (actor.kind === 'reporter') {
    const own = number === undefined ? await findReport(tx, actor.reportId) : undefined;
    return own ? ok(own) : refuse('report-unknown');
  }
  if (actor.kind !== 'user') return refuse('not-logged-in');
  const report = number === undefined ? undefined : await findReportByNumber(tx, number);
  if (report && (await opensTo(tx, await personOf(tx, actor), report))) return ok(report);
  if (report) await refuseUnseen(tx, actor, report.id);
  return refuse('report-unknown');
}

async function opensTo(tx: Tx, person: Person, report: Report): Promise<boolean> {
  if (mayReadAttached(person, await loadHandling(tx, report))) return true;
  const whole = report.part ? await findReport(tx, report.part.wholeId) : undefined;
  return whole !== undefined && mayReadAttached(person, await loadHandling(tx, whole));
}

/** What the page of the photos or of the documents of a report says beside them: `there` are those that are shown, of `most`. */
export async function pageAround(
  tx: Tx,
  actor: UserActor,
  report: Report,
  { there, most }: { readonly there: readonly { readonly authorKind: string }[]; readonly most: number },
) {
  const handling = await loadHandling(tx, report);
  const person = await personOf(tx, actor);
  const may = (command: AttachedCommand) => permitAttached(person, handling, command).ok;
  const aboutPerson = isAboutPerson(report);
  return {
    number: report.number,
    back: await wayBack(tx, person, handling),
    room: may('add') ? roomFor('user', there, most) : 0,
    mayShare: may('share') && !aboutPerson,
    mayRemove: may('remove'),
    aboutPerson,
  };
}

/** Photos or documents with who added them. Without names for the reporter, who knows nobody here. */
export function withNames<T extends { readonly authorId: string | null }>(
  attached: readonly T[],
  names?: ReadonlyMap<string, string>,
): (Omit<T, 'authorId'> & { authorName: string | undefined })[] {
  return attached.map(({ authorId, ...one }) => ({
    ...one,
    authorName: authorId === null ? undefined : names?.get(authorId),
  }));
}

/** The report that the page belongs to; of a part that does not open, its whole. */
async function wayBack(tx: Tx, person: Person, handling: Handling): Promise<number> {
  const { report } = handling;
  const whole =
    report.part && !maySee(person, handling) ? await findReport(tx, report.part.wholeId) : undefined;
  return (whole ?? report).number;
}

interface Wish {
  readonly number: Which;
  readonly command: AttachedCommand;
}

/** Whether it would be allowed, before anything that comes with it is read. */
export function mayChange(db: Database, actor: Actor, { number, command }: Wish): Promise<Outcome<true>> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await readable(tx, actor, number);
    return report.ok ? permitted(tx, actor, report.value, command) : report;
  });
}

/** Look, lock, check the right, do; a refusal of who may not see it leaves its line. */
export async function changeAttached<T>(
  db: Database,
  actor: Actor,
  { number, command }: Wish,
  work: (tx: Tx, report: Report) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await readable(tx, actor, number);
    if (!found.ok) return found;
    const report = await lockReport(tx, found.value.id);
    if (!report) return refuse('report-unknown');
    const allowed = await permitted(tx, actor, report, command);
    return allowed.ok ? work(tx, report) : allowed;
  });
}

async function permitted(
  tx: Tx,
  actor: Actor,
  report: Report,
  command: AttachedCommand,
): Promise<Outcome<true>> {
  if (actor.kind === 'user')
    return permitAttached(await personOf(tx, actor), await loadHandling(tx, report), command);
  return report.status === 'closed' ? refuse('photo-report-closed') : ok(true);
}
