// More requests than one transaction is to have for itself: one process shares them out among two, which meet at the same points, keys and limits.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createPool } from '../../app/db.server.ts';
import { CART_REWARD_ID } from '../../app/domain/cart-points.ts';
import type { RedeemRequest } from '../../app/services/choose-reward.ts';
import { reserveReward, type Redeemed } from '../../app/services/reserve-reward.ts';
import { enrolMembers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';
import { lockWaiters, whileHeld } from '../support/locked-members.ts';
import { count, request } from '../support/redeeming.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const [fiveOff] = rewardingProgram.rewards;
/** Of five-off. */
const PRICE = 500;
/** Of what is limited. */
const CHEAP = 10;
const limited = (id: string, limits: object) => ({ ...fiveOff, id, points: CHEAP, limits });
const document = JSON.parse(
  JSON.stringify({
    ...rewardingProgram,
    rewards: [
      ...rewardingProgram.rewards,
      ...[7, 27].map((total) => limited(`for-${total}`, { perMember: null, total })),
      ...[3, 13].map((times) =>
        limited(`times-${times}`, { perMember: { times, per: 'month' }, total: null }),
      ),
    ],
    cartPoints: {
      step: 100,
      name: { en: '{amount} off', ja: '{amount} オフ' },
      values: [{ currency: 'USD', amount: '1.00' }],
    },
  }),
) as object;
const WAITING = { timeout: 20_000, interval: 10 };

let shop: ClockedShop;
/** One process of the app: what comes to it gathers. */
let app: ClockedShop['deps'];
/** Transactions that it has begun, also those that failed. */
let begun = 0;
/** Forty customers with points enough for all that is asked for here. */
let crowd: string[];
beforeAll(async () => {
  shop = await ClockedShop.start('UTC');
  await shop.publish(document);
  await shop.database.pool.query("UPDATE shop SET currency = 'USD' WHERE shop = $1", [shop.id]);
  app = { ...shop.deps, pool: createPool(shop.database.url, () => undefined) };
  app.pool.on('acquire', () => (begun += 1));
  crowd = await members(40, 20 * PRICE);
});
afterAll(async () => {
  await app.pool.end();
  await shop.stop();
});

let lastCustomer = 0;

/** So many new members with these points each. */
async function members(many: number, points: number): Promise<string[]> {
  const customers = Array.from({ length: many }, () => String(++lastCustomer));
  const enrolments = customers.map((customerId) => ({ customerId, enrolledAt: '2026-01-01T00:00:00Z' }));
  await inTransaction(shop.database.pool, (tx) => enrolMembers(tx, shop.id, enrolments));
  await Promise.all(customers.map((one) => shop.give(one, points)));
  return customers;
}

async function member(points: number): Promise<string> {
  const [customerId = ''] = await members(1, points);
  return customerId;
}

/** The first of a crowd of forty and the last, which are never in the same transaction. */
const firstAndLast = (first: RedeemRequest, last: RedeemRequest): RedeemRequest[] => [
  first,
  ...crowd.slice(0, 38).map((one) => request(one)),
  last,
];

/** In one turn of the event loop, at one process. Where one fails the others are over, too: the next test has both transactions to itself. */
async function ask(requests: readonly RedeemRequest[]): Promise<Redeemed[]> {
  const all = requests.map((one) => reserveReward(app, shop.id, one));
  await Promise.allSettled(all);
  return Promise.all(all);
}

/** Both transactions come to these members before either has them: neither begins when the other is over. None fails and is done again. */
async function askAtOnce(customers: readonly string[], requests: readonly RedeemRequest[]) {
  const before = begun;
  const asked = await whileHeld(shop.database.pool, customers, async () => {
    const all = ask(requests);
    await vi.waitFor(async () => expect(await lockWaiters(shop.database.pool)).toBe(2), WAITING);
    // As an object: a promise that is returned is waited for.
    return { all };
  });
  const results = await asked.all;
  expect(begun - before).toBe(2);
  return results;
}

const idsOf = (results: readonly Redeemed[]): string[] =>
  results.flatMap((one) => (one.ok ? [one.redemption.id] : []));

/** How many of them each transaction wrote, the greatest first. */
async function sharesOf(results: readonly Redeemed[]): Promise<number[]> {
  const { rows } = await shop.database.pool.query<{ share: number }>(
    'SELECT count(*)::int AS share FROM redemption WHERE redemption_id = ANY($1) GROUP BY xmin ORDER BY 1 DESC',
    [idsOf(results)],
  );
  return rows.map((row) => row.share);
}

/** `lowest`: that the balance ever was, from the first entry on. */
async function booksOf(customerId: string) {
  const { rows } = await shop.database.pool.query<Record<string, number>>(
    `SELECT balance::int,
       (SELECT sum(points)::int FROM entry WHERE entry.shop = m.shop AND entry.member_id = m.member_id) AS entries,
       (SELECT sum(remaining)::int FROM lot WHERE lot.shop = m.shop AND lot.member_id = m.member_id) AS lots,
       (SELECT min(after)::int FROM (
          SELECT sum(points) OVER (ORDER BY seq) AS after FROM entry WHERE entry.shop = m.shop AND entry.member_id = m.member_id
        ) AS running) AS lowest,
       (SELECT count(*)::int FROM redemption r WHERE r.shop = m.shop AND r.member_id = m.member_id) AS redemptions
     FROM member m WHERE m.shop = $1 AND customer_id = $2`,
    [shop.id, customerId],
  );
  return rows[0];
}

const booksAt = (balance: number, redemptions: number) => ({
  ...{ balance, entries: balance, lots: balance, lowest: balance },
  redemptions,
});

test('a crowd of forty is two transactions of twenty, and each of it has its own', async () => {
  const requests = (await members(40, 3 * PRICE)).map((one) => request(one));
  const results = await ask(requests);
  expect(count(results)).toEqual({ taken: 40 });
  expect(await sharesOf(results)).toEqual([20, 20]);
  expect(new Set(idsOf(results)).size).toBe(40);
  for (const [index, { customerId }] of requests.entries()) {
    const result = results[index]!;
    expect(result.ok && result.redemption.customerId).toBe(customerId);
    expect(await booksOf(customerId)).toEqual(booksAt(2 * PRICE, 1));
  }
});

test('both at one balance of several lots: exactly as many as its points suffice for', async () => {
  const hot = await member(5 * PRICE);
  // The first to come uses up lots that the other would have taken from.
  for (let lot = 2; lot <= 5; lot++) await shop.give(hot, 5 * PRICE);
  const results = await askAtOnce(
    [hot],
    Array.from({ length: 40 }, () => request(hot)),
  );
  expect(count(results)).toEqual({ taken: 25, insufficient_points: 15 });
  expect(await sharesOf(results)).toEqual([20, 5]);
  expect(await booksOf(hot)).toEqual(booksAt(0, 25));
});

test('the same key in both is one redemption, which both callers are told of and one has to issue', async () => {
  const customer = await member(3 * PRICE);
  const one = request(customer);
  const results = await askAtOnce([customer], firstAndLast(one, one));
  expect(count(results)).toEqual({ taken: 39, known: 1 });
  const [first, last] = idsOf([results[0]!, results[39]!]);
  expect(last).toBe(first);
  expect(await booksOf(customer)).toEqual(booksAt(2 * PRICE, 1));
});

test('the same key with another wish in the other one is refused', async () => {
  const customer = await member(3 * PRICE);
  const one = request(customer);
  const results = await askAtOnce([customer], firstAndLast(one, { ...one, rewardId: 'forfeit' }));
  expect(count(results)).toEqual({ taken: 39, idempotency_conflict: 1 });
  // Either may be first.
  const [taken] = [results[0]!, results[39]!].filter((result) => result.ok);
  const left = 3 * PRICE - Number(taken?.redemption.points);
  expect(await booksOf(customer)).toEqual(booksAt(left, 1));
});

test.each([7, 27])('a reward that there is %i times is had as often by both together', async (total) => {
  const requests = crowd.map((one) => request(one, { rewardId: `for-${total}` }));
  // Of each transaction one: neither has counted before both have begun.
  const results = await askAtOnce([crowd[0]!, crowd[39]!], requests);
  expect(count(results)).toEqual({ taken: total, out_of_stock: 40 - total });
});

test.each([3, 13])(
  'a reward that a member may have %i times is had as often in both together',
  async (times) => {
    const customer = await member(40 * CHEAP);
    const rewardId = `times-${times}`;
    const requests = crowd.slice(0, 20).flatMap((one) => [request(customer, { rewardId }), request(one)]);
    const results = await askAtOnce([customer], requests);
    const isMine = (_: unknown, index: number) => requests[index]?.customerId === customer;
    expect(count(results.filter(isMine))).toEqual({ taken: times, limit_reached: 20 - times });
    expect(count(results.filter((one, index) => !isMine(one, index)))).toEqual({ taken: 20 });
    expect(await booksOf(customer)).toEqual(booksAt((40 - times) * CHEAP, times));
  },
);

test('of two choices for the cart, one in each, one is held and the other is told of it', async () => {
  const customer = await member(1_000);
  const choice = (points: number): RedeemRequest => {
    const cart = { points, currency: 'USD', amount: `${points / 100}.00`, subtotal: '80.00' };
    return request(customer, { rewardId: CART_REWARD_ID, points, currency: 'USD', cart });
  };
  const results = await askAtOnce([customer], firstAndLast(choice(300), choice(500)));
  expect(count(results)).toEqual({ taken: 39, already_held: 1 });
  const [held, refused] = [results[0]!, results[39]!].toSorted((a, b) => Number(b.ok) - Number(a.ok));
  const hold = held?.ok ? held.redemption : null;
  expect(refused).toEqual({ ok: false, refusal: { reason: 'already_held', redemptionId: hold?.id } });
  expect(await booksOf(customer)).toEqual(booksAt(1_000 - Number(hold?.points), 1));
});

test('a member whom others hold and who is in both holds up nobody else', async () => {
  const held = await member(3 * PRICE);
  const requests = firstAndLast(request(held), request(held));
  const answered = new Set<number>();
  const asked = await whileHeld(shop.database.pool, [held], async () => {
    const all = Promise.all(
      requests.map(async (one, index) => {
        const result = await reserveReward(app, shop.id, one);
        answered.add(index);
        return result;
      }),
    );
    await vi.waitFor(() => expect(answered.size).toBe(38), WAITING);
    expect([0, 39].filter((index) => answered.has(index))).toEqual([]);
    expect(await booksOf(held)).toEqual(booksAt(3 * PRICE, 0));
    return { all };
  });
  expect(count(await asked.all)).toEqual({ taken: 40 });
  expect(await booksOf(held)).toEqual(booksAt(PRICE, 2));
});
