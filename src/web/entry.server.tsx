import { renderToString } from 'react-dom/server';
import {
  isRouteErrorResponse,
  ServerRouter,
  type EntryContext,
  type HandleErrorFunction,
  type RouterContextProvider,
} from 'react-router';
import { errorFields } from '../kit/log.ts';
import { outageOf } from '../kit/outage.ts';
import { appContext, type PageHandle } from '../kit/web/context.ts';
import { PageProvider, type PageView } from '../kit/web/use-page.tsx';
import { traceContext } from './context.ts';
import { pagePolicy } from './policy.ts';

/**
 * Renders one page whole before a byte leaves, so that an error while rendering still gets its own status. Nothing in it
 * waits, so it is written as one text: that is half the work of a stream.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
): Response {
  const html = renderToString(
    <PageProvider value={viewOf(request, context)}>
      <ServerRouter context={entry} url={request.url} />
    </PageProvider>,
  );
  headers.set('content-type', 'text/html; charset=utf-8');
  const policy = pagePolicy({
    ownScript: hasHandle(entry, ({ script, live }) => script !== undefined || live === true),
    worker: hasHandle(entry, ({ worker }) => worker === true),
  });
  headers.set('content-security-policy', policy);
  return new Response(`<!DOCTYPE html>${html}`, { status, headers });
}

/** Whether a page of this answer says so of itself. */
function hasHandle({ staticHandlerContext }: EntryContext, says: (handle: PageHandle) => boolean): boolean {
  return staticHandlerContext.matches.some(({ route }) =>
    says((route.handle as PageHandle | undefined) ?? {}),
  );
}

function viewOf(request: Request, context: RouterContextProvider): PageView {
  const { t, language, municipality, frame, requestId } = context.get(appContext);
  const { pathname, search } = new URL(request.url);
  return { t, language, municipality, frame, requestId, path: `${pathname}${search}` };
}

/**
 * What broke while a page was made: its kind and place go to the log, its words (which may hold data) do not.
 * A refusal (no such page, no such method) is an answer and no fault; it stands in the log as its status.
 */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  const { log, requestId } = context.get(appContext);
  context.get(traceContext).hadOutage = outageOf(error) !== undefined;
  log('error', 'page.failed', { requestId, ...errorFields(error) });
};
