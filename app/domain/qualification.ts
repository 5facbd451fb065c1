import type { NoPointsReason } from './explanation.ts';
import type { OrderFacts, OrderState } from './order-facts.ts';
import type { Program, PublishedProgram } from './program.ts';
import { withoutCase } from './text.ts';

/** What of the member's and the shop's past and kind decides over an order. */
export type MemberHistory = {
  /** A test order counts on a development store only. */
  shopIsDevelopment: boolean;
  /** false: the programme is opt-in, and the customer had not joined for this order. */
  member: boolean;
  /** Some version was published: an order without a version in force was then processed before the first. */
  programPublished: boolean;
  /** Id of the level, of the version in force at the order, held just before it; null where that version has no tiers. */
  level: string | null;
  /** No earlier order of the member counts as one (`countsAsEarlierOrder`), as known at this order's moment. */
  firstOrder: boolean;
};

// partially_paid: an unpaid item that an edit added makes a paid order so.
const PAID_STATUSES = new Set(['paid', 'partially_refunded', 'partially_paid']);

const sharesTag = (tags: readonly string[], excluded: readonly string[]): boolean => {
  const known = new Set(tags.map(withoutCase));
  return excluded.some((tag) => known.has(withoutCase(tag)));
};

function statusReason(order: OrderState, facts: OrderFacts, program: Program): NoPointsReason | null {
  if (facts.financialStatus === 'refunded' || facts.financialStatus === 'voided')
    return facts.financialStatus;
  if (!PAID_STATUSES.has(facts.financialStatus ?? '')) return 'unpaid';
  return program.earning.awardOn === 'fulfilled' && order.fulfilledAt === null ? 'notFulfilled' : null;
}

function customerTagsOf({ lookups }: OrderState, { customerId }: OrderFacts): readonly string[] {
  if (lookups === null || customerId === null || !Object.hasOwn(lookups.customerTags, customerId)) return [];
  return lookups.customerTags[customerId] ?? [];
}

function exclusionReason(order: OrderState, facts: OrderFacts, program: Program): NoPointsReason | null {
  const { exclusions } = program.earning;
  if (sharesTag(facts.tags, exclusions.orderTags)) return 'excludedOrderTag';
  if (facts.channel !== null && exclusions.channels.includes(facts.channel)) return 'excludedChannel';
  if (sharesTag(customerTagsOf(order, facts), program.enrolment.excludedCustomerTags))
    return 'excludedCustomerTag';
  return facts.company && !program.enrolment.businessOrders ? 'businessOrder' : null;
}

/**
 * Whether an order, as known at some moment, keeps a later one from being the first (points.md 2, step 7). One from before the programme is asked
 * only for its status, its cancellation and whether it is a test. Joining is not asked for: who bought before joining is no new customer.
 */
export function countsAsEarlierOrder(
  order: OrderState,
  version: PublishedProgram | null,
  shopIsDevelopment: boolean,
): boolean {
  const facts = order.order?.facts ?? null;
  if (order.deleted || facts === null || facts.cancelledAt !== null) return false;
  if (facts.test && !shopIsDevelopment) return false;
  if (version === null) return PAID_STATUSES.has(facts.financialStatus ?? '');
  return (
    statusReason(order, facts, version.program) === null &&
    exclusionReason(order, facts, version.program) === null
  );
}

/** Why an order earns nothing whatever is in it (points.md 2, step 1 and section 3), or null where it qualifies. Several may hold: the one that tells most comes first. */
export function noPointsReason(
  order: OrderState,
  history: MemberHistory,
  program: Program | null,
): NoPointsReason | null {
  const facts = order.order?.facts ?? null;
  if (order.deleted) return 'deleted';
  if (facts === null) return 'waitingForOrder';
  if (facts.cancelledAt !== null) return 'cancelled';
  if (program === null) return history.programPublished ? 'beforeProgram' : 'noProgram';
  if (facts.customerId === null) return 'noCustomer';
  if (!history.member) return 'notMember';
  if (facts.test && !history.shopIsDevelopment) return 'testOrder';
  return statusReason(order, facts, program) ?? exclusionReason(order, facts, program);
}
