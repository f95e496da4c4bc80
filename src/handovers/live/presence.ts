import { inTenant, type Database } from '../../kit/db.ts';
import type { UserActor } from '../../people/model.ts';
import { findReportByNumber } from '../../reports/index.ts';
import {
  announcePresence,
  beGone,
  beThere,
  presentAt,
  writeDoing,
  type Place,
  type Present,
} from '../presence-store.ts';

/** Comes to the page of a report. Whether it opens for this person was found out before. */
export function arrive(db: Database, municipalityId: string, place: Place): Promise<void> {
  return inTenant(db, municipalityId, async (tx) => {
    await beThere(tx, [place]);
    await announcePresence(tx, place.reportId);
  });
}

export function leave(db: Database, municipalityId: string, place: Place): Promise<void> {
  return inTenant(db, municipalityId, (tx) => beGone(tx, place));
}

/** A sign of life for every page of this process at once. */
export function stay(db: Database, municipalityId: string, places: readonly Place[]): Promise<void> {
  // always in the same order, so that two processes do not wait for each other
  const ordered = places.toSorted((a, b) => (a.reportId + a.userId < b.reportId + b.userId ? -1 : 1));
  const distinct = ordered.filter(
    (place, at) =>
      at === 0 || place.reportId !== ordered[at - 1]?.reportId || place.userId !== ordered[at - 1]?.userId,
  );
  return inTenant(db, municipalityId, (tx) => beThere(tx, distinct));
}

export function presentNow(db: Database, municipalityId: string, reportId: string): Promise<Present[]> {
  return inTenant(db, municipalityId, (tx) => presentAt(tx, reportId));
}

/** Begins or stops writing on the page of a report that this person has open; of any other nothing happens. */
export function sayWriting(
  db: Database,
  actor: UserActor,
  { number, isWriting }: { number: number; isWriting: boolean },
): Promise<boolean> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReportByNumber(tx, number);
    return report !== undefined && writeDoing(tx, { reportId: report.id, userId: actor.userId }, isWriting);
  });
}
