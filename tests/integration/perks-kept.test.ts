// What a level gives, through what happens to shops and customers: an uninstall and a reinstall, merges, an enrolment where the first level ships.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDeps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { givePerks } from '../../app/services/give-perks.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { lockProgramExclusive } from '../../app/storage/shops.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { laterSecond } from '../support/later-second.ts';
import { SOAP } from '../support/reward-samples.ts';
import { SHOP } from '../support/shop.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

const welcome = {
  ...{ id: 'welcome-gold', kind: 'percentOff', percent: '20', points: 500, redeemable: false },
  ...{ name: { en: '{percent} off' }, validDays: 30 },
};
const level = (id: string, threshold: string, perks: object, name = id) => ({
  ...{ id, threshold, multiplier: '1', name: { en: name }, perks },
});
const withShipping = (bronze: object | null, names: { bronze?: string; gold?: string } = {}) => ({
  ...rewardingProgram,
  rewards: [...rewardingProgram.rewards, welcome],
  tiers: {
    basis: 'orders',
    period: { kind: 'lifetime' },
    levels: [
      level('bronze', '0', { shipping: bronze }, names.bronze),
      level('gold', '1', { entryRewardId: 'welcome-gold', shipping: {} }, names.gold),
    ],
  },
});

type State = {
  customers: { id: number; tags: string[] }[];
  discounts: { code: string | null; title: string; status: string }[];
};
type Order = { shipping_lines: { discounted_price_set: { presentment_money: { amount: string } } }[] };
type Row = { status: string; code: string };

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
  expect((await shop.control('/control/app-key', { key: shop.key })).status).toBe(200);
  await shop.publish(withShipping(null));
  await laterSecond();
});
afterAll(async () => {
  expect(await ledgerFaults(shop.database.pool, ShopIdSchema.parse(SHOP))).toEqual([]);
  await shop.stop();
});

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

async function buy(customerId: number, codes: string[] = []): Promise<number> {
  const order = { customerId, market: 'jp', lines: [{ variantId: SOAP, quantity: 1 }], codes };
  const { status, body } = await shop.control<Order>('/control/orders', order);
  expect(status).toBe(201);
  return Number(body.shipping_lines[0]?.discounted_price_set.presentment_money.amount);
}
async function given(customerId: number, kind: string): Promise<Row[]> {
  const { rows } = await shop.database.pool.query<Row>(
    `SELECT status, code FROM redemption JOIN member USING (shop, member_id)
     WHERE customer_id = $1 AND origin->>'kind' = $2 ORDER BY status, redemption_id`,
    [customerId, kind],
  );
  return rows;
}
const becomes = (customerId: number, kind: string, statuses: string[]) =>
  until(async () => expect((await given(customerId, kind)).map(({ status }) => status)).toEqual(statuses));
const place = async (customerId: number) => {
  const placement = { level: 'gold', until: null, reason: 'test' };
  const path = `/api/v1/members/${customerId}/tier`;
  expect((await shop.api('POST', path, placement, `a-${customerId}`)).status).toBe(200);
};
const carries = (customerId: number, id: string) =>
  until(async () => {
    const { body } = await shop.control<State>('/control/state');
    const tags = body.customers.find((one) => one.id === customerId)?.tags;
    expect(tags).toEqual([`meridian-tier-${id}`]);
  });
const carriesGold = (customerId: number) => carries(customerId, 'gold');
/** The shop's automatic discounts. */
const automatic = async () =>
  (await shop.control<State>('/control/state')).body.discounts
    .filter(({ code, title }) => code === null && title)
    .map(({ title, status }) => `${title} ${status}`);
const statusOf = async (code: string | undefined) => (await shop.discounts(code))[0]?.status;
const install = async () => expect((await shop.control('/control/install', {})).status).toBe(200);

test('uninstalled and installed again: what came due meanwhile is given, and one discount ships as before', async () => {
  const ships = ['Free shipping with gold ACTIVE'];
  await until(async () => expect(await automatic()).toEqual(ships));
  const [before, meanwhile] = [await shop.member(0), await shop.member(0)];
  await place(before);
  await becomes(before, 'entry', ['issued']);
  await carriesGold(before);

  await shop.control('/control/uninstall', {});
  // Sessions go before that too, by the first request that Shopify refuses.
  const gone = 'SELECT FROM shop WHERE uninstalled_at IS NOT NULL';
  await until(async () => expect((await shop.database.pool.query(gone)).rowCount).toBe(1));
  await place(meanwhile);
  // Nobody looks at a shop that is gone.
  const sql = 'SELECT level_changed FROM perk_mark';
  expect((await shop.database.pool.query(sql)).rows).toEqual([{ level_changed: true }]);
  await becomes(meanwhile, 'entry', []);
  await install();
  await becomes(meanwhile, 'entry', ['issued']);
  await becomes(before, 'entry', ['issued']);
  await carriesGold(meanwhile);
  expect(await buy(before)).toBe(0);
  expect(await buy(meanwhile)).toBe(0);
  await until(async () => {
    const { rows } = await shop.database.pool.query('SELECT FROM metafield_mark WHERE member_id = 0');
    expect(rows).toEqual([]);
  });
  expect(await automatic()).toEqual(ships);
});

test('an uninstall that comes after a shop was found due leaves the mark', async () => {
  const { pool, url } = shop.database;
  const customer = await shop.member(0);
  await until(async () => expect((await pool.query('SELECT FROM perk_mark')).rowCount).toBe(0));
  const deps = createDeps(parseEnvironment({ DATABASE_URL: url, LOG_LEVEL: 'silent' }), pool);
  const look = await inTransaction(pool, async (tx) => {
    await lockProgramExclusive(tx, ShopIdSchema.parse(SHOP));
    const mark = `INSERT INTO perk_mark (shop, member_id, due_at, level_changed)
      SELECT shop, member_id, now(), true FROM member WHERE customer_id = $1`;
    await pool.query(mark, [customer]);
    const looking = { done: givePerks(deps) };
    const waiting = `SELECT FROM pg_locks JOIN pg_database ON database = pg_database.oid
      WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`;
    await until(async () => expect((await pool.query(waiting)).rowCount).toBeGreaterThan(0));
    await tx.query('UPDATE shop SET uninstalled_at = now()');
    return looking;
  });
  await look.done;
  expect((await pool.query('SELECT FROM perk_mark')).rowCount).toBe(1);
  await pool.query('UPDATE shop SET uninstalled_at = NULL');
  await until(async () => expect((await pool.query('SELECT FROM perk_mark')).rowCount).toBe(0));
});

test('a merge that brings two rewards for one level leaves one: of unused ones the first, else the one that was used', async () => {
  const [kept, old, late] = [await shop.member(0), await shop.member(0), await shop.member(0)];
  for (const customer of [old, kept, late]) {
    await buy(customer);
    await becomes(customer, 'entry', ['issued']);
  }
  const [first] = await given(old, 'entry');
  const [second] = await given(kept, 'entry');
  const [third] = await given(late, 'entry');
  await shop.control(`/control/customers/${old}/merge`, { into: kept });
  await becomes(kept, 'entry', ['cancelled', 'issued']);
  expect(await statusOf(first?.code)).toBe('ACTIVE');
  await until(async () => expect(await statusOf(second?.code)).toBe('EXPIRED'));

  await buy(kept, [first?.code ?? '']);
  await becomes(kept, 'entry', ['cancelled', 'used']);
  await shop.control(`/control/customers/${kept}/merge`, { into: late });
  await becomes(late, 'entry', ['cancelled', 'cancelled', 'used']);
  await until(async () => expect(await statusOf(third?.code)).toBe('EXPIRED'));
  // And nobody is welcomed once more.
  await buy(late);
  await carriesGold(late);
  await becomes(late, 'entry', ['cancelled', 'cancelled', 'used']);
});

test('without Functions who enrols has the code of the first level’s shipping at once, and keeps it where the next gives the same', async () => {
  await shop.control('/control/capabilities', { functions: false });
  await shop.database.pool.query('DELETE FROM session');
  await install();
  await until(async () => expect(await automatic()).toEqual(['Free shipping with gold EXPIRED']));
  await shop.publish(withShipping({}));
  const customer = await shop.member(0);
  await becomes(customer, 'shipping', ['issued']);
  const [own] = await given(customer, 'shipping');
  await place(customer);
  await becomes(customer, 'entry', ['issued']);
  expect(await given(customer, 'shipping')).toEqual([own]);
  expect(await buy(customer, [own?.code ?? ''])).toBe(0);
  await becomes(customer, 'shipping', ['issued', 'used']);
  // Codes of shipping that is over stand in nobody's list: each order would add one.
  const reader = { customerId: customer, market: 'jp' };
  const { body } = await shop.proxy<{ redemptions: { status: string; origin: { kind: string } | null }[] }>(
    'GET',
    'rewards',
    reader,
  );
  const listed = body.redemptions.filter(({ origin }) => origin?.kind === 'shipping');
  expect(listed.map(({ status }) => status)).toEqual(['issued']);

  // What Shopify would not make and the shop put away is not asked for again.
  await shop.faults({ fields: ['discountCodeFreeShippingCreate'], refuse: 1, times: 1 });
  const refused = await shop.member(0);
  await becomes(refused, 'shipping', ['needs_review']);
  await shop.faults({});
  const { pool } = shop.database;
  const { rows } = await pool.query<{ id: string }>(
    "SELECT redemption_id AS id FROM redemption WHERE status = 'needs_review'",
  );
  expect((await shop.api('POST', `/api/v1/redemptions/${rows[0]?.id}/cancel`, {})).status).toBe(200);
  await becomes(refused, 'shipping', ['cancelled']);
  await until(async () => expect((await pool.query('SELECT FROM perk_mark')).rowCount).toBe(0));
  await becomes(refused, 'shipping', ['cancelled']);
});

test('a level that is called what another was called takes nothing from it: each has a discount of its own', async () => {
  await shop.control('/control/capabilities', { functions: true });
  await shop.database.pool.query('DELETE FROM session');
  await install();
  const active = async () => (await automatic()).filter((one) => one.endsWith('ACTIVE')).toSorted();
  const both = ['Free shipping with bronze ACTIVE', 'Free shipping with gold ACTIVE'];
  await until(async () => expect(await active()).toEqual(both));
  const ships = async (id: 'bronze' | 'gold') => {
    const customer = await shop.member(0);
    if (id === 'gold') await place(customer);
    await carries(customer, id);
    expect(await buy(customer)).toBe(0);
  };

  await shop.publish(withShipping({}, { bronze: 'gold', gold: 'platinum' }));
  const renamed = ['Free shipping with gold ACTIVE', 'Free shipping with platinum ACTIVE'];
  await until(async () => expect(await active()).toEqual(renamed));
  for (const id of ['bronze', 'gold'] as const) await ships(id);

  // Two of one name: Shopify has a title once, so the second is told to the shop, and the first ships on.
  await shop.publish(withShipping({}, { bronze: 'gold' }));
  await until(async () => {
    const sql = 'SELECT level_id, codes FROM level_discount ORDER BY level_id';
    const { rows } = await shop.database.pool.query(sql);
    expect(rows).toEqual([
      { level_id: 'bronze', codes: [] },
      { level_id: 'gold', codes: ['TAKEN'] },
    ]);
  });
  await ships('bronze');
  // Of what was refused nothing is at an end with the perk.
  await shop.publish(withShipping({}, { bronze: 'gold', gold: 'platinum' }));
  await until(async () => expect(await active()).toEqual(renamed));
  for (const id of ['bronze', 'gold'] as const) await ships(id);
});
