import { data, type MiddlewareFunction } from 'react-router';
import { traceContext } from './context.ts';

/**
 * Notes which page this is, for the log, and refuses what the server refused before it came here. Under `/:gemeente`
 * that is left to municipality.server.ts, so that the error page knows where it stands.
 */
const enter: MiddlewareFunction<Response> = async ({ context, params, pattern }) => {
  const trace = context.get(traceContext);
  trace.route = pattern.startsWith('/') ? pattern : `/${pattern}`;
  if (trace.refusal && params.gemeente === undefined)
    throw data({ posted: trace.refusal.posted }, { status: trace.refusal.status });
};

export const middleware = [enter];
