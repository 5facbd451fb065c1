// No points wait for what cannot come: a shop without a session, and a code whose time is over.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreShop } from '../support/store-shop.ts';

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

test('a shop whose session is gone refuses to redeem, and takes no points', async () => {
  const customer = await shop.member(600);
  const { pool } = shop.database;
  await pool.query('CREATE TABLE kept AS TABLE session');
  await pool.query('DELETE FROM session');
  const refused = await shop.redeem(customer);
  expect(refused).toMatchObject({ status: 409, body: { reason: 'shop_unavailable' } });
  expect(await shop.available(customer)).toBe(600);
  await pool.query('INSERT INTO session SELECT * FROM kept');
  await pool.query('DROP TABLE kept');
  expect(await shop.redeem(customer)).toMatchObject({ status: 200, body: { status: 'issued' } });
});

test('a shop without a session keeps its redemptions as they are, and they go on when it is back', async () => {
  const customer = await shop.member(600);
  const { body } = await shop.redeem(customer);
  const { pool } = shop.database;
  await pool.query('CREATE TABLE kept AS TABLE session');
  await pool.query('DELETE FROM session');
  await pool.query(
    "UPDATE redemption SET expires_at = now() - interval '1 second', due_at = now() - interval '1 second' WHERE redemption_id = $1",
    [body.id],
  );
  // What the worker was at when the session went, it puts down.
  await expect
    .poll(async () => (await shop.api<{ jobs: object }>('GET', '/api/v1/operations')).body.jobs, {
      timeout: 20_000,
    })
    .toMatchObject({ active: 0, due: 0, dead: 0 });
  await pool.query('INSERT INTO session SELECT * FROM kept');
  await pool.query('DROP TABLE kept');
  await expect.poll(async () => shop.available(customer), { timeout: 20_000 }).toBe(600);
});
