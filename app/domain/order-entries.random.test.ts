// Random lives of one order beside the member's other points: its target moves, its points expire, some are spent.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memberId } from './ids.ts';
import { expiredPoints, type Lot, type MemberLedger, post, type Posted, type Posting } from './ledger.ts';
import { type OrderCarried, orderEntries } from './order-entries.ts';

const source = { kind: 'order', id: '1' };
const other = { kind: 'adjustment', id: '1' };
const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;
const NOW = at(12);

type Step = { kind: 'target' | 'spend' | 'give'; points: bigint } | { kind: 'expire' };
type Taken = { lot: Lot; by: Posting['kind']; points: bigint };

/** What storage keeps: the ledger, every lot as opened, and what each entry took from it. */
class Book {
  ledger: MemberLedger = { memberId: memberId('1'), balance: 0n, lastSeq: 0, headHash: null, lots: [] };
  readonly sums = new Map<string, bigint>();
  private readonly lots = new Map<number, Lot>();
  private readonly taken: Taken[] = [];

  append(kind: Posting['kind'], points: bigint, rest: Partial<Posting> = {}): Posted {
    const dates = { effectiveAt: NOW, availableAt: at(1), expiresAt: null };
    const key = { key: String(this.ledger.lastSeq), inputHash: '', explanation: null };
    const posted = post(this.ledger, { kind, points, source, ...dates, ...key, ...rest }, NOW);
    if (posted.lot) this.lots.set(posted.seq, posted.lot);
    for (const { lotSeq, points: some } of posted.consumed)
      this.taken.push({ lot: this.lots.get(lotSeq)!, by: kind, points: some });
    this.ledger = posted.ledger;
    const owner = rest.source ?? source;
    const name = `${owner.kind}:${kind}`;
    this.sums.set(name, (this.sums.get(name) ?? 0n) + points);
    return posted;
  }

  private own(by: Posting['kind'][]): Taken[] {
    return this.taken.filter((one) => one.lot.source.kind === 'order' && by.includes(one.by));
  }

  carried(): OrderCarried {
    const held = Map.groupBy(this.own(['expiry', 'expiry_reversal']), (one) => one.lot);
    const sum = (parts: readonly Taken[]) => parts.reduce((total, one) => total + one.points, 0n);
    return {
      points: this.sums.get('order:order') ?? 0n,
      writtenOff: this.sums.get('order:write_off') ?? 0n,
      expiryReversed: this.sums.get('order:expiry_reversal') ?? 0n,
      expired: sum(this.own(['expiry'])),
      expiredLots: [...held].flatMap(([lot, parts]) => {
        const points = sum(parts);
        const left = this.ledger.lots.find((one) => one.seq === lot.seq)?.remaining ?? 0n;
        return points > 0n ? [{ lot: { ...lot, remaining: left }, points }] : [];
      }),
    };
  }

  run(step: Step, debt: 'allow' | 'writeOff', expiresAt: string | null): void {
    if (step.kind === 'expire') {
      const expired = expiredPoints(this.ledger.lots, NOW);
      if (expired) this.append('expiry', -expired.points, { source: { kind: 'expiry', id: NOW } });
    } else if (step.kind === 'target') {
      const entries = orderEntries(this.ledger, source, this.carried(), step.points, debt);
      for (const { kind, points, reopens } of entries)
        this.append(kind, points, {
          expiresAt: kind === 'order' ? expiresAt : null,
          ...(reopens ? { reopens } : {}),
        });
      expect(this.carried().points).toBe(step.points);
    } else {
      this.append('adjustment', step.kind === 'give' ? step.points : -step.points, { source: other });
    }
  }

  check(): void {
    const { balance, lots } = this.ledger;
    expect(lots.reduce((sum, lot) => sum + lot.remaining, 0n)).toBe(balance > 0n ? balance : 0n);
    for (const lot of lots) expect(lot.remaining > 0n && lot.remaining <= lot.size).toBe(true);
    const { writtenOff, expiryReversed, expired } = this.carried();
    expect(writtenOff >= 0n && expiryReversed >= 0n && expiryReversed <= expired).toBe(true);
  }
}

const points = fc.bigInt({ min: 0n, max: 100n });
const some = fc.bigInt({ min: 1n, max: 60n });
const target = points.map((value): Step => ({ kind: 'target', points: value }));
const expire = fc.constant<Step>({ kind: 'expire' });
const spend = some.map((value): Step => ({ kind: 'spend', points: value }));
const give = some.map((value): Step => ({ kind: 'give', points: value }));
const expiries = fc.constantFrom(null, at(5));
const debts = fc.constantFrom('allow' as const, 'writeOff' as const);
const seed = Math.trunc(Number(process.env['SEED'] ?? Date.now() % 2 ** 31));

it(`keeps lots, write-offs and reversals of expiry in order, whatever comes, SEED=${seed}`, () => {
  const steps = fc.array(fc.tuple(fc.oneof(target, expire, spend, give), expiries), { maxLength: 12 });
  fc.assert(
    fc.property(steps, debts, (given, debt) => {
      const book = new Book();
      for (const [step, expiresAt] of given) {
        book.run(step, debt, expiresAt);
        book.check();
      }
    }),
    { seed, numRuns: 3_000 },
  );
});

it(`charges nobody who spent nothing: what is left is what was given, the target, and less what expired of it, SEED=${seed}`, () => {
  const steps = fc.array(fc.tuple(fc.oneof(target, expire, give), expiries), { maxLength: 12 });
  fc.assert(
    fc.property(steps, debts, (given, debt) => {
      const book = new Book();
      for (const [step, expiresAt] of given) {
        book.run(step, debt, expiresAt);
        const { points: carried, expired, expiryReversed, writtenOff } = book.carried();
        expect(writtenOff).toBe(0n);
        const gifts = book.sums.get('adjustment:adjustment') ?? 0n;
        expect(book.ledger.balance).toBe(gifts + carried - (expired - expiryReversed));
        expect(expired - expiryReversed <= carried).toBe(true);
      }
    }),
    { seed, numRuns: 3_000 },
  );
});
