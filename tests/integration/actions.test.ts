// Other ways to earn: through the REST API, the storefront's proxy, the worker's job and PostgreSQL.
import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { MemberBirthdaySchema, RewardedActionSchema, ToldBirthdaySchema } from '../../app/api/schemas.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { actionDays } from '../../app/jobs/action-days.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { acting, hoursAgo, rewarding, type MemberView } from '../support/action-scene.ts';
import { nextId, orderPayload } from '../support/order-payload.ts';
import { startWorker } from '../support/processes.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';
import { signedProxyRequest } from '../support/signed-proxy.ts';

type Answer = { status: number; body: object };
type Refused = { refusal: { reason: string; text: string } };

let shop: TestShop;
let { call, entries, delivered, report, proxy, available, sources } = {} as ReturnType<typeof acting>;
const refused = async (answer: Promise<{ status: number; body: object }>) => {
  const { status, body } = await answer;
  return [status, (body as { reason?: string }).reason];
};
/** A member who has no points but those of the sign-up. */
const member = async () => {
  const id = nextId();
  await delivered('customers/create', { id }, hoursAgo(100));
  return id;
};

const merge = (from: number, into: number) => ({
  admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${into}`,
  admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${from}`,
  admin_graphql_api_job_id: null,
  status: 'completed',
  errors: [],
});

beforeAll(async () => {
  shop = await startShop({ program: rewarding });
  ({ call, entries, delivered, report, proxy, available, sources } = acting(shop));
});
afterEach(async () => {
  expect(await ledgerFaults(shop.database.pool, ShopIdSchema.parse(SHOP))).toEqual([]);
});
afterAll(async () => {
  await shop.verify();
  await shop.stop();
});

describe('a custom action', () => {
  test('is rewarded at once, with the level that is held, and says why', async () => {
    const id = await member();
    const placed = await call('POST', `members/${id}/tier`, { level: 'gold', reason: 'test' });
    expect(placed.status).toBe(200);
    const answer = await report(id, 'review', 'review-77');
    expect(RewardedActionSchema.parse(answer.body)).toEqual({ seq: 2, points: 50, redemptionId: null });
    expect((await entries(id))[1]).toMatchObject({
      kind: 'action',
      points: 50,
      source: { kind: 'action', id: 'review' },
      explanation: {
        kind: 'action',
        action: 'custom',
        base: '33',
        level: { id: 'gold' },
        multiplier: '1.5',
      },
    });
    expect(await available(id)).toBe(150);
  });

  test('gives its first award again for the same fact, and for the same request', async () => {
    const id = await member();
    const request = randomUUID();
    const first = await report(id, 'review', 'fact-1', {}, request);
    for (const again of [
      report(id, 'review', 'fact-1', {}, request),
      report(id, 'review', 'fact-1'),
      report(id, 'review', 'fact-1', { occurredAt: hoursAgo(2) }),
    ])
      expect(await again).toEqual(first);
    expect(await refused(report(id, 'review', 'fact-2', {}, request))).toEqual([409, 'idempotency_conflict']);
    expect(await available(id)).toBe(133);
  });

  test('ten times at once is rewarded once', async () => {
    const id = await member();
    const answers = await Promise.all(Array.from({ length: 10 }, () => report(id, 'review', 'at-once')));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await available(id)).toBe(133);
  });

  test('reaches its limit, also when all come at once, and has room again in another period', async () => {
    const id = await member();
    const yesterday = { occurredAt: hoursAgo(48) };
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => report(id, 'daily', `visit-${index}`, yesterday)),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 409, 409, 409]);
    expect(await refused(report(id, 'daily', 'visit-9', yesterday))).toEqual([409, 'limit_reached']);
    expect((await report(id, 'daily', 'visit-9')).status).toBe(200);
    expect((await report(id, 'once', 'a', { occurredAt: hoursAgo(90) })).status).toBe(200);
    expect(await refused(report(id, 'once', 'b'))).toEqual([409, 'limit_reached']);
    expect(await available(id)).toBe(100 + 15 + 7);
  });

  test('is refused with a reason, and changes nothing', async () => {
    const id = await member();
    const future = { occurredAt: hoursAgo(-1) };
    for (const [answer, expected] of [
      [report(nextId(), 'review', 'x'), [404, 'not_a_member']],
      [report(id, 'none', 'x'), [422, 'unknown_action']],
      [report(id, 'cake', 'x'), [422, 'unknown_action']],
      [report(id, 'asleep', 'x'), [422, 'inactive_action']],
      [report(id, 'review', 'x', future), [422, 'in_future']],
      [report(id, 'review', 'x', { occurredAt: hoursAgo(200) }), [404, 'not_a_member']],
      [report(id, 'review', ''), [400, undefined]],
      [report(id, 'review', 'x', { points: 5 }), [400, undefined]],
      [report(id, 'review', 'x', {}, 'short'), [400, undefined]],
    ] as const)
      expect(await refused(answer)).toEqual(expected);
    expect(await sources(id)).toEqual(['action welcome 100']);
  });
});

describe('a birthday', () => {
  const DAY = 86_400_000;
  const today = () => {
    const now = new Date();
    return { month: now.getUTCMonth() + 1, day: now.getUTCDate() };
  };
  // Another day, whenever the test runs.
  const other = () => ({ month: (today().month % 12) + 1, day: 1 });

  test('is told on the storefront: on the day itself it is rewarded, and changed no sooner than in a year', async () => {
    // Not in the last seconds of a day: each request below is to meet the same one.
    await vi.waitUntil(() => Date.now() % DAY < DAY - 15_000, { timeout: 20_000 });
    const id = await member();
    const told = await proxy<object>('birthday', id, today());
    expect(told.status).toBe(200);
    const { changeableFrom } = ToldBirthdaySchema.parse(told.body);
    expect(await available(id)).toBe(150);
    expect(await proxy('birthday', id, today())).toEqual(told);
    const changed = await proxy<Refused>('birthday', id, other(), 'de');
    expect(changed).toMatchObject({
      status: 409,
      body: { refusal: { reason: 'birthday_locked', changeableFrom } },
    });
    expect(changed.body.refusal.text).toMatch(/^Ihr Geburtstag kann ab dem /);
    expect(await refused(call('PUT', `members/${id}/birthday`, other()))).toEqual([409, 'birthday_locked']);
    expect(await available(id)).toBe(150);
  });

  test('is told by the API, 29 February too, seen by both doors, and forgotten', async () => {
    const id = await member();
    const none = { birthday: null, changeableFrom: null };
    const path = `members/${id}/birthday`;
    const seen = async () => MemberBirthdaySchema.parse(await shop.get(`/api/v1/${path}`));
    const seenOnTheStorefront = async (customerId: number | null) =>
      (await signedProxyRequest(shop.app.url, 'GET', 'birthday', { customerId })) as Answer;
    expect(await seen()).toEqual(none);
    const answer = await call('PUT', path, { month: 2, day: 29 });
    expect(ToldBirthdaySchema.parse(answer.body).birthday).toEqual({ month: 2, day: 29 });
    expect(await seen()).toEqual(answer.body);
    expect(await seenOnTheStorefront(id)).toMatchObject({ status: 200, body: answer.body });
    expect(await seenOnTheStorefront(null)).toMatchObject({
      status: 422,
      body: { refusal: { reason: 'not_a_member' } },
    });
    for (let time = 0; time < 2; time += 1)
      expect(await call('DELETE', path, {})).toEqual({ status: 200, body: none });
    expect(await seen()).toEqual(none);
    const { rows } = await shop.database.pool.query(
      'SELECT FROM member_birthday JOIN member USING (shop, member_id) WHERE customer_id = $1',
      [id],
    );
    expect(rows).toEqual([]);
    expect((await call('PUT', path, other())).status).toBe(200);
    expect(await refused(call('DELETE', `members/${nextId()}/birthday`, {}))).toEqual([404, 'not_a_member']);
    expect(await refused(call('PUT', `members/${nextId()}/birthday`, other()))).toEqual([
      404,
      'not_a_member',
    ]);
  });

  test('that is none, or nobody’s, is refused', async () => {
    const id = await member();
    const none = { month: 2, day: 30 };
    expect((await call('PUT', `members/${id}/birthday`, none)).status).toBe(400);
    // The widget has two lists to choose from: who slips is told so.
    expect(await proxy('birthday', id, none, 'de')).toMatchObject({
      status: 422,
      body: { refusal: { reason: 'no_such_day', text: 'Diesen Tag gibt es nicht: Monat und Tag prüfen.' } },
    });
    for (const body of [{ month: 13, day: 1 }, { month: 1 }, { month: 1, day: 1, year: 1980 }]) {
      expect((await call('PUT', `members/${id}/birthday`, body)).status).toBe(400);
      expect((await proxy('birthday', id, body)).status).toBe(400);
    }
    expect((await proxy('birthday', id, other(), 'en', 'short')).status).toBe(400);
    expect(await proxy('birthday', null, other())).toMatchObject({
      status: 422,
      body: { refusal: { reason: 'not_a_member' } },
    });
  });
});

test("the worker's job rewards what is due: an anniversary of today", async () => {
  const id = nextId();
  const now = new Date();
  // Four years ago there was such a day too, whatever day it is.
  const [year, month, day] = [now.getUTCFullYear() - 4, now.getUTCMonth(), now.getUTCDate()];
  await delivered('customers/create', { id });
  await shop.database.pool.query('UPDATE member SET enrolled_at = $1 WHERE customer_id = $2', [
    new Date(Date.UTC(year, month, day, 12)),
    id,
  ]);
  // As after two days without a worker: the schedule may have fired while this file runs.
  await shop.database.pool.query('UPDATE action_day SET day = day - 2');
  const boss = new PgBoss({ connectionString: shop.database.url, schedule: false, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  expect((await boss.getSchedules()).map(({ name, cron }) => [name, cron])).toContainEqual([
    actionDays.name,
    actionDays.cron,
  ]);
  await boss.send(actionDays.name, {});
  await vi.waitFor(async () => expect(await sources(id)).toContain('action year 20'), {
    timeout: 30_000,
    interval: 50,
  });
  await boss.stop();
});

test('a merge rewards no fact twice: what is left of the second is taken back, later claims find the first', async () => {
  const [from, into] = [await member(), await member()];
  await report(from, 'review', 'same');
  await report(into, 'review', 'same');
  await report(from, 'once', 'only');
  await delivered('customers/merge', merge(from, into));
  expect(await available(into)).toBe(100 + 33 + 7);
  for (const id of [from, into])
    for (const key of ['same', 'only'])
      expect((await report(id, key === 'same' ? 'review' : 'once', key)).status).toBe(200);
  expect(await refused(report(into, 'once', 'another'))).toEqual([409, 'limit_reached']);
  expect(await available(into)).toBe(140);
});

test('a merge charges nobody for what was spent of a second award', async () => {
  const [from, into] = [await member(), await member()];
  await report(from, 'review', 'same');
  await report(into, 'review', 'same');
  expect((await call('POST', `members/${from}/adjustments`, { points: -120, reason: 'test' })).status).toBe(
    200,
  );
  await delivered('customers/merge', merge(from, into));
  expect(await available(into)).toBe(133);
  const old = await shop.database.pool.query(
    "SELECT points FROM entry WHERE explanation->>'kind' = 'actionTwice' ORDER BY recorded_at DESC LIMIT 1",
  );
  expect(old.rows).toEqual([{ points: '-13' }]);
});

test('sign-ups, orders, actions and merges at once, on two workers: every fact once in the end', async () => {
  const worker = await startWorker(shop.database);
  const pairs = Array.from({ length: 8 }, () => [nextId(), nextId()] as const);
  for (const [from, into] of pairs)
    for (const id of [from, into])
      expect((await shop.deliver({ topic: 'customers/create', payload: { id } })).status).toBe(200);
  await shop.settled();
  await Promise.all(
    pairs.flatMap(([from, into]) => [
      ...[from, into, from, into].map((id) => report(id, 'review', 'same')),
      ...[from, into].map((id) => report(id, 'once', `of-${id}`)),
      ...[from, into].map((id) =>
        shop.deliver({
          topic: 'orders/paid',
          payload: orderPayload({ customerId: id, lines: [{ price: '10.00' }] }),
        }),
      ),
      shop.deliver({ topic: 'customers/merge', payload: merge(from, into) }),
    ]),
  );
  await shop.settled();
  await worker.stop();
  for (const [from, into] of pairs) {
    // What comes after the merge finds what was before it.
    for (const id of [from, into]) expect((await report(id, 'review', 'same')).status).toBe(200);
    const { points } = await shop.get<MemberView>(`/api/v1/members/${into}`);
    expect(points.pending).toBe(20);
    // Of the action with the limit both had had theirs before the merge, or one of them after it.
    expect([140, 147]).toContain(points.available);
  }
});
