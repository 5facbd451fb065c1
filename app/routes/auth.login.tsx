import { useAdminText } from '../components/admin-text.tsx';
import { StandalonePage } from '../components/standalone-page.tsx';

/** Shopify's library sends whoever comes without a shop here: where to open the app. A shop's domain is never asked for. */
export default function Login() {
  const text = useAdminText();
  return <StandalonePage title={text('login.title')} body={text('login.body')} />;
}
