import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { activeUserIds, parties, requirePermission, userNames, usersOfParties } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { findReportByNumber, readFile } from '../reports/index.ts';
import { assessmentOf } from '../triage/index.ts';
import { personOf } from './load.ts';
import { decisionsOf } from './otherwise-store.ts';
import { mayReadWords, type Person } from './rules.ts';
import * as shifts from './shift-store.ts';
import type { ShiftNote, UnreadShift } from './shift-wire.ts';

/**
 * What was handed over to this person and is not read yet. A line opens for who may read the words of its report now, and each
 * one that is shown leaves its line in the access log.
 */
export async function shiftNotes(tx: Tx, user: UserActor): Promise<ShiftNote[]> {
  const unread = await shifts.unreadFor(tx, user.userId);
  if (unread.length === 0) return [];
  const names = await userNames(tx);
  const person = await personOf(tx, user);
  const reports = await shifts.shiftReports(
    tx,
    unread.map(({ id }) => id),
  );
  const notes: ShiftNote[] = [];
  for (const { id, fromId, general, at } of unread) {
    const mine = reports.filter(({ shiftId, userId }) => shiftId === id && userId === user.userId);
    const shown: ShiftNote['reports'] = [];
    for (const one of mine) shown.push(await noteOf(tx, user, { person, one }));
    notes.push({
      id,
      fromName: names.get(fromId) ?? '',
      at,
      general: general ?? undefined,
      reports: shown,
    });
  }
  return notes;
}

async function noteOf(
  tx: Tx,
  user: UserActor,
  { person, one }: { person: Person; one: shifts.ShiftReport },
): Promise<ShiftNote['reports'][number]> {
  const { number, wordsId } = one;
  const report = await findReportByNumber(tx, number);
  if (!report || !mayReadWords(person, { report })) return { number, isMine: false };
  const decided = (await decisionsOf(tx, [report.id])).get(report.id) ?? (await assessmentOf(tx, report.id));
  const isMine = report.ownerId === user.userId;
  const known = { number, nature: decided.nature, isMine };
  if (wordsId === null) return known;
  const { words } = await readFile(tx, user, report.id, { action: 'read', only: ['note'] });
  const line = words.find(({ id }) => id === wordsId)?.body;
  return line === undefined ? known : { ...known, line };
}

/** What people of the teams that this person leads did not read in time, or left without reading. */
export async function unreadShifts(tx: Tx, user: UserActor): Promise<UnreadShift[]> {
  const team = await teamOf(tx, user);
  const unread = await shifts.unreadWith(tx, team);
  if (unread.length === 0) return [];
  const active = await activeUserIds(tx);
  const late = unread.filter(({ readBy, userId }) => readBy <= tx.now || !active.has(userId));
  const names = await userNames(tx);
  const reports = await shifts.shiftReports(
    tx,
    late.map(({ id }) => id),
  );
  return late.map(({ id, userId, fromId, at }) => ({
    id,
    userId,
    fromName: names.get(fromId) ?? '',
    toName: names.get(userId) ?? '',
    isGone: !active.has(userId),
    at,
    numbers: reports
      .filter((report) => report.shiftId === id && report.userId === userId)
      .map(({ number }) => number),
  }));
}

/** Who belongs to the parties that this person leads, also who left. */
async function teamOf(tx: Tx, { userId, partyId, permissions }: UserActor): Promise<string[]> {
  const led = (await parties(tx)).filter(
    ({ id, teamLeadId }) => teamLeadId === userId || (id === partyId && permissions.has('team.read')),
  );
  const members = await usersOfParties(
    tx,
    led.map(({ id }) => id),
  );
  return members.filter((id) => id !== userId);
}

/** Who leads the team sees to it: it goes off that list, and stays with who has not read it. */
export async function takeUnread(
  db: Database,
  actor: Actor,
  { id, userId }: { id: string; userId: string },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    if (!(await teamOf(tx, user.value)).includes(userId)) return refuse('not-allowed');
    await shifts.markTaken(tx, { id, userId, by: user.value.userId });
    return ok(true);
  });
}
