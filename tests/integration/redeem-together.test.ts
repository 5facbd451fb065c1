// Requests that come together are reserved in one transaction: each is judged as if those before it were carried out, and none pays for another's fault.
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema, type ShopId } from '../../app/domain/ids.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import type { RedeemRequest } from '../../app/services/choose-reward.ts';
import { reserveReward, type Redeemed } from '../../app/services/reserve-reward.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { enrolMembers } from '../../app/storage/members.ts';
import { findRedemption } from '../../app/storage/redemptions.ts';
import { issueRedemptions } from '../../app/storage/issued-redemptions.ts';
import { createPool } from '../../app/db.server.ts';
import { readShop, updateShopSettings } from '../../app/storage/shops.ts';
import { inTransaction, isTransient } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { lockWaiters } from '../support/locked-members.ts';
import { count, request, tell } from '../support/redeeming.ts';
import { StatementGate } from '../support/statement-gate.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const shopOf = (name: string) => ShopIdSchema.parse(`${name}.myshopify.com`);
const HERE = shopOf('haven');
const ELSEWHERE = shopOf('harbour');
/** Of five-off. */
const PRICE = 500;

const depsOn = ({ pool }: Pick<TestDatabase, 'pool'>) => ({
  pool,
  clock: { now: () => new Date() },
  random: { uuid: randomUUID, bytes: randomBytes },
  log: pino({ level: 'silent' }),
  env: { SHOPIFY_API_SECRET: 'meridian-dev-secret' },
});

let database: TestDatabase;
/** Two processes of the app: what comes to one does not wait for what comes to the other, but at the member. */
let apps: ReturnType<typeof depsOn>[];
beforeAll(async () => {
  database = await testDatabase();
  apps = [depsOn(database), depsOn(database)];
  const settings = { name: null, currency: 'USD', timeZone: 'UTC', at: '2026-01-01T00:00:00Z' };
  // As it comes through the API: what is undefined is not there.
  const document = JSON.parse(JSON.stringify(rewardingProgram)) as object;
  for (const shop of [HERE, ELSEWHERE]) {
    expect(await publishProgram(apps[0]!, shop, { document })).toMatchObject({ ok: true });
    await inTransaction(database.pool, (tx) => updateShopSettings(tx, shop, settings));
  }
});
afterAll(async () => {
  for (const shop of [HERE, ELSEWHERE]) expect(await ledgerFaults(database.pool, shop)).toEqual([]);
  await database.drop();
});

let lastCustomer = 6_000;

/** A new member with these points. */
async function member(points: number, shop: ShopId = HERE): Promise<string> {
  const customerId = String(++lastCustomer);
  const enrolment = { customerId, enrolledAt: '2026-01-01T00:00:00Z' };
  await inTransaction(database.pool, (tx) => enrolMembers(tx, shop, [enrolment]));
  const given = { customerId, points, reason: 'test', key: randomUUID() };
  expect(await adjustPoints(apps[0]!, shop, given)).toMatchObject({ ok: true });
  return customerId;
}

/** All at once, to one app and the other in turn. */
const together = (requests: readonly RedeemRequest[], shop = HERE, among = apps): Promise<Redeemed[]> =>
  Promise.all(requests.map((one, index) => reserveReward(among[index % among.length]!, shop, one)));

async function booksOf(customerId: string, shop = HERE) {
  const { rows } = await database.pool.query<Record<'balance' | 'entries' | 'redemptions' | 'codes', string>>(
    `SELECT balance, (SELECT count(*) FROM entry WHERE entry.shop = m.shop AND entry.member_id = m.member_id AND kind = 'redemption') AS entries,
            count(redemption_id) AS redemptions, count(DISTINCT code) AS codes
     FROM member m LEFT JOIN redemption USING (shop, member_id) WHERE m.shop = $1 AND customer_id = $2 GROUP BY m.shop, m.member_id`,
    [shop, customerId],
  );
  return rows[0];
}

test('two apps at one balance: exactly as many as the points suffice for, each with a code and an entry', async () => {
  const hot = await member(60 * PRICE);
  const results = await together(Array.from({ length: 100 }, () => request(hot)));
  expect(count(results)).toEqual({ taken: 60, insufficient_points: 40 });
  expect(await booksOf(hot)).toEqual({ balance: '0', entries: '60', redemptions: '60', codes: '60' });
});

test('the same key twice at once is one redemption, which one of both has to issue; with another wish it is refused', async () => {
  const customer = await member(3 * PRICE);
  const one = request(customer);
  const results = await together([one, one, { ...one, rewardId: 'forfeit' }], HERE, [apps[0]!]);
  expect(tell(results)).toEqual(['taken', 'known', 'idempotency_conflict']);
  const [first, second] = results.map((result) => result.ok && result.redemption.id);
  expect(second).toBe(first);
  expect(await booksOf(customer)).toMatchObject({ balance: '1000', redemptions: '1' });
  // At two apps either may be first.
  const other = request(customer);
  expect(count(await together([other, other, other, other]))).toEqual({ taken: 1, known: 3 });
});

test('of one reward or of several, each is written as what its caller was told', async () => {
  const customers = [await member(1_000), await member(1_000)];
  for (const rewards of [
    ['five-off', 'five-off'],
    ['five-off', 'forfeit'],
  ]) {
    const asked = rewards.map((rewardId, index) => request(customers[index]!, { rewardId }));
    const results = await together(asked, HERE, [apps[0]!]);
    expect(tell(results)).toEqual(['taken', 'taken']);
    for (const result of results)
      if (result.ok)
        expect(await findRedemption(database.pool, HERE, result.redemption.id)).toEqual(result.redemption);
  }
});

test('limits count what is taken in the same transaction, of a member and of all', async () => {
  const customers = [await member(1_000), await member(1_000)];
  const once = customers.flatMap((one) => [1, 2, 3].map(() => request(one, { rewardId: 'once' })));
  expect(tell(await together(once, HERE, [apps[0]!]))).toEqual(
    customers.flatMap(() => ['taken', 'limit_reached', 'limit_reached']),
  );
  const scarce = customers.flatMap((one) => [1, 2, 3].map(() => request(one, { rewardId: 'scarce' })));
  expect(count(await together(scarce))).toEqual({ taken: 2, out_of_stock: 4 });
});

test('each is refused for its own reason, beside others who are not', async () => {
  const [rich, poor] = [await member(5_000), await member(100)];
  const results = await together(
    [
      request(rich),
      request(poor),
      request('999999'),
      request(rich, { rewardId: 'nothing' }),
      request(rich, { points: 499 }),
      request(rich, { issuable: false }),
      request(rich, { rewardId: 'japanese' }),
      request(rich),
    ],
    HERE,
    [apps[0]!],
  );
  expect(tell(results)).toEqual([
    'taken',
    'insufficient_points',
    'not_a_member',
    'unknown_reward',
    'price_changed',
    'shop_unavailable',
    'not_in_market',
    'taken',
  ]);
  expect(await booksOf(rich)).toMatchObject({ balance: '4000', redemptions: '2' });
});

test('a shop that nobody has heard of has no members, and is not written down for being asked', async () => {
  const nowhere = shopOf('nowhere');
  expect(tell(await together([request('1')], nowhere))).toEqual(['not_a_member']);
  expect(await inTransaction(database.pool, (tx) => readShop(tx, nowhere))).toBe(null);
});

test('a fault in one is told to its caller alone', async () => {
  const customers = await Promise.all(Array.from({ length: 9 }, () => member(2 * PRICE)));
  const broken = request(customers[4]!);
  expect(tell([await reserveReward(apps[0]!, HERE, broken)])).toEqual(['taken']);
  await database.pool.query(`UPDATE redemption SET reward = '{}' WHERE key = $1`, [broken.key]);
  const requests = customers.map((one, index) => (index === 4 ? broken : request(one)));
  const results = await Promise.allSettled(requests.map((one) => reserveReward(apps[0]!, HERE, one)));
  expect(results.flatMap((one, index) => (one.status === 'rejected' ? [index] : []))).toEqual([4]);
  for (const [index, customer] of customers.entries())
    expect(await booksOf(customer), `member ${index}`).toMatchObject({ balance: '500', redemptions: '1' });
});

test('codes that were made together are issued, each with its discount; what has ended meanwhile stays as it is', async () => {
  const customers = await Promise.all(Array.from({ length: 4 }, () => member(PRICE)));
  const reserved = await together(customers.map((one) => request(one)));
  const ids = reserved.map((one) => (one.ok ? one.redemption.id : ''));
  await database.pool.query("UPDATE redemption SET status = 'needs_review' WHERE redemption_id = $1", [
    ids[1],
  ]);
  const made = ids.map((id, index) => ({ id, discountId: `discount ${index}`, isUsed: false })).toReversed();
  const now = new Date().toISOString();
  await database.pool.query('DELETE FROM metafield_mark');
  const found = await issueRedemptions(database.pool, HERE, made, now);
  expect(ids.map((id) => found.get(id))).toEqual(['issued', 'needs_review', 'issued', 'issued']);
  const marked = await database.pool.query<{ customer_id: string }>(
    'SELECT customer_id FROM metafield_mark JOIN member USING (shop, member_id) ORDER BY customer_id',
  );
  expect(marked.rows.map((row) => row.customer_id)).toEqual(customers.filter((_, index) => index !== 1));
  const { rows } = await database.pool.query<{ status: string; discount_id: string | null }>(
    `SELECT status, discount_id FROM redemption WHERE redemption_id = ANY($1) ORDER BY array_position($1::uuid[], redemption_id)`,
    [ids],
  );
  expect(rows.map((row) => `${row.status} ${row.discount_id}`)).toEqual([
    ...['issued discount 0', 'needs_review null', 'issued discount 2', 'issued discount 3'],
  ]);
});

test('a code that somebody writes to while it is issued is issued all the same', async () => {
  const [reserved] = await together([request(await member(PRICE))]);
  const id = reserved?.ok ? reserved.redemption.id : '';
  const made = [{ id, discountId: 'discount', isUsed: false }];
  const issuing = await inTransaction(database.pool, async (tx) => {
    // As whoever extends its lease.
    await tx.query(
      "UPDATE redemption SET lease_until = lease_until + interval '2 s' WHERE redemption_id = $1",
      [id],
    );
    const result = issueRedemptions(database.pool, HERE, made, new Date().toISOString());
    const issuers = () => lockWaiters(database.pool, '%UPDATE redemption SET discount_id%');
    await expect.poll(issuers, { timeout: 20_000 }).toBe(1);
    return { result };
  });
  expect([...(await issuing.result)]).toEqual([[id, 'issued']]);
  const { rows } = await database.pool.query(
    'SELECT status, discount_id, lease_until FROM redemption WHERE redemption_id = $1',
    [id],
  );
  expect(rows).toEqual([{ status: 'issued', discount_id: 'discount', lease_until: null }]);
});

// What is written leaves in one packet with its COMMIT: who gets no answer does not know whether there is a redemption, until they ask again.
test.each([
  { point: 'answered', told: 'known', what: 'carried out, but its answer is lost' },
  { point: 'unsent', told: 'taken', what: 'lost before the database has it' },
] as const)('a reservation whose COMMIT is $what: one by its key', async ({ point, told }) => {
  const gate = await StatementGate.open(database.url);
  const pool = createPool(gate.url, () => undefined, 1);
  try {
    const behind = [depsOn({ pool })];
    const [twice, once] = [await member(3 * PRICE), await member(PRICE)];
    const requests = [twice, twice, once].map((one) => request(one));
    const isSprung = gate.trap('commit', 1, point, () => undefined);
    const cut = await Promise.allSettled(requests.map((one) => reserveReward(behind[0]!, HERE, one)));
    expect(isSprung()).toBe(true);
    // A fault of the way, after which clients ask again: nobody is told that nothing was done.
    expect(cut.map((one) => one.status === 'rejected' && isTransient(one.reason))).toEqual([
      true,
      true,
      true,
    ]);
    // Where the database is still at it, its locks are waited for.
    expect(tell(await together(requests, HERE, behind))).toEqual([told, told, told]);
    expect(tell(await together(requests))).toEqual(['known', 'known', 'known']);
    expect(await booksOf(twice)).toEqual({ balance: '500', entries: '2', redemptions: '2', codes: '2' });
    expect(await booksOf(once)).toEqual({ balance: '0', entries: '1', redemptions: '1', codes: '1' });
  } finally {
    await pool.end();
    await gate.stop();
  }
});

test('shops do not meet: the same customer and key in two of them are two', async () => {
  const here = await member(PRICE);
  lastCustomer = Number(here) - 1;
  const elsewhere = await member(PRICE, ELSEWHERE);
  expect(elsewhere).toBe(here);
  const one = request(here);
  const results = await Promise.all([HERE, ELSEWHERE].map((shop) => reserveReward(apps[0]!, shop, one)));
  expect(tell(results)).toEqual(['taken', 'taken']);
  expect(await booksOf(here, HERE)).toMatchObject({ balance: '0', redemptions: '1' });
  expect(await booksOf(here, ELSEWHERE)).toMatchObject({ balance: '0', redemptions: '1' });
});
