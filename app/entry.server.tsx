import { PassThrough } from 'node:stream';
import {
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
  type ActionFunctionArgs,
} from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { deps } from './deps.server.ts';
import { shopify } from './shopify.server.ts';

/** Milliseconds until a page that is still streaming is given up. */
export const streamTimeout = 5_000;

/**
 * Streams the page. Shopify's library sets the frame-ancestors of the asking shop; a page without a shop is shown in no frame.
 * A crawler gets the whole page at once.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  headers.set('Content-Type', 'text/html; charset=utf-8');
  headers.set('Content-Security-Policy', "frame-ancestors 'none';");
  shopify().addDocumentResponseHeaders(request, headers);
  // The link names Shopify's CDN whatever script the page loads, and would fetch it in vain.
  if (deps().env.APP_BRIDGE_URL) headers.delete('Link');
  const ready = isbot(request.headers.get('User-Agent')) ? 'onAllReady' : 'onShellReady';

  return new Promise((resolve, reject) => {
    let sent = false;
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={context} url={request.url} abortDelay={streamTimeout} />,
      {
        [ready]: () => {
          sent = true;
          const body = new PassThrough();
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
        onError: (error) => {
          status = 500;
          // Before the shell is sent, onShellError hands the error to handleError.
          if (sent) logError(error);
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Without it Remix prints the whole error, with what a failed query or request held. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  logError(error);
}

function logError(error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  deps().log.error({ error: { name, message, stack } }, 'a page failed');
}
