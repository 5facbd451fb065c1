import { Banner, Link } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

/** Rewards wait for a person: nothing else tells the merchant of them. Not shown where none does. */
export function ReviewCard({ waiting }: { waiting: number }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (waiting === 0) return null;
  return (
    <Banner tone="warning" title={text('home.review', { count: waiting, number: format.number(waiting) })}>
      <Link url="/app/redemptions">{text('home.review.open')}</Link>
    </Banner>
  );
}
