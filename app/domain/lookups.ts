import type { OrderLookups, OrderState } from './order-facts.ts';
import type { Program, PublishedProgram } from './program.ts';

/** What has to be asked of Shopify before an order can be settled: whose tags, and which products' tags and collections. */
export type NeededLookups = { customerId: string | null; productIds: string[] };

/** Exclusions and campaigns that name products by what only Shopify knows of them. */
function namesProducts({ earning, campaigns }: Program): boolean {
  return [earning.exclusions, ...campaigns.map((campaign) => (campaign.active ? campaign.lines : null))].some(
    (lists) => lists !== null && lists.productTags.length + lists.collectionIds.length > 0,
  );
}

/**
 * What `version`, the one in force when the order was processed, has to know of it and was not looked up yet; null where nothing is missing.
 * Whether the order earns is not asked: being paid, cancelled and the like may change, and what counted before a refund or a cancellation stays
 * a part of the tiers' past. A deleted order has no past.
 */
export function lookupsNeeded(state: OrderState, version: PublishedProgram | null): NeededLookups | null {
  const facts = state.order?.facts;
  if (!facts || state.deleted || version === null) return null;
  const { customerTags, lines } = state.lookups ?? { customerTags: {}, lines: {} };
  const { program } = version;
  const asksCustomer = program.enrolment.excludedCustomerTags.length > 0;
  const customerId =
    asksCustomer && facts.customerId !== null && !Object.hasOwn(customerTags, facts.customerId)
      ? facts.customerId
      : null;
  const products = namesProducts(program) ? facts.lines.flatMap((line) => line.productId ?? []) : [];
  const productIds = [...new Set(products)].filter((id) => !Object.hasOwn(lines, id));
  return customerId === null && productIds.length === 0 ? null : { customerId, productIds };
}

/** The order with those of its missing look-ups that were found. What it knows already stays: nothing is read twice. */
export function withLookups(state: OrderState, needed: NeededLookups, found: OrderLookups): OrderState {
  const known = state.lookups ?? { customerTags: {}, lines: {} };
  const wanted = new Set([needed.customerId, ...needed.productIds]);
  const ofOrder = <Value>(all: Record<string, Value>) => Object.entries(all).filter(([id]) => wanted.has(id));
  return {
    ...state,
    lookups: {
      customerTags: { ...Object.fromEntries(ofOrder(found.customerTags)), ...known.customerTags },
      lines: { ...Object.fromEntries(ofOrder(found.lines)), ...known.lines },
    },
  };
}
