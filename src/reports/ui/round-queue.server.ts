import type { ActionFunctionArgs } from 'react-router';
import { errorFields } from '../../kit/log.ts';
import { outageOf } from '../../kit/outage.ts';
import { whoIs } from '../../kit/who.ts';
import { townOf } from '../../kit/web/context.ts';
import { notFound } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { takeNote } from './round.server.ts';

/** Nothing to see here: the queue of a telephone posts. */
export function loader(): never {
  throw notFound();
}

/**
 * What became of one note of the queue, in numbers that its service worker knows (src/web/public/round-worker.js): 201 it is
 * in, 401 log in first, 409 somebody else is logged in, 422 refused with the reasons, 503 later. Whose note it is comes
 * with it, and is looked at before the note itself.
 */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { actor, municipality, t } = town;
  const allowed = requirePermission(actor, 'report.handle');
  if (!allowed.ok) return answer(actor.kind === 'user' ? 409 : 401);
  const who = request.headers.get('x-ronde-van');
  if (who !== whoIs(municipality.id, allowed.value.userId)) return answer(409);
  try {
    const { outcome } = await takeNote(town, allowed.value, request);
    if (outcome.ok) return answer(201, { number: outcome.value.number });
    return answer(422, {
      reasons: outcome.refusals.map(({ code, facts }) => t(`refusal.${code}`, facts)),
    });
  } catch (error) {
    if (outageOf(error) === undefined) throw error;
    town.log('error', 'round.failed', { requestId: town.requestId, ...errorFields(error) });
    return answer(503);
  }
}

function answer(status: number, body: object = {}): Response {
  return Response.json(body, { status });
}
