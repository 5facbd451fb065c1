import type { ReactNode } from 'react';
import type { Program } from '../../domain/program.ts';
import { EVERY } from '../../domain/form-text.ts';
import { localizedText } from '../../locales/reward-text.ts';
import { useAdminText, useLocale } from '../admin-text.tsx';
import { marketName } from '../market-name.ts';
import { FieldCard } from './field-card.tsx';
import { FormChoices, type Option } from './fields.tsx';

type Props = {
  program: Program;
  /** As the form was filled: handles of markets and ids of levels, null for all. */
  chosen: { markets: readonly string[] | null; tiers: readonly string[] | null };
  children?: ReactNode;
};

/** In which markets and at which levels something holds: the fields `markets` and `tiers`. */
export function AudienceFields({ program, chosen, children }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const markets = withGone(
    program.markets.map((market) => ({ value: market.handle, label: marketName(market, locale) })),
    chosen.markets,
  );
  const levels = withGone(
    (program.tiers?.levels ?? []).map(({ id, name }) => ({ value: id, label: localizedText(name, locale) })),
    chosen.tiers,
  );
  return (
    <FieldCard title={text('rewards.section.audience')} help={text('rewards.section.audience.help')}>
      <Choices name="markets" label={text('rewards.field.markets')} options={markets} />
      <Choices name="tiers" label={text('rewards.field.tiers')} options={levels} />
      {children}
    </FieldCard>
  );
}

/** Where there is nothing to choose between, everybody is chosen. */
function Choices({ name, label, options }: { name: string; label: string; options: Option[] }) {
  if (options.length === 0) return <input type="hidden" name={name} defaultValue={EVERY} />;
  return <FormChoices name={name} label={label} options={options} every={EVERY} />;
}

/** What is named and the programme has no more is shown as well: it is not dropped unseen. */
function withGone(options: Option[], chosen: readonly string[] | null): Option[] {
  const gone = (chosen ?? []).filter((one) => !options.some(({ value }) => value === one));
  return [...options, ...gone.map((one) => ({ value: one, label: one }))];
}
