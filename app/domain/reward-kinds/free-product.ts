import { z } from 'zod';
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

/** A product or a variant at 0. */
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
    namesGoods(conditions) ? { impossible: 'conditions' } : codeCarriage(areNative(conditions, shop), shop),
  benefit: ({ productId, variantId }) => ({ kind: 'product', productId, variantId }),
  amounts: () => [],
});
