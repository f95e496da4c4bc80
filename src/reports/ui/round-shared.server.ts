import { data, type ActionFunctionArgs } from 'react-router';
import { firstOf, type Form } from '../../kit/form.ts';
import { readFormWithImages } from '../../kit/image-upload.ts';
import { randomToken } from '../../kit/ids.ts';
import { townOf } from '../../kit/web/context.ts';
import { keepPhotos } from '../index.ts';
import { ROUND_STORY_MAX } from '../wire.ts';
import { KEY_BYTES } from './form-steps.server.ts';
import { photoRules, walkerOf, type RoundState } from './round.server.ts';

/**
 * A photo or words shared from another app, where no service worker took them (src/web/public/round-worker.js does, also
 * without coverage): the form of the round with them in it, and nothing sent.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const user = walkerOf(town, request);
  const { values: shared, images, refusals } = await readFormWithImages(request, photoRules(town, user));
  const key = randomToken(KEY_BYTES);
  const { photoIds } =
    images.length === 0
      ? { photoIds: [] }
      : await keepPhotos(town.db, user, { key, added: images, removed: [] });
  const values = { key, story: sharedText(shared), photos: [...photoIds] };
  return data<RoundState>({ values, refusals, options: [] });
}

function sharedText(shared: Form): string {
  return ['title', 'text', 'url']
    .map((name) => firstOf(shared[name]).trim())
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, ROUND_STORY_MAX);
}
