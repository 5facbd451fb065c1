// What every redemption of a shop comes to, in three books: the ledger's, ours and Shopify's. They have to agree to the point, whatever happened.
import { expect } from 'vitest';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { SHOP_ID } from './fault-scene.ts';
import type { StoreShop } from './store-shop.ts';

export type Row = {
  id: string;
  customer: number;
  rewardId: string;
  carrier: 'nativeCode' | 'functionCode' | 'storeCredit' | 'giftCard';
  status: string;
  ending: string | null;
  held: boolean;
  code: string;
  key: string;
  points: number;
  currency: string;
  amount: string | null;
  discountId: string | null;
  forfeits: boolean;
  /** Of its entries in the ledger. */
  debited: number;
  returned: number;
  refunded: number;
  takenAgain: number;
};

export async function readRows({ database }: StoreShop): Promise<Row[]> {
  const { rows } = await database.pool.query<Row>(
    `SELECT r.redemption_id AS id, m.customer_id::int8::float8 AS customer, reward_id AS "rewardId", carrier, status, ending,
       lease_until IS NOT NULL AS held, code, r.key, r.points::int, currency, discount_id AS "discountId", reward->>'unused' = 'forfeit' AS forfeits,
       (SELECT v->>'amount' FROM jsonb_array_elements(reward->'values') v WHERE v->>'currency' = currency) AS amount,
       coalesce(sum(-e.points) FILTER (WHERE e.key = 'redemption:' || r.redemption_id), 0)::int AS debited,
       coalesce(sum(e.points) FILTER (WHERE e.key = 'redemption:' || r.redemption_id || ':return'), 0)::int AS returned,
       coalesce(sum(-e.points) FILTER (WHERE e.key = 'redemption:' || r.redemption_id || ':late'), 0)::int AS "takenAgain",
       coalesce(sum(e.points) FILTER (WHERE e.key LIKE 'redemption:' || r.redemption_id || ':refund:%'), 0)::int AS refunded
     FROM redemption r JOIN member m USING (shop, member_id)
     LEFT JOIN entry e ON e.shop = r.shop AND e.member_id = r.member_id AND e.source_kind = 'redemption' AND e.source_id = r.redemption_id::text
     WHERE r.shop = $1 GROUP BY r.shop, r.redemption_id, m.customer_id ORDER BY r.created_at, r.redemption_id`,
    [SHOP_ID],
  );
  return rows;
}

export type Store = {
  discounts: { id: string; code: string; title?: string; status: string; used: number }[];
  giftCards: { id: string; code: string; balance: string; initial: string; enabled: boolean }[];
  storeCredit: {
    customerId: number;
    currency: string;
    transactions: { id: number; kind: string; amount: string; event: string }[];
  }[];
  orders: { id: number; codes: string[]; cancelledAt: string | null; refunds: number }[];
};

export const readStore = async (shop: StoreShop): Promise<Store> =>
  (await shop.control<Store>('/control/state')).body;

const cardCode = (code: string): string => code.replaceAll('-', '');
const gidOf = (id: number): string => `gid://shopify/StoreCreditAccountCreditTransaction/${id}`;

/** Credits that the app gave and that no redemption is known to have made, by customer, currency and amount. */
export function unclaimedCredits(rows: readonly Row[], store: Store): Map<string, number> {
  const claimed = new Set(
    rows.flatMap((row) => (row.carrier === 'storeCredit' ? (row.discountId ?? []) : [])),
  );
  const unclaimed = new Map<string, number>();
  for (const account of store.storeCredit)
    for (const one of account.transactions) {
      if (one.kind !== 'credit' || one.event !== 'ADJUSTMENT' || claimed.has(gidOf(one.id))) continue;
      const name = creditName(account.customerId, account.currency, one.amount);
      unclaimed.set(name, (unclaimed.get(name) ?? 0) + 1);
    }
  return unclaimed;
}

const creditName = (customer: number, currency: string, amount: string): string =>
  `${customer} ${Number(amount)} ${currency}`;
export const creditOf = (row: Row): string => creditName(row.customer, row.currency, row.amount ?? '');

/** What Shopify has for a redemption: nothing, something that works, or something that does not (any more). */
type There = 'none' | 'live' | 'dead';

function there(row: Row, store: Store): There[] {
  const state = (live: boolean): There => (live ? 'live' : 'dead');
  if (row.carrier === 'giftCard')
    return store.giftCards
      .filter((one) => one.code === cardCode(row.code))
      .map(({ enabled }) => state(enabled));
  if (row.carrier === 'storeCredit') {
    const own = store.storeCredit
      .flatMap((one) => one.transactions)
      .filter((one) => gidOf(one.id) === row.discountId);
    return own.map(() => 'live');
  }
  return store.discounts
    .filter((one) => one.title && one.code === row.code)
    .map(({ status }) => state(status === 'ACTIVE'));
}

/**
 * A member has the points or the reward, one of the two. What needs a person is told to be `needs_review`; nothing else is under way, nothing in
 * Shopify is nobody's.
 */
export function expectSettledUp(rows: readonly Row[], store: Store): void {
  const faults = rows.flatMap((row) =>
    faultsOf(row, store).map((fault) => `${fault}: ${JSON.stringify(row)}`),
  );
  expect(faults).toEqual([]);
  expectNothingTwice(rows);
  expectNoOrphans(rows, store);
}

function faultsOf(row: Row, store: Store): string[] {
  const found = there(row, store);
  const [only = 'none'] = found;
  const orders = store.orders.filter(({ codes }) => codes.includes(row.code));
  const paid = row.debited + row.takenAgain - row.returned - row.refunded;
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => void (holds || faults.push(fault));
  must(row.ending === null && !row.held, 'something is under way');
  must(row.debited === row.points, 'it was not debited once');
  must(found.length <= 1, 'there are two of it in Shopify');
  must(orders.length === 0 || row.status === 'used', 'an order used it, and it is not told as used');
  switch (row.status) {
    case 'issued':
      must(only === 'live' && paid === row.points, 'out, and not there or not paid for');
      break;
    case 'used':
      must(orders.length > 0 || only === 'live', 'used, and nothing was had');
      must(paid >= 0 && paid <= row.points, 'used, and paid more or less than once');
      if (orders.every((one) => one.cancelledAt === null && one.refunds === 0))
        must(paid === row.points, 'used, and not paid for');
      if (orders.length > 0 && orders.every((one) => one.cancelledAt !== null))
        must(paid === 0, 'used by an order that was cancelled, and still paid for');
      break;
    case 'expired':
    case 'cancelled':
    case 'failed':
      must(only !== 'live', 'ended, and still there');
      must(
        paid === (row.status === 'expired' && row.forfeits ? row.points : 0),
        'ended, and the points are wrong',
      );
      break;
    case 'needs_review':
      must(row.carrier === 'storeCredit' && paid === row.points, 'left to a person without need');
      break;
    default:
      faults.push('neither the points nor the reward');
  }
  return faults;
}

function expectNothingTwice(rows: readonly Row[]): void {
  const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
  unique(rows.map((row) => row.code));
  unique(rows.flatMap((row) => row.discountId ?? []));
  unique(rows.map((row) => `${row.customer} ${row.key}`));
}

function expectNoOrphans(rows: readonly Row[], store: Store): void {
  const codes = new Set(rows.map((row) => row.code));
  const cards = new Set(rows.map((row) => cardCode(row.code)));
  const ours = store.discounts.filter((one) => one.title?.startsWith('Meridian '));
  expect(ours.filter((one) => !codes.has(one.code))).toEqual([]);
  expect(store.giftCards.filter((one) => !cards.has(one.code))).toEqual([]);
  // A credit that nobody claims is one of those that wait for a person.
  const waiting = Map.groupBy(
    rows.filter((row) => row.status === 'needs_review'),
    creditOf,
  );
  for (const [name, count] of unclaimedCredits(rows, store))
    expect(count, `credits of nobody: ${name}`).toBeLessThanOrEqual(waiting.get(name)?.length ?? 0);
}

export type Figures = Record<
  'redemptions' | 'debited' | 'live' | 'givenBack' | 'forfeited' | 'inReview',
  number
>;

/** Points debited = rewards live or used + forfeited + left to a person + given back. */
export function reckon(rows: readonly Row[]): Figures {
  const sum = (of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
  const paid = (row: Row) => row.debited + row.takenAgain - row.returned - row.refunded;
  const held = (...statuses: string[]) => sum((row) => (statuses.includes(row.status) ? paid(row) : 0));
  const figures = {
    redemptions: rows.length,
    debited: sum((row) => row.debited + row.takenAgain),
    live: held('issued', 'used'),
    givenBack: sum((row) => row.returned + row.refunded),
    forfeited: held('expired'),
    inReview: held('needs_review'),
  };
  const { debited, live, givenBack, forfeited, inReview } = figures;
  expect(debited).toBe(live + givenBack + forfeited + inReview);
  return figures;
}

export async function expectWholeLedger({ database }: StoreShop): Promise<void> {
  expect(await ledgerFaults(database.pool, SHOP_ID)).toEqual([]);
}
