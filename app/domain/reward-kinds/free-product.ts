import { z } from 'zod';
import { ShopifyIdSchema } from '../ids.ts';
import { partOf, rule } from '../program-parts.ts';
import { rewardParts } from '../reward-parts.ts';
import { areNative, namesGoods, rewardKind } from './kind.ts';

const productOrVariant = rule<unknown>((reward) =>
  ['productId', 'variantId'].filter((key) => typeof partOf(reward, key) === 'string').length === 1
    ? []
    : [{ path: ['productId'], message: 'a free product names either a product or a variant' }],
);

const nullableId = ShopifyIdSchema.nullish().transform((id) => id ?? null);

/** A product or a variant at 0: all units of it in one order, since Shopify's own codes cannot be told to take one. */
export const freeProduct = rewardKind({
  schema: z
    .strictObject({
      ...rewardParts,
      kind: z.literal('freeProduct'),
      productId: nullableId,
      variantId: nullableId,
    })
    .check(productOrVariant),
  carriage: ({ conditions }, shop) =>
    namesGoods(conditions) || !areNative(conditions, shop)
      ? { impossible: 'conditions' }
      : { carrier: 'nativeCode', caution: 'everyUnit' },
  benefit: ({ productId, variantId }) => ({ kind: 'product', productId, variantId }),
  amounts: () => [],
  configuration: () => null,
});
