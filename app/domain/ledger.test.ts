import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memberId } from './ids.ts';
import {
  consumptionOrder,
  expiredPoints,
  nextAvailable,
  pendingPoints,
  post,
  type Lot,
  type MemberLedger,
  type Posting,
} from './ledger.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const PAST = '2026-11-01T00:00:00.000Z';
const FUTURE = '2026-12-05T00:00:00.000Z';

const member = (balance: bigint, lots: Lot[] = []): MemberLedger => ({
  memberId: memberId('1'),
  balance,
  lastSeq: lots.length,
  headHash: null,
  lots,
});

const lot = (seq: number, remaining: bigint, rest: Partial<Lot> = {}): Lot => ({
  seq,
  size: remaining,
  remaining,
  availableAt: PAST,
  expiresAt: null,
  source: { kind: 'order', id: String(seq) },
  ...rest,
});

const posting = (points: bigint, rest: Partial<Posting> = {}): Posting => ({
  kind: 'order',
  points,
  source: { kind: 'order', id: '1' },
  key: 'k',
  inputHash: '00',
  effectiveAt: NOW,
  availableAt: points > 0n ? FUTURE : null,
  expiresAt: null,
  explanation: null,
  ...rest,
});

describe('a positive posting', () => {
  test.each([
    { title: 'opens a lot with all of it', balance: 0n, points: 34n, after: 34n, size: 34n },
    {
      title: 'pays debt first and opens a lot with the rest',
      balance: -10n,
      points: 34n,
      after: 24n,
      size: 24n,
    },
    { title: 'opens no lot when debt takes all of it', balance: -34n, points: 34n, after: 0n, size: null },
    { title: 'only lessens a debt that is larger', balance: -100n, points: 34n, after: -66n, size: null },
  ])('$title', ({ balance, points, after, size }) => {
    const posted = post(member(balance), posting(points), NOW);
    expect(posted.ledger.balance).toBe(after);
    expect(posted.lot?.size ?? null).toBe(size);
    expect(posted.consumed).toEqual([]);
  });

  test('is pending until its lot becomes available, and while that is not known', () => {
    expect(pendingPoints(post(member(0n), posting(34n), NOW).ledger.lots, NOW)).toBe(34n);
    expect(pendingPoints(post(member(0n), posting(34n), NOW).ledger.lots, FUTURE)).toBe(0n);
    expect(
      pendingPoints(post(member(0n), posting(34n, { availableAt: null }), NOW).ledger.lots, FUTURE),
    ).toBe(34n);
  });
});

describe('a negative posting', () => {
  test('takes its own lots first, pending before available, then others that are available, earliest expiry first', () => {
    const lots = [
      lot(1, 5n, { source: { kind: 'order', id: '9' } }),
      lot(2, 5n, { source: { kind: 'order', id: '9' }, availableAt: FUTURE }),
      lot(3, 5n, { source: { kind: 'order', id: '8' }, expiresAt: '2027-06-30T00:00:00.000Z' }),
      lot(4, 5n, { source: { kind: 'order', id: '8' }, expiresAt: '2027-01-31T00:00:00.000Z' }),
      lot(5, 5n, { source: { kind: 'order', id: '8' }, availableAt: FUTURE }),
      lot(6, 5n, { source: { kind: 'order', id: '8' } }),
    ];
    const order = consumptionOrder(lots, { kind: 'order', id: '9' }, NOW).map((one) => one.seq);
    expect(order).toEqual([2, 1, 4, 3, 6, 5]);
  });

  test('takes part of a lot and leaves its size and dates', () => {
    const posted = post(member(34n, [lot(1, 34n)]), posting(-17n), NOW);
    expect(posted.consumed).toEqual([{ lotSeq: 1, points: 17n }]);
    expect(posted.ledger.lots).toEqual([{ ...lot(1, 34n), remaining: 17n }]);
  });

  test('goes below zero where the lots do not cover it (worked example 11)', () => {
    const spent = post(
      member(100n, [lot(1, 100n)]),
      posting(-100n, { kind: 'redemption', source: { kind: 'redemption', id: 'r' } }),
      NOW,
    );
    const refunded = post(spent.ledger, posting(-100n), NOW);
    expect(refunded.ledger.balance).toBe(-100n);
    expect(refunded.consumed).toEqual([]);
  });

  test('lowers what was earned over a lifetime only where it takes back, not where it spends', () => {
    expect(post(member(50n, [lot(1, 50n)]), posting(-10n), NOW).earned).toBe(-10n);
    expect(post(member(50n, [lot(1, 50n)]), posting(-10n, { kind: 'redemption' }), NOW).earned).toBe(0n);
  });
});

describe('the next points to become available', () => {
  const LATER = '2026-12-24T00:00:00.000Z';

  test('are those of the earliest moment to come, of all lots that have it', () => {
    const lots = [
      lot(1, 5n),
      lot(2, 7n, { availableAt: LATER }),
      lot(3, 11n, { availableAt: FUTURE }),
      lot(4, 13n, { availableAt: null }),
      lot(5, 17n, { availableAt: FUTURE }),
    ];
    expect(nextAvailable(lots, NOW)).toEqual({ points: 28n, at: FUTURE });
  });

  test('are none where all are available already or wait for a fulfilment', () => {
    expect(nextAvailable([lot(1, 5n), lot(2, 7n, { availableAt: null })], NOW)).toBeNull();
  });
});

test('no points is a broken assumption', () => {
  expect(() => post(member(0n), posting(0n), NOW)).toThrow('no points');
});

test('after any postings: lots hold max(balance, 0), each between 0 and its size, and seq has no gap', () => {
  const step = fc.record({
    points: fc.bigInt(-200n, 200n).filter((points) => points !== 0n),
    order: fc.integer({ min: 1, max: 4 }),
    availableAt: fc.constantFrom(PAST, FUTURE, null),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let ledger = member(0n);
      let total = 0n;
      for (const { points, order, availableAt } of steps) {
        const posted = post(
          ledger,
          posting(points, { source: { kind: 'order', id: String(order) }, availableAt }),
          NOW,
        );
        expect(posted.seq).toBe(ledger.lastSeq + 1);
        ledger = posted.ledger;
        total += points;
        const left = ledger.lots.reduce((sum, one) => sum + one.remaining, 0n);
        expect(ledger.balance).toBe(total);
        expect(left).toBe(total > 0n ? total : 0n);
        expect(ledger.lots.every((one) => one.remaining > 0n && one.remaining <= one.size)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

describe('points that have expired', () => {
  const gone = lot(1, 30n, { expiresAt: PAST });
  const today = lot(2, 20n, { expiresAt: NOW });
  const kept = lot(3, 50n, { expiresAt: FUTURE });
  const pending = lot(4, 40n, { expiresAt: PAST, availableAt: FUTURE });
  const eternal = lot(5, 10n);

  test.each([
    ['none', [kept, eternal], null],
    [
      'of lots whose time has come those that expired first',
      [today, gone, { ...gone, seq: 6 }, kept, eternal],
      { points: 60n, at: PAST },
    ],
    ['to the moment', [today, kept, eternal], { points: 20n, at: NOW }],
    ['not those that are pending', [pending, gone], { points: 30n, at: PAST }],
  ])('%s', (_name, lots, expected) => {
    expect(expiredPoints(lots, NOW)).toEqual(expected);
  });

  test('are exactly what an entry of so many points takes', () => {
    const lots = [eternal, pending, kept, today, gone];
    const expire = (ledger: MemberLedger, points: bigint) =>
      post(ledger, posting(-points, { kind: 'expiry', source: { kind: 'expiry', id: NOW } }), NOW);
    const first = expire(member(150n, lots), 30n);
    expect(first.consumed).toEqual([{ lotSeq: 1, points: 30n }]);
    expect(expiredPoints(first.ledger.lots, NOW)).toEqual({ points: 20n, at: NOW });
    const second = expire(first.ledger, 20n);
    expect(second.consumed).toEqual([{ lotSeq: 2, points: 20n }]);
    expect(expiredPoints(second.ledger.lots, NOW)).toBeNull();
  });
});

describe('a reversal of a spending', () => {
  /** Spends from two lots, the first of them down to nothing, and gives back what it took, as storage does. */
  function spentAndReturned(balanceBefore: bigint, between: bigint) {
    const before = member(balanceBefore, [lot(1, 300n, { expiresAt: FUTURE }), lot(2, 400n)]);
    const spent = post(before, posting(-500n, { kind: 'redemption' }), NOW);
    const debited =
      between === 0n ? spent : post(spent.ledger, posting(-between, { kind: 'adjustment' }), NOW);
    const left = new Map(debited.ledger.lots.map((one) => [one.seq, one.remaining]));
    const reopens = spent.consumed.map(({ lotSeq, points }) => {
      const taken = before.lots.find((one) => one.seq === lotSeq);
      if (!taken) throw new Error('a lot that is not there');
      return { lot: { ...taken, remaining: left.get(lotSeq) ?? 0n }, points };
    });
    const returned = posting(500n, { kind: 'redemption_reversal', availableAt: NOW, reopens });
    return { before, debited, back: post(debited.ledger, returned, NOW) };
  }

  test('reopens the lots that it took from, with their dates, and opens none', () => {
    const { before, back } = spentAndReturned(700n, 0n);
    expect(back.lot).toBeNull();
    expect(back.earned).toBe(0n);
    expect(back.ledger.balance).toBe(700n);
    expect(back.ledger.lots).toEqual(before.lots);
    expect(back.consumed).toEqual([
      { lotSeq: 2, points: -200n },
      { lotSeq: 1, points: -300n },
    ]);
  });

  test('pays debt first, out of what was taken first', () => {
    const { back } = spentAndReturned(700n, 600n);
    expect(back.ledger.balance).toBe(100n);
    expect(back.ledger.lots.map(({ seq, remaining }) => [seq, remaining])).toEqual([[2, 100n]]);
  });

  test('opens a lot with what no lot had given', () => {
    const back = post(member(-100n), posting(500n, { kind: 'redemption_reversal', reopens: [] }), NOW);
    expect(back.lot).toMatchObject({ size: 400n, remaining: 400n });
  });
});
