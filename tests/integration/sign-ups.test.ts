// The sign-up action: who is rewarded for becoming a member, through signed webhooks, the storefront's proxy and the REST API.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RedemptionSchema, RewardedActionSchema } from '../../app/api/schemas.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { acting, hoursAgo, rewarding, type MemberView } from '../support/action-scene.ts';
import { nextId, orderPayload } from '../support/order-payload.ts';
import { startWorker } from '../support/processes.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';
import { signedProxyRequest } from '../support/signed-proxy.ts';

let shop: TestShop;
let { delivered, report, proxy, available, sources } = {} as ReturnType<typeof acting>;

function withShop(program: object | null) {
  beforeAll(async () => {
    shop = await startShop({ program });
    ({ delivered, report, proxy, available, sources } = acting(shop));
  });
  afterEach(async () => {
    expect(await ledgerFaults(shop.database.pool, ShopIdSchema.parse(SHOP))).toEqual([]);
  });
  afterAll(async () => {
    await shop.verify();
    await shop.stop();
  });
}

describe('automatic', () => {
  withShop(rewarding);

  test('is rewarded once, whichever way it comes, and beside the order that enrols', async () => {
    const [account, visitor, buyer] = [nextId(), nextId(), nextId()];
    await delivered('customers/create', { id: account });
    await delivered('customers/enable', { id: account });
    await signedProxyRequest(shop.app.url, 'GET', 'member', { customerId: visitor });
    await signedProxyRequest(shop.app.url, 'GET', 'member', { customerId: visitor });
    const order = orderPayload({ customerId: buyer, lines: [{ price: '40.00' }] });
    await delivered('orders/paid', order);
    // An order that was placed before: the enrolment is earlier now, and no second sign-up.
    const earlier = orderPayload({
      customerId: buyer,
      processedAt: hoursAgo(30),
      lines: [{ price: '10.00' }],
    });
    await delivered('orders/paid', earlier);
    expect(await sources(account)).toEqual(['action welcome 100']);
    expect(await sources(visitor)).toEqual(['action welcome 100']);
    expect((await sources(buyer)).filter((one) => one.startsWith('action'))).toEqual(['action welcome 100']);
    expect((await shop.get<MemberView>(`/api/v1/members/${buyer}`)).points).toMatchObject({
      available: 100,
      pending: 50,
      lifetimeEarned: 150,
    });
  });

  test('an action that gives a reward says which, and the redemption says why', async () => {
    const id = nextId();
    await delivered('customers/create', { id });
    const answer = RewardedActionSchema.parse((await report(id, 'photo', 'photo-1')).body);
    expect(answer).toMatchObject({ seq: null, points: 0 });
    const given = RedemptionSchema.parse(await shop.get(`/api/v1/redemptions/${answer.redemptionId}`));
    expect(given).toMatchObject({ rewardId: 'gift', points: 0, origin: { kind: 'action', text: 'photo' } });
    expect((await report(id, 'photo', 'photo-1')).body).toEqual(answer);
    expect(await sources(id)).toEqual(['action welcome 100']);
  });

  test('of many at once, to two workers, is rewarded once each', async () => {
    const worker = await startWorker(shop.database);
    const customers = Array.from({ length: 20 }, nextId);
    const deliveries = customers.flatMap((id) => [
      { topic: 'customers/create', payload: { id } },
      { topic: 'orders/paid', payload: orderPayload({ customerId: id, lines: [{ price: '1.00' }] }) },
      { topic: 'orders/paid', payload: orderPayload({ customerId: id, lines: [{ price: '2.00' }] }) },
    ]);
    await Promise.all(deliveries.map((one) => shop.deliver(one)));
    await shop.settled();
    await worker.stop();
    for (const id of customers) expect(await available(id)).toBe(100);
  });
});

describe('opt-in', () => {
  withShop({ ...rewarding, enrolment: { ...rewarding.enrolment, mode: 'optIn' } });
  const join = (id: number) => shop.send('POST', '/api/v1/members', { customerId: String(id) });

  test('joining is rewarded, by the storefront and by the API, once; an order is no sign-up', async () => {
    const [byProxy, byApi] = [nextId(), nextId()];
    await delivered('orders/paid', orderPayload({ customerId: byProxy, lines: [{ price: '5.00' }] }));
    for (let time = 0; time < 2; time += 1) {
      expect((await proxy('join', byProxy, { termsVersion: null })).status).toBe(200);
      expect((await join(byApi)).status).toBe(200);
    }
    await shop.settled();
    for (const id of [byProxy, byApi])
      expect((await sources(id)).filter((one) => one.startsWith('action'))).toEqual(['action welcome 100']);
  });

  test('who was a member before a version with the action gets nothing for joining now', async () => {
    await shop.publish({ ...rewarding, actions: [] });
    const id = nextId();
    await delivered('customers/create', { id });
    await shop.publish({ ...rewarding, enrolment: { ...rewarding.enrolment, mode: 'optIn' } });
    expect((await join(id)).status).toBe(200);
    expect(await sources(id)).toEqual([]);
  });
});
