import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contentFile } from '../kit/content.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { requirePermission } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { looksOf, lookWithin, townMap } from '../places/index.ts';
import type { LookAt, MapLook, PointRd } from '../places/model.ts';
import { squareMiddles } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { Nature } from '../triage/model.ts';
import { extractsOf } from './extracts.ts';
import { placeBooks } from './list-place.ts';
import { findListed } from './list.ts';
import { MAP_RATIO, placeOnMap } from './list-placing.ts';
import type { ListMapView } from './map-wire.ts';
import type { ListQuestion } from './model.ts';
import { mayReadWords, type Person } from './rules.ts';

/** More pins than this nobody reads; the first in the order of the list stand there. */
const ON_MAP_MOST = 400;

const Icons = z.record(Nature, z.string());
let icons: z.infer<typeof Icons> | undefined;

/** The picture of each nature, from content/map.json. Throws when one is missing. */
export function natureIcons(): z.infer<typeof Icons> {
  icons ??= Icons.parse(JSON.parse(readFileSync(contentFile('map.json'), 'utf8')));
  return icons;
}

/**
 * The same reports as a list gives, each where it lies as far as the person who looks may know: by the square of 100
 * metres of what is about a place and whose words that person may open, else by the neighbourhood that the list names
 * too. No exact place is read, so that looking at a map takes no more than looking at the list.
 */
export async function mapReports(
  db: Database,
  actor: Actor,
  { question, look }: { question: ListQuestion; look: MapLook | undefined },
): Promise<Outcome<ListMapView>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  const books = await placeBooks(db, actor.municipalityId, question);
  return inTenant(db, actor.municipalityId, async (tx) => {
    const wish = { question, books, after: undefined, limit: ON_MAP_MOST };
    const listed = await findListed(tx, user.value, wish);
    if (!listed.ok) return listed;
    const { person, reports, next, count, order, mayTell } = listed.value;
    const looks = await looksOf(tx, MAP_RATIO);
    const whole = await lookWithin(tx, undefined, MAP_RATIO);
    const asked = look ?? looks.find(({ id }) => id === question.neighbourhoodId)?.look;
    const now = await lookWithin(tx, asked, MAP_RATIO);
    const points = await pointsFor(tx, person, { reports, looks });
    const found = placeOnMap(await extractsOf(tx, reports), points, now);
    return ok({
      map: await townMap(tx, { ...now, ratio: MAP_RATIO }),
      look: now,
      isWhole: now.widthM >= whole.widthM,
      ...found,
      areas: mayTell ? looks.map((area) => ({ ...area, count: countIn(reports, area.id) })) : [],
      icons: natureIcons(),
      ...(count === undefined ? {} : { count }),
      isCut: next !== undefined,
      order,
      now: tx.now,
    });
  });
}

function countIn(reports: readonly Report[], neighbourhoodId: string): number {
  return reports.filter((report) => report.neighbourhoodId === neighbourhoodId).length;
}

/** Where each of these stands on a map for this person; undefined where not even the neighbourhood is known. */
async function pointsFor(
  tx: Tx,
  person: Person,
  { reports, looks }: { reports: readonly Report[]; looks: readonly LookAt[] },
): Promise<({ point: PointRd; isArea: boolean } | undefined)[]> {
  const open = reports.filter((report) => mayReadWords(person, { report }));
  const squares = await squareMiddles(
    tx,
    open.map(({ id }) => id),
  );
  const middles = new Map(looks.map(({ id, middle }) => [id, middle]));
  return reports.map(({ id, neighbourhoodId }) => {
    const square = squares.get(id);
    if (square) return { point: square, isArea: false };
    const middle = middles.get(neighbourhoodId ?? '');
    return middle && { point: middle, isArea: true };
  });
}
