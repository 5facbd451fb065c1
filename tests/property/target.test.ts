// What an order earns, by target() and by the naive model of tests/naive: random programmes and orders, and any past of the member.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { target } from '../../app/domain/earning.ts';
import { mergeOrderNews, emptyOrderState } from '../../app/domain/order-state.ts';
import { ToldOrderSchema } from '../../app/domain/order-facts.ts';
import { orderNews } from '../../app/services/order-news.ts';
import { ProgramSchema, versionAt } from '../../app/domain/program.ts';
import { versionInForce } from '../naive/facts.ts';
import { knownAt } from '../naive/known.ts';
import { ratioText } from '../naive/ratio.ts';
import { marketOf, NOTHING, qualifies, worthOf } from '../naive/worth.ts';
import { LEVELS } from '../support/program-choices.ts';
import { type MemberCase, memberCase } from '../support/member-choices.ts';
import { assertRuns, RUNS, TIME_LIMIT } from '../support/property.ts';

const past = fc.record({ level: fc.constantFrom(...LEVELS), firstOrder: fc.boolean() });

const merged = (news: readonly unknown[], lookups: MemberCase['orders'][number]['lookups']) => ({
  ...news.map((one) => orderNews(ToldOrderSchema.parse(one))).reduce(mergeOrderNews, emptyOrderState),
  lookups,
});

function expected(one: MemberCase, index: number, given: { level: string; firstOrder: boolean }) {
  const order = one.orders[index];
  const facts = order?.order?.facts;
  const known = order && knownAt(order, null);
  const version = facts && versionInForce(one.versions, facts.processedAt);
  const market = known && version ? marketOf(known.facts, version.program) : null;
  if (!known || !version || !qualifies(known, version.program, one.shopIsDevelopment))
    return { ...NOTHING, market, qualifies: false };
  const tiers = version.program.tiers?.levels.some(({ id }) => id === given.level) ?? false;
  const worth = worthOf(known, version.program, { ...given, level: tiers ? given.level : null });
  return { ...worth, market, qualifies: true };
}

const cases = fc.record({ one: memberCase(), given: past });

test(
  'a normal form is its own, with perks of levels and rewards that are only given',
  async () => {
    const figures = { documents: 0, perks: 0, given: 0 };
    await assertRuns('documents', RUNS.orders / 3, memberCase(), ({ versions }) => {
      for (const version of versions) {
        const program = ProgramSchema.parse(version.program);
        expect(ProgramSchema.parse(JSON.parse(JSON.stringify(program)))).toEqual(program);
        figures.documents += 1;
        if (program.tiers?.levels.some(({ perks }) => perks)) figures.perks += 1;
        if (program.rewards.some(({ redeemable }) => !redeemable)) figures.given += 1;
      }
    });
    console.log(`documents: ${JSON.stringify(figures)}`);
    expect(figures.perks).toBeGreaterThan(figures.documents / 6);
    expect(figures.given).toBeGreaterThan(figures.documents / 6);
  },
  TIME_LIMIT,
);

test(
  `the orders of ${RUNS.orders} members earn what the naive model says`,
  async () => {
    const figures = { orders: 0, qualify: 0, earn: 0, boosted: 0, refundedSome: 0, refundedAll: 0 };
    await assertRuns('orders', RUNS.orders, cases, ({ one, given }) => {
      const versions = one.versions.map((version) => ({
        ...version,
        program: ProgramSchema.parse(version.program),
      }));
      one.told.forEach((news, index) => {
        const state = merged(news, one.orders[index]?.lookups ?? null);
        const version = state.order ? versionAt(versions, state.order.facts.processedAt) : null;
        const hasLevel = version?.program.tiers?.levels.some(({ id }) => id === given.level) ?? false;
        const history = {
          shopIsDevelopment: one.shopIsDevelopment,
          member: true,
          programPublished: true,
          level: hasLevel ? given.level : null,
          firstOrder: given.firstOrder,
        };
        const is = target(state, history, version);
        const naive = expected(one, index, given);
        figures.orders += 1;
        if (naive.qualifies) figures.qualify += 1;
        if (naive.points > 0n) figures.earn += 1;
        if (naive.points > naive.basePoints) figures.boosted += 1;
        if (naive.points > 0n && state.refunds.length > 0) figures.refundedSome += 1;
        if (naive.qualifies && naive.points === 0n && state.refunds.length > 0) figures.refundedAll += 1;
        expect({
          qualifies: is.qualifies,
          market: is.market,
          points: is.points,
          basePoints: is.basePoints,
          spend: naive.qualifies ? ratioText({ top: is.spend.n, bottom: is.spend.d }) : null,
        }).toEqual({
          qualifies: naive.qualifies,
          market: naive.market,
          points: naive.points,
          basePoints: naive.basePoints,
          spend: naive.qualifies ? ratioText(naive.spend) : null,
        });
      });
    });
    console.log(`orders against the naive model: ${JSON.stringify(figures)}`);
    // A generator that makes nothing but orders that earn nothing shows nothing.
    expect(figures.earn).toBeGreaterThan(figures.orders / 6);
    expect(figures.boosted).toBeGreaterThan(figures.orders / 12);
    expect(figures.refundedSome).toBeGreaterThan(figures.orders / 20);
    expect(figures.refundedAll).toBeGreaterThan(0);
  },
  TIME_LIMIT,
);
