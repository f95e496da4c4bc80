import { data } from 'react-router';
import { rdPoint } from '@wijkverbond/core/spatial';
import { firstOf, type Form } from '../../kit/form.ts';
import { inTenant } from '../../kit/db.ts';
import { outageOf } from '../../kit/outage.ts';
import type { Refusal } from '../../kit/outcome.ts';
import type { TownContext } from '../../kit/web/context.ts';
import { mapFrame, neighbourhoodNameAt, pointOf } from '../../places/index.ts';
import type { PointRd } from '../../places/model.ts';
import { fieldOf, readSpot, spotText, type ReportForm } from '../wire.ts';
import { findPlace } from './find-place.server.ts';
import { MAP_SIZES, Step, type MapStep, type ReportFormState } from './form-state.ts';

const NEAR_M = 500;
const NEAREST_M = 150;
/** From here on a tap comes nearer in smaller steps. */
const STREETS_M = 2000;
/** The lowest of the two maps: what fits in it fits in both. */
const MAP_RATIO = MAP_SIZES.wide.heightPx / MAP_SIZES.wide.widthPx;
/** How far a button moves the map, as a share of what it shows. */
const STRIDE = 0.3;

/** Where the map of this step looks, and what a telephone told. */
interface Look {
  readonly centre: PointRd | undefined;
  readonly widthM: number | undefined;
  readonly gps?: { readonly accuracyM: number };
}

/**
 * A step with the map: opens it, moves it, or takes its middle as the place. Everything else that was answered goes along.
 * Needs no scripts: a tap on the map is a button that says where it was hit.
 */
export async function showPlaceStep(
  town: TownContext,
  { form, answers, refusals }: { form: Form; answers: ReportForm; refusals: readonly Refusal[] },
) {
  const go = Step.catch('map').parse(answers.go);
  if (go === 'no-place') return shown({ ...form, spot: '' }, refusals);
  if (go === 'back') return shown(withAnswered(form, answers), refusals, await placeName(town, answers.spot));
  const look = moved(await lookOf(town, form, answers), go, form);
  const { frame, name } = await inTenant(town.db, town.municipality.id, async (tx) => {
    const frame = await mapFrame(tx, { ...look, ratio: MAP_RATIO });
    return { frame, name: await neighbourhoodNameAt(tx, frame.centre) };
  });
  if (go === 'place-here' && name !== undefined) {
    const spot = spotText({
      point: frame.centre,
      source: look.gps ? 'gps' : 'pin',
      accuracyM: look.gps?.accuracyM,
    });
    return shown({ ...form, spot }, refusals, name);
  }
  const map: MapStep = {
    look: [Math.round(frame.centre.xM), Math.round(frame.centre.yM), Math.round(frame.widthM)].join(','),
    accuracyM: look.gps?.accuracyM,
    gps: look.gps === undefined ? '' : firstOf(form['gps']),
    name,
    isOutside: go === 'place-here',
  };
  return data<ReportFormState>({ values: form, refusals, map });
}

/** Back from further questions: those that were answered stay answered, the others are asked again; so is what is near. */
function withAnswered({ nearby: _, same: _same, ...form }: Form, { asked }: ReportForm): Form {
  return { ...form, asked: asked.filter((id) => firstOf(form[fieldOf(id)]) !== '') };
}

/** The form itself again, as it was. */
function shown(values: Form, refusals: readonly Refusal[], spotName?: string) {
  return data<ReportFormState>({ values, refusals, spotName });
}

/** How a chosen point is called on the form: by the neighbourhood that it lies in. Without a database it has no name. */
export async function placeName(town: TownContext, spot: string): Promise<string | undefined> {
  const point = readSpot(spot)?.point;
  if (!point) return undefined;
  return inTenant(town.db, town.municipality.id, (tx) => neighbourhoodNameAt(tx, point)).catch(
    (error: unknown) => {
      if (outageOf(error) === undefined) throw error;
      return undefined;
    },
  );
}

/** Where the map looked before this tap; at first where the telephone is, the point or the address that is known, or all of it. */
async function lookOf(town: TownContext, form: Form, answers: ReportForm): Promise<Look> {
  const gps = readGps(firstOf(form['gps']));
  const [xM, yM, widthM] = /^\d{1,7},\d{1,7},\d{1,6}$/.test(firstOf(form['look']))
    ? firstOf(form['look']).split(',').map(Number)
    : [];
  if (xM !== undefined && yM !== undefined)
    return { centre: { xM, yM }, widthM, ...(gps ? { gps: { accuracyM: gps.accuracyM } } : {}) };
  if (gps) return { centre: gps.point, widthM: Math.max(NEAR_M, gps.accuracyM * 4), gps };
  const before = readSpot(answers.spot);
  if (before) return { centre: before.point, widthM: NEAR_M };
  const place = await findPlace(town, answers);
  if (place.kind === 'registered') return { centre: place.spot.point, widthM: NEAR_M };
  const centre =
    place.kind === 'found'
      ? await inTenant(town.db, town.municipality.id, (tx) => pointOf(tx, place.addressId))
      : undefined;
  return { centre, widthM: centre ? NEAR_M : undefined };
}

function readGps(written: string): { point: PointRd; accuracyM: number } | undefined {
  const [latDeg = Number.NaN, lonDeg = Number.NaN, accuracyM = Number.NaN] = written.split(',').map(Number);
  if (![latDeg, lonDeg, accuracyM].every(Number.isFinite)) return undefined;
  const point = rdPoint({ latDeg, lonDeg });
  return point && { point, accuracyM: Math.min(99_999, Math.max(0, Math.ceil(accuracyM))) };
}

/** What is moved by hand is no longer where the telephone is. */
function moved(look: Look, go: Step, form: Form): Look {
  const { centre, widthM } = look;
  const hit = hitOf(form);
  if (centre === undefined || widthM === undefined) return hit ? { ...look, ...hitIn(look, hit) } : look;
  if (hit) return hitIn(look, hit);
  const stride = widthM * STRIDE;
  const by = (dxM: number, dyM: number): Look => ({
    centre: { xM: centre.xM + dxM, yM: centre.yM + dyM },
    widthM,
  });
  if (go === 'map-left') return by(-stride, 0);
  if (go === 'map-right') return by(stride, 0);
  if (go === 'map-up') return by(0, stride);
  if (go === 'map-down') return by(0, -stride);
  if (go === 'map-in') return { ...look, widthM: nearer(widthM) };
  if (go === 'map-out') return { ...look, widthM: widthM * stepAt(widthM) };
  return look;
}

interface Hit {
  /** From the middle, as a share of the width; to the right and up. */
  readonly right: number;
  readonly up: number;
}

/** Where a tap hit one of the two sizes of the map. A keyboard hits the corner: that is the middle. */
function hitOf(form: Form): Hit | undefined {
  for (const [name, { widthPx, heightPx }] of Object.entries(MAP_SIZES)) {
    const [x, y] = [Number(form[`${name}.x`]), Number(form[`${name}.y`])];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    if (x === 0 && y === 0) return { right: 0, up: 0 };
    return { right: x / widthPx - 0.5, up: (heightPx / 2 - y) / widthPx };
  }
  return undefined;
}

function hitIn({ centre, widthM }: Look, { right, up }: Hit): Look {
  if (centre === undefined || widthM === undefined) return { centre, widthM };
  return {
    centre: { xM: centre.xM + right * widthM, yM: centre.yM + up * widthM },
    widthM: nearer(widthM),
  };
}

function nearer(widthM: number): number {
  return Math.max(NEAREST_M, widthM / stepAt(widthM));
}

function stepAt(widthM: number): number {
  return widthM > STREETS_M ? 4 : 2;
}
