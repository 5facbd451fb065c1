// The one checker of the ledger: every rule is broken by force, as whoever owns the database could, and is named. A check that cannot
// fail is a defect.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { returnPoints } from '../../app/services/return-points.ts';
import { checkLedger } from '../../app/services/verify-ledger.ts';
import { INVARIANT_NAMES } from '../../app/storage/audit-invariants.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { lockMembers } from '../../app/storage/members.ts';
import { saveRedemption } from '../../app/storage/redemptions.ts';
import { inSnapshot, inTransaction } from '../../app/storage/transaction.ts';
import { orderPayload, refundPayload } from '../support/order-payload.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const id = ShopIdSchema.parse(SHOP);
const other = ShopIdSchema.parse('other.myshopify.com');
let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({
    program: { ...rewardingProgram, refunds: { debt: 'writeOff', spentPoints: 'keep' } },
  });
  await shop.database.pool.query(`UPDATE shop SET currency = 'USD' WHERE shop = $1`, [SHOP]);
  await order(1, '30.00', 2, 1);
  await adjust(1, 500);
  await redeem('once');
  await failed(await redeem('scarce'));
  const spent = await order(2, '50.00', 1, 0);
  await adjust(2, -45);
  await refund(spent, 1);
  await adjust(3, -20, async () => void (await order(3, '0.10', 1, 0)));
  await shop.worker?.stop();
});
afterAll(() => shop.stop());

async function order(customerId: number, price: string, quantity: number, refunded: number) {
  const payload = orderPayload({ customerId, lines: [{ price, quantity }] });
  await shop.deliver({ topic: 'orders/paid', payload });
  await shop.settled();
  if (refunded > 0) await refund(payload, refunded);
  return payload;
}

async function refund(of: ReturnType<typeof orderPayload>, quantity: number): Promise<void> {
  await shop.deliver({ topic: 'refunds/create', payload: refundPayload(of, [{ index: 0, quantity }]) });
  await shop.settled();
}

async function adjust(customerId: number, points: number, enrol?: () => Promise<void>): Promise<void> {
  await enrol?.();
  const path = `/api/v1/members/${customerId}/adjustments`;
  const headers = { Authorization: `Bearer ${shop.key}`, 'Idempotency-Key': randomUUID() };
  const body = JSON.stringify({ points, reason: 'test' });
  expect((await fetch(`${shop.app.url}${path}`, { method: 'POST', headers, body })).status).toBe(200);
}

const ownDeps = (): Pick<Deps, 'pool' | 'clock' | 'random' | 'env'> => ({
  pool: shop.database.pool,
  clock: { now: () => new Date() },
  random: { uuid: randomUUID, bytes: randomBytes },
  env: { SHOPIFY_API_SECRET: 'meridian-dev-secret' } as Deps['env'],
});

async function redeem(rewardId: string) {
  const request = { customerId: '1', rewardId, points: null, currency: null, market: null, key: rewardId };
  const reserved = await reserveReward(ownDeps(), id, { ...request, issuable: true });
  if (!reserved.ok) throw new Error(`not reserved: ${reserved.refusal.reason}`);
  return reserved.redemption;
}

async function failed(redemption: Awaited<ReturnType<typeof redeem>>): Promise<void> {
  const now = new Date().toISOString();
  await inTransaction(shop.database.pool, async (tx) => {
    const writer = new LedgerWriter(id, await lockMembers(tx, id, [redemption.memberId]), now);
    await returnPoints(tx, writer, redemption, 'failed', now);
    await writer.flush(tx);
    await saveRedemption(tx, { ...redemption, status: 'failed', dueAt: null, leaseUntil: null }, now);
  });
}

test('a sound ledger has no fault, and its kinds come to the sum of the balances', async () => {
  const check = await inSnapshot(shop.database.pool, (db) => checkLedger(db, id));
  expect(check).toMatchObject({ faults: [], entries: 11, members: 3, balances: '410' });
  expect(check.byKind).toEqual([
    { kind: 'adjustment', entries: 3, points: '435' },
    { kind: 'order', entries: 4, points: '30' },
    { kind: 'redemption', entries: 2, points: '-200' },
    { kind: 'redemption_reversal', entries: 1, points: '100' },
    { kind: 'write_off', entries: 1, points: '45' },
  ]);
});

const TABLES = ['entry', 'lot', 'lot_consumption', 'member', 'order_facts', 'redemption'];
const CONSTRAINTS = ['lot_remaining_within_size', 'lot_size_positive'];

/** The rules that `change` breaks, by name. What it did is rolled back. */
async function brokenBy(change: string, of = id): Promise<string[]> {
  const client = await shop.database.pool.connect();
  try {
    await client.query('BEGIN');
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    for (const constraint of CONSTRAINTS) await client.query(`ALTER TABLE lot DROP CONSTRAINT ${constraint}`);
    const { rowCount } = (await client.query(change.replaceAll('MEMBER', OWN))) as { rowCount?: number };
    if (rowCount === 0) throw new Error('this changes nothing');
    return (await checkLedger(client, of)).faults.map((fault) => fault.invariant);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
/** Customer 1: +60 (order), -30, +500 (adjustment), -100 (redemption, of the lots 1 and 3), -100 (of 3), +100 (reopens 3). */
const OWN = `member_id = (SELECT member_id FROM member WHERE customer_id = 1)`;

const BREAKS: [rule: string, how: string, change: string][] = [
  ['7: seq has no gap', 'a dropped entry', 'DELETE FROM entry WHERE MEMBER AND seq = 3'],
  ['7: seq has no gap', 'a dropped first entry', 'DELETE FROM entry WHERE MEMBER AND seq = 1'],
  [
    '7: the chain verifies',
    'changed points',
    'UPDATE entry SET points = points + 1 WHERE MEMBER AND seq = 2',
  ],
  [
    '7: the chain verifies',
    'another explanation',
    `UPDATE entry SET explanation = '{}' WHERE MEMBER AND seq = 1`,
  ],
  [
    '7: the chain verifies',
    'another date',
    `UPDATE entry SET effective_at = effective_at - interval '1 ms' WHERE MEMBER AND seq = 1`,
  ],
  [
    '7: the chain verifies',
    'another link',
    `UPDATE entry SET previous_hash = sha256('') WHERE MEMBER AND seq = 2`,
  ],
  ['member:', 'a dropped member', 'DELETE FROM member WHERE customer_id = 3'],
  ['head:', 'another hash', `UPDATE member SET head_hash = sha256('') WHERE MEMBER`],
  ['head:', 'a dropped last entry', 'DELETE FROM entry WHERE MEMBER AND seq = 6'],
  [
    'head:',
    'a member without entries that claims some',
    `UPDATE member SET last_seq = 9 WHERE customer_id = 3`,
  ],
  ['1: balance', 'another balance', 'UPDATE member SET balance = balance + 1 WHERE MEMBER'],
  ['1: earned', 'another sum', 'UPDATE member SET lifetime_earned = lifetime_earned + 1 WHERE MEMBER'],
  [
    '2: what is left in the lots',
    'too little',
    'UPDATE lot SET remaining = remaining - 1 WHERE MEMBER AND seq = 3',
  ],
  [
    '2: what is left in the lots',
    'a lot in debt',
    `INSERT INTO lot SELECT shop, member_id, 1, 5, 5, now(), NULL, 'x', 'x' FROM member WHERE customer_id = 3`,
  ],
  ['2: a lot holds', 'too much', 'UPDATE lot SET remaining = remaining + 1 WHERE MEMBER AND seq = 3'],
  [
    '2: a lot is always',
    'a return before it was taken',
    'DELETE FROM lot_consumption WHERE MEMBER AND entry_seq = 5',
  ],
  [
    '2: a lot is always',
    'more taken than there was',
    'UPDATE lot_consumption SET points = 501 WHERE MEMBER AND entry_seq = 5',
  ],
  [
    '2: a lot is always',
    'more left than there was',
    'UPDATE lot SET remaining = size + 1 WHERE MEMBER AND seq = 3',
  ],
  ['2: a lot is always', 'a lot below 0', 'UPDATE lot SET remaining = -1 WHERE MEMBER AND seq = 3'],
  [
    '2: a lot is what its entry opened',
    'a bigger lot',
    'UPDATE lot SET size = size + 1, remaining = remaining + 1 WHERE MEMBER AND seq = 3',
  ],
  [
    '2: a lot is what its entry opened',
    'another source',
    `UPDATE lot SET source_id = '1' WHERE MEMBER AND seq = 1`,
  ],
  [
    '2: a lot is what its entry opened',
    'another date',
    `UPDATE lot SET available_at = available_at - interval '1 day' WHERE MEMBER AND seq = 1`,
  ],
  [
    '2: a lot is what its entry opened',
    'an expiry',
    `UPDATE lot SET expires_at = available_at WHERE MEMBER AND seq = 1`,
  ],
  ['2: a lot is what its entry opened', 'no entry', 'DELETE FROM entry WHERE MEMBER AND seq = 1'],
  ['2: points are taken by', 'by no entry', 'DELETE FROM entry WHERE MEMBER AND seq = 4'],
  ['2: points are taken by', 'from no lot', 'DELETE FROM lot WHERE MEMBER AND seq = 1'],
  [
    '2: points are taken by',
    'by a positive entry',
    'UPDATE lot_consumption SET points = -points WHERE MEMBER AND entry_seq = 6',
  ],
  [
    '2: points are taken by',
    'from a later lot',
    'UPDATE lot_consumption SET entry_seq = 2 WHERE MEMBER AND entry_seq = 5',
  ],
  [
    '2: an entry moves lots',
    'consumed for nothing',
    'DELETE FROM lot_consumption WHERE MEMBER AND entry_seq = 4',
  ],
  ['2: an entry moves lots', 'a missing lot', 'DELETE FROM lot WHERE MEMBER AND seq = 3'],
  [
    '3: the entries of an order',
    'another target',
    'UPDATE order_facts SET target = target + 1 WHERE customer_id = 1',
  ],
  ['3: the entries of an order', 'a dropped order', 'DELETE FROM order_facts WHERE customer_id = 1'],
  [
    '3: the entries of an order',
    'of something else',
    `UPDATE entry SET source_kind = 'action' WHERE MEMBER AND seq = 1`,
  ],
  ['3: the shop carries', 'too much', `UPDATE entry SET points = points + 6 WHERE kind = 'write_off'`],
  ['3: the shop carries', 'below 0', `UPDATE entry SET points = -points WHERE kind = 'write_off'`],
  ['4:', 'another balance', 'UPDATE member SET balance = balance - 1 WHERE customer_id = 3'],
  ['4:', 'a dropped member', 'DELETE FROM member WHERE customer_id = 3'],
  ['6:', 'more than there was', 'UPDATE entry SET points = -10000 WHERE MEMBER AND seq = 4'],
  ['6:', 'pending points', `UPDATE lot SET available_at = now() + interval '1 day' WHERE MEMBER AND seq = 3`],
  ['6:', 'points that wait', 'UPDATE lot SET available_at = NULL WHERE MEMBER AND seq = 3'],
  ['redemption: its points', 'no debit', 'DELETE FROM entry WHERE MEMBER AND seq = 4'],
  ['redemption: its points', 'a smaller debit', 'UPDATE entry SET points = -1 WHERE MEMBER AND seq = 4'],
  ['redemption: its points', 'another entry', 'UPDATE redemption SET entry_seq = 3'],
  ['redemption: every entry', 'a dropped redemption', `DELETE FROM redemption WHERE status = 'reserved'`],
  [
    'redemption: no more points',
    'a bigger return',
    'UPDATE entry SET points = points + 1 WHERE MEMBER AND seq = 6',
  ],
  [
    'redemption: its entries',
    'cancelled and not returned',
    `UPDATE redemption SET status = 'cancelled' WHERE status = 'reserved'`,
  ],
  [
    'redemption: its entries',
    'issued and returned',
    `UPDATE redemption SET status = 'issued' WHERE status = 'failed'`,
  ],
  [
    'redemption: its entries',
    'expired and half returned',
    `UPDATE redemption SET status = 'expired', points = 150 WHERE status = 'reserved'`,
  ],
  [
    'redemption: its entries',
    'used and more than returned',
    `UPDATE redemption SET status = 'used', points = 99 WHERE status = 'reserved'`,
  ],
];

describe('names', () => {
  test.each(BREAKS)('%s … broken by %s', async (rule, _how, change) => {
    expect(await brokenBy(change)).toContainEqual(expect.stringContaining(rule));
  });

  test('every rule that it has is broken above', () => {
    const untested = INVARIANT_NAMES.filter((name) => !BREAKS.some(([rule]) => name.startsWith(rule)));
    expect(untested).toEqual([]);
  });

  test("nothing of another shop's", async () => {
    expect(await brokenBy('UPDATE member SET balance = balance + 1', other)).toEqual([]);
  });
});
