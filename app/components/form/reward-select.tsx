import { Banner } from '@shopify/polaris';
import type { Program } from '../../domain/program.ts';
import type { ShopFacts } from '../../domain/reward-kinds/kind.ts';
import { rewardWarnings } from '../../domain/reward-offer.ts';
import { useAdminText, useLocale } from '../admin-text.tsx';
import { rewardTitle } from '../reward-kind-words.ts';
import { rewardWarningText } from '../reward-warnings.ts';
import { FormSelect, useFieldText } from './fields.tsx';

type Props = {
  program: Program;
  shop: ShopFacts;
  name: string;
  label: string;
  help?: string;
  /** What no reward is called. */
  none: string;
};

/** One of the programme's rewards to be given, also such as are only given; what this shop cannot do with it stands beside it. */
export function RewardSelect({ program, shop, name, label, help, none }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const value = useFieldText(name);
  const options = program.rewards.map((reward) => {
    const called = rewardTitle(reward, program, shop, locale);
    const title = !reward.active
      ? text('level.reward.inactive', { name: called })
      : reward.redeemable
        ? called
        : text('level.reward.given', { name: called });
    return { value: reward.id, label: title };
  });
  const chosen = program.rewards.find(({ id }) => id === value);
  const warnings = chosen ? rewardWarnings(program, chosen, shop) : [];
  return (
    <>
      <FormSelect
        name={name}
        label={label}
        options={[{ value: '', label: none }, ...options]}
        helpText={help}
      />
      {chosen && !chosen.active ? <Banner tone="warning">{text('level.reward.inactive.help')}</Banner> : null}
      {warnings.map((warning) => {
        const sentence = rewardWarningText(warning, program, locale, text);
        return (
          <Banner key={sentence} tone="warning">
            {sentence}
          </Banner>
        );
      })}
    </>
  );
}
