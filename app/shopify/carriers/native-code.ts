/** Shopify's own codes. Their amounts are in the shop's currency, so they carry only what is exact there; percentages and shipping are exact everywhere. */
import { div, fraction, fractionText } from '../../domain/fraction.ts';
import { decimal } from '../../domain/money.ts';
import type { Benefit } from '../../domain/reward-kinds/kind.ts';
import { leastSpend } from '../../domain/rewards.ts';
import type { AdminGateway } from '../admin-gateway.ts';
import {
  CreateFreeShippingDocument,
  type CountryCode,
  type DiscountCodeFreeShippingInput,
  type DiscountCustomerGetsInput,
} from '../admin-types.generated.ts';
import { codeTerms, createBasicCode, itemsOf, madeOf, minimumRequirement, type Made } from '../discounts.ts';
import { gid } from '../gid.ts';
import type { RewardCarrier, RewardOrder } from './carrier.ts';
import { discountCode, termsOf } from './discount-code.ts';

export const nativeCode: RewardCarrier = {
  ...discountCode,
  async issue(admin, order) {
    const { benefit } = order.offer;
    const terms = {
      ...codeTerms(termsOf(order)),
      ...minimumRequirement(leastSpend(order.reward, order.shop.currency)),
    };
    if (benefit.kind === 'shipping') return createFreeShipping(admin, { ...terms, ...destination(benefit) });
    return createBasicCode(admin, { ...terms, customerGets: customerGets(order, benefit) });
  },
};

/** Shopify takes percentages as JSON numbers between 0 and 1. */
const asShare = (percent: string): number => Number(fractionText(div(decimal(percent), fraction(100n))));

function customerGets(
  { reward }: RewardOrder,
  benefit: Exclude<Benefit, { kind: 'shipping' }>,
): DiscountCustomerGetsInput {
  switch (benefit.kind) {
    case 'amount':
      return {
        items: itemsOf(reward.conditions),
        value: { discountAmount: { amount: benefit.amount, appliesOnEachItem: false } },
      };
    case 'percent':
      return { items: itemsOf(reward.conditions), value: { percentage: asShare(benefit.percent) } };
    case 'product': {
      const { productId, variantId } = benefit;
      const products = {
        ...(productId !== null && { productsToAdd: [gid('Product', productId)] }),
        ...(variantId !== null && { productVariantsToAdd: [gid('ProductVariant', variantId)] }),
      };
      return { items: { products }, value: { percentage: 1 } };
    }
  }
}

function destination({
  countries,
}: Extract<Benefit, { kind: 'shipping' }>): Pick<DiscountCodeFreeShippingInput, 'destination'> {
  // ISO 3166, as Shopify's list: a country that it lacks makes it refuse the whole.
  const add = [...countries] as CountryCode[];
  return { destination: add.length > 0 ? { countries: { add } } : { all: true } };
}

async function createFreeShipping(
  admin: AdminGateway,
  discount: DiscountCodeFreeShippingInput,
): Promise<Made> {
  const answer = await admin(CreateFreeShippingDocument, { discount });
  return madeOf(answer, ({ discountCodeFreeShippingCreate: payload }) => {
    return payload && { id: payload.codeDiscountNode?.id, userErrors: payload.userErrors };
  });
}
