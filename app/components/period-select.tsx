import { useNavigate } from '@remix-run/react';
import { InlineStack, Select } from '@shopify/polaris';
import { PERIODS, type Period } from '../domain/points-flow.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

/** How far home looks back; kept in the address, so that a link shows the same. */
export function PeriodSelect({ period }: { period: Period }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const navigate = useNavigate();
  return (
    <InlineStack align="end">
      <Select
        label={text('home.period')}
        labelInline
        value={String(period)}
        options={PERIODS.map((days) => ({
          value: String(days),
          label: text('home.period.days', { days: format.number(days) }),
        }))}
        onChange={(days) => navigate(`/app?days=${days}`, { preventScrollReset: true })}
      />
    </InlineStack>
  );
}
