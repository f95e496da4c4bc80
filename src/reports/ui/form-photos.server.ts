import type { FormWithImages, ImageRules } from '../../kit/image-upload.ts';
import { isUuid } from '../../kit/ids.ts';
import { errorFields } from '../../kit/log.ts';
import type { Refusal } from '../../kit/outcome.ts';
import { withinLimit } from '../../kit/rate-limit.ts';
import type { TownContext } from '../../kit/web/context.ts';
import { keepPhotos } from '../index.ts';
import { PHOTOS_MAX } from '../model.ts';
import { ReportForm } from '../wire.ts';

/** What photos the public may send with one post. */
export function photoRules({ db, address, services }: TownContext): ImageRules {
  const limit = { name: 'photo', max: services.config.PHOTOS_PER_HOUR, windowMinutes: 60 };
  return { field: 'photo', max: PHOTOS_MAX, mayTake: () => withinLimit(db, limit, address) };
}

interface Kept {
  /** All that wait under the form's key. */
  readonly photoIds: readonly string[];
  readonly refusals: readonly Refusal[];
  /** How many photos of this post did not come through. */
  readonly missed: number;
}

/** Lets the photos of a form wait under its key. Whatever fails here is told, and never stands in the way of the report. */
export async function keepFormPhotos(
  { db, municipality, log, requestId }: TownContext,
  { values, images, refusals }: FormWithImages,
): Promise<Kept> {
  const { key, website } = ReportForm.parse(values);
  const missed = refusals.reduce((sum, { facts }) => sum + Number(facts?.['count'] ?? 1), 0);
  // what fills in the field that nobody sees is not a person
  if (website !== '' || (images.length === 0 && !('photos' in values)))
    return { photoIds: [], refusals, missed };
  try {
    const removed = [values['removePhoto'] ?? []].flat().filter(isUuid);
    const actor = { kind: 'public', municipalityId: municipality.id } as const;
    const { photoIds, left } = await keepPhotos(db, actor, { key, added: images, removed });
    if (left === 0) return { photoIds, refusals, missed };
    const tooMany = { code: 'photos-too-many', pointer: 'photo', facts: { maximum: PHOTOS_MAX } };
    return { photoIds, refusals: [...refusals, tooMany], missed: missed + left };
  } catch (error) {
    log('error', 'photos.failed', { requestId, ...errorFields(error) });
    const failed = { code: 'photos-failed', pointer: 'photo' };
    return { photoIds: [], refusals: [...refusals, failed], missed: missed + images.length };
  }
}
