// The customer's tag and metafield in Shopify follow the level that the member holds.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ShopIdSchema, memberId } from '../../app/domain/ids.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { syncMetafields } from '../../app/services/sync-metafields.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { MoveTierTagDocument } from '../../app/shopify/admin-types.generated.ts';
import { markMetafields } from '../../app/storage/metafield-marks.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { answeredLate, ownDeps, storeAdmin } from '../support/in-process.ts';
import { SHOP } from '../support/shop.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

const SHOP_ID = ShopIdSchema.parse(SHOP);
const level = (id: string, threshold: string) => ({
  id,
  name: { en: id, ja: `${id}級` },
  threshold,
  multiplier: '1',
});
const tiers = {
  basis: 'points',
  period: { kind: 'lifetime' },
  levels: [level('bronze', '0'), level('silver', '300'), level('gold', '1000')],
};
type Customer = { id: number; tags: string[]; metafields: { value: string }[] };
type State = {
  customers: Customer[];
  app: { metafields: { value: string }[] };
  products: { handle: string; variants: { id: number; prices: { USD: string } }[] }[];
  deliveries: { byTopic: Record<string, number> };
  adminRequests: Record<string, number>;
};

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
  expect((await shop.control('/control/app-key', { key: shop.key })).status).toBe(200);
});
afterAll(() => shop.stop());
beforeEach(async () => void (await shop.faults({})));

const stateOf = async () => (await shop.control<State>('/control/state')).body;
const idle = async () => expect((await shop.control('/control/idle')).status).toBe(200);

async function tagsOf(id: number): Promise<string[] | undefined> {
  return (await stateOf()).customers.find((one) => one.id === id)?.tags;
}
async function tierOf(id: number): Promise<unknown> {
  const value = (await stateOf()).customers.find((one) => one.id === id)?.metafields[0]?.value;
  return (JSON.parse(value ?? '{}') as { tier?: unknown }).tier;
}
const carries = (id: number, tags: string[]) =>
  vi.waitFor(async () => expect(await tagsOf(id)).toEqual(tags), { timeout: 20_000, interval: 50 });

/** As a settled order leaves it: the projection of the level, and the mark. */
async function holds(customerId: number, levelId: string): Promise<void> {
  const { pool } = shop.database;
  const { rows } = await pool.query<{ member_id: string }>(
    'UPDATE member SET tier_level = $2 WHERE customer_id = $1 RETURNING member_id',
    [customerId, levelId],
  );
  const ids = rows.map((row) => memberId(row.member_id));
  await markMetafields(pool, SHOP_ID, ids, new Date().toISOString());
}

test('a shop without tiers touches no tags', async () => {
  const customer = await shop.member(10);
  await shop.control(`/control/customers/${customer}`, { tags: ['meridian-tier-gold', 'vip'] });
  await idle();
  expect(await tagsOf(customer)).toEqual(['meridian-tier-gold', 'vip']);
  const { adminRequests } = await stateOf();
  expect([adminRequests['tagsAdd'], adminRequests['tagsRemove']]).toEqual([undefined, undefined]);
});

test('the tag of the level comes, those of other levels go, the rest stays; what the theme reads says the same', async () => {
  await shop.publish({ ...rewardingProgram, tiers });
  const customer = await shop.member(0);
  await carries(customer, ['meridian-tier-bronze']);
  await shop.control(`/control/customers/${customer}`, {
    tags: ['meridian-tier-bronze', 'vip', 'meridian-tier-gold'],
  });
  await holds(customer, 'silver');
  await carries(customer, ['vip', 'meridian-tier-silver']);
  expect(await tierOf(customer)).toMatchObject({ id: 'silver', next: { id: 'gold' } });
  const program = JSON.parse((await stateOf()).app.metafields[0]?.value ?? '{}') as { levels: object[] };
  expect(program.levels[1]).toMatchObject({ id: 'silver', name: { en: 'silver', ja: 'silver級' } });
});

test('a change of tags comes back as customers/update, and goes round no further', async () => {
  const customer = await shop.member(0);
  await carries(customer, ['meridian-tier-bronze']);
  await idle();
  const before = await stateOf();
  await holds(customer, 'gold');
  await carries(customer, ['meridian-tier-gold']);
  await idle();
  // A change of points alone asks for no tag.
  await shop.give(customer, 5);
  await idle();
  const after = await stateOf();
  const more = (of: (state: State) => number | undefined) => (of(after) ?? 0) - (of(before) ?? 0);
  expect(more((state) => state.adminRequests['tagsAdd'])).toBe(1);
  // One goes, one comes: the platform tells each.
  expect(more((state) => state.deliveries.byTopic['customers/update'])).toBe(2);
});

test('Shopify is down: tried again until it is done', async () => {
  const customer = await shop.member(0);
  await carries(customer, ['meridian-tier-bronze']);
  await shop.faults({ fields: ['tagsAdd'], error5xx: 1, times: 3 });
  await holds(customer, 'gold');
  await carries(customer, ['meridian-tier-gold']);
  await shop.faults({ fields: ['tagsAdd'], timeoutAfter: 1, timeoutMs: 200, times: 1 });
  await holds(customer, 'silver');
  await carries(customer, ['meridian-tier-silver']);
  await idle();
});

test('merged customers, who have the tags of both, are left with that of the level', async () => {
  const [gone, kept] = [await shop.member(0), await shop.member(0)];
  await carries(gone, ['meridian-tier-bronze']);
  await carries(kept, ['meridian-tier-bronze']);
  await holds(kept, 'silver');
  await carries(kept, ['meridian-tier-silver']);
  await shop.control(`/control/customers/${gone}/merge`, { into: kept });
  await idle();
  expect(await tagsOf(gone)).toBeUndefined();
  const levels = (await tagsOf(kept))?.filter((tag) => tag.startsWith('meridian-tier-'));
  expect(levels).toEqual([expect.stringMatching(/bronze|silver/)]);
});

test('merged while a tag is on its way: what was written is not taken for what stands there', async () => {
  const [gone, kept] = [await shop.member(0), await shop.member(0)];
  await carries(kept, ['meridian-tier-bronze']);
  await idle();
  await shop.worker?.stop();
  await holds(kept, 'silver');
  const late = answeredLate(await storeAdmin(shop), MoveTierTagDocument);
  const { pool, ...deps } = ownDeps(shop);
  const writing = syncMetafields({ pool, ...deps }, async () => late.gateway);
  await late.answered;
  // As Shopify leaves the customer: with the tags of both.
  const both = ['meridian-tier-silver', 'meridian-tier-gold'];
  await shop.control(`/control/customers/${kept}`, { tags: both });
  const merge = { from: String(gone), into: String(kept), at: new Date().toISOString() };
  await inTransaction(pool, (tx) => mergeCustomers(deps, tx, SHOP_ID, [merge]));
  late.release();
  await writing;
  shop.worker = await shop.startAnotherWorker();
  await carries(kept, ['meridian-tier-silver']);
});

test('lifted and let down again while the tag is on its way, or with its answer lost: the tag is not left behind', async () => {
  const customer = await shop.member(0);
  await carries(customer, ['meridian-tier-bronze']);
  await idle();
  await shop.worker?.stop();
  const gateway = await storeAdmin(shop);
  const sync = (admin = gateway) => syncMetafields(ownDeps(shop), async () => admin);
  while ((await sync()) > 0);

  await holds(customer, 'gold');
  const late = answeredLate(gateway, MoveTierTagDocument);
  const writing = sync(late.gateway);
  await late.answered;
  expect(await tagsOf(customer)).toEqual(['meridian-tier-gold']);
  await holds(customer, 'bronze');
  late.release();
  await writing;
  while ((await sync()) > 0);
  expect(await tagsOf(customer)).toEqual(['meridian-tier-bronze']);

  const lost: AdminGateway = async (document, variables) => {
    const answer = await gateway(document, variables);
    const isTag = (document as unknown) === MoveTierTagDocument;
    return isTag ? { ok: false, reason: 'unavailable', codes: ['HTTP 503'] } : answer;
  };
  await holds(customer, 'gold');
  await sync(lost);
  expect(await tagsOf(customer)).toEqual(['meridian-tier-gold']);
  await holds(customer, 'bronze');
  shop.worker = await shop.startAnotherWorker();
  await carries(customer, ['meridian-tier-bronze']);
});

test('an order lifts the customer, its return lets them down again', async () => {
  const customer = await shop.member(0);
  await carries(customer, ['meridian-tier-bronze']);
  const mug = (await stateOf()).products.find((one) => one.handle === 'stoneware-mug');
  const price = Number(mug?.variants[0]?.prices.USD);
  const lines = [{ variantId: mug?.variants[0]?.id, quantity: Math.ceil(320 / price) }];
  const bought = await shop.control<{ id: number }>('/control/orders', {
    customerId: customer,
    market: 'us',
    lines,
  });
  await carries(customer, ['meridian-tier-silver']);
  expect(await tierOf(customer)).toMatchObject({ id: 'silver', next: { id: 'gold' } });
  await shop.control(`/control/orders/${bought.body.id}/cancel`, {});
  await carries(customer, ['meridian-tier-bronze']);
  expect(await tierOf(customer)).toMatchObject({ id: 'bronze', next: { id: 'silver' } });
});

test('tiers were taken out: our tags go, and come again with tiers', async () => {
  const customer = await shop.member(0);
  await carries(customer, ['meridian-tier-bronze']);
  await shop.publish(rewardingProgram);
  await carries(customer, []);
  expect(await tierOf(customer)).toBeNull();
  await shop.publish({ ...rewardingProgram, tiers });
  await carries(customer, ['meridian-tier-bronze']);
});
