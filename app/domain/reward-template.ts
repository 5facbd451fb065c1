/** The rewards that a merchant begins with: complete for the shop's currencies where the programme says what a point is worth. */
import { decimalOfMinorUnits } from './money.ts';
import type { Program } from './program.ts';
import type { Amounts, RewardRules, ShopFacts } from './reward-kinds/kind.ts';
import { REWARD_KINDS } from './reward-kinds/registry.ts';
import { formCurrencies } from './reward-form.ts';
import type { Reward } from './reward.ts';
import { worthOf } from './rewards.ts';

export type RewardKindName = Reward['kind'];

/** Of all kinds those that the admin has a form for, in the registry's order. */
export const FORM_KINDS = (Object.keys(REWARD_KINDS) as RewardKindName[]).filter(
  (kind) => REWARD_KINDS[kind].form !== null,
);

const POINTS = 500;
const VALID_DAYS = 90;

type Priced = Pick<Program, 'markets' | 'pointValue'>;
type Texts = Pick<Reward, 'name' | 'description'>;

/** Not parsed: what the merchant has to add (a product, amounts without a point's worth) is a fault of the form until they do. */
export function rewardTemplate(
  kind: RewardKindName,
  of: { id: string; program: Priced; shopCurrency: string; texts: Texts },
): Reward {
  const shared = {
    id: of.id,
    points: POINTS,
    ...of.texts,
    for: { markets: null, tiers: null },
    conditions: { minSpend: null, collectionIds: [], productIds: [], combinesWith: [] },
    limits: { perMember: null, total: null },
    validDays: VALID_DAYS,
    unused: 'return' as const,
    active: true,
    redeemable: true,
  };
  const values = worthInEach(of.program, of.shopCurrency);
  switch (kind) {
    case 'percentOff':
      return { ...shared, kind, percent: '10', ceiling: [] };
    case 'freeShipping':
      return { ...shared, kind, ceiling: [], countries: [] };
    case 'freeProduct':
      return { ...shared, kind, productId: null, variantId: null };
    case 'exclusiveAccess':
      return { ...shared, kind, customerTag: '' };
    case 'amountOff':
    case 'storeCredit':
    case 'giftCard':
      return { ...shared, kind, values };
    case 'voucher':
    case 'donation':
    case 'custom':
      return { ...shared, kind };
  }
}

function worthInEach(program: Priced, shopCurrency: string): Amounts[number][] {
  return formCurrencies(program, shopCurrency).flatMap((currency) => {
    const worth = worthOf(program, BigInt(POINTS), currency);
    if (!worth || worth.minorUnits <= 0n) return [];
    return [{ currency, amount: decimalOfMinorUnits(worth.minorUnits, currency) }];
  });
}

/** Whether anything of the kind can be given out in the shop, set up as simply as can be: an amount in its own currency, no conditions. */
export function isPossibleIn(kind: RewardKindName, shop: ShopFacts): boolean {
  const rules: RewardRules<Reward> = REWARD_KINDS[kind];
  const texts = { name: {}, description: {} };
  const program = { markets: [], pointValue: [{ currency: shop.currency, amount: '1' }] };
  const plain = rewardTemplate(kind, { id: kind, program, shopCurrency: shop.currency, texts });
  return !('impossible' in rules.carriage(plain, shop));
}
