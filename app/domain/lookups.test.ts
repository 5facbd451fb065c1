import { describe, expect, it } from 'vitest';
import { line, order, state, version } from './earning.fixture.ts';
import { lookupsNeeded, withLookups } from './lookups.ts';
import type { OrderLookups } from './order-facts.ts';
import { startingProgram } from './starting-program.ts';

const enrolment = { ...startingProgram.enrolment, excludedCustomerTags: ['staff'] };
const byTag = version({ exclusions: { productTags: ['sale'] } });
const byCollection = version({ exclusions: { collectionIds: ['900'] } });
const byCustomer = version({}, { enrolment });
const byAll = version({ exclusions: { productTags: ['sale'] } }, { enrolment });
const byId = version({ exclusions: { productIds: ['101'], vendors: ['Haven'], orderTags: ['gift'] } });
const campaign = (lines: object, active = true) =>
  version({}, {
    campaigns: [{ id: 'c', name: { en: 'C' }, active, lines, effect: { kind: 'multiply', by: '2' } }],
  } as object);
const lines = [
  line(),
  line({ id: '12' }),
  line({ id: '13', productId: '102' }),
  line({ id: '14', productId: null }),
];
const known = (customers: string[], products: string[]): OrderLookups => ({
  customerTags: Object.fromEntries(customers.map((id) => [id, ['vip']])),
  lines: Object.fromEntries(products.map((id) => [id, { tags: ['old'], collectionIds: [] }])),
});

describe('what an order waits for', () => {
  const whole = state(order({ lines }));
  const products = { customerId: null, productIds: ['101', '102'] };
  it.each([
    ['a programme that names neither', whole, byId, null],
    ['no programme in force', whole, null, null],
    ['product tags: each product once', whole, byTag, products],
    ['collections', whole, byCollection, products],
    ['customer tags', whole, byCustomer, { customerId: '7', productIds: [] }],
    ['both', whole, byAll, { customerId: '7', productIds: ['101', '102'] }],
    ['a campaign by tag', whole, campaign({ productTags: ['tea'] }), products],
    ['a campaign by collection', whole, campaign({ collectionIds: ['900'] }), products],
    ['a campaign that is switched off', whole, campaign({ productTags: ['tea'] }, false), null],
    ['a campaign by product', whole, campaign({ productIds: ['101'] }), null],
    ['a guest: products all the same', state(order({ customerId: null, lines })), byAll, products],
    ['a refund before its order', state(null), byAll, null],
    ['a deleted order', state(order({ lines }), [], { deleted: true }), byAll, null],
    [
      'a cancelled one: it counted until then',
      state(order({ lines, cancelledAt: '2026-11-02T00:00:00Z' })),
      byTag,
      products,
    ],
    ['all known', state(order({ lines }), [], { lookups: known(['7'], ['101', '102']) }), byAll, null],
    [
      'a line that an edit added',
      state(order({ lines }), [], { lookups: known(['7'], ['101']) }),
      byAll,
      { customerId: null, productIds: ['102'] },
    ],
    [
      'another customer',
      state(order({ lines }), [], { lookups: known(['8'], ['101', '102']) }),
      byAll,
      { customerId: '7', productIds: [] },
    ],
    [
      'ids that objects have by nature',
      state(order({ lines: [line({ productId: '1' })] }), [], { lookups: known([], []) }),
      byTag,
      { customerId: null, productIds: ['1'] },
    ],
  ])('%s', (_name, given, published, needed) => {
    expect(lookupsNeeded(given, published)).toEqual(needed);
  });
});

describe('what was found', () => {
  const found: OrderLookups = {
    customerTags: { '7': ['staff'], '9': ['other order'] },
    lines: { '101': { tags: ['new'], collectionIds: ['900'] }, '555': { tags: [], collectionIds: [] } },
  };
  it('is kept where it was missing, and only what the order asked for', () => {
    const asked = { customerId: '7', productIds: ['101'] };
    expect(withLookups(state(order()), asked, found).lookups).toEqual({
      customerTags: { '7': ['staff'] },
      lines: { '101': { tags: ['new'], collectionIds: ['900'] } },
    });
  });
  it('never replaces what is known', () => {
    const given = state(order(), [], { lookups: known(['7'], ['101']) });
    const asked = { customerId: '7', productIds: ['101'] };
    expect(withLookups(given, asked, found).lookups).toEqual(known(['7'], ['101']));
  });
  it('is part of what was asked where the rest was not found', () => {
    const asked = { customerId: null, productIds: ['101', '102'] };
    const given = withLookups(state(order({ lines })), asked, found);
    expect(lookupsNeeded(given, byTag)).toEqual({ customerId: null, productIds: ['102'] });
  });
});
