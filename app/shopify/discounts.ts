/** Codes of rewards in Shopify. What comes back tells what is certain: made, refused for good, or unknown. */
import type { RewardConditions } from '../domain/reward-parts.ts';
import type { AdminAnswer, AdminGateway } from './admin-gateway.ts';
import {
  CreateDiscountDocument,
  DeactivateDiscountDocument,
  DeleteDiscountDocument,
  DiscountByCodeDocument,
  type DiscountCodeBasicInput,
  type DiscountCombinesWithInput,
} from './admin-types.generated.ts';
import { gid } from './gid.ts';

/** `later`: nothing is known of what Shopify did, or it had no time; ask again. */
export type Later = { kind: 'later'; codes: string[] };
export type Refused = { kind: 'refused'; codes: string[] };

/** What was asked for was made, or there is another with its code. */
export type Made = { kind: 'created'; id: string } | { kind: 'taken' } | Refused | Later;

/** Whom a code is for and when, whatever it gives: once, for one customer. */
export type CodeTerms = {
  code: string;
  /** Names the redemption, so that a code found by its text can be told from another's. */
  title: string;
  customerId: string;
  startsAt: string;
  endsAt: string | null;
  combinesWith: readonly ('order' | 'product' | 'shipping')[];
};

export type FoundCode = { id: string; title: string | null; live: boolean; used: boolean };

/** The discount of a code; null where there is none. */
export async function findCode(
  admin: AdminGateway,
  code: string,
): Promise<{ kind: 'found'; discount: FoundCode | null } | Later> {
  const answer = await admin(DiscountByCodeDocument, { code });
  if (!answer.ok) return { kind: 'later', codes: answer.codes };
  // Without read_discounts Shopify gives null as well: that is no proof that there is none.
  if (answer.refusedFields) return { kind: 'later', codes: ['ACCESS_DENIED'] };
  const node = answer.data.codeDiscountNodeByCode;
  if (!node) return { kind: 'found', discount: null };
  const discount = 'title' in node.codeDiscount ? node.codeDiscount : null;
  return {
    kind: 'found',
    discount: {
      id: node.id,
      title: discount?.title ?? null,
      live: discount !== null && discount.status !== 'EXPIRED',
      used: (discount?.asyncUsageCount ?? 0) > 0,
    },
  };
}

type Payload = { id: string | undefined; userErrors: readonly { code?: string | null }[] };

/**
 * What a mutation answered that makes something under a code of ours. One that Shopify did not answer is `later`, as it may have been carried out:
 * look the code up before the next attempt.
 */
export function madeOf<Data>(
  answer: AdminAnswer<Data>,
  payloadOf: (data: Data) => Payload | null | undefined,
): Made {
  if (!answer.ok) return { kind: answer.reason === 'refused' ? 'refused' : 'later', codes: answer.codes };
  const payload = payloadOf(answer.data);
  if (!payload) return { kind: answer.refusedFields ? 'refused' : 'later', codes: ['ACCESS_DENIED'] };
  const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
  if (codes.includes('TAKEN')) return { kind: 'taken' };
  if (codes.includes('INTERNAL_ERROR')) return { kind: 'later', codes };
  if (codes.length > 0) return { kind: 'refused', codes };
  return payload.id ? { kind: 'created', id: payload.id } : { kind: 'later', codes: ['NO_NODE'] };
}

/** A native discount on goods. */
export async function createBasicCode(admin: AdminGateway, discount: DiscountCodeBasicInput): Promise<Made> {
  return madeOf(await admin(CreateDiscountDocument, { discount }), ({ discountCodeBasicCreate: payload }) => {
    return payload && { id: payload.codeDiscountNode?.id, userErrors: payload.userErrors };
  });
}

/** `used`: somebody was faster. Deactivating twice changes nothing. */
export async function deactivateCode(
  admin: AdminGateway,
  id: string,
): Promise<{ kind: 'deactivated'; used: boolean } | Refused | Later> {
  const answer = await admin(DeactivateDiscountDocument, { id });
  if (!answer.ok) return { kind: answer.reason === 'refused' ? 'refused' : 'later', codes: answer.codes };
  const payload = answer.data.discountCodeDeactivate;
  if (!payload) return { kind: 'refused', codes: ['ACCESS_DENIED'] };
  const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
  if (codes.length > 0) return { kind: codes.includes('INTERNAL_ERROR') ? 'later' : 'refused', codes };
  const discount = payload.codeDiscountNode?.codeDiscount;
  return {
    kind: 'deactivated',
    used: discount !== undefined && 'asyncUsageCount' in discount && discount.asyncUsageCount > 0,
  };
}

/** Of a code that nobody used, ended or not. One that is gone already is refused: it is not found by the next look. */
export async function deleteCode(
  admin: AdminGateway,
  id: string,
): Promise<{ kind: 'deleted' } | Refused | Later> {
  const answer = await admin(DeleteDiscountDocument, { id });
  if (!answer.ok) return { kind: answer.reason === 'refused' ? 'refused' : 'later', codes: answer.codes };
  const payload = answer.data.discountCodeDelete;
  if (!payload) return { kind: 'refused', codes: ['ACCESS_DENIED'] };
  const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
  if (codes.length > 0) return { kind: codes.includes('INTERNAL_ERROR') ? 'later' : 'refused', codes };
  return { kind: 'deleted' };
}

/** The fields that every code of ours has, native or not. */
export function codeTerms({ code, title, customerId, startsAt, endsAt, combinesWith }: CodeTerms) {
  const combines: DiscountCombinesWithInput = {
    orderDiscounts: combinesWith.includes('order'),
    productDiscounts: combinesWith.includes('product'),
    shippingDiscounts: combinesWith.includes('shipping'),
  };
  return {
    title,
    code,
    startsAt,
    ...(endsAt !== null && { endsAt }),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    context: { customers: { add: [gid('Customer', customerId)] } },
    combinesWith: combines,
  };
}

/** Of the goods, in the shop's currency. */
export function minimumRequirement(minSpend: string | null) {
  return minSpend === null
    ? {}
    : { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: minSpend } } };
}

/** Products, collections, or everything: Shopify takes no both. */
export function itemsOf({
  productIds,
  collectionIds,
}: Pick<RewardConditions, 'productIds' | 'collectionIds'>) {
  if (productIds.length > 0)
    return { products: { productsToAdd: productIds.map((id) => gid('Product', id)) } };
  if (collectionIds.length > 0)
    return { collections: { add: collectionIds.map((id) => gid('Collection', id)) } };
  return { all: true };
}
