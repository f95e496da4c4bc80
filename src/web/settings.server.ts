import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../kit/web/context.ts';
import { forbidden, logInFirst } from '../kit/web/responses.ts';

/** Opens for who has something to set up. What that is stands in the frame around the page. */
export function loader({ request, context }: LoaderFunctionArgs) {
  const { actor, frame, municipality } = townOf(context);
  if (actor.kind === 'public') throw logInFirst(request, municipality.slug);
  if ((frame.settings ?? []).length === 0) throw forbidden();
  return null;
}
