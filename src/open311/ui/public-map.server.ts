import type { LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { townOf } from '../../kit/web/context.ts';
import { readLook } from '../../places/model.ts';
import { publicMap } from '../index.ts';
import { MAP_DAYS, PublicMapView } from '../map-wire.ts';

const WORD_MAX = 60;
const STATES = { open: 'open', afgerond: 'closed' } as const;
const LONGEST = MAP_DAYS[2];

/** What an address of the map can ask; what it does not understand asks for nothing. */
const Asked = z.object({
  soort: z
    .string()
    .regex(/^[a-z0-9-]{2,40}$/)
    .optional()
    .catch(undefined),
  buurt: z.uuid().optional().catch(undefined),
  periode: z.coerce
    .number()
    .pipe(z.union(MAP_DAYS.map((days) => z.literal(days))))
    .catch(LONGEST),
  staat: z
    .enum(['open', 'afgerond'])
    .transform((word) => STATES[word])
    .optional()
    .catch(undefined),
});

/** What everybody may see of public space, on a map: all of the question stands in the address. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, municipality, language } = townOf(context);
  const asked: Record<string, string> = Object.fromEntries(
    [...new URL(request.url).searchParams].map(([name, value]) => [name, value.slice(0, WORD_MAX)]),
  );
  const { soort, buurt, periode, staat } = Asked.parse(asked);
  const view = await publicMap(db, municipality.id, {
    kind: soort,
    neighbourhoodId: buurt,
    days: periode,
    state: staat,
    look: readLook(asked['kijk'] ?? ''),
    language,
  });
  return { view: PublicMapView.parse(view), asked, days: periode };
}
