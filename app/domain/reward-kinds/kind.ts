/** What a kind of reward is: one small object. Adding one is a file here, a line in registry.ts, and a carrier in app/shopify/carriers where none of those does. */
import type { z } from 'zod';
import type { Capabilities } from '../capabilities.ts';
import { isReadable, type DiscountConfiguration } from '../discount-configuration.ts';
import { minorUnits } from '../money.ts';
import type { RewardConditions } from '../reward-parts.ts';

/** What carries a reward in Shopify. */
export type Carrier = 'nativeCode' | 'functionCode' | 'storeCredit' | 'giftCard';

/**
 * How it is noticed that the member has used what they got. `order`: an order comes with the code. `issue`: there is nothing to notice, the money
 * is theirs from then on. `lookUp`: only by asking Shopify, which is done before points go back.
 */
export const USE_NOTICED = {
  nativeCode: 'order',
  functionCode: 'order',
  storeCredit: 'issue',
  giftCard: 'lookUp',
} as const satisfies Record<Carrier, 'order' | 'issue' | 'lookUp'>;

/** Why a reward cannot be had in a shop at all. */
export type Impossibility =
  /** This release cannot issue the kind. */
  | 'kind'
  /** It takes our discount Function, which does not run there: a native amount is converted by the day's rate. */
  | 'functions'
  /** Without new customer accounts, or without access to store credit, nobody could spend it. */
  | 'storeCredit'
  | 'giftCards'
  /** Conditions that nothing can hold for this kind: a minimum to spend for a gift card. */
  | 'conditions';

/** What a merchant must know of the way that it is carried: a native code takes every piece of the product in the cart. */
export type Caution = 'everyUnit';

export type Carriage = { carrier: Carrier; caution?: Caution } | { impossible: Impossibility };

/** What the member gets, in one currency: amounts are decimals in it. */
export type Benefit =
  | { kind: 'amount'; amount: string }
  | { kind: 'percent'; percent: string; ceiling: string | null }
  /** No countries: all. A ceiling is the most that is paid of the shipping price. */
  | { kind: 'shipping'; ceiling: string | null; countries: readonly string[] }
  | { kind: 'product'; productId: string | null; variantId: string | null };

/** What decides in a shop over how a reward can be carried. */
export type ShopFacts = { currency: string; capabilities: Capabilities };

export type Amounts = readonly { currency: string; amount: string }[];

/** Methods, not properties: the registry calls the kind that belongs to a reward, which the compiler cannot see. */
export type RewardRules<Reward> = {
  carriage(reward: Reward, shop: ShopFacts): Carriage;
  /** null: the merchant set no amount for the currency, or none that money can be paid in. */
  benefit(reward: Reward, currency: string): Benefit | null;
  /** The amounts that the merchant set; empty where there is none to set. */
  amounts(reward: Reward): Amounts;
  /** What our discount Function is told of it; null where it carries no reward of the kind. */
  configuration(reward: Reward): DiscountConfiguration | null;
};
/** What the admin's form asks for, beside what every reward has. */
export type RewardFormParts = {
  fields: readonly ('values' | 'percent' | 'ceiling' | 'countries' | 'product')[];
  /** The conditions that can be kept with the kind. */
  conditions: readonly ('minSpend' | 'goods' | 'combinesWith')[];
  /** Whether what was issued can come back unused. */
  returns: boolean;
};

export type RewardKind<Schema extends z.ZodType> = RewardRules<z.output<Schema>> & {
  schema: Schema;
  /** null: edited as a document only. */
  form: RewardFormParts | null;
};

/** Names the types of a kind by its schema. */
export function rewardKind<Schema extends z.ZodType>(kind: RewardKind<Schema>): RewardKind<Schema> {
  return kind;
}

/** The amount in a currency; null where there is none, or where it has a part of a minor unit, which nobody can be paid. */
export function amountIn(amounts: Amounts, currency: string): string | null {
  const found = amounts.find((one) => one.currency === currency);
  return found && minorUnits(found.amount, currency) !== null ? found.amount : null;
}

/** With ceilings a currency without one has none set, and is not offered: a percentage without end is not what the merchant wrote. */
export function ceilingIn(ceilings: Amounts, currency: string): { ceiling: string | null } | null {
  if (ceilings.length === 0) return { ceiling: null };
  const ceiling = amountIn(ceilings, currency);
  return ceiling === null ? null : { ceiling };
}

/** A native code where that is exact, else one of our Function, where it can read what it is told. */
export function codeCarriage(
  isNative: boolean,
  configuration: DiscountConfiguration,
  { capabilities }: ShopFacts,
): Carriage {
  if (isNative) return { carrier: 'nativeCode' };
  if (!isReadable(configuration)) return { impossible: 'conditions' };
  return capabilities.functions ? { carrier: 'functionCode' } : { impossible: 'functions' };
}

/** Whether Shopify's own discounts hold the conditions exactly: a minimum in the shop's currency alone, and products or collections, not both. */
export function areNative(
  { minSpend, productIds, collectionIds }: RewardConditions,
  shop: ShopFacts,
): boolean {
  const inShopMoney = minSpend === null || minSpend.every(({ currency }) => currency === shop.currency);
  return inShopMoney && (productIds.length === 0 || collectionIds.length === 0);
}

/** Whether the conditions look at goods: what is no discount on goods cannot hold those. */
export function namesGoods({ productIds, collectionIds }: RewardConditions): boolean {
  return productIds.length > 0 || collectionIds.length > 0;
}

/** Money in an account of the member or on a card: it comes with no conditions. */
export function accountCarriage(
  carrier: 'storeCredit' | 'giftCard',
  isPossible: boolean,
  conditions: RewardConditions,
): Carriage {
  if (conditions.minSpend !== null || namesGoods(conditions)) return { impossible: 'conditions' };
  if (isPossible) return { carrier };
  return { impossible: carrier === 'storeCredit' ? 'storeCredit' : 'giftCards' };
}

/** Of the kinds that no release issues yet: accepted in a programme, and refused to everybody. */
export const notIssued: RewardRules<unknown> & { form: null } = {
  form: null,
  carriage: () => ({ impossible: 'kind' }),
  benefit: () => null,
  amounts: () => [],
  configuration: () => null,
};
