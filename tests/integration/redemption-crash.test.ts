// A process that dies between Shopify's deed and our commit: one code and one debit, whoever takes over.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { SHOP } from '../support/shop.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterEach(async () => void (await shop.faults({})));
afterAll(() => shop.stop());

/** Carried out, and never answered: whoever asked is still waiting when it is killed. */
const carriedOutUnanswered = (field: string) => ({ fields: [field], timeoutAfter: 1, timeoutMs: 60_000 });

function ownDeps(): Deps {
  const env = parseEnvironment({ DATABASE_URL: shop.database.url, LOG_LEVEL: 'silent' });
  return createDeps(env, shop.database.pool);
}

/** As a request does that dies at once: reserved, and its lease is over. */
async function abandoned(customer: number): Promise<string> {
  const request = {
    customerId: String(customer),
    rewardId: 'five-off',
    points: 500,
    currency: 'USD',
    market: null,
    issuable: true,
    key: `test:abandoned:${customer}`,
  };
  const reserved = await reserveReward(ownDeps(), ShopIdSchema.parse(SHOP), request);
  if (!reserved.ok) throw new Error(reserved.refusal.reason);
  return reserved.redemption.id;
}

async function expectOneOfEach(customer: number, id: string): Promise<void> {
  const issued = await shop.becomes(id, 'issued');
  expect(await shop.discountsOf(customer)).toMatchObject([{ code: issued.code, status: 'ACTIVE' }]);
  expect(await shop.kinds(customer)).toEqual([
    ['adjustment', 500],
    ['redemption', -500],
  ]);
  expect(await shop.available(customer)).toBe(0);
}

test('the worker, after Shopify made the code and before our commit', async () => {
  const customer = await shop.member(500);
  await shop.faults(carriedOutUnanswered('discountCodeBasicCreate'));
  const id = await abandoned(customer);
  await vi.waitFor(async () => expect(await shop.discountsOf(customer)).toHaveLength(1), {
    timeout: 20_000,
    interval: 20,
  });
  await shop.worker?.kill();
  expect(await shop.redemption(id)).toMatchObject({ status: 'reserved', code: null });
  await shop.faults({});
  await shop.endLeases();
  shop.worker = await shop.startAnotherWorker();
  await expectOneOfEach(customer, id);
});

test('the app, while the member waits for the code', async () => {
  const customer = await shop.member(500);
  await shop.faults(carriedOutUnanswered('discountCodeBasicCreate'));
  const lost = shop.redeem(customer).catch(() => null);
  await vi.waitFor(async () => expect(await shop.discountsOf(customer)).toHaveLength(1), {
    timeout: 20_000,
    interval: 20,
  });
  await shop.app.kill();
  expect(await lost).toBeNull();
  await shop.faults({});
  await shop.endLeases();
  await shop.restartApp();
  const { rows } = await shop.database.pool.query<{ id: string }>(
    'SELECT redemption_id AS id FROM redemption JOIN member USING (shop, member_id) WHERE customer_id = $1',
    [customer],
  );
  expect(rows).toHaveLength(1);
  await expectOneOfEach(customer, rows[0]?.id ?? '');
});

test('the worker, after Shopify deactivated a code and before the points were back', async () => {
  const customer = await shop.member(500);
  const { body } = await shop.redeem(customer);
  await shop.faults(carriedOutUnanswered('discountCodeDeactivate'));
  await shop.database.pool.query(
    "UPDATE redemption SET ending = 'cancelled', due_at = now() WHERE redemption_id = $1",
    [body.id],
  );
  await vi.waitFor(
    async () => expect(await shop.discountsOf(customer)).toMatchObject([{ status: 'EXPIRED' }]),
    {
      timeout: 20_000,
      interval: 20,
    },
  );
  await shop.worker?.kill();
  expect(await shop.available(customer)).toBe(0);
  await shop.faults({});
  await shop.endLeases();
  shop.worker = await shop.startAnotherWorker();
  await shop.becomes(body.id, 'cancelled');
  expect(await shop.available(customer)).toBe(500);
  expect((await shop.kinds(customer)).map(([kind]) => kind)).toEqual([
    'adjustment',
    'redemption',
    'redemption_reversal',
  ]);
});

describe('the app, on the way from one choice of points for a cart to another', () => {
  const GATE = 4_242;
  const SLOW = { timeout: 20_000, interval: 20 };

  type Hold = { id: string; code: string };
  const choose = (customerId: number, points: number, key: string) => {
    const body = { points, currency: 'JPY', amount: String((points / 100) * 140), subtotal: '20000' };
    return shop.proxy<{ hold: Hold }>('POST', 'cart-points', { customerId, market: 'jp', body, key });
  };

  async function liveCodes(customer: number): Promise<string[]> {
    return (await shop.discountsOf(customer)).flatMap(({ status, code }) =>
      status === 'ACTIVE' ? [code ?? ''] : [],
    );
  }

  /** What is held and what is left, as of one moment: a worker may be giving back. */
  async function sums(customer: number): Promise<{ held: number; left: number }> {
    const { rows } = await shop.database.pool.query<{ held: string; left: string }>(
      `SELECT balance AS left, (
         SELECT coalesce(sum(points), 0) FROM redemption
         WHERE redemption.shop = member.shop AND redemption.member_id = member.member_id
           AND status IN ('reserved', 'issued')
       ) AS held FROM member WHERE customer_id = $1`,
      [customer],
    );
    return { held: Number(rows[0]?.held), left: Number(rows[0]?.left) };
  }

  /** The points of the first are back, and the row of the second is not written yet: whoever writes it waits, and is killed there. */
  async function killBeforeReserving(work: () => Promise<unknown>): Promise<void> {
    const { pool } = shop.database;
    const waiting = `FROM pg_locks WHERE locktype = 'advisory' AND objid = ${GATE} AND NOT granted`;
    await pool.query(`
      CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NEW; END';
      CREATE TRIGGER gate BEFORE INSERT ON redemption FOR EACH ROW EXECUTE FUNCTION gate()`);
    const holder = await pool.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [GATE]);
    const lost = work();
    await vi.waitFor(async () => expect((await pool.query(`SELECT ${waiting}`)).rowCount).toBe(1), SLOW);
    await shop.app.kill();
    await pool.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
    await vi.waitFor(async () => expect((await pool.query(`SELECT ${waiting}`)).rowCount).toBe(0), SLOW);
    holder.release(true);
    await pool.query('DROP TRIGGER gate ON redemption; DROP FUNCTION gate()');
    await lost;
  }

  async function killUnanswered(
    field: string,
    isCarriedOut: () => Promise<boolean>,
    work: () => Promise<unknown>,
  ) {
    await shop.faults(carriedOutUnanswered(field));
    const lost = work();
    await vi.waitFor(async () => expect(await isCarriedOut()).toBe(true), SLOW);
    await shop.app.kill();
    await shop.faults({});
    await lost;
  }

  test('dies before the points are back, before the second is written, and before its code is ours', async () => {
    await shop.publish({
      ...rewardingProgram,
      cartPoints: {
        ...{ step: 100, name: { en: '{amount} off' }, maximum: { points: 3_000 } },
        values: [{ currency: 'JPY', amount: '140' }],
      },
    });
    const deaths = [
      (customer: number, work: () => Promise<unknown>) =>
        killUnanswered('discountCodeDelete', async () => (await liveCodes(customer)).length === 0, work),
      (_: number, work: () => Promise<unknown>) => killBeforeReserving(work),
      (customer: number, work: () => Promise<unknown>) =>
        killUnanswered(
          'discountCodeBasicCreate',
          async () => (await liveCodes(customer)).some((code) => code !== before),
          work,
        ),
    ];
    let before: string | null = null;
    for (const die of deaths) {
      const customer = await shop.member(1_000);
      const first = (await choose(customer, 500, randomUUID())).body.hold;
      before = (await shop.becomes(first.id, 'issued')).code;
      const key = randomUUID();
      await die(customer, () => choose(customer, 700, key).catch(() => null));
      expect((await liveCodes(customer)).length).toBeLessThanOrEqual(1);
      await shop.restartApp();
      const { held, left } = await sums(customer);
      expect(held + left).toBe(1_000);

      await shop.endLeases();
      await shop.becomes(first.id, 'cancelled');
      const second = (await choose(customer, 700, key)).body.hold;
      const { code } = await shop.becomes(second.id, 'issued');
      expect(await liveCodes(customer)).toEqual([code]);
      expect(await sums(customer)).toEqual({ held: 700, left: 300 });
      expect(await shop.available(customer)).toBe(300);
      const sizes = (await shop.kinds(customer)).map(([, points]) => points);
      expect(sizes).toEqual([1_000, -500, 500, -700]);
    }
  });
});
