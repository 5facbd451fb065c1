import { emptyOrderState } from './order-state.ts';
import type { Amount, LineFacts, OrderFacts, OrderState, RefundFacts } from './order-facts.ts';
import { type Program, ProgramSchema, type PublishedProgram } from './program.ts';
import type { MemberHistory } from './qualification.ts';
import { startingProgram } from './starting-program.ts';

/** Small orders and programmes for the tables of what orders earn. */
export const both = (amount: string): Amount => ({ shop: amount, presentment: amount });
export const amounts = (presentment: string, shop: string): Amount => ({ shop, presentment });

export const line = (changes: Partial<LineFacts> = {}): LineFacts => ({
  id: '11',
  productId: '101',
  variantId: '1001',
  vendor: 'Haven',
  quantity: 1,
  currentQuantity: null,
  giftCard: false,
  tip: false,
  unitPrice: both('100.00'),
  discounts: both('0'),
  taxes: both('0'),
  ...changes,
});

export const order = (changes: Partial<OrderFacts> = {}): OrderFacts => ({
  orderId: '1',
  name: '#1001',
  customerId: '7',
  processedAt: '2026-11-01T10:00:00Z',
  updatedAt: '2026-11-01T10:00:00Z',
  cancelledAt: null,
  financialStatus: 'paid',
  fulfilled: false,
  test: false,
  company: false,
  channel: 'web',
  tags: [],
  shippingCountry: 'US',
  billingCountry: 'US',
  shopCurrency: 'USD',
  presentmentCurrency: 'USD',
  taxesIncluded: false,
  totalOutstanding: '0.00',
  currentTotalPrice: '100.00',
  discountCodes: [],
  lines: [line()],
  shippingLines: [],
  ...changes,
});

export const refund = (changes: Partial<RefundFacts> = {}): RefundFacts => ({
  id: '21',
  createdAt: '2026-11-02T10:00:00Z',
  processedAt: null,
  lines: [],
  adjustments: [],
  shipping: [],
  ...changes,
});

/** A refund by hand, as Shopify tells it: below 0. */
export const byHand = (amount: string, tax = '0', kind = 'refund_discrepancy') => ({
  id: '31',
  kind,
  amount: both(`-${amount}`),
  tax: both(tax === '0' ? '0' : `-${tax}`),
});

export const shippingLine = (price: string, taxes = '0', discounts = '0', removed = false) => ({
  removed,
  price: both(price),
  discounts: both(discounts),
  taxes: both(taxes),
});

const versioned = <Facts>(facts: Facts) => ({ facts, triggeredAt: null, hash: '0'.repeat(64) });

export const state = (
  facts: OrderFacts | null,
  refunds: RefundFacts[] = [],
  changes: Partial<OrderState> = {},
): OrderState => ({
  ...emptyOrderState,
  order: facts && versioned(facts),
  refunds: refunds.map(versioned),
  ...changes,
});

export const member: MemberHistory = {
  shopIsDevelopment: false,
  member: true,
  programPublished: true,
  level: null,
  firstOrder: false,
};

type Earning = Program['earning'];
type EarningChanges = Partial<Omit<Earning, 'basis' | 'exclusions' | 'pending'>> & {
  basis?: Partial<Earning['basis']>;
  exclusions?: Partial<Earning['exclusions']>;
  pending?: Partial<Earning['pending']>;
};

/** The programme of points.md 8: rates for USD and JPY, taxes excluded. */
export function version(changes: EarningChanges = {}, rest: Partial<Program> = {}): PublishedProgram {
  const { earning } = startingProgram;
  const program = ProgramSchema.parse({
    ...startingProgram,
    ...rest,
    earning: {
      ...earning,
      rates: [
        { currency: 'USD', spend: '1.00', points: 1 },
        { currency: 'JPY', spend: '100', points: 1 },
      ],
      ...changes,
      basis: { ...earning.basis, taxes: 'excluded', ...changes.basis },
      exclusions: { ...earning.exclusions, ...changes.exclusions },
      pending: { ...earning.pending, ...changes.pending },
    },
  });
  return { number: 3, publishedAt: '2026-10-01T00:00:00Z', program };
}
