import { renderToReadableStream } from 'react-dom/server';
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

/** Renders one page whole before a byte leaves, so that an error while rendering still gets its own status. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const { nonce } = context.get(traceContext);
  const scripts = hasHandle(entry, (handle) => handle.scripts === true);
  const stream = await renderToReadableStream(
    <PageProvider value={viewOf(request, context)}>
      <ServerRouter context={entry} url={request.url} nonce={scripts ? nonce : undefined} />
    </PageProvider>,
    { nonce: scripts ? nonce : undefined, signal: request.signal },
  );
  await stream.allReady;
  headers.set('content-type', 'text/html; charset=utf-8');
  const policy = pagePolicy({
    nonce: scripts ? nonce : undefined,
    ownScript: hasHandle(entry, ({ script, live }) => script !== undefined || live === true),
    worker: hasHandle(entry, ({ worker }) => worker === true),
  });
  headers.set('content-security-policy', policy);
  return new Response(await new Response(stream).text(), { status, headers });
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
