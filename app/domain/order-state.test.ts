import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { both, byHand, order, refund } from './earning.fixture.ts';
import { type OrderFacts, type OrderNews, OrderStateSchema, ToldOrderSchema } from './order-facts.ts';
import { amountTaken, emptyOrderState, mergeOrderNews } from './order-state.ts';

// Few values of everything, so that ties are common; two spellings of one instant among them.
const INSTANTS = ['2026-11-01T10:00:00Z', '2026-11-01T11:00:00+01:00', '2026-11-01T10:00:00.000000001Z'];
const optionalInstant = fc.option(fc.constantFrom(...INSTANTS), { nil: null });
const hash = fc.constantFrom('a', 'b', 'c', 'd', 'e').map((letter) => letter.repeat(64));

// Facts are made from the hash, as in life: equal hashes mean equal facts. Most letters tell the same instant, some in another spelling.
const UPDATED: Record<string, string | undefined> = {
  a: INSTANTS[0],
  b: INSTANTS[1],
  c: INSTANTS[0],
  d: INSTANTS[2],
};
// Some tell of one code, some of two, some of none.
const took = (code: string, amount: string) => ({ code, amount: both(amount) });
const TAKEN: Record<string, OrderFacts['takenByCodes']> = {
  a: [took('ONE', '1.00'), took('two', '2.00')],
  c: [took('one', '3.00')],
  d: [],
  e: [took('Two', '5.00')],
};
const versionOfOrder = fc.record({ triggeredAt: optionalInstant, hash }).map((version) => ({
  ...version,
  facts: order({
    updatedAt: UPDATED[version.hash.slice(0, 1)] ?? null,
    name: version.hash,
    takenByCodes: TAKEN[version.hash.slice(0, 1)],
  }),
}));
const versionOfRefund = fc
  .record({ id: fc.constantFrom('9', '10', '21'), triggeredAt: optionalInstant, hash })
  .map((version) => ({
    triggeredAt: version.triggeredAt,
    hash: version.hash,
    facts: refund({ id: version.id, adjustments: [{ ...byHand('1.00'), kind: version.hash.slice(0, 1) }] }),
  }));
const news: fc.Arbitrary<OrderNews> = fc.record({
  orderId: fc.constant('1'),
  order: fc.option(versionOfOrder, { nil: null }),
  refunds: fc.array(versionOfRefund, { maxLength: 3 }),
  fulfilledAt: optionalInstant,
  deleted: fc.boolean(),
});

const merged = (deliveries: readonly OrderNews[]) => deliveries.reduce(mergeOrderNews, emptyOrderState);

describe('mergeOrderNews', () => {
  it('ends in the same state after any order and repetition of the same deliveries', () => {
    const deliveries = fc.array(news, { minLength: 1, maxLength: 6 });
    const shuffled = deliveries.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all, ...all], { minLength: all.length }).map((some) => [...some, ...all]),
        fc.shuffledSubarray(all, { minLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([all, repeated, reordered]) => {
        const expected = merged(all);
        expect(merged(reordered)).toEqual(expected);
        expect(merged(repeated)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('gives states and takes news that survive JSON', () => {
    fc.assert(
      fc.property(fc.array(news, { maxLength: 4 }), (deliveries) => {
        const stored: unknown = JSON.parse(JSON.stringify(merged(deliveries)));
        expect(OrderStateSchema.parse(stored)).toEqual(merged(deliveries));
        for (const each of deliveries)
          expect(ToldOrderSchema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
      }),
      { numRuns: 50 },
    );
  });

  const told = (updatedAt: string | null, triggeredAt: string | null, letter: string): OrderNews => ({
    orderId: '1',
    order: { triggeredAt, hash: letter.repeat(64), facts: order({ updatedAt, name: letter }) },
    refunds: [],
    fulfilledAt: null,
    deleted: false,
  });
  const noon = '2026-11-01T12:00:00Z';
  const earlier = '2026-11-01T20:00:00+09:00';
  it.each([
    ['by updated_at, as instants', told(noon, null, 'a'), told(earlier, noon, 'b'), 'a'],
    ['then by triggered-at', told(noon, earlier, 'b'), told(noon, noon, 'a'), 'a'],
    ['then by hash', told(noon, noon, 'a'), told(noon, noon, 'b'), 'b'],
    ['null is before all', told(null, noon, 'b'), told(earlier, null, 'a'), 'a'],
  ])('the later version counts: %s', (_rule, first, second, name) => {
    expect(merged([first, second]).order?.facts.name).toBe(name);
    expect(merged([second, first]).order?.facts.name).toBe(name);
  });

  it('what a code took is what the newest version that tells it says, whichever comes first', () => {
    const version = (hour: number, taken?: OrderFacts['takenByCodes']) => {
      const updatedAt = `2026-11-01T1${hour}:00:00Z`;
      const facts = order({ updatedAt, ...(taken && { takenByCodes: taken }) });
      return { ...told(updatedAt, null, 'a'), order: { triggeredAt: null, hash: 'a'.repeat(64), facts } };
    };
    const first = version(1, [took('code', '12.00')]);
    const second = version(2, [took(' Code', '9.00')]);
    for (const rest of [
      [second, version(3), version(4, [])],
      [version(4), second, version(3, [])],
    ])
      for (const all of [
        [first, ...rest],
        [...rest, first],
      ])
        expect(amountTaken(merged(all), 'CODE')).toEqual(both('9.00'));
    expect(amountTaken(merged([version(3)]), 'CODE')).toBeNull();
    expect(amountTaken(merged([version(3)]), 'OTHER')).toBeNull();
  });

  it('sorts refunds by id as numbers, and keeps what was looked up', () => {
    const lookups = { customerTags: { '7': ['vip'] }, lines: {} };
    const refunds = ['100', '9', '21'].map((id) => ({
      triggeredAt: null,
      hash: 'a'.repeat(64),
      facts: refund({ id }),
    }));
    const state = mergeOrderNews({ ...emptyOrderState, lookups }, { ...told(noon, null, 'a'), refunds });
    expect(state.refunds.map(({ facts }) => facts.id)).toEqual(['9', '21', '100']);
    expect(state.lookups).toEqual(lookups);
  });
});
