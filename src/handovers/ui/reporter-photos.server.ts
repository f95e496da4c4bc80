import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { readFormWithImages } from '../../kit/image-upload.ts';
import { withinLimit } from '../../kit/rate-limit.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { PHOTOS_MAX } from '../../reports/model.ts';
import { addReportPhotos, mayAddPhotos, reporterPage } from '../index.ts';
import { ReporterView } from '../wire.ts';

/** The photos of the reporter's own report. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { db, municipality, actor } = townOf(context);
  const page = await reporterPage(db, actor);
  if (!page.ok) throw seeOther(`/${municipality.slug}/volgen`);
  return { view: ReporterView.pick({ photos: true, photoRoom: true }).parse(page.value) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality, address, services } = townOf(context);
  if (actor.kind !== 'reporter') return seeOther(`/${municipality.slug}/volgen`);
  const allowed = await mayAddPhotos(db, actor, undefined);
  const limit = { name: 'photo', max: services.config.PHOTOS_PER_HOUR, windowMinutes: 60 };
  const { values, images, refusals } = await readFormWithImages(request, {
    field: 'photo',
    max: allowed.ok ? PHOTOS_MAX : 0,
    mayTake: () => withinLimit(db, limit, address),
  });
  if (!allowed.ok) return showAgain(values, allowed.refusals);
  if (images.length === 0 && refusals.length === 0)
    return showAgain(values, [{ code: 'photo-missing', pointer: 'photo' }]);
  const added = await addReportPhotos(db, actor, { number: undefined, images });
  const wrong = [...refusals, ...(added.ok ? [] : added.refusals)];
  return wrong.length > 0
    ? showAgain(values, wrong)
    : seeOther(`/${municipality.slug}/volgen/melding#photos`);
}
