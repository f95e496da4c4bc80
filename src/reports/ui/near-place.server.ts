import { errorFields } from '../../kit/log.ts';
import { outageOf } from '../../kit/outage.ts';
import { withinLimit } from '../../kit/rate-limit.ts';
import type { TownContext } from '../../kit/web/context.ts';
import type { PublicReport, Submission } from '../model.ts';

/**
 * What is reported near the place of this report already. It never stands in the way of a report: beyond the limit, or
 * without a database, nothing is near.
 */
export async function reportedNear(
  { db, municipality, language, services, address, log, requestId }: TownContext,
  { observations, addressId, spot }: Submission,
): Promise<readonly PublicReport[]> {
  if (observations.about !== 'place' || !(addressId ?? spot)) return [];
  const limit = { name: 'nearby', max: services.config.NEARBY_PER_HOUR, windowMinutes: 60 };
  try {
    if (!(await withinLimit(db, limit, address))) return [];
    const place = { addressId, spot };
    const asked = { municipalityId: municipality.id, language, observations, place };
    return await services.publicNearby(db, asked);
  } catch (error) {
    if (outageOf(error) === undefined) throw error;
    log('error', 'nearby.failed', { requestId, ...errorFields(error) });
    return [];
  }
}

/** The report that was chosen as the same, if it is still one of those near: what stands in a post alone proves nothing. */
export function chosenOf(near: readonly PublicReport[], same: string): string | undefined {
  return near.find(({ number }) => String(number) === same)?.id;
}
