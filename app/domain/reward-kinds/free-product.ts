import { z } from 'zod';
import { configuredConditions, type DiscountConfiguration } from '../discount-configuration.ts';
import { ShopifyIdSchema } from '../ids.ts';
import { partOf, rule } from '../program-parts.ts';
import { rewardParts } from '../reward-parts.ts';
import { areNative, codeCarriage, namesGoods, rewardKind } from './kind.ts';

const productOrVariant = rule<unknown>((reward) =>
  ['productId', 'variantId'].filter((key) => typeof partOf(reward, key) === 'string').length === 1
    ? []
    : [{ path: ['productId'], message: 'a free product names either a product or a variant' }],
);

const nullableId = ShopifyIdSchema.nullish().transform((id) => id ?? null);

const schema = z
  .strictObject({
    ...rewardParts,
    kind: z.literal('freeProduct'),
    productId: nullableId,
    variantId: nullableId,
  })
  .check(productOrVariant);

const configuration = ({
  productId,
  variantId,
  conditions,
}: z.output<typeof schema>): DiscountConfiguration => ({
  ...configuredConditions(conditions),
  kind: 'freeProduct',
  pieces: 1,
  ...(productId !== null && { productIds: [`gid://shopify/Product/${productId}`] }),
  ...(variantId !== null && { variantIds: [`gid://shopify/ProductVariant/${variantId}`] }),
});

/** One piece of a product or of a variant at 0. Shopify's own codes cannot be told to take one: they take every piece in the cart. */
export const freeProduct = rewardKind({
  schema,
  form: { fields: ['product'], conditions: ['minSpend', 'combinesWith'], returns: true },
  carriage(reward, shop) {
    if (namesGoods(reward.conditions)) return { impossible: 'conditions' };
    const isNative = !shop.capabilities.functions && areNative(reward.conditions, shop);
    return isNative
      ? { carrier: 'nativeCode', caution: 'everyUnit' }
      : codeCarriage(false, configuration(reward), shop);
  },
  benefit: ({ productId, variantId }) => ({ kind: 'product', productId, variantId }),
  amounts: () => [],
  configuration,
});
