import type { MapLook, PointRd } from '../places/model.ts';
import { MAP_DAYS, type PublicMapQuestion, type PublicPlace } from './model.ts';

/** Height to width of the public map. */
export const MAP_RATIO = 0.75;

const DAY_MS = 86_400_000;
const DONE_DAYS = MAP_DAYS[1];

/** What is open stays on the map; what is done for a month more, so that who reported it sees that it was. */
export function stillShown({ isOpen, closedAt }: PublicPlace, now: Date): boolean {
  return isOpen || (closedAt !== undefined && now.getTime() - closedAt.getTime() <= DONE_DAYS * DAY_MS);
}

export function isWanted(
  { category, neighbourhoodId, receivedAt, isOpen }: PublicPlace,
  question: PublicMapQuestion,
  now: Date,
): boolean {
  return (
    (question.kind === undefined || question.kind === category.code) &&
    (question.neighbourhoodId === undefined || question.neighbourhoodId === neighbourhoodId) &&
    (question.state === undefined || (question.state === 'open') === isOpen) &&
    now.getTime() - receivedAt.getTime() <= question.days * DAY_MS
  );
}

export function inFrame({ xM, yM }: PointRd, { centre, widthM }: MapLook): boolean {
  const heightM = widthM * MAP_RATIO;
  return Math.abs(xM - centre.xM) <= widthM / 2 && Math.abs(yM - centre.yM) <= heightM / 2;
}
