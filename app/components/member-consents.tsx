import { Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { isolated } from './market-name.ts';

type Consent = { at: string; termsVersion: string | null; source: 'storefront' | 'api' | 'admin' | 'import' };

/** When the member agreed, where, and to which terms, in one line. Not shown for those whom the programme enrolled by itself. */
export function MemberConsents({ consents }: { consents: Consent[] }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (consents.length === 0) return null;
  const list = consents.map(({ at, termsVersion, source }) => {
    const values = { date: format.date(new Date(at)), source: text(`member.consent.${source}`) };
    return termsVersion === null
      ? text('member.consent', values)
      : text('member.consent.terms', { ...values, version: isolated(termsVersion) });
  });
  return (
    <Text as="p" tone="subdued">
      {text('member.joined', { list: list.join(' · ') })}
    </Text>
  );
}
