import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { readCookie } from '../../kit/web/cookies.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { canKeep } from '../../reports/index.ts';
import { reporterPage } from '../index.ts';
import { ReporterView } from '../wire.ts';

/**
 * The receipt. Its cookie holds the number and the code (the form that took the report says why); when that cookie is
 * gone, or is that of another report than the session's, the page of the report itself has all that is left to see.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const { db, municipality, actor } = town;
  const page = await reporterPage(db, actor);
  if (!page.ok) throw seeOther(`/${municipality.slug}/volgen`);
  const [number, code, missedPhotos] = (readCookie(request, 'ontvangen') ?? '').split('.');
  if (!code || number !== String(page.value.number)) throw seeOther(`/${municipality.slug}/volgen/melding`);
  return {
    canKeep: canKeep(town),
    code,
    view: ReporterView.parse(page.value),
    missedPhotos: Number(missedPhotos ?? 0),
  };
}
