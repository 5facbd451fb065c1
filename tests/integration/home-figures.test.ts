// Home's figures, exact; what was counted at night is what counting now gives.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema, type MemberId, type ShopId } from '../../app/domain/ids.ts';
import type { EntryKind } from '../../app/domain/ledger.ts';
import { flowOf, noFlow, sumOfFlows } from '../../app/domain/points-flow.ts';
import { homeFigures, shopFigures } from '../../app/queries/home-figures.ts';
import { closeLedgerDays } from '../../app/services/close-ledger-days.ts';
import { foldPoints } from '../../app/services/fold-points.ts';
import { keepShopFigures } from '../../app/services/keep-figures.ts';
import { readFold } from '../../app/storage/points-days.ts';
import { countFigures, keepFigures } from '../../app/storage/shop-figures.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { ledgerShops } from '../support/ledger-shops.ts';

let database: TestDatabase;
let shops: ReturnType<typeof ledgerShops>;
beforeAll(async () => {
  database = await testDatabase();
  shops = ledgerShops(database.pool);
});
afterAll(() => database.drop());

const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);
const depsAt = (at: number | string) => ({ pool: database.pool, clock: { now: () => new Date(at) } });

describe('a shop with a year of orders', () => {
  const NOW = '2026-11-21T20:00:00Z';
  let shop: ShopId;
  let members: MemberId[];
  const figuresIn = (timeZone: string, period?: 30 | 90 | 365) =>
    homeFigures(depsAt(NOW), { shop, timeZone, ...(period && { period }) });

  beforeAll(async () => {
    shop = await shops.open('home', 'America/New_York', ['1', '2', '3']);
    members = await shops.membersOf(shop);
    const [first, second, third] = members as [MemberId, MemberId, MemberId];
    await sql("UPDATE member SET enrolled_at = '2026-11-20T00:00:00Z' WHERE shop = $1 AND member_id = $2", [
      shop,
      third,
    ]);
    const entries: [MemberId, EntryKind, bigint, string][] = [
      [first, 'import', 1000n, '2026-01-01T12:00:00Z'],
      [first, 'order', 40n, '2026-10-01T12:00:00Z'],
      // 23:30 on 22 October in New York, 12:30 on the 23rd in Tokyo.
      [first, 'order', 7n, '2026-10-23T03:30:00Z'],
      [first, 'order', -30n, '2026-11-01T12:00:00Z'],
      [first, 'redemption', -50n, '2026-11-02T12:00:00Z'],
      [first, 'redemption_reversal', 15n, '2026-11-03T12:00:00Z'],
      [first, 'expiry', -20n, '2026-11-04T12:00:00Z'],
      [first, 'expiry_reversal', 5n, '2026-11-05T12:00:00Z'],
      [first, 'write_off', 3n, '2026-11-05T12:00:00Z'],
      [first, 'order', 100n, '2026-11-21T19:00:00Z'],
      [second, 'adjustment', -9n, '2026-11-21T19:00:00Z'],
    ];
    for (const [member, kind, points, at] of entries)
      await shops.post(shop, { member, kind, points, at: Date.parse(at) }, Date.parse(NOW));
    const order = `INSERT INTO order_facts (shop, order_id, state, member_id, market, processed_at, target, settled_at)
                   VALUES ($1, $2, '{}', $3, $4, $5, $6, now())`;
    await sql(order, [shop, 1, first, 'us', '2026-11-20T12:00:00Z', 100]);
    await sql(order, [shop, 2, second, 'us', '2026-11-20T12:00:00Z', 0]);
    await sql(order, [shop, 3, null, null, '2026-11-19T12:00:00Z', 5]);
    await sql(order, [shop, 4, first, 'jp', '2026-10-10T12:00:00Z', 9]);
    await sql(order, [shop, 5, second, 'jp', '2025-06-10T12:00:00Z', 9]);
    await sql(order, [shop, 6, third, 'jp', '2026-09-10T12:00:00Z', 11]);
    await sql(
      `INSERT INTO redemption (shop, redemption_id, member_id, key, input_hash, reward_id, reward, points, currency, status, code, entry_seq, created_at, updated_at)
       SELECT $1, gen_random_uuid(), $2, status, '', 'r', '{}', 50, 'USD', status, status, 5, $3, $3 FROM unnest('{used,cancelled}'::text[]) AS of(status)`,
      [shop, first, '2026-11-02T12:00:00Z'],
    );
  });

  test('sums the last 30 days of the shop’s calendar against the 30 before', async () => {
    const figures = await figuresIn('America/New_York');
    expect(figures).toMatchObject({
      members: { all: 3, joined: 1 },
      countedAt: null,
      flow: {
        current: { issued: 100n, takenBack: 39n, redeemed: 35n, expired: 15n },
        before: { issued: 47n, takenBack: 0n, redeemed: 0n, expired: 0n },
      },
      // 35 of 61.
      redemptionRate: 574n,
      // Both of the two members who bought have bought before.
      repeatRate: 1000n,
      orders: { current: 3n, before: 1n },
      outstanding: 1070n,
    });
    expect(figures.markets).toEqual([
      {
        market: 'us',
        members: 2,
        outstanding: 1070n,
        orders: 2,
        // What the shop's flow is: both who moved points are of this market.
        ...{ issued: 100n, takenBack: 39n, redeemed: 35n, expired: 15n },
        redemptionRate: 574n,
        repeatRate: 1000n,
      },
      {
        market: 'jp',
        members: 1,
        outstanding: 0n,
        orders: 0,
        ...noFlow,
        redemptionRate: null,
        repeatRate: null,
      },
      {
        market: null,
        members: 0,
        outstanding: 0n,
        orders: 1,
        ...noFlow,
        redemptionRate: null,
        repeatRate: null,
      },
    ]);
    expect(figures.spans).toHaveLength(30);
    expect([figures.spans[0]?.first, figures.spans.at(-1)]).toEqual([
      '2026-10-23',
      {
        ...{ first: '2026-11-21', last: '2026-11-21', held: 1061n },
        ...{ issued: 100n, takenBack: 9n, redeemed: 0n, expired: 0n },
      },
    ]);
    expect(figures.memberSpans).toHaveLength(30);
    expect(figures.memberSpans.slice(-4)).toEqual([
      { first: '2026-11-18', members: 2, joined: 0, orders: 0, repeatRate: null },
      // By nobody who is known.
      { first: '2026-11-19', members: 3, joined: 1, orders: 1, repeatRate: null },
      { first: '2026-11-20', members: 3, joined: 0, orders: 2, repeatRate: 1000n },
      { first: '2026-11-21', members: 3, joined: 0, orders: 0, repeatRate: null },
    ]);
  });

  test('looks back a quarter by weeks and a year by months, to the same point', async () => {
    const quarter = await figuresIn('America/New_York', 90);
    expect(quarter.spans.map(({ first, last }) => [first, last]).slice(-2)).toEqual([
      ['2026-11-08', '2026-11-14'],
      ['2026-11-15', '2026-11-21'],
    ]);
    // The third member has bought once: two of three.
    expect(quarter).toMatchObject({ orders: { current: 5n, before: 0n }, repeatRate: 667n });
    const year = await figuresIn('America/New_York', 365);
    expect(year.spans.map(({ first }) => first.slice(0, 7)).slice(0, 3)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
    ]);
    for (const { spans, flow, markets, memberSpans, orders } of [quarter, year]) {
      expect(sumOfFlows(spans)).toMatchObject(flow.current);
      expect(sumOfFlows(markets)).toMatchObject(flow.current);
      expect(spans.at(-1)?.held).toBe(1061n);
      expect(memberSpans.map(({ first }) => first)).toEqual(spans.map(({ first }) => first));
      expect(memberSpans.reduce((sum, span) => sum + span.orders, 0)).toBe(Number(orders.current));
    }
    // Until the year's import nobody held anything; in October one of two buyers had bought only then.
    expect(year.spans.slice(0, 3).map(({ held }) => held)).toEqual([0n, 0n, 1000n]);
    expect(year.memberSpans.slice(-3).map(({ repeatRate }) => repeatRate)).toEqual([0n, 1000n, 1000n]);
    expect(year.flow.current).toMatchObject({ issued: 1147n, takenBack: 39n });
    expect(year.orders).toEqual({ current: 5n, before: 1n });
  });

  test('counts an entry on the day of the shop’s time zone, by Intl', async () => {
    const { flow, spans } = await figuresIn('Asia/Tokyo');
    // In Tokyo it is the 22nd already, so the window begins on 24 October there.
    expect(spans[0]?.first).toBe('2026-10-24');
    expect([flow.current.issued, flow.before.issued]).toEqual([100n, 47n]);
    expect((await figuresIn('UTC')).flow).toMatchObject({
      current: { issued: 107n },
      before: { issued: 40n },
    });
    // What PostgreSQL takes for Israel’s zone, or does not know, is India’s.
    expect(await figuresIn('IST')).toEqual(await figuresIn('Asia/Kolkata'));
  });

  test('says the same when the days are closed and summed', async () => {
    const before = await Promise.all(
      ([30, 90, 365] as const).map((days) => figuresIn('America/New_York', days)),
    );
    await closeLedgerDays(depsAt('2026-11-22T02:00:00Z'), shop);
    expect(await foldPoints(depsAt(NOW), shop)).toBe(1);
    expect(await readFold(database.pool, shop)).toEqual({
      through: '2026-11-22',
      timeZone: 'America/New_York',
    });
    const after = await Promise.all(
      ([30, 90, 365] as const).map((days) => figuresIn('America/New_York', days)),
    );
    expect(after).toEqual(before);
  });

  test('what is kept at night is what counting gives; shown where the shop is large, and told so', async () => {
    const counted = await countFigures(database.pool, shop, {
      now: new Date(NOW),
      timeZone: 'America/New_York',
    });
    await keepShopFigures(depsAt(NOW), shop);
    await keepShopFigures(depsAt('2026-11-20T00:00:00Z'), shop);
    const { rows } = await sql('SELECT at, figures FROM shop_figures WHERE shop = $1', [shop]);
    expect(rows).toEqual([{ at: new Date(NOW), figures: JSON.parse(JSON.stringify(counted)) as unknown }]);
    expect(await shopFigures(depsAt(NOW), shop, 'America/New_York')).toEqual({ at: null, figures: counted });
    const later = new Date('2026-11-21T21:00:00Z');
    await keepFigures(database.pool, shop, later, { ...counted, members: 1_000_000 });
    expect(await figuresIn('America/New_York')).toMatchObject({
      countedAt: later,
      members: { all: 1_000_000 },
    });
  });

  test('is all zeros in a shop without anything, whose zone nobody knows', async () => {
    const other = ShopIdSchema.parse('nobody.myshopify.com');
    const figures = await homeFigures(depsAt(NOW), { shop: other, timeZone: 'UTC' });
    expect(figures).toMatchObject({
      members: { all: 0 },
      flow: { current: flowOf([]), before: flowOf([]) },
      redemptionRate: null,
      repeatRate: null,
      markets: [],
      outstanding: 0n,
    });
    expect(figures.spans).toHaveLength(30);
    expect(await foldPoints(depsAt(NOW), other)).toBe(0);
  });
});
