import { isRouteErrorResponse } from '@remix-run/react';

/**
 * Shopify's library throws whole documents (a renewed session, an exit from the frame) whose script does the work: they are shown
 * as they are. null for any other error. Not its own boundary.error: that knows the error by the name of its class, which the
 * browser's bundle has shortened, and it would bring the server's modules into that bundle.
 */
export function libraryResponse(error: unknown) {
  if (!isRouteErrorResponse(error) || typeof error.data !== 'string' || !error.data.includes('<script'))
    return null;
  return <div dangerouslySetInnerHTML={{ __html: error.data }} />;
}
