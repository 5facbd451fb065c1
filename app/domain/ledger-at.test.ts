import { describe, expect, test } from 'vitest';
import { memberId } from './ids.ts';
import { post, type Lot, type MemberLedger, type Posting } from './ledger.ts';
import { ledgerAt, type LedgerRows, type PastEntry, type View } from './ledger-at.ts';

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;

type Told = {
  kind?: Posting['kind'];
  points: bigint;
  effective: number;
  recorded: number;
  available?: number | null;
  of?: string;
  returns?: number;
};

/** The rows as the database has them after these postings, in this order. */
function rowsOf(told: readonly Told[], dated: Record<number, number> = {}): LedgerRows {
  let ledger: MemberLedger = { memberId: memberId('1'), balance: 0n, lastSeq: 0, headHash: null, lots: [] };
  const entries: PastEntry[] = [];
  const lots = new Map<number, Lot>();
  const consumptions: { lotSeq: number; entrySeq: number; points: bigint }[] = [];
  for (const { kind = 'order', points, effective, recorded, available = 1, of = 'a', returns } of told) {
    const reopens = consumptions
      .filter((one) => one.entrySeq === returns)
      .map(({ lotSeq, points: taken }) => ({ lot: lots.get(lotSeq)!, points: taken }));
    const posting: Posting = {
      kind,
      points,
      source: { kind, id: of },
      key: String(entries.length),
      inputHash: '',
      effectiveAt: day(effective),
      availableAt: points > 0n && available !== null ? day(available) : null,
      expiresAt: null,
      explanation: null,
      reopens,
    };
    const posted = post(ledger, posting, day(recorded));
    ledger = posted.ledger;
    entries.push({ ...posting, seq: posted.seq, recordedAt: day(recorded) });
    if (posted.lot) lots.set(posted.seq, posted.lot);
    consumptions.push(...posted.consumed.map((one) => ({ ...one, entrySeq: posted.seq })));
    for (const { lotSeq, points: taken } of posted.consumed)
      lots.set(lotSeq, { ...lots.get(lotSeq)!, remaining: lots.get(lotSeq)!.remaining - taken });
  }
  const now = [...lots.values()].map((lot) => ({
    ...lot,
    availableAt: dated[lot.seq] ? day(dated[lot.seq]!) : lot.availableAt,
  }));
  return { entries, lots: now, consumptions };
}

/** An order of the 1st that earns from the 5th on and is told on the 2nd; 30 spent on the 6th; a refund of the 4th that is told on the 8th. */
const late = rowsOf([
  { points: 100n, effective: 1, recorded: 2, available: 5 },
  { kind: 'redemption', points: -30n, effective: 6, recorded: 6, of: 'r' },
  { points: -40n, effective: 4, recorded: 8 },
]);
/** Spent on the 2nd, given back on the 4th. */
const returned = rowsOf([
  { points: 60n, effective: 1, recorded: 1, of: 'a' },
  { points: 60n, effective: 1, recorded: 1, of: 'b' },
  { kind: 'redemption', points: -80n, effective: 2, recorded: 2, of: 'r' },
  { kind: 'redemption_reversal', points: 80n, effective: 4, recorded: 4, of: 'r', returns: 3 },
]);
/** An old order arrives after a debt: what is told later happened before it. */
const debt = rowsOf([
  { kind: 'adjustment', points: -50n, effective: 3, recorded: 3, of: 'x' },
  { points: 80n, effective: 1, recorded: 5 },
]);
/** Waits for a fulfilment, which gives it its date later. */
const fulfilled = rowsOf([{ points: 10n, effective: 1, recorded: 1, available: null }], { 1: 7 });

type Case = [
  rows: LedgerRows,
  view: View,
  at: number,
  balance: number,
  pending: number,
  lots: [seq: number, remaining: number][],
];
const cases: Record<string, Case> = {
  'nothing yet': [late, 'recorded', 1, 0, 0, []],
  'it had happened, and nobody knew': [late, 'effective', 1, 100, 100, [[1, 100]]],
  'told, and pending': [late, 'recorded', 2, 100, 100, [[1, 100]]],
  'available on its day': [late, 'recorded', 5, 100, 0, [[1, 100]]],
  'the refund was not told yet': [late, 'recorded', 7, 70, 0, [[1, 70]]],
  'the refund had happened': [late, 'effective', 5, 60, 0, [[1, 60]]],
  'all of it': [late, 'recorded', 9, 30, 0, [[1, 30]]],
  'all of it, as it happened': [late, 'effective', 9, 30, 0, [[1, 30]]],
  'before a return': [returned, 'recorded', 3, 40, 0, [[2, 40]]],
  'before a return, as it happened': [returned, 'effective', 3, 40, 0, [[2, 40]]],
  'after it, in the lots that it was taken from': [
    returned,
    'recorded',
    4,
    120,
    0,
    [
      [1, 60],
      [2, 60],
    ],
  ],
  'after it, as it happened': [
    returned,
    'effective',
    4,
    120,
    0,
    [
      [1, 60],
      [2, 60],
    ],
  ],
  'in debt': [debt, 'recorded', 4, -50, 0, []],
  'the debt is paid': [debt, 'recorded', 5, 30, 0, [[2, 30]]],
  'there was never a debt': [debt, 'effective', 3, 30, 0, [[2, 30]]],
  'before the debt': [debt, 'effective', 2, 80, 0, [[2, 80]]],
  'before its date was known': [fulfilled, 'recorded', 6, 10, 10, [[1, 10]]],
  'with it': [fulfilled, 'recorded', 7, 10, 0, [[1, 10]]],
};

describe('the ledger at a moment', () => {
  test.each(Object.entries(cases))('%s', (_title, [rows, view, at, balance, pending, lots]) => {
    const then = ledgerAt(rows, day(at), view);
    expect(then).toMatchObject({
      balance: BigInt(balance),
      pending: BigInt(pending),
      available: BigInt(balance - pending),
    });
    expect(then.lots.map((lot) => [lot.seq, Number(lot.remaining)])).toEqual(lots);
  });

  test('what expires first is spent first, by the dates that hold now', () => {
    const rows = rowsOf([
      { points: 10n, effective: 1, recorded: 1 },
      { points: 20n, effective: 1, recorded: 1, of: 'b' },
      { kind: 'redemption', points: -20n, effective: 2, recorded: 2, of: 'r' },
    ]);
    const lots = rows.lots.map((lot) => ({ ...lot, expiresAt: lot.seq === 2 ? day(20) : day(30) }));
    const then = ledgerAt({ ...rows, lots }, day(3), 'effective');
    expect(then.lots.map((lot) => [lot.seq, Number(lot.remaining)])).toEqual([[1, 10]]);
  });

  test('an entry whose clock was behind is part of what followed it', () => {
    const rows = rowsOf([
      { points: 10n, effective: 1, recorded: 3 },
      { points: 20n, effective: 1, recorded: 2, of: 'b' },
    ]);
    expect(ledgerAt(rows, day(2), 'recorded').entries.map((entry) => entry.seq)).toEqual([1, 2]);
  });
});
