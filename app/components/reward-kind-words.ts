import type { Program } from '../domain/program.ts';
import { formCurrencies } from '../domain/reward-form.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { benefitIn, offerTerms } from '../domain/reward-offer.ts';
import type { RewardKindName } from '../domain/reward-template.ts';
import type { Reward } from '../domain/reward.ts';
import type { AdminMessage } from '../locales/admin.ts';
import { localizedText, textWithTerms } from '../locales/reward-text.ts';

/** What a kind is called, and what it is: of every kind, also those that the form does not edit. */
export const kindName = (kind: RewardKindName): AdminMessage => `rewards.kind.${kind}`;
export const kindHelp = (kind: RewardKindName): AdminMessage => `rewards.kind.${kind}.help`;

/** Where a new reward of the kind is set up; its id is given beforehand. */
export const newRewardPath = (newId: string, kind: RewardKindName): string =>
  `/app/program/rewards/${newId}?kind=${kind}`;

/** What the merchant calls it, with its figures in the shop's currency, or the first in which it has any. */
export function rewardTitle(
  reward: Reward,
  program: Pick<Program, 'markets'>,
  { currency }: Pick<ShopFacts, 'currency'>,
  locale: string,
): string {
  for (const one of [currency, ...formCurrencies(program, currency)]) {
    const benefit = benefitIn(reward, one);
    if (benefit) return textWithTerms(reward.name, offerTerms({ currency: one, benefit }), locale);
  }
  return localizedText(reward.name, locale);
}
