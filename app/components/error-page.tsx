import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { useAdminText } from './admin-text.tsx';
import { StandalonePage } from './standalone-page.tsx';

/** What happened and what to do; the error itself is in the log. */
export function ErrorPage() {
  const error = useRouteError();
  const text = useAdminText();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <StandalonePage
      title={text(missing ? 'error.notFound.title' : 'error.title')}
      body={text(missing ? 'error.notFound.body' : 'error.body')}
    >
      <p>
        {/* A document request, not a client navigation: what failed may be in memory. */}
        <a href="">{text('action.retry')}</a>
      </p>
    </StandalonePage>
  );
}
