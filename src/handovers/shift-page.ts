import { deadlineOf } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import {
  activeUserIds,
  membersOf,
  nextOnDuty,
  openHoursOf,
  requirePermission,
  userNames,
  whoMay,
} from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { historyOf, openReports, reportsByIds, reportsByNumbers } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { extractsOf, peopleByName } from './extracts.ts';
import { colleaguesFor } from './giving.ts';
import { informingTasks } from './informing.ts';
import { personOf } from './load.ts';
import { SHIFT_MOST, type ShiftNeed } from './model.ts';
import type { Person } from './rules.ts';
import { byNeed, needOf, offersGiving, SHIFT_TERM } from './shift-rules.ts';
import { sentBy, shiftReports } from './shift-store.ts';
import type { SentShift, ShiftPageView, ShiftRow } from './shift-wire.ts';
import * as store from './store.ts';
import { owningService } from './work.ts';

const LIST_LIMIT = 200;
const SENT_SHOWN = 12;

/** What of mine and of my service needs something before the next one is there again. Codes alone. */
export async function shiftPage(db: Database, actor: Actor): Promise<Outcome<ShiftPageView>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const person = await personOf(tx, user.value);
    const until = await untilNext(tx, user.value);
    const mine = await openReports(tx, { ownerId: person.userId, limit: LIST_LIMIT });
    const others = (await withColleagues(tx, user.value)).filter(({ ownerId }) => ownerId !== person.userId);
    const toDo = await needy(tx, mine, until);
    const untold = await untoldOf(tx, person.userId, { besides: toDo, until });
    const [own, theirs] = [[...toDo, ...untold], await needy(tx, others, until)];
    const names = await userNames(tx);
    const colleagues = await shiftColleagues(tx, user.value);
    const offers = await store.offersFor(tx, {
      serviceIds: person.serviceIds,
      userId: person.userId,
      limit: LIST_LIMIT,
    });
    const offered = await reportsByIds(
      tx,
      offers.map(({ reportId }) => reportId),
    );
    return ok({
      mine: await rowsOf(tx, person, { rows: own, names }),
      others: await rowsOf(tx, person, { rows: theirs, names }),
      more: Math.max(0, own.length - SHIFT_MOST) + Math.max(0, theirs.length - SHIFT_MOST),
      offered: await extractsOf(tx, offered.slice(0, SHIFT_MOST)),
      colleagues: peopleByName([...colleagues], names),
      nextId: await nextOf(tx, user.value, colleagues),
      until,
      sent: await sentShifts(tx, person.userId, names),
      now: tx.now,
    });
  });
}

/** Until when the next one is expected to be there again, in the open hours of the service of who goes. */
export async function untilNext(tx: Tx, { serviceIds }: UserActor): Promise<Date> {
  const { settings } = await getMunicipality(tx);
  const service = await owningService(tx, { ownerServiceId: serviceIds[0] ?? null });
  return deadlineOf(settings.shiftTerm ?? SHIFT_TERM, tx.now, openHoursOf(service));
}

/** Who can come on: who works in one of the own services, and for a coordinator the others. */
export async function shiftColleagues(
  tx: Tx,
  { userId, serviceIds, permissions }: UserActor,
): Promise<Set<string>> {
  const able = new Set(await whoMay(tx, 'report.handle'));
  const members = await membersOf(tx, serviceIds);
  const desk = permissions.has('coordination.act') ? await whoMay(tx, 'coordination.act') : [];
  return new Set([...members, ...desk].filter((id) => id !== userId && able.has(id)));
}

async function nextOf(
  tx: Tx,
  { userId, serviceIds, permissions }: UserActor,
  colleagues: ReadonlySet<string>,
): Promise<string | undefined> {
  const { deskServiceId } = await getMunicipality(tx);
  const desk = permissions.has('coordination.act') ? [deskServiceId] : [];
  const nextId = await nextOnDuty(tx, [...new Set([...serviceIds, ...desk])], userId);
  return nextId !== undefined && colleagues.has(nextId) ? nextId : undefined;
}

/** What colleagues have in hand in the own services; for a coordinator, what the other coordinators have. */
async function withColleagues(tx: Tx, { serviceIds, permissions }: UserActor): Promise<Report[]> {
  const ofService =
    serviceIds.length === 0 ? [] : await openReports(tx, { ownerServiceIds: serviceIds, limit: LIST_LIMIT });
  const ofDesk = permissions.has('coordination.act')
    ? await openReports(tx, { status: 'with-coordinator', limit: LIST_LIMIT })
    : [];
  return [...new Map([...ofService, ...ofDesk].map((report) => [report.id, report])).values()];
}

interface Needy {
  readonly report: Report;
  readonly need: ShiftNeed;
  /** Of what has to be done about it, where that is not what its own deadline says. */
  readonly deadline?: Date;
}

/** People whom this owner has to tell of a report, before the next one is there; closed or not. */
async function untoldOf(
  tx: Tx,
  ownerId: string,
  { besides, until }: { besides: readonly Needy[]; until: Date },
): Promise<Needy[]> {
  const known = new Set(besides.map(({ report }) => report.number));
  const tasks = (await informingTasks(tx, { ownerId })).filter(
    ({ number, deadline }) => deadline <= until && !known.has(number),
  );
  const reports = new Map(
    (
      await reportsByNumbers(
        tx,
        tasks.map(({ number }) => number),
      )
    ).map((report) => [report.number, report]),
  );
  return tasks.flatMap(({ number, deadline }) => {
    const report = reports.get(number);
    return report ? [{ report, need: 'inform', deadline }] : [];
  });
}

async function needy(tx: Tx, reports: readonly Report[], until: Date): Promise<Needy[]> {
  const found: Needy[] = [];
  for (const report of reports) {
    const isSecondLook = await isAskedAgain(tx, report);
    const need = needOf(report, { now: tx.now, until, isSecondLook });
    if (need) found.push({ report, need });
  }
  return found.toSorted(byNeed);
}

/** It came back because its reporter found it not solved, and nobody decided on it since. */
async function isAskedAgain(tx: Tx, report: Report): Promise<boolean> {
  if (report.status !== 'with-coordinator' || report.nextStep !== 'decide') return false;
  const turn = (await historyOf(tx, report.id)).findLast(
    ({ event }) => event.kind === 'assigned' && event.data.cause !== 'given',
  );
  return turn?.event.kind === 'assigned' && turn.event.data.cause === 'second-look';
}

async function rowsOf(
  tx: Tx,
  person: Person,
  { rows: wanted, names }: { rows: readonly Needy[]; names: ReadonlyMap<string, string> },
): Promise<ShiftRow[]> {
  const shown = wanted.slice(0, SHIFT_MOST);
  const extracts = await extractsOf(
    tx,
    shown.map(({ report }) => report),
  );
  const able = new Map<string, string[]>();
  const rows: ShiftRow[] = [];
  for (const [at, { report, need, deadline }] of shown.entries()) {
    const found = extracts[at];
    if (!found) continue;
    const extract = deadline ? { ...found, deadline, isLate: deadline <= tx.now } : found;
    const key = `${report.ownerId} ${report.ownerServiceId ?? ''}`;
    const ids = able.get(key) ?? (await colleaguesFor(tx, report));
    able.set(key, ids);
    const giveTo = offersGiving(person, report) ? ids.filter((id) => id !== person.userId) : [];
    rows.push({ extract, need, giveTo: peopleByName(giveTo, names) });
  }
  return rows;
}

/** What this person handed over last, with whether it was read. */
async function sentShifts(tx: Tx, userId: string, names: ReadonlyMap<string, string>): Promise<SentShift[]> {
  const receivers = await sentBy(tx, userId, SENT_SHOWN);
  const ids = [...new Set(receivers.map(({ id }) => id))];
  const reports = await shiftReports(tx, ids);
  const active = await activeUserIds(tx);
  const nameOf = (id: string) => names.get(id) ?? '';
  return ids.flatMap((id) => {
    const told = receivers.filter((receiver) => receiver.id === id);
    const [first] = told;
    if (!first) return [];
    return {
      id,
      at: first.at,
      general: first.general ?? undefined,
      receivers: told.map(({ userId: toId, readAt, takenAt, takenBy }) => ({
        name: nameOf(toId),
        readAt: readAt ?? undefined,
        takenAt: takenAt ?? undefined,
        takenBy: takenBy === null ? undefined : nameOf(takenBy),
        isGone: !active.has(toId),
      })),
      reports: reports
        .filter(({ shiftId }) => shiftId === id)
        .map(({ number, userId: toId, given, refusal }) => ({
          number,
          toName: nameOf(toId),
          given,
          refusal: refusal ?? undefined,
        })),
    };
  });
}
