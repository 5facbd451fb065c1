// What is written to Shopify by marks: the last word is the newest data, whoever writes it when.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { THEME_SHAPE } from '../../app/domain/storefront-rates.ts';
import { syncMetafields } from '../../app/services/sync-metafields.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { markOtherShapes } from '../../app/storage/metafield-marks.ts';
import { heldUp, ownDeps, storeAdmin } from '../support/in-process.ts';
import { StoreShop } from '../support/store-shop.ts';

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

const own = () => ownDeps(shop);

async function written(customerId: number): Promise<unknown> {
  const { customers } = await shop.state();
  const metafield = customers.find((one) => one.id === customerId)?.metafields[0];
  return JSON.parse(metafield?.value ?? '{}');
}

const shown = async (customerId: number) => ((await written(customerId)) as { balance?: number }).balance;

async function marks(): Promise<number> {
  const { rows } = await shop.database.pool.query<{ marks: string }>(
    'SELECT count(*) AS marks FROM metafield_mark',
  );
  return Number(rows[0]?.marks);
}

const down: AdminGateway = async () => ({ ok: false, reason: 'unavailable', codes: ['HTTP 503'] });

test('a reward that needs a person leaves the theme: its code is not an open one any more', async () => {
  const customer = await shop.member(500);
  const { body } = await shop.redeem(customer);
  await shop.becomes(body.id, 'issued');
  const codes = async () => ((await written(customer)) as { codes?: object[] }).codes;
  const soon = { timeout: 20_000, interval: 50 };
  await vi.waitFor(async () => expect(await codes()).toHaveLength(1), soon);
  // Nothing was ordered yet.
  expect(await written(customer)).toMatchObject({ first: true });
  await shop.faults({ fields: ['codeDiscountNodeByCode'], error5xx: 1 });
  await shop.database.pool.query(
    'UPDATE redemption SET attempts = 600, due_at = now() WHERE redemption_id = $1',
    [body.id],
  );
  await shop.becomes(body.id, 'needs_review');
  await vi.waitFor(async () => expect(await codes()).toEqual([]), soon);
  await shop.faults({});
});

test('of a customer whom Shopify does not know is given up at once: nothing stays due, nothing counts as dead', async () => {
  const joined = await fetch(`${shop.app.url}/api/v1/members`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${shop.key}` },
    body: JSON.stringify({ customerId: '9990009990' }),
  });
  expect(joined.status).toBe(200);
  await vi.waitFor(async () => expect(await marks()).toBe(0), { timeout: 20_000, interval: 50 });
  // A job of the worker's calendar is due for a moment, too, where the clock strikes just now.
  const idle = { jobs: { due: 0, dead: 1 }, redemptions: { needsReview: 1 } };
  await vi.waitFor(
    async () => expect((await shop.api('GET', '/api/v1/operations')).body).toMatchObject(idle),
    { timeout: 20_000, interval: 50 },
  );
});

test('a new shape of the data reaches a shop that publishes nothing: once, and not before workers of the version before are gone', async () => {
  const [{ pool }, clock] = [shop.database, ownDeps(shop).clock];
  const due = async () => {
    const { rows } = await pool.query<{ due_at: Date }>(
      'SELECT due_at FROM metafield_mark WHERE member_id = 0',
    );
    return rows.map((row) => row.due_at.getTime());
  };
  await vi.waitFor(async () => expect(await due()).toEqual([]), { timeout: 20_000, interval: 50 });
  // A shop of this version has it already.
  expect(await markOtherShapes(pool, THEME_SHAPE, clock.now())).toBe(0);
  await pool.query('UPDATE shop SET theme_shape = 0');
  const before = clock.now();
  expect(await markOtherShapes(pool, THEME_SHAPE, before)).toBe(1);
  expect(await markOtherShapes(pool, THEME_SHAPE, clock.now())).toBe(0);
  const [at = 0] = await due();
  expect(at).toBeGreaterThan(before.getTime());
  await pool.query('UPDATE metafield_mark SET due_at = now() WHERE member_id = 0');
  await vi.waitFor(async () => expect(await due()).toEqual([]), { timeout: 20_000, interval: 50 });
});

describe('a write of a member', () => {
  let customer: number;
  let gateway: AdminGateway;
  beforeAll(async () => {
    customer = await shop.member(100);
    await vi.waitFor(async () => expect([await shown(customer), await marks()]).toEqual([100, 0]), {
      timeout: 20_000,
      interval: 50,
    });
    await shop.worker?.stop();
    shop.worker = null;
    gateway = await storeAdmin(shop);
  });

  test('that was overtaken by a newer one is made once more, with the newest data', async () => {
    await shop.give(customer, 10);
    const slow = heldUp(gateway);
    const overtaken = syncMetafields(own(), async () => slow.gateway);
    await slow.reached;

    await shop.give(customer, 10);
    expect(await syncMetafields(ownDeps(shop, 1), async () => gateway)).toBe(1);
    expect([await shown(customer), await marks()]).toEqual([120, 0]);

    slow.release();
    await overtaken;
    expect([await shown(customer), await marks()]).toEqual([110, 1]);
    expect(await syncMetafields(own(), async () => gateway)).toBe(1);
    expect([await shown(customer), await marks()]).toEqual([120, 0]);
  });

  test('that fails after another took over leaves the mark in their hands', async () => {
    await shop.give(customer, 10);
    const failing = heldUp(down);
    const former = syncMetafields(own(), async () => failing.gateway);
    await failing.reached;
    const slow = heldUp(gateway);
    const holder = syncMetafields(ownDeps(shop, 1), async () => slow.gateway);
    await slow.reached;

    failing.release();
    await former;
    expect(await syncMetafields(own(), async () => gateway)).toBe(0);
    slow.release();
    await holder;
    // What the former one sent may still have arrived: once more.
    expect(await syncMetafields(ownDeps(shop, 2), async () => gateway)).toBe(1);
    expect([await shown(customer), await marks()]).toEqual([130, 0]);
  });

  test('keeps its lease for as long as it takes', async () => {
    await shop.give(customer, 10);
    const slow = heldUp(gateway);
    const working = syncMetafields(own(), async () => slow.gateway);
    await slow.reached;
    const lease = async () => {
      const { rows } = await shop.database.pool.query<{ lease_until: Date }>(
        'SELECT lease_until FROM metafield_mark',
      );
      return rows[0]?.lease_until.getTime() ?? 0;
    };
    const first = await lease();
    await vi.waitFor(async () => expect(await lease()).toBeGreaterThan(first), {
      timeout: 20_000,
      interval: 100,
    });
    slow.release();
    await working;
    expect([await shown(customer), await marks()]).toEqual([140, 0]);
  });
});
