// points.md 8, all fourteen: the programme of section 1 with taxes excluded, no tiers and no campaign unless said, in a USD shop.
import { describe, expect, it } from 'vitest';
import { amounts, both, byHand, line, member, order, refund, state, version } from './earning.fixture.ts';
import { target } from './earning.ts';
import { memberId } from './ids.ts';
import { type MemberLedger, post, type Posting } from './ledger.ts';
import { orderEntries } from './order-entries.ts';
import type { OrderFacts, OrderState, RefundFacts } from './order-facts.ts';
import { type Program, ProgramSchema, type PublishedProgram } from './program.ts';
import { memberHistory } from './tier-history.ts';

const partly = { financialStatus: 'partially_refunded' };
const bowls = order({ lines: [line({ quantity: 2, unitPrice: both('19.99'), discounts: both('5.00') })] });
const oneBowl = (id: string): RefundFacts => refund({ id, lines: [{ lineItemId: '11', quantity: 1 }] });

const inCurrency = (
  presentmentCurrency: string,
  presentment: string,
  shop: string,
  changes: Partial<OrderFacts> = {},
): OrderState =>
  state(order({ presentmentCurrency, lines: [line({ unitPrice: amounts(presentment, shop) })], ...changes }));

const levels = [
  { id: 'bronze', name: { en: 'Bronze' }, threshold: '0', multiplier: '1' },
  { id: 'silver', name: { en: 'Silver' }, threshold: '300', multiplier: '1.25' },
  { id: 'gold', name: { en: 'Gold' }, threshold: '1000', multiplier: '1.5' },
];
const tiers: Program['tiers'] = { basis: 'basePoints', period: { kind: 'rolling', months: 12 }, levels };
const doubleDays = { id: 'x2', name: { en: 'Double days' }, effect: { kind: 'multiply', by: '2' } };

const boosted = (stacking: Program['earning']['stacking']): PublishedProgram => {
  const plain = version({ stacking }, { tiers });
  return { ...plain, program: ProgramSchema.parse({ ...plain.program, campaigns: [doubleDays] }) };
};

const withGiftCard = {
  lines: [line({ unitPrice: both('50.00') }), line({ id: '12', giftCard: true, unitPrice: both('50.00') })],
};
const taxedEuro = inCurrency('EUR', '119.00', '128.52', {
  taxesIncluded: true,
  lines: [line({ unitPrice: amounts('119.00', '128.52'), taxes: amounts('19.00', '20.52') })],
});
const taxedOnTop = { lines: [line({ taxes: both('20.00') })] };
const euros = { rates: [{ currency: 'EUR', spend: '1.00', points: 1 }] };
const dinars = { rates: [{ currency: 'KWD', spend: '1.000', points: 10 }] };

type Row = [
  number: string,
  what: string,
  order: OrderState,
  program: PublishedProgram,
  level: string | null,
  points: bigint,
];

describe('worked examples: what an order earns', () => {
  it.each<Row>([
    ['1', '2 x 19.99 USD, code takes 5.00 off', state(bowls), version(), null, 34n],
    [
      '2',
      '#1, one of the two is refunded',
      state({ ...bowls, ...partly }, [oneBowl('21')]),
      version(),
      null,
      17n,
    ],
    [
      '3',
      '#2, the other one is refunded too',
      state({ ...bowls, financialStatus: 'refunded' }, [oneBowl('21'), oneBowl('22')]),
      version(),
      null,
      0n,
    ],
    ['4', '12,345 JPY presented', inCurrency('JPY', '12345', '82.30'), version(), null, 123n],
    [
      '5',
      '84.00 EUR presented, 90.72 USD in the shop',
      inCurrency('EUR', '84.00', '90.72'),
      version(),
      null,
      90n,
    ],
    ['6', '100.00 USD, gold, a 2 x campaign, add', state(order()), boosted('add'), 'gold', 250n],
    ['7', '#6 with multiply', state(order()), boosted('multiply'), 'gold', 300n],
    ['7', '#6 with highest', state(order()), boosted('highest'), 'gold', 200n],
    ['8', '50.00 counted + 50.00 gift card', state(order(withGiftCard)), version(), null, 50n],
    [
      '8',
      'then 20.00 refunded by hand',
      state(order({ ...withGiftCard, ...partly }), [refund({ adjustments: [byHand('20.00')] })]),
      version(),
      null,
      40n,
    ],
    ['9', '119.00 EUR tax included', taxedEuro, version(euros), null, 100n],
    ['9', 'asDisplayed', taxedEuro, version({ ...euros, basis: { taxes: 'asDisplayed' } }), null, 119n],
    ['10', '100.00 + 20.00 tax on top', state(order(taxedOnTop)), version(), null, 100n],
    [
      '10',
      'then 60.00 refunded by hand',
      state(order({ ...taxedOnTop, ...partly }), [refund({ adjustments: [byHand('50.00', '10.00')] })]),
      version(),
      null,
      50n,
    ],
    ['13', '3.500 KWD, 10 points per 1 KWD', inCurrency('KWD', '3.500', '11.40'), version(dinars), null, 35n],
  ])('%s: %s', (_number, _what, facts, program, level, points) => {
    expect(target(facts, { ...member, level }, program).points).toBe(points);
  });
});

describe('worked examples: what a refund does to points that are spent', () => {
  const NOW = '2026-11-20T00:00:00.000Z';
  const source = { kind: 'order', id: '1' };
  const spent: MemberLedger = { memberId: memberId('1'), balance: 0n, lastSeq: 2, headHash: null, lots: [] };
  const carried = { points: 100n, writtenOff: 0n, expiryReversed: 0n, expired: 0n, expiredLots: [] };
  const refunded = state(order({ ...partly, lines: [line()] }), [oneBowl('21')]);

  it.each<[string, Program['refunds']['debt'], [string, bigint][], bigint]>([
    ['11', 'allow', [['order', -100n]], -100n],
    [
      '12',
      'writeOff',
      [
        ['order', -100n],
        ['write_off', 100n],
      ],
      0n,
    ],
  ])('%s: 100.00 USD earned 100, all spent, full refund, debt: %s', (_number, debt, entries, balance) => {
    const { points } = target(refunded, member, version());
    const given = orderEntries(spent, source, carried, points, debt);
    expect(given.map((entry) => [entry.kind, entry.points])).toEqual(entries);
    const after = given.reduce((ledger, entry) => {
      const dates = { effectiveAt: NOW, availableAt: null, expiresAt: null };
      const posting: Posting = {
        ...entry,
        ...dates,
        source,
        key: entry.kind,
        inputHash: '',
        explanation: null,
      };
      return post(ledger, posting, NOW).ledger;
    }, spent);
    expect(after.balance).toBe(balance);
  });
});

describe('worked examples: levels', () => {
  it('14: January makes gold; May earned 150; in June January is returned: May stays, gold ends in June', () => {
    const january = order({
      orderId: '1',
      processedAt: '2026-01-15T12:00:00Z',
      lines: [line({ unitPrice: both('1000.00') })],
    });
    const returned = { ...oneBowl('21'), createdAt: '2026-06-10T12:00:00Z' };
    const may = state(order({ orderId: '2', processedAt: '2026-05-15T12:00:00Z' }));
    const history = (orders: OrderState[]) =>
      memberHistory({
        orders,
        versions: [{ ...version({}, { tiers }), publishedAt: '2026-01-01T00:00:00Z' }],
        placements: [],
        shopIsDevelopment: false,
        timeZone: 'UTC',
        isMember: () => true,
      });
    const before = history([state(january), may]);
    const after = history([state({ ...january, financialStatus: 'refunded' }, [returned]), may]);
    const points = ({ targets }: typeof before) => ['1', '2'].map((id) => targets.get(id)?.points);
    expect([points(before), points(after)]).toEqual([
      [1000n, 150n],
      [0n, 150n],
    ]);
    const heldAt = (at: string) => [before, after].map((one) => one.levelAt(at)?.id);
    expect(heldAt('2026-06-10T11:59:59Z')).toEqual(['gold', 'gold']);
    expect(heldAt('2026-06-10T12:00:00Z')).toEqual(['gold', 'bronze']);
  });
});
