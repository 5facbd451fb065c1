import { describe, expect, it } from 'vitest';
import { amounts, both, line, order, refund, state, version } from './earning.fixture.ts';
import type { OrderState, RefundFacts } from './order-facts.ts';
import type { Program, PublishedProgram } from './program.ts';
import { memberHistory, type MemberFacts } from './tier-history.ts';
import type { Tiers } from './tiers.ts';

const level = (id: string, threshold: string, multiplier = '1') => ({
  id,
  name: { en: id },
  threshold,
  multiplier,
});
const BRONZE = level('bronze', '0');
const SILVER = level('silver', '300', '1.25');
const GOLD = level('gold', '1000', '1.5');
const YEAR: Tiers = {
  basis: 'basePoints',
  period: { kind: 'rolling', months: 12 },
  levels: [BRONZE, SILVER, GOLD],
};

const published = (
  tiers: Tiers | null,
  number = 1,
  publishedAt = '2026-01-01T00:00:00Z',
): PublishedProgram => ({
  ...version({}, { tiers } as Partial<Program>),
  number,
  publishedAt,
});

const bought = (
  orderId: string,
  processedAt: string,
  amount: string,
  refunds: RefundFacts[] = [],
  changes: Partial<Parameters<typeof order>[0] & object> = {},
): OrderState =>
  state(order({ orderId, processedAt, lines: [line({ unitPrice: both(amount) })], ...changes }), refunds);
const returned = (id: string, createdAt: string): RefundFacts[] => [
  refund({ id, createdAt, lines: [{ lineItemId: '11', quantity: 1 }] }),
];

const history = (orders: OrderState[], changes: Partial<MemberFacts> = {}) =>
  memberHistory({
    orders,
    versions: [published(YEAR)],
    placements: [],
    shopIsDevelopment: false,
    timeZone: 'America/New_York',
    isMember: () => true,
    ...changes,
  });

describe('the level of a member (points.md 5)', () => {
  it('worked example 14: a return lowers the level from its day, and nothing that was bought in between', () => {
    const january = bought('1', '2026-01-10T12:00:00Z', '1000.00', returned('21', '2026-06-10T12:00:00Z'));
    const member = history([january, bought('2', '2026-05-10T12:00:00Z', '100.00')]);
    expect(member.targets.get('1')?.points).toBe(0n);
    expect(member.targets.get('2')?.points).toBe(150n);
    expect(member.levelBefore.get('2')).toBe('gold');
    const gold = { id: 'gold', since: '2026-01-10T12:00:00Z', until: '2027-01-10T12:00:00Z' };
    expect(member.levelAt('2026-06-10T11:59:59Z')).toEqual({ ...gold, until: '2027-05-10T12:00:00Z' });
    expect(member.levelAt('2026-02-01T00:00:00Z')).toEqual(gold);
    expect(member.levelAt('2026-06-10T12:00:00Z')).toEqual({
      id: 'bronze',
      since: '2026-06-10T12:00:00Z',
      until: null,
    });
  });

  it('an order earns with the level held before it, not with the one it reaches', () => {
    const member = history([
      bought('1', '2026-02-01T12:00:00Z', '300.00'),
      bought('2', '2026-02-01T12:00:00Z', '100.00'),
    ]);
    expect([...member.levelBefore]).toEqual([
      ['1', 'bronze'],
      ['2', 'silver'],
    ]);
    expect(member.targets.get('2')?.points).toBe(125n);
    expect([...member.firstOrder.values()]).toEqual([true, false]);
  });

  it('orders of one moment follow their ids as numbers', () => {
    const at = '2026-02-01T12:00:00Z';
    const member = history([bought('10', at, '100.00'), bought('9', at, '300.00')]);
    expect(member.levelBefore.get('10')).toBe('silver');
  });

  it.each<[string, Tiers['period'], string, string | null]>([
    ['lifetime', { kind: 'lifetime' }, '2500-01-01T00:00:00Z', null],
    ['rolling', { kind: 'rolling', months: 6 }, '2026-08-31T13:59:59.999Z', '2026-08-31T14:00:00Z'],
    ['calendarYear', { kind: 'calendarYear' }, '2028-01-01T04:59:59Z', '2028-01-01T05:00:00Z'],
  ])('%s: is held for its time', (_, period, still, until) => {
    const orders = [bought('1', '2026-02-28T09:00:00-05:00', '300.00')];
    const ended = { kind: 'rolling' as const, months: 6 };
    const member = history(orders, { versions: [published({ ...YEAR, period })] });
    const expected = period.kind === ended.kind ? '2026-08-28T13:00:00Z' : until;
    const at = period.kind === ended.kind ? '2026-08-28T12:59:59.999Z' : still;
    expect(member.levelAt(at)).toEqual({ id: 'silver', since: '2026-02-28T14:00:00Z', until: expected });
    if (expected !== null)
      expect(member.levelAt(expected)).toEqual({ id: 'bronze', since: expected, until: null });
  });

  it('a rolling window begins after the same time, a calendar year with its first moment', () => {
    const orders = [
      bought('1', '2026-01-01T05:00:00Z', '150.00'),
      bought('2', '2026-07-01T04:00:00Z', '150.00'),
    ];
    const half = { kind: 'rolling' as const, months: 6 };
    const at = (period: Tiers['period'], all = orders) =>
      history(all, { versions: [published({ ...YEAR, period })] }).levelAt('2026-07-02T00:00:00Z')?.id;
    expect(at(half)).toBe('bronze');
    expect(at(half, [bought('1', '2026-01-01T05:00:00.000000001Z', '150.00'), ...orders.slice(1)])).toBe(
      'silver',
    );
    expect(at({ kind: 'calendarYear' })).toBe('silver');
    expect(
      at({ kind: 'calendarYear' }, [bought('1', '2026-01-01T04:59:59Z', '150.00'), ...orders.slice(1)]),
    ).toBe('bronze');
  });

  it.each<[Tiers['basis'], string, string]>([
    ['basePoints', '200', 'bronze'],
    ['points', '200', 'silver'],
    ['spend', '199.98', 'silver'],
    ['spend', '199.99', 'bronze'],
    ['orders', '2', 'silver'],
    ['orders', '3', 'bronze'],
  ])('%s of %s', (basis, threshold, expected) => {
    const first = { ...SILVER, id: 'first', threshold: '1', multiplier: '1.01' };
    const top = { ...SILVER, threshold };
    const tiers: Tiers = { ...YEAR, basis, levels: [BRONZE, first, top] };
    const orders = ['1', '2', '3'].map((id) =>
      bought(id, `2026-02-0${id}T12:00:00Z`, id === '3' ? '0.00' : '99.99'),
    );
    const many = basis === 'points' ? [...orders, bought('4', '2026-02-05T12:00:00Z', '3.00')] : orders;
    const held = history(many, { versions: [published(tiers)] }).levelAt('2026-03-01T00:00:00Z');
    expect(held?.id === 'first' ? 'bronze' : held?.id).toBe(expected);
  });

  it('spending is summed exactly: three thirds of 100.00 are 100.00', () => {
    const third = (id: string) =>
      state(
        order({
          orderId: id,
          processedAt: `2026-02-0${id}T12:00:00Z`,
          lines: [
            line({ quantity: 3, currentQuantity: 1, unitPrice: both('40.00'), discounts: both('20.00') }),
          ],
        }),
      );
    const tiers: Tiers = { ...YEAR, basis: 'spend', levels: [BRONZE, { ...SILVER, threshold: '100.00' }] };
    const member = history(['1', '2', '3'].map(third), { versions: [published(tiers)] });
    expect(member.levelAt('2026-02-03T11:59:59Z')?.id).toBe('bronze');
    expect(member.levelAt('2026-02-03T12:00:00Z')?.id).toBe('silver');
  });

  it('an order counts by the money that it is taken in: a cent there may be nothing in shop money', () => {
    const cent = order({
      processedAt: '2026-02-01T12:00:00Z',
      shopCurrency: 'EUR',
      lines: [line({ unitPrice: amounts('0.01', '0.00') })],
    });
    const tiers: Tiers = { ...YEAR, basis: 'orders', levels: [BRONZE, { ...SILVER, threshold: '1' }] };
    const member = history([state(cent)], { versions: [published(tiers)] });
    expect(member.levelAt('2026-02-01T12:00:00Z')?.id).toBe('silver');
  });

  it('a cancelled order counted until it was cancelled, one that is no longer paid never did', () => {
    const cancelled = bought('1', '2026-02-01T00:00:00Z', '300.00', [], {
      cancelledAt: '2026-02-03T00:00:00Z',
    });
    const next = bought('2', '2026-02-02T00:00:00Z', '100.00');
    expect(history([cancelled, next]).levelBefore.get('2')).toBe('silver');
    expect(history([cancelled, next]).levelAt('2026-02-03T00:00:00Z')?.id).toBe('bronze');
    const voided = bought('1', '2026-02-01T00:00:00Z', '300.00', [], { financialStatus: 'voided' });
    expect(history([voided, next]).levelBefore.get('2')).toBe('bronze');
    expect(history([voided, next]).firstOrder.get('2')).toBe(true);
  });

  it('a version with other levels: by id, else the highest whose threshold is not above', () => {
    const renamed = { ...YEAR, levels: [BRONZE, level('blue', '900'), GOLD] };
    const dearer = { ...YEAR, levels: [BRONZE, { ...SILVER, threshold: '5000' }] };
    const at = (tiers: Tiers | null, amount: string) =>
      history([bought('1', '2026-02-01T00:00:00Z', amount)], {
        versions: [published(YEAR), published(tiers, 2, '2026-03-01T00:00:00Z')],
      }).levelAt('2026-03-01T00:00:00Z');
    expect(at(renamed, '300.00')).toMatchObject({ id: 'bronze', since: '2026-03-01T00:00:00Z', until: null });
    expect(at(renamed, '1000.00')).toMatchObject({ id: 'gold', since: '2026-02-01T00:00:00Z' });
    expect(at(dearer, '300.00')).toMatchObject({ id: 'silver' });
    expect(at(dearer, '1000.00')).toMatchObject({ id: 'bronze' });
    expect(at(null, '1000.00')).toBeNull();
  });

  it('a level given by hand counts where it is the higher, until it ends', () => {
    const placements = [
      { levelId: 'silver', from: '2026-02-01T00:00:00Z', until: '2026-04-01T00:00:00Z' },
      { levelId: 'unknown', from: '2026-02-01T00:00:00Z', until: null },
    ];
    const orders = [
      bought('1', '2026-02-15T00:00:00Z', '100.00'),
      bought('2', '2026-03-01T00:00:00Z', '1000.00'),
    ];
    const member = history(orders, { placements });
    expect(member.levelBefore.get('1')).toBe('silver');
    expect(member.levelAt('2026-02-02T00:00:00Z')).toEqual({
      id: 'silver',
      since: '2026-02-01T00:00:00Z',
      until: '2026-04-01T00:00:00Z',
    });
    expect(member.levelAt('2026-03-01T00:00:00Z')?.id).toBe('gold');
    expect(history([], { placements }).levelAt('2026-04-01T00:00:00Z')).toEqual({
      id: 'bronze',
      since: '2026-04-01T00:00:00Z',
      until: null,
    });
  });

  it('an order from before the programme is an earlier order, and in no metric', () => {
    const member = history([
      bought('1', '2025-12-01T00:00:00Z', '1000.00'),
      bought('2', '2026-02-01T00:00:00Z', '100.00'),
    ]);
    expect(member.firstOrder.get('2')).toBe(false);
    expect(member.levelBefore.get('2')).toBe('bronze');
    expect(member.levelBefore.get('1')).toBeNull();
  });

  it('what does not count for the member changes no level', () => {
    const member = history([bought('1', '2026-02-01T00:00:00Z', '1000.00')], { isMember: () => false });
    expect(member.levelAt('2026-03-01T00:00:00Z')?.id).toBe('bronze');
    expect(member.targets.get('1')?.points).toBe(0n);
  });
});
