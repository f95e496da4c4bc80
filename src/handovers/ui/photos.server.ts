import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { parseForm } from '../../kit/form.ts';
import { readFormWithImages, type FormWithImages } from '../../kit/image-upload.ts';
import { refusalsOf, type Refusal } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { PhotoRemoval, PHOTOS_MAX } from '../../reports/model.ts';
import { addReportPhotos, mayAddPhotos, photosPage, removeReportPhoto, shareReportPhoto } from '../index.ts';
import { PhotosView } from '../attached-wire.ts';
import { goOn, readDone, type Done } from './done.server.ts';
import { ABOUT_THE_PAGE, valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, origin } = townOf(context);
  const found = await photosPage(db, actor, numberIn(params['nummer']));
  const view = PhotosView.parse(valueOf(found, { request, slug: municipality.slug }));
  const { done, headers } = readDone(request, { slug: municipality.slug, origin });
  return data({ view, done }, { headers });
}

/** Whether the sender has to do with this report comes first: only then is anything read or decoded. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const number = numberIn(params['nummer']);
  const { slug } = town.municipality;
  const allowed = await mayAddPhotos(town.db, town.actor, number);
  if (!allowed.ok && allowed.refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code)))
    valueOf(allowed, { request, slug });
  const rules = { field: 'photo', max: allowed.ok ? PHOTOS_MAX : 0, mayTake: async () => true };
  const sent = await readFormWithImages(request, rules);
  const { what, refusals } = await carryOut(town, number, allowed.ok ? sent : { ...sent, refusals: [] });
  if (refusals.length > 0) return showAgain(sent.values, refusals);
  return goOn(`/${slug}/werk/${number}/fotos`, { what, number }, { slug, origin: town.origin });
}

interface Answer {
  readonly what: Done['what'];
  readonly refusals: readonly Refusal[];
}

async function carryOut({ db, actor }: TownContext, number: number, sent: FormWithImages): Promise<Answer> {
  switch (sent.values['intent']) {
    case 'add-photos':
      return { what: 'photo-added', refusals: await add({ db, actor }, number, sent) };
    case 'share-photo': {
      const asked = parseForm(ShareForm, sent.values);
      const done = asked.ok
        ? await shareReportPhoto(db, actor, { number, photoId: asked.value.photo })
        : asked;
      return { what: 'photo-shared', refusals: refusalsOf(done) };
    }
    case 'remove-photo': {
      const asked = parseForm(RemoveForm, sent.values);
      if (!asked.ok) return { what: 'photo-removed', refusals: asked.refusals };
      const { photo: photoId, reason } = asked.value;
      const done = await removeReportPhoto(db, actor, { number, photoId, reason });
      return { what: 'photo-removed', refusals: refusalsOf(done) };
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

const ShareForm = z.object({ photo: z.uuid('photo-unknown') });
const RemoveForm = ShareForm.extend({ reason: PhotoRemoval });

/** What is good is added, also when something else was sent with it that is not. */
async function add(
  { db, actor }: Pick<TownContext, 'db' | 'actor'>,
  number: number,
  { images, refusals }: FormWithImages,
): Promise<readonly Refusal[]> {
  if (images.length === 0 && refusals.length === 0) {
    const allowed = await mayAddPhotos(db, actor, number);
    return allowed.ok ? [{ code: 'photo-missing', pointer: 'photo' }] : allowed.refusals;
  }
  return [...refusals, ...refusalsOf(await addReportPhotos(db, actor, { number, images }))];
}
