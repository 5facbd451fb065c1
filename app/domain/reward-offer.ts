/** What a reward is in one currency of one shop, and what a merchant has to know of it. */
import type { DiscountConfiguration } from './discount-configuration.ts';
import type { Program } from './program.ts';
import type {
  Benefit,
  Carrier,
  Caution,
  Impossibility,
  RewardRules,
  ShopFacts,
} from './reward-kinds/kind.ts';
import { REWARD_KINDS } from './reward-kinds/registry.ts';
import type { Reward } from './reward.ts';

export type Offer = { currency: string; benefit: Benefit; carrier: Carrier };

/** What an offer comes to in figures, as texts write it and as entries keep it. */
export type OfferTerms = {
  currency: string;
  /** null: it is no amount. */
  amount: string | null;
  percent?: string;
  /** The most that a percentage, or paid shipping, comes to. */
  ceiling?: string;
};

export function offerTerms({ currency, benefit }: Pick<Offer, 'currency' | 'benefit'>): OfferTerms {
  const ceiling = 'ceiling' in benefit && benefit.ceiling !== null ? { ceiling: benefit.ceiling } : {};
  switch (benefit.kind) {
    case 'amount':
      return { currency, amount: benefit.amount };
    case 'percent':
      return { currency, amount: null, percent: benefit.percent, ...ceiling };
    default:
      return { currency, amount: null, ...ceiling };
  }
}

export type NoOffer =
  | { reason: 'unsupported_reward'; because: Impossibility }
  /** The merchant set no amount, or no minimum to spend, in the currency. Nothing is ever converted. */
  | { reason: 'not_in_currency'; currency: string };

/** The kind's own rules, for a reward of that kind. */
const rulesOf = (reward: Reward): RewardRules<Reward> => REWARD_KINDS[reward.kind];

/** What the member gets in a currency, whatever carries it; null where the merchant set nothing for it. */
export function benefitIn(reward: Reward, currency: string): Benefit | null {
  return hasMinimumIn(reward, currency) ? rulesOf(reward).benefit(reward, currency) : null;
}

/** What our discount Function is told of a reward that it carries. Throws for one that it cannot carry: its offer says so. */
export function discountConfiguration(reward: Reward): DiscountConfiguration {
  const configuration = rulesOf(reward).configuration(reward);
  if (!configuration) throw new Error(`no discount Function carries the reward ${reward.id}`);
  return configuration;
}

/** Whether the conditions say what is to be spent in the currency, or nothing at all. */
function hasMinimumIn({ conditions: { minSpend } }: Reward, currency: string): boolean {
  return minSpend === null || minSpend.some((one) => one.currency === currency);
}

/** What the member of a market with that currency gets, exactly, or why there is nothing for them. */
export function offerIn(
  reward: Reward,
  currency: string,
  shop: ShopFacts,
): { ok: true; offer: Offer } | ({ ok: false } & NoOffer) {
  const rules = rulesOf(reward);
  const carriage = rules.carriage(reward, shop);
  if ('impossible' in carriage)
    return { ok: false, reason: 'unsupported_reward', because: carriage.impossible };
  const benefit = benefitIn(reward, currency);
  if (!benefit) return { ok: false, reason: 'not_in_currency', currency };
  return { ok: true, offer: { currency, benefit, carrier: carriage.carrier } };
}

/** What an editor says beside a reward, and publishing once more. None of them keeps a programme from being published. */
export type RewardWarning =
  /** Nobody in this shop is offered it. `instead`: a kind that does what was wanted, where there is one. */
  | { kind: 'impossible'; because: Impossibility; instead: 'storeCredit' | null }
  | { kind: 'caution'; of: Caution }
  /** It is not offered in these markets of the programme. */
  | { kind: 'noAmount' | 'noMinSpend'; currency: string; markets: string[] }
  /** The amount has a part of a minor unit: nobody can be paid that, so it counts as none. */
  | { kind: 'inexactAmount'; currency: string; amount: string; markets: string[] };

/** In the order of the programme's markets; empty where all is well. A shop without markets in its programme sells in its own currency. */
export function rewardWarnings(program: Program, reward: Reward, shop: ShopFacts): RewardWarning[] {
  const rules = rulesOf(reward);
  const carriage = rules.carriage(reward, shop);
  if ('impossible' in carriage) {
    const isMoney = reward.kind === 'amountOff' && shop.capabilities.storeCredit;
    const instead = carriage.impossible === 'functions' && isMoney ? 'storeCredit' : null;
    return [{ kind: 'impossible', because: carriage.impossible, instead }];
  }
  const caution: RewardWarning[] = carriage.caution ? [{ kind: 'caution', of: carriage.caution }] : [];
  const missing = [...marketsByCurrency(program, reward, shop)].flatMap(([currency, markets]) =>
    missingIn(reward, currency, markets),
  );
  return [...caution, ...missing];
}

/** What keeps a reward from being offered in a currency. */
function missingIn(reward: Reward, currency: string, markets: string[]): RewardWarning[] {
  const rules = rulesOf(reward);
  const minimum: RewardWarning[] = hasMinimumIn(reward, currency)
    ? []
    : [{ kind: 'noMinSpend', currency, markets }];
  if (rules.benefit(reward, currency)) return minimum;
  const set = rules.amounts(reward).find((one) => one.currency === currency);
  return set
    ? [...minimum, { kind: 'inexactAmount', currency, amount: set.amount, markets }]
    : [...minimum, { kind: 'noAmount', currency, markets }];
}

/** The handles of the markets that the reward is for, by their currency. */
function marketsByCurrency({ markets }: Program, reward: Reward, shop: ShopFacts): Map<string, string[]> {
  const own = markets.filter(({ handle }) => reward.for.markets?.includes(handle) ?? true);
  const byCurrency = new Map<string, string[]>();
  for (const { currency, handle } of own)
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), handle]);
  if (markets.length === 0) byCurrency.set(shop.currency, []);
  return byCurrency;
}
