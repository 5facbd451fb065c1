import type { Program } from '../domain/program.ts';
import { FOR_EVER, stampOf, type Stamp } from '../domain/stamp.ts';
import { heldUntil } from '../domain/tier-windows.ts';
import { canonicalInstant } from '../domain/instant.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormNumber, FormSelect, useFieldText } from './form/fields.tsx';
import { Text } from '@shopify/polaris';
import { useShop } from './shop-context.tsx';

const BASES = ['basePoints', 'points', 'spend', 'orders'] as const;
const PERIODS = ['rolling', 'calendarYear', 'lifetime'] as const;

/** What levels are measured by, over which time, and how long one is kept: with the day on which it would end for who reaches it today. */
export function MeasureFields({ program, now }: { program: Program | null; now: string }) {
  const text = useAdminText();
  const { currency } = useShop();
  const basis = useFieldText('basis');
  const isRolling = useFieldText('period') === 'rolling';
  return (
    <FieldCard title={text('tiers.measure')}>
      <FormSelect
        name="basis"
        label={text('tiers.basis')}
        options={BASES.map((value) => ({
          value,
          label: text(`tiers.basis.${value}`, { currency: currency ?? '' }),
        }))}
        helpText={text(`tiers.basis.${BASES.find((one) => one === basis) ?? 'basePoints'}.help`)}
      />
      <FormSelect
        name="period"
        label={text('tiers.period')}
        options={PERIODS.map((value) => ({ value, label: text(`tiers.period.${value}`) }))}
      />
      {/* Kept while another period is looked at. */}
      <div hidden={!isRolling}>
        <FormNumber name="months" label={text('tiers.months')} suffix={text('tiers.months.suffix')} />
      </div>
      <Keeping program={program} now={now} />
    </FieldCard>
  );
}

function Keeping({ program, now }: { program: Program | null; now: string }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { timeZone } = useShop();
  const period = program?.tiers?.period;
  if (!period) return null;
  const until = heldUntil(period, stampOf(now), timeZone);
  return (
    <Text as="p" tone="subdued">
      {until === FOR_EVER
        ? text('tiers.keeping.forEver')
        : text('tiers.keeping', { date: format.date(lastMoment(until)) })}
    </Text>
  );
}

/** A level holds while it is earlier than its end. */
const lastMoment = (until: Stamp) => new Date(Date.parse(canonicalInstant(until)) - 1);
