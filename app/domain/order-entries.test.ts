import { describe, expect, it } from 'vitest';
import { memberId } from './ids.ts';
import { type Lot, type MemberLedger, post, type Posting } from './ledger.ts';
import { type OrderCarried, orderEntries, type OrderPosting } from './order-entries.ts';

const NOW = '2026-11-20T00:00:00.000Z';
const source = { kind: 'order', id: '1' };
const other = { kind: 'order', id: '2' };

const lot = (seq: number, remaining: bigint, changes: Partial<Lot> = {}): Lot => ({
  seq,
  size: 100n,
  remaining,
  availableAt: '2026-11-01T00:00:00.000Z',
  expiresAt: null,
  source,
  ...changes,
});
const ledger = (lots: Lot[], balance = lots.reduce((sum, one) => sum + one.remaining, 0n)): MemberLedger => ({
  memberId: memberId('1'),
  balance,
  lastSeq: 10,
  headHash: null,
  lots,
});
const carried = (changes: Partial<OrderCarried> = {}): OrderCarried => ({
  points: 100n,
  writtenOff: 0n,
  expiryReversed: 0n,
  expired: 0n,
  expiredLots: [],
  ...changes,
});
const kinds = (entries: readonly OrderPosting[]) => entries.map(({ kind, points }) => [kind, points]);

/** The ledger after the entries: what `LedgerWriter` does. */
function posted(before: MemberLedger, entries: readonly OrderPosting[]): MemberLedger {
  return entries.reduce((state, { kind, points, reopens }) => {
    const posting: Posting = {
      kind,
      points,
      source,
      key: `${kind}:${state.lastSeq}`,
      inputHash: '',
      effectiveAt: NOW,
      availableAt: NOW,
      expiresAt: null,
      explanation: null,
      ...(reopens ? { reopens } : {}),
    };
    return post(state, posting, NOW).ledger;
  }, before);
}
const left = (state: MemberLedger) => state.lots.map(({ seq, remaining }) => [seq, remaining]);

const expiredLot = lot(1, 0n, { expiresAt: '2026-11-10T00:00:00.000Z' });
const spent = ledger([], 0n);
const rest = lot(2, 40n, { source: other });

type Case = {
  name: string;
  before: MemberLedger;
  carried?: Partial<OrderCarried>;
  target: bigint;
  debt?: 'writeOff';
  entries: [OrderPosting['kind'], bigint][];
  balance: bigint;
  lots: [number, bigint][];
};

const expired = (points: bigint) => ({ expired: points, expiredLots: [{ lot: expiredLot, points }] });

describe("an order's entries", () => {
  it.each<Case>([
    {
      name: 'nothing where it carries what it should',
      before: spent,
      target: 100n,
      entries: [],
      balance: 0n,
      lots: [],
    },
    {
      name: 'its first points',
      before: spent,
      carried: { points: 0n },
      target: 100n,
      entries: [['order', 100n]],
      balance: 100n,
      lots: [[11, 100n]],
    },
    {
      name: 'its own points first',
      before: ledger([lot(1, 100n), rest]),
      target: 30n,
      entries: [['order', -70n]],
      balance: 70n,
      lots: [
        [1, 30n],
        [2, 40n],
      ],
    },
    {
      name: 'spent: the others, then below zero',
      before: ledger([rest]),
      target: 0n,
      entries: [['order', -100n]],
      balance: -60n,
      lots: [],
    },
    {
      name: 'spent, written off',
      before: ledger([rest]),
      target: 0n,
      debt: 'writeOff',
      entries: [
        ['order', -100n],
        ['write_off', 60n],
      ],
      balance: 0n,
      lots: [],
    },
    {
      name: 'in debt already: only what is added is written off',
      before: ledger([], -30n),
      target: 80n,
      debt: 'writeOff',
      entries: [
        ['order', -20n],
        ['write_off', 20n],
      ],
      balance: -30n,
      lots: [],
    },
    {
      name: 'expired: not charged a second time',
      before: ledger([rest]),
      carried: expired(100n),
      target: 0n,
      entries: [
        ['expiry_reversal', 100n],
        ['order', -100n],
      ],
      balance: 40n,
      lots: [[2, 40n]],
    },
    {
      name: 'partly there, partly expired, partly spent',
      before: ledger([lot(3, 10n, { size: 20n }), rest]),
      carried: expired(50n),
      target: 0n,
      entries: [
        ['expiry_reversal', 50n],
        ['order', -100n],
      ],
      balance: 0n,
      lots: [],
    },
    {
      name: 'less than what expired',
      before: ledger([rest]),
      carried: expired(50n),
      target: 70n,
      entries: [
        ['expiry_reversal', 30n],
        ['order', -30n],
      ],
      balance: 40n,
      lots: [[2, 40n]],
    },
    {
      name: 'what a reversal took of the expired points before is not taken again',
      before: ledger([rest]),
      carried: {
        points: 70n,
        expired: 50n,
        expiryReversed: 30n,
        expiredLots: [{ lot: expiredLot, points: 20n }],
      },
      target: 0n,
      entries: [
        ['expiry_reversal', 20n],
        ['order', -70n],
      ],
      balance: -10n,
      lots: [],
    },
    {
      name: 'expired, in debt: the numbers are the same',
      before: ledger([], -25n),
      carried: expired(100n),
      target: 0n,
      entries: [
        ['expiry_reversal', 100n],
        ['order', -100n],
      ],
      balance: -25n,
      lots: [],
    },
    {
      name: 'earning again gives back the write-off, and opens a lot with the rest',
      before: spent,
      carried: { points: 0n, writtenOff: 60n },
      target: 100n,
      entries: [
        ['order', 100n],
        ['write_off', -60n],
      ],
      balance: 40n,
      lots: [[11, 40n]],
    },
    {
      name: 'no more than it earns again',
      before: ledger([rest]),
      carried: { points: 0n, writtenOff: 60n },
      target: 20n,
      entries: [
        ['order', 20n],
        ['write_off', -20n],
      ],
      balance: 40n,
      lots: [[2, 40n]],
    },
    {
      name: 'what had expired expires again',
      before: ledger([rest]),
      carried: { points: 0n, expired: 100n, expiryReversed: 100n },
      target: 100n,
      entries: [
        ['order', 100n],
        ['expiry_reversal', -100n],
      ],
      balance: 40n,
      lots: [[2, 40n]],
    },
    {
      name: 'what expired at a member who was merged into this one is gone already',
      before: ledger([rest]),
      carried: { points: 60n, expiryReversed: -60n },
      target: 100n,
      entries: [['order', 40n]],
      balance: 80n,
      lots: [
        [2, 40n],
        [11, 40n],
      ],
    },
    {
      name: 'the write-off before the expiry, and the member gets what is left',
      before: spent,
      carried: { points: 0n, writtenOff: 30n, expired: 50n, expiryReversed: 50n },
      target: 100n,
      entries: [
        ['order', 100n],
        ['write_off', -30n],
        ['expiry_reversal', -50n],
      ],
      balance: 20n,
      lots: [[11, 20n]],
    },
  ])('$name', ({ before, carried: changes, target, debt, entries, balance, lots }) => {
    const given = orderEntries(before, source, carried(changes), target, debt ?? 'allow');
    expect(kinds(given)).toEqual(entries);
    const after = posted(before, given);
    expect([after.balance, left(after)]).toEqual([balance, lots]);
  });
});
