/** Codes of rewards in Shopify. What comes back tells what is certain: made, refused for good, or unknown. */
import type { AdminGateway } from './admin-gateway.ts';
import {
  CreateDiscountDocument,
  DeactivateDiscountDocument,
  DiscountByCodeDocument,
  type DiscountCodeBasicInput,
} from './admin-types.generated.ts';

/** `later`: nothing is known of what Shopify did, or it had no time; ask again. */
export type Later = { kind: 'later'; codes: string[] };
export type Refused = { kind: 'refused'; codes: string[] };

/** An amount off in the shop's currency, once, for one customer. */
export type CodeOrder = {
  code: string;
  /** Names the redemption, so that a code found by its text can be told from another's. */
  title: string;
  customerId: string;
  amount: string;
  startsAt: string;
  endsAt: string | null;
  minSpend: string | null;
  productIds: readonly string[];
  collectionIds: readonly string[];
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

/** A mutation that Shopify did not answer is `later`, as it may have been carried out: look the code up before the next attempt. */
export async function createCode(
  admin: AdminGateway,
  order: CodeOrder,
): Promise<{ kind: 'created'; id: string } | { kind: 'taken' } | Refused | Later> {
  const answer = await admin(CreateDiscountDocument, { discount: discountInput(order) });
  if (!answer.ok) return { kind: answer.reason === 'refused' ? 'refused' : 'later', codes: answer.codes };
  const payload = answer.data.discountCodeBasicCreate;
  if (!payload) return { kind: answer.refusedFields ? 'refused' : 'later', codes: ['ACCESS_DENIED'] };
  const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
  if (codes.includes('TAKEN')) return { kind: 'taken' };
  if (codes.includes('INTERNAL_ERROR')) return { kind: 'later', codes };
  if (codes.length > 0) return { kind: 'refused', codes };
  return payload.codeDiscountNode
    ? { kind: 'created', id: payload.codeDiscountNode.id }
    : { kind: 'later', codes: ['NO_NODE'] };
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

const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;

function discountInput(order: CodeOrder): DiscountCodeBasicInput {
  const { minSpend, productIds, collectionIds, combinesWith } = order;
  const items =
    productIds.length > 0
      ? { products: { productsToAdd: productIds.map((id) => gid('Product', id)) } }
      : collectionIds.length > 0
        ? { collections: { add: collectionIds.map((id) => gid('Collection', id)) } }
        : { all: true };
  return {
    title: order.title,
    code: order.code,
    startsAt: order.startsAt,
    ...(order.endsAt !== null && { endsAt: order.endsAt }),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    context: { customers: { add: [gid('Customer', order.customerId)] } },
    customerGets: {
      items,
      value: { discountAmount: { amount: order.amount, appliesOnEachItem: false } },
    },
    ...(minSpend !== null && {
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: minSpend } },
    }),
    combinesWith: {
      orderDiscounts: combinesWith.includes('order'),
      productDiscounts: combinesWith.includes('product'),
      shippingDiscounts: combinesWith.includes('shipping'),
    },
  };
}
