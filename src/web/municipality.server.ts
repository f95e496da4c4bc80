import { data, type MiddlewareFunction } from 'react-router';
import { appContext } from '../kit/web/context.ts';
import { keepWhatWasSent } from './ended-session.ts';
import { doorContext, traceContext, type Refused } from './context.ts';

const OUTAGE = 503;

function refused({ status, posted }: Refused) {
  return data({ posted }, { status });
}

/** Finds the municipality in the address and who asks, before any page under it is read. */
const enterTown: MiddlewareFunction<Response> = async ({ request, params, context }) => {
  const door = context.get(doorContext);
  const { refusal } = context.get(traceContext);
  const finding = door.resolveMunicipality(params.gemeente ?? '');
  // A refusal is shown whatever else is broken.
  const municipality = await (refusal ? finding.catch(() => undefined) : finding);
  if (!municipality && refusal) throw refused(refusal);
  if (!municipality) throw data(null, { status: 404 });
  if (refusal?.status === OUTAGE) {
    context.set(appContext, { ...context.get(appContext), municipality });
    throw refused(refusal);
  }
  const actor = await door.resolveActor(request, municipality);
  if (actor.kind === 'public') keepWhatWasSent(request, municipality.slug);
  const frame = await door.frame(actor, municipality);
  context.set(appContext, { ...context.get(appContext), municipality, actor, frame });
  if (refusal) throw refused(refusal);
};

export const middleware = [enterTown];
