import { data } from '@remix-run/node';
import { useAdminText } from '../components/admin-text.tsx';
import { StandalonePage } from '../components/standalone-page.tsx';

/** An address that is none of ours. A route of its own: without one the root's loader does not run, and with it goes the language. */
export function loader() {
  return data(null, { status: 404 });
}

export default function NotFound() {
  const text = useAdminText();
  return <StandalonePage title={text('error.notFound.title')} body={text('error.notFound.body')} />;
}
