/** Codes of our discount Function (extensions/localized-discount), whose amounts are those of the cart's currency, exactly as the merchant set them. */
import { discountConfiguration } from '../../domain/reward-offer.ts';
import type { DiscountConfiguration } from '../../domain/discount-configuration.ts';
import { CreateFunctionDiscountDocument, type DiscountClass } from '../admin-types.generated.ts';
import { codeTerms, madeOf } from '../discounts.ts';
import type { RewardCarrier } from './carrier.ts';
import { discountCode, termsOf } from './discount-code.ts';

/** The handle in extensions/localized-discount/shopify.extension.toml. */
export const FUNCTION_HANDLE = 'localized-discount';

export const functionCode: RewardCarrier = {
  ...discountCode,
  async issue(admin, order) {
    const configuration = discountConfiguration(order.reward);
    const answer = await admin(CreateFunctionDiscountDocument, {
      discount: {
        ...codeTerms(termsOf(order)),
        functionHandle: FUNCTION_HANDLE,
        discountClasses: [classOf(configuration)],
        metafields: [
          { namespace: '$app', key: 'configuration', type: 'json', value: JSON.stringify(configuration) },
        ],
      },
    });
    return madeOf(answer, ({ discountCodeAppCreate: payload }) => {
      return payload && { id: payload.codeAppDiscount?.discountId, userErrors: payload.userErrors };
    });
  },
};

/** The Function does nothing in another class than this. */
function classOf({ kind, productIds, collectionIds }: DiscountConfiguration): DiscountClass {
  if (kind === 'shipping') return 'SHIPPING';
  return kind === 'freeProduct' || productIds || collectionIds ? 'PRODUCT' : 'ORDER';
}
