// What a machine must not decide is left to a person of the shop, who has two actions; and limits count what was kept.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { adminPage } from '../support/admin-page.ts';
import { StoreShop } from '../support/store-shop.ts';

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

const SLOW = { timeout: 20_000, interval: 25 };
const CREATE = { fields: ['discountCodeBasicCreate'] };

/** A redemption that Shopify has not been able to take yet. */
async function waiting(): Promise<{ customer: number; id: string; code: string }> {
  const customer = await shop.member(500);
  await shop.faults({ ...CREATE, error5xx: 1 });
  const { body } = await shop.redeem(customer);
  expect(body.status).toBe('reserved');
  const { rows } = await shop.database.pool.query<{ code: string }>(
    'SELECT code FROM redemption WHERE redemption_id = $1',
    [body.id],
  );
  return { customer, id: body.id, code: rows[0]?.code ?? '' };
}

/** Nobody works on it for an hour: not before whoever is at it now has let go of it. */
async function putOff(id: string): Promise<void> {
  const sql = `UPDATE redemption SET due_at = now() + interval '1 hour'
               WHERE redemption_id = $1 AND (lease_until IS NULL OR lease_until <= now())`;
  await vi.waitFor(async () => expect((await shop.database.pool.query(sql, [id])).rowCount).toBe(1), SLOW);
}
const makeDue = (id: string) =>
  shop.database.pool.query('UPDATE redemption SET due_at = now() WHERE redemption_id = $1', [id]);

/** By the merchant's own hand in Shopify: a discount that has nothing to do with Meridian. */
async function merchantsOwnDiscount(code: string): Promise<void> {
  const { rows } = await shop.database.pool.query<{ access_token: string }>(
    'SELECT access_token FROM session',
  );
  const query = `mutation ($discount: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $discount) { userErrors { code } }
  }`;
  const discount = {
    title: "The merchant's own",
    code,
    startsAt: '2026-01-01T00:00:00Z',
    context: { all: 'ALL' },
    customerGets: {
      items: { all: true },
      value: { discountAmount: { amount: '1.00', appliesOnEachItem: false } },
    },
  };
  const response = await fetch(`${shop.store.url}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': rows[0]?.access_token ?? '' },
    body: JSON.stringify({ query, variables: { discount } }),
  });
  expect(await response.json()).toMatchObject({ data: { discountCodeBasicCreate: { userErrors: [] } } });
}

const page = async () => (await adminPage(shop.app.url, '/app/redemptions')).text();
const act = (intent: string, redemptionId: string) =>
  adminPage(shop.app.url, '/app/redemptions', { intent, redemptionId });

test("a code that is another's: its discount stays as it is, whatever the merchant decides", async () => {
  const { customer, id, code } = await waiting();
  await putOff(id);
  await shop.faults({});
  await merchantsOwnDiscount(code);
  await makeDue(id);
  const foreign = async () => (await shop.state()).discounts.filter((one) => one.code === code);
  await shop.becomes(id, 'needs_review');
  const html = await page();
  expect(html).toContain(code);
  expect(html).toContain('A discount in Shopify that is not Meridian');
  expect(html).toContain('Delete that discount in Shopify and try again, or give the points back');
  expect(html).toContain('500 points');
  const home = async () => (await adminPage(shop.app.url, '/app')).text();
  expect(await home()).toContain('1 reward needs a decision');
  const operations = await fetch(`${shop.app.url}/api/v1/operations`, {
    headers: { Authorization: `Bearer ${shop.key}` },
  });
  expect(await operations.json()).toMatchObject({
    redemptions: { needsReview: 1, oldestAt: expect.any(String) },
  });

  expect((await act('retry', id)).status).toBe(200);
  await shop.becomes(id, 'needs_review');
  expect((await act('giveBack', id)).status).toBe(200);
  await shop.becomes(id, 'cancelled');
  expect(await foreign()).toMatchObject([{ title: "The merchant's own", status: 'ACTIVE' }]);
  expect(await shop.available(customer)).toBe(500);
  expect(await page()).not.toContain(code);
  expect(await home()).not.toContain('1 reward needs a decision');
});

test('a reward that cannot be read is left to a person once, hides nothing else, and goes on when it can be', async () => {
  const { customer, id } = await waiting();
  const { pool } = shop.database;
  await putOff(id);
  await pool.query(
    `UPDATE redemption SET reward = jsonb_set(reward, '{kind}', '"of the future"') WHERE redemption_id = $1`,
    [id],
  );
  await shop.faults({});
  await makeDue(id);
  const stored = async () =>
    (
      await pool.query<{ status: string; refusal: object | null; attempts: number }>(
        'SELECT status, refusal, attempts FROM redemption WHERE redemption_id = $1',
        [id],
      )
    ).rows[0];
  await vi.waitFor(
    async () =>
      expect(await stored()).toMatchObject({
        status: 'needs_review',
        refusal: { reason: 'unreadable_reward' },
      }),
    SLOW,
  );
  await shop.give(customer, 500);
  expect((await shop.redeem(customer)).body.status).toBe('issued');
  const listed = await shop.proxy<{ redemptions: { status: string }[] }>('GET', 'rewards', {
    customerId: customer,
  });
  expect(listed.body.redemptions.map((one) => one.status)).toEqual(['issued']);
  expect(await page()).toContain('cannot read what was stored');
  await act('retry', id);
  expect(await stored()).toMatchObject({ status: 'needs_review' });

  await pool.query(
    `UPDATE redemption SET reward = jsonb_set(reward, '{kind}', '"amountOff"') WHERE redemption_id = $1`,
    [id],
  );
  await act('retry', id);
  const issued = await shop.becomes(id, 'issued');
  expect(await shop.discounts(issued.code)).toHaveLength(1);
  expect(await shop.available(customer)).toBe(0);
});

test('giving back what Shopify never settled: the code that was made after all is dead', async () => {
  const { customer, id, code } = await waiting();
  await shop.database.pool.query('UPDATE redemption SET attempts = 600 WHERE redemption_id = $1', [id]);
  await shop.becomes(id, 'needs_review');
  await shop.faults({});
  expect((await act('retry', id)).status).toBe(200);
  await shop.becomes(id, 'issued');
  await shop.faults({ fields: ['discountCodeDeactivate'], error5xx: 1 });
  await shop.api('POST', `/api/v1/redemptions/${id}/cancel`);
  await shop.database.pool.query('UPDATE redemption SET attempts = 600 WHERE redemption_id = $1', [id]);
  await shop.becomes(id, 'needs_review');
  await shop.faults({});
  // It was being cancelled: that is what is tried again, not a code that may be dead by now.
  expect((await act('retry', id)).status).toBe(200);
  await shop.becomes(id, 'cancelled');
  expect(await shop.discounts(code)).toMatchObject([{ status: 'EXPIRED' }]);
  expect(await shop.available(customer)).toBe(500);
});

test('nothing of another shop, and nothing that does not wait, is touched', async () => {
  const customer = await shop.member(500);
  const { body } = await shop.redeem(customer);
  for (const id of [body.id, randomUUID()])
    for (const intent of ['retry', 'drop']) expect((await act(intent, id)).status).toBe(200);
  expect(await shop.redemption(body.id)).toMatchObject({ status: 'issued' });
});

test('a limit counts what was kept: what was cancelled leaves its room', async () => {
  const customer = await shop.member(300);
  const { body } = await shop.redeem(customer, 'once');
  expect(await shop.redeem(customer, 'once')).toMatchObject({ body: { reason: 'limit_reached' } });
  await shop.api('POST', `/api/v1/redemptions/${body.id}/cancel`);
  await shop.becomes(body.id, 'cancelled');
  expect((await shop.redeem(customer, 'once')).body.status).toBe('issued');
});
