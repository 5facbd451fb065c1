/**
 * The levels of one member over the tail of their orders, from what is kept of the orders before it: running sums and the holds that they left.
 * Gives what tier-history gives from scratch, for the price of the tail. Pure: storage reads what is asked for and writes what comes out.
 */
import { add, sum, type Fraction } from './fraction.ts';
import { FOR_EVER, stampOf, type Stamp } from './stamp.ts';
import { givenLevels, heldLevel, type HeldLevel, type Hold } from './tier-levels.ts';
import { addSums, noSums, reachedLevel, subtractSums, type Sums, type TierStep } from './tier-metrics.ts';
import {
  isBefore,
  type Kept,
  type Reckon,
  type TailOrder,
  type TailWalk,
  type Walked,
  type WalkedOrder,
} from './tier-tail.ts';
import { heldUntil, isWithin, windowStart, type WindowStart } from './tier-windows.ts';
import type { Level, Tiers } from './tiers.ts';

type Row = TailOrder & {
  level: string | null;
  firstOrder: boolean;
  steps: readonly TierStep[];
  current: TierStep;
  running: Sums;
  metric: Sums;
  tiers: Tiers | null;
  start: WindowStart | null;
  until: Stamp;
  qualified: Level | null;
};

const earliest = (a: Stamp | null, b: Stamp | null): Stamp | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;

/** A walk that goes on where it stopped, once it was told what it asked for. */
export class TailWalker {
  private readonly walk: TailWalk;
  private next = 0;
  /** By order id, of those whose facts were read on the way. */
  private readonly reckons = new Map<string, Reckon>();
  private readonly versions: { from: Stamp; tiers: Tiers | null }[];
  private readonly given: (Hold & { from: Stamp })[];
  /** Moments at which the level may change without an order, by time; those of facts and of ends come in between. */
  private readonly turns: Stamp[];
  /** Facts still to come, the next one last. */
  private readonly pending: { step: TierStep; index: number }[] = [];
  private readonly rows: Row[] = [];
  private readonly spans: { from: Stamp; level: string | null }[] = [];
  /** The latest hold of each level that a row of the tail qualified for; null: to be made anew. */
  private latest: Map<string, Hold> | null = new Map();
  private held: HeldLevel | null = null;
  private clock: Stamp = '';
  private open = false;

  constructor(walk: TailWalk) {
    this.walk = walk;
    this.versions = walk.versions
      .map(({ publishedAt, number, program }) => ({
        from: stampOf(publishedAt),
        number,
        tiers: program.tiers,
      }))
      .sort((a, b) => (a.from === b.from ? a.number - b.number : a.from < b.from ? -1 : 1));
    this.given = givenLevels(walk.placements, walk.versions);
    const turns = [
      walk.from.moment,
      walk.now,
      ...this.versions.map(({ from }) => from),
      ...this.given.flatMap(({ from, until }) => [from, until]),
    ].filter((turn) => turn >= walk.from.moment && turn <= walk.now);
    this.turns = [...new Set(turns)].sort();
  }

  /** To the end, or to the first order whose facts are needed: `learnFacts` has to tell that one's at least. */
  run(): Walked {
    for (; this.next < this.walk.orders.length; this.next++) {
      const order = this.walk.orders[this.next];
      if (order && !this.append(order)) return { kind: 'needsFacts', index: this.next };
    }
    return this.result();
  }

  learnFacts(reckons: Iterable<[orderId: string, Reckon]>): void {
    for (const [orderId, reckon] of reckons) this.reckons.set(orderId, reckon);
  }

  /** false where the order's steps are needed anew. */
  private append(order: TailOrder): boolean {
    this.passUntil(order.moment);
    const { kept } = order;
    const asked = kept === null || !isBefore(order, this.walk.from);
    const last = this.rows.at(-1)?.running ?? this.walk.before.sums;
    const level = asked ? (this.heldAt(order.moment)?.id ?? null) : kept.level;
    const firstOrder = asked ? last.earlier === 0n : kept.firstOrder;
    const changed = kept !== null && (kept.level !== level || kept.firstOrder !== firstOrder);
    const reckon = order.reckon ?? this.reckons.get(order.orderId);
    if (changed && this.walk.withPoints && !reckon) return false;
    const steps = reckon?.(level, firstOrder) ?? kept?.steps ?? [];
    // Their facts are large, and not asked for again.
    this.reckons.delete(order.orderId);
    this.insert(order, { level, firstOrder, steps }, last);
    return true;
  }

  private insert(order: TailOrder, decided: Kept, last: Sums): void {
    const [current, ...later] = decided.steps;
    if (!current) throw new Error(`order ${order.orderId} has no step`);
    const tiers = order.version?.program.tiers ?? null;
    const start = tiers && windowStart(tiers.period, order.moment, this.walk.timeZone);
    const running = addSums(last, current);
    const row: Row = {
      ...order,
      ...decided,
      current,
      running,
      metric: subtractSums(running, this.beforeWindow(start)),
      tiers,
      start,
      until: tiers ? heldUntil(tiers.period, order.moment, this.walk.timeZone) : FOR_EVER,
      qualified: null,
    };
    const index = this.rows.push(row) - 1;
    this.qualify(row, index);
    for (const step of later) this.expect(step, index);
  }

  private beforeWindow(start: WindowStart | null): Sums {
    if (start === null) return noSums;
    const first = firstPlace(this.rows, ({ moment }) => isWithin(moment, start));
    return this.rows[first - 1]?.running ?? this.walk.sumsBefore(start);
  }

  private expect(step: TierStep, index: number): void {
    const place = firstPlace(this.pending, (fact) => fact.step.from <= step.from);
    this.pending.splice(place, 0, { step, index });
  }

  /** What the row's moment qualifies for, by what is known now. */
  private qualify(row: Row, index: number): void {
    const before = row.qualified;
    const reached =
      row.tiers && row.current.qualifies
        ? reachedLevel(row.tiers, row.metric, () => this.rests(row, index))
        : null;
    if (reached === 'open') this.open = true;
    row.qualified = reached === 'open' ? null : reached;
    if (row.qualified === before) return;
    if (before !== null) this.latest = null;
    else if (row.qualified && this.latest) keepLatest(this.latest, row.qualified, row.until);
  }

  private rests(row: Row, index: number): Fraction | null {
    if (this.walk.restsWithin === null) return null;
    const own = this.rows.slice(0, index + 1).filter(({ moment }) => isWithin(moment, row.start));
    return add(this.walk.restsWithin(row.start), sum(own.map((one) => one.current.rest)));
  }

  private learn({ step, index }: { step: TierStep; index: number }): void {
    const changed = this.rows[index];
    if (!changed) return;
    const difference = subtractSums(step, changed.current);
    changed.current = step;
    for (let place = index; place < this.rows.length; place++) {
      const row = this.rows[place];
      if (!row) continue;
      row.running = addSums(row.running, difference);
      if (!isWithin(changed.moment, row.start)) continue;
      row.metric = addSums(row.metric, difference);
      this.qualify(row, place);
    }
  }

  /** Lets time pass up to `moment`, with the facts of that moment. */
  private passUntil(moment: Stamp): void {
    if (moment > this.clock) {
      this.record(this.clock);
      for (let turn = this.nextTurn(); turn !== null && turn < moment; turn = this.nextTurn()) {
        this.reach(turn);
        this.record(turn);
      }
    }
    this.reach(moment);
  }

  private reach(moment: Stamp): void {
    if (moment > this.clock) this.clock = moment;
    while ((this.pending.at(-1)?.step.from ?? FOR_EVER) <= this.clock && this.pending.length > 0) {
      const fact = this.pending.pop();
      if (fact) this.learn(fact);
    }
  }

  private nextTurn(): Stamp | null {
    const fact = this.pending.at(-1)?.step.from ?? null;
    const turn = this.turns.find((one) => one > this.clock) ?? null;
    const end = this.held?.until ?? null;
    const ends = end !== null && end > this.clock && end <= this.walk.now ? end : null;
    return earliest(earliest(fact, turn), ends);
  }

  private record(moment: Stamp): void {
    if (moment < this.walk.from.moment || moment > this.walk.now) return;
    this.held = this.heldAt(moment);
    const level = this.held?.id ?? null;
    if (this.spans.length === 0 || this.spans.at(-1)?.level !== level)
      this.spans.push({ from: moment, level });
  }

  private heldAt(moment: Stamp): HeldLevel | null {
    const tiers = this.versions.findLast(({ from }) => from <= moment)?.tiers ?? null;
    if (!tiers) return null;
    const given = this.given.filter(({ from }) => from <= moment);
    return heldLevel(tiers, [...this.walk.before.holds, ...this.latestHolds().values(), ...given], moment);
  }

  private latestHolds(): Map<string, Hold> {
    if (this.latest) return this.latest;
    const latest = new Map<string, Hold>();
    for (const row of this.rows) if (row.qualified) keepLatest(latest, row.qualified, row.until);
    this.latest = latest;
    return latest;
  }

  private result(): Walked {
    const { now } = this.walk;
    // An order or a fact that is dated later has let time pass beyond now already, and now was a turn on the way.
    if (this.clock <= now) {
      this.passUntil(now);
      this.record(now);
    }
    const { held } = this;
    this.passUntil(FOR_EVER);
    if (this.open) return { kind: 'needsRests' };
    // Another machine's clock may be ahead: its versions and placements may be dated later as well.
    const later = [
      ...this.rows.flatMap(({ steps }) => steps.map(({ from }) => from)),
      ...this.versions.map(({ from }) => from),
      ...this.given.map(({ from }) => from),
    ].filter((from) => from > now);
    const dueAt = later.reduce<Stamp | null>(earliest, held?.until ?? null);
    return { kind: 'done', orders: this.rows.map(walked), spans: this.spans, held, dueAt };
  }
}

/** The first of `sorted` of which `holds` is true, as it is of all after it: its place, or the length where there is none. */
function firstPlace<Item>(sorted: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function keepLatest(latest: Map<string, Hold>, level: Level, until: Stamp): void {
  const key = `${level.id} ${level.threshold}`;
  const known = latest.get(key);
  if (!known || known.until < until) latest.set(key, { level, until });
}

const walked = ({
  moment,
  orderId,
  level,
  firstOrder,
  steps,
  running,
  qualified,
  until,
}: Row): WalkedOrder => ({
  moment,
  orderId,
  level,
  firstOrder,
  steps,
  running,
  qualified: qualified && { level: qualified, until },
});
