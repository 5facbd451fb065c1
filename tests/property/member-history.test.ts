// Levels and points of whole members, by the app's pure rules and by the naive model of tests/naive: whatever was told, in any order and repeated.
import { expect, test } from 'vitest';
import { memberHistory } from '../../app/domain/tier-history.ts';
import { type Level, moment, versionInForce } from '../naive/facts.ts';
import { NaiveMember, type Verdict } from '../naive/member.ts';
import { ratioText } from '../naive/ratio.ts';
import { factsOf } from '../support/member-case-models.ts';
import { type MemberCase, memberCase } from '../support/member-choices.ts';
import { assertRuns, RUNS, TIME_LIMIT } from '../support/property.ts';

const refundDates = ({ orders }: MemberCase): string[] =>
  orders.flatMap(({ refunds }) => refunds.map(({ facts }) => facts.processedAt ?? facts.createdAt));

/** Moments to ask for the level, rising: every second one of all that the case is dated to. */
function momentsOf(one: MemberCase): string[] {
  const orders = one.orders.flatMap(({ order }) => [order?.facts.processedAt, order?.facts.cancelledAt]);
  const placements = one.placements.flatMap(({ from, until }) => [from, until]);
  const versions = one.versions.map(({ publishedAt }) => publishedAt);
  const all = [...one.moments, ...orders, ...refundDates(one), ...placements, ...versions];
  return [...new Set(all.flatMap((at) => at ?? []))]
    .sort((a, b) => (moment(a) < moment(b) ? -1 : 1))
    .filter((_, index) => index % 2 === one.orders.length % 2);
}

/** What is compared of one order. E is asked for where the order qualifies. */
type Told = Pick<Verdict, 'points' | 'basePoints' | 'qualifies' | 'levelBefore' | 'firstOrder'>;
const toldOf = ({ points, basePoints, qualifies, levelBefore, firstOrder }: Told, spend: string) => ({
  points,
  basePoints,
  qualifies,
  levelBefore,
  firstOrder,
  spend: qualifies ? spend : null,
});

function byTheApp(one: MemberCase, times: readonly string[]) {
  const { targets, levelBefore, firstOrder, levelAt } = memberHistory(factsOf(one));
  const orders = [...targets].map(([id, target]) => {
    const past = { levelBefore: levelBefore.get(id) ?? null, firstOrder: firstOrder.get(id) ?? false };
    return [
      id,
      toldOf({ ...target, ...past }, ratioText({ top: target.spend.n, bottom: target.spend.d })),
    ] as const;
  });
  return { orders: new Map(orders), levels: times.map((at) => [at, levelAt(at)?.id ?? null]) };
}

function byTheNaive(one: MemberCase, times: readonly string[]) {
  const naive = new NaiveMember(one);
  const orders = [...naive.verdicts()].map(
    ([id, verdict]) => [id, toldOf(verdict, ratioText(verdict.spend))] as const,
  );
  return {
    orders: new Map(orders),
    levels: times.map((at): [string, string | null] => [at, naive.levelAt(at)]),
  };
}

const figures = {
  members: 0,
  orders: 0,
  qualify: 0,
  earn: 0,
  aboveFirst: 0,
  later: 0,
  levels: 0,
  returned: 0,
};

/** What the histories were like: a generator whose members never rise, fall or return anything shows nothing. */
function tally(one: MemberCase, { orders, levels }: ReturnType<typeof byTheNaive>): void {
  const versionOf = (t: string) => versionInForce(one.versions, t);
  const placeIn = (list: readonly Level[] | undefined, id: string | null) =>
    list?.findIndex((level) => level.id === id) ?? -1;
  const returns = new Set(refundDates(one));
  const fell = levels.some(([at, id], index) => {
    const [before, earlierId] = levels[index - 1] ?? [at, id];
    const version = versionOf(at);
    if (!returns.has(at) || version !== versionOf(before)) return false;
    return placeIn(version?.program.tiers?.levels, id) < placeIn(version?.program.tiers?.levels, earlierId);
  });
  figures.members += 1;
  figures.levels += new Set(levels.map(([, id]) => id ?? 'none')).size > 1 ? 1 : 0;
  figures.returned += fell ? 1 : 0;
  for (const { order } of one.orders) {
    const verdict = order && orders.get(order.facts.orderId);
    if (!verdict) continue;
    figures.orders += 1;
    figures.qualify += verdict.qualifies ? 1 : 0;
    figures.earn += verdict.points > 0n ? 1 : 0;
    figures.later += verdict.firstOrder ? 0 : 1;
    const tiers = versionOf(order.facts.processedAt)?.program.tiers;
    figures.aboveFirst += verdict.points > 0n && placeIn(tiers?.levels, verdict.levelBefore) > 0 ? 1 : 0;
  }
}

test(
  `${RUNS.histories} members hold the levels and points that the naive model says`,
  async () => {
    await assertRuns('members', RUNS.histories, memberCase(), (one) => {
      const times = momentsOf(one);
      const naive = byTheNaive(one, times);
      expect(byTheApp(one, times)).toEqual(naive);
      tally(one, naive);
    });
    console.log(`members against the naive model: ${JSON.stringify(figures)}`);
    expect(figures.qualify).toBeGreaterThan(figures.orders / 2);
    expect(figures.later).toBeGreaterThan(figures.orders / 4);
    expect(figures.levels).toBeGreaterThan(figures.members / 5);
    expect(figures.aboveFirst).toBeGreaterThan(figures.orders / 50);
    expect(figures.returned).toBeGreaterThan(figures.members / 100);
  },
  TIME_LIMIT,
);
