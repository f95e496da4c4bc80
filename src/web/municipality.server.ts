import { data, type MiddlewareFunction } from 'react-router';
import { appContext } from '../kit/web/context.ts';
import { keepWhatWasSent } from './ended-session.ts';
import { doorContext, traceContext } from './context.ts';

/** Finds the municipality in the address and who asks, before any page under it is read. */
const enterTown: MiddlewareFunction<Response> = async ({ request, params, context }) => {
  const door = context.get(doorContext);
  const { refusal } = context.get(traceContext);
  const municipality = await door.resolveMunicipality(params.gemeente ?? '');
  if (!municipality) throw data(null, { status: refusal?.status ?? 404 });
  const actor = await door.resolveActor(request, municipality);
  if (actor.kind === 'public') keepWhatWasSent(request, municipality.slug);
  const frame = await door.frame(actor, municipality);
  context.set(appContext, { ...context.get(appContext), municipality, actor, frame });
  if (refusal) throw data(null, { status: refusal.status });
};

export const middleware = [enterTown];
