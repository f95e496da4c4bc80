import type { Tx } from '../kit/db.ts';
import { coordinatorOnDuty } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { assign, findReport, lockReport, openReports, turnOf } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { loadHandling } from './load.ts';
import type { Handling, Handover } from './model.ts';
import { endOffer, toCoordinator } from './offers.ts';
import { bringBack } from './parts.ts';
import { giveNotice } from './standing-in.ts';
import * as store from './store.ts';

/**
 * Everything that is open and with this person goes to the coordinator on duty, in the transaction in which the person
 * leaves: what that person owns, and what was offered to that person as team lead, for whom the road ends there as well.
 */
export async function goOnWithoutPerson(tx: Tx, actor: Actor, userId: string): Promise<void> {
  const owned = await openReports(tx, { ownerId: userId, limit: Number.MAX_SAFE_INTEGER });
  await goOnWith(tx, actor, userId, { owned, led: await store.offersToLead(tx, userId) });
}

/**
 * The same for who stays and has one task less: what that person has in hand for a service in which it works no more, or decides on as a
 * coordinator. What waits for the answer of another goes on with its owner, who is there.
 */
export async function goOnWithoutPost(
  tx: Tx,
  actor: Actor,
  userId: string,
  { coordinated, serviceIds }: { coordinated: boolean; serviceIds: readonly string[] },
): Promise<void> {
  if (!coordinated && serviceIds.length === 0) return;
  const all = await openReports(tx, { ownerId: userId, limit: Number.MAX_SAFE_INTEGER });
  const owned = all.filter(({ ownerServiceId }) =>
    ownerServiceId === null ? coordinated : serviceIds.includes(ownerServiceId),
  );
  await goOnWith(tx, actor, userId, { owned, led: [] });
}

async function goOnWith(
  tx: Tx,
  actor: Actor,
  userId: string,
  { owned, led }: { owned: readonly Report[]; led: readonly Handover[] },
): Promise<void> {
  const mine = new Set([...owned.map(({ id }) => id), ...led.map(({ reportId }) => reportId)]);
  // of a part the whole is locked first
  const wholes = owned.flatMap(({ part }) => (part ? [part.wholeId] : []));
  const whole = new Set([
    ...owned.flatMap(({ id, part }) => (part ? [] : [id])),
    ...led.map(({ reportId }) => reportId),
    ...wholes,
  ]);
  const parts = owned.flatMap(({ id, part }) => (part ? [id] : []));
  // always in the same order, so that two people who leave at once do not wait for each other; parts after every whole, because
  // those that wait go along with it
  for (const id of [...[...whole].toSorted(), ...parts.toSorted()]) {
    const report = await lockReport(tx, id);
    if (mine.has(id) && report && report.status !== 'closed') await goOn(tx, actor, { report, userId });
  }
}

async function goOn(
  tx: Tx,
  actor: Actor,
  { report, userId }: { report: Report; userId: string },
): Promise<void> {
  const handling = await loadHandling(tx, report);
  const { offer } = handling;
  if (offer?.teamLeadId === userId) {
    await endOffer(tx, actor, offer.id, { status: 'withdrawn' });
    return toCoordinator(tx, actor, handling, 'owner-left');
  }
  if (report.ownerId !== userId) return;
  if (report.part) return goOnWithPart(tx, actor, handling);
  if (report.status === 'accepted') return toCoordinator(tx, actor, handling, 'owner-left');
  return keepTurn(tx, actor, report);
}

/** A part that somebody worked on goes back to who has the whole; one that waits for an answer waits on, with that person. */
async function goOnWithPart(tx: Tx, actor: Actor, part: Handling): Promise<void> {
  const { report } = part;
  if (report.status !== 'offered') return bringBack(tx, actor, part, 'came-back', 'owner-left');
  const whole = await findReport(tx, report.part?.wholeId ?? '');
  const ownerId = whole && whole.ownerId !== report.ownerId ? whole.ownerId : await coordinatorOnDuty(tx);
  await assign(tx, actor, { reportId: report.id, turn: { ...turnOf(report), ownerId }, cause: 'owner-left' });
}

/** What waits for a decision or an answer waits on as it did, until the same moment, with the next coordinator. */
async function keepTurn(tx: Tx, actor: Actor, report: Report): Promise<void> {
  const ownerId = await coordinatorOnDuty(tx);
  if (ownerId === report.ownerId) return;
  await assign(tx, actor, { reportId: report.id, turn: { ...turnOf(report), ownerId }, cause: 'owner-left' });
  await giveNotice(tx, { userId: ownerId, kind: 'came-back', reportId: report.id });
}
