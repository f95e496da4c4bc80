import type { Tx } from '../kit/db.ts';
import { grant } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { addressesIn, findAddress, pointOfPlace, pointsOf } from '../places/index.ts';
import type { PointRd } from '../places/model.ts';
import type { Report } from './model.ts';
import { openInSquares, placesAround, squaresOf, takenFor } from './nearby-store.ts';
import { middleOf, squaresAround } from './rules.ts';
import { classesThere, readPlace, type Place } from './words-store.ts';

/** How near another report lies: metres and moments, and not where. */
export interface Near {
  readonly reportId: string;
  readonly distanceM: number;
  /** How far off both places together may be, by how they were told; in metres. */
  readonly toleranceM: number;
  /** Whether they are near because both lie in one complex, and not by their doors. */
  readonly isSameComplex: boolean;
  readonly receivedAt: Date;
}

/** How far off a place may be that was told so, in metres. */
export type Tolerance = Readonly<Record<'address' | 'pin' | 'gps' | 'register', number>>;

interface NearWish {
  readonly withinM: number;
  readonly windowDays: number;
  readonly tolerance: Tolerance;
  readonly limit: number;
}

const DAY_MS = 86_400_000;

/**
 * The reports about places that came in around this one or in the same complex, in the days before and after it, whoever has
 * them: the calling room knows which of them somebody may see. None for a report about a person, whose place is looked at
 * for nothing else.
 */
export async function nearReports(
  tx: Tx,
  actor: Actor,
  report: Report,
  { withinM, windowDays, tolerance, limit }: NearWish,
): Promise<Near[]> {
  if (report.observations.about !== 'place') return [];
  if (!(await classesThere(tx, report.id)).includes('place')) return [];
  const subject = { subjectKind: 'report', subjectId: report.id } as const;
  const key = await grant(tx, actor, { action: 'read', ...subject, dataClass: 'place' });
  const own = await readPlace(tx, key);
  const at = await pointOfPlace(tx, own);
  const complex = await complexOf(tx, own);
  const span = windowDays * DAY_MS;
  const window = {
    from: new Date(report.receivedAt.getTime() - span),
    until: new Date(report.receivedAt.getTime() + span),
    limit,
  };
  const around = at ? await placesAround(tx, key, { where: { squares: squaresAround(at) }, ...window }) : [];
  const inside = complex ? await placesAround(tx, key, { where: complex, ...window }) : [];
  const all = new Map([...around, ...inside].map((one) => [one.reportId, one]));
  const points = await pointsOf(
    tx,
    [...all.values()].flatMap(({ point, addressId }) => (point || !addressId ? [] : [addressId])),
  );
  const isInside = new Set(inside.map(({ reportId }) => reportId));
  const source = { source: own.spot?.source ?? null, accuracyM: own.spot?.accuracyM ?? null };
  return [...all.values()].flatMap((other): Near[] => {
    const { reportId, receivedAt } = other;
    const point = other.point ?? points.get(other.addressId ?? '');
    const isTold = own.spot !== undefined || own.addressId !== undefined;
    const apartM = at && point && isTold ? distanceOf(at, point) : Number.POSITIVE_INFINITY;
    const offM = offBy(source, tolerance) + offBy(other, tolerance);
    // what is shared in a complex is told of from any door in it
    const isSameComplex = isInside.has(reportId) && apartM > offM;
    if (apartM > withinM && !isSameComplex) return [];
    const [distanceM, toleranceM] = isSameComplex ? [0, 0] : [apartM, offM];
    return [{ reportId, distanceM, toleranceM, isSameComplex, receivedAt }];
  });
}

/** The complex in which a place lies, with its addresses. */
async function complexOf(
  tx: Tx,
  { addressId, complexId }: Place,
): Promise<{ complexId: string; addressIds: readonly string[] } | undefined> {
  const address = addressId === undefined ? undefined : await findAddress(tx, addressId);
  const lies = address?.complexId ?? complexId;
  return lies === undefined ? undefined : { complexId: lies, addressIds: await addressesIn(tx, lies) };
}

/** An open report, and the middle of the square of 100 metres in which it lies. */
export interface InSquare {
  readonly report: Report;
  readonly middle: PointRd;
}

/** Open reports about places, taken for this nature, in the square of a point and the eight around it, the newest first. */
export async function openAround(
  tx: Tx,
  point: PointRd,
  wish: { readonly nature: string; readonly limit: number },
): Promise<InSquare[]> {
  const found = await openInSquares(tx, { squares: squaresAround(point), ...wish });
  return found.map(({ report, square }) => ({ report, middle: middleOf(square) }));
}

/** Reports about places that were taken for this nature since a moment, open or done, the newest first, each by its square. */
export async function placedSince(
  tx: Tx,
  wish: { readonly nature: string; readonly since: Date; readonly limit: number },
): Promise<InSquare[]> {
  const found = await takenFor(tx, wish);
  return found.map(({ report, square }) => ({ report, middle: middleOf(square) }));
}

/** The middle of the square of 100 metres of each of these reports that is about a place; a report about a person has none. */
export async function squareMiddles(tx: Tx, reportIds: readonly string[]): Promise<Map<string, PointRd>> {
  return new Map([...(await squaresOf(tx, reportIds))].map(([id, square]) => [id, middleOf(square)]));
}

function distanceOf(one: PointRd, other: PointRd): number {
  return Math.hypot(one.xM - other.xM, one.yM - other.yM);
}

/** A telephone says itself how far off it may be. */
function offBy(
  { source, accuracyM }: { readonly source: string | null; readonly accuracyM: number | null },
  tolerance: Tolerance,
): number {
  if (source === 'gps') return accuracyM ?? tolerance.gps;
  return source === 'pin' || source === 'register' ? tolerance[source] : tolerance.address;
}
