import { useAdminText } from './admin-text.tsx';
import { StandalonePage } from './standalone-page.tsx';

/** What happened and what to do; the error itself is in the log. */
export function ErrorPage() {
  const text = useAdminText();
  return (
    <StandalonePage title={text('error.title')} body={text('error.body')}>
      <p>
        {/* The same address as a new document: it still has the query that authenticates it. */}
        <a href="">{text('action.retry')}</a>
      </p>
    </StandalonePage>
  );
}
