// One case, asked of both models: the app's rules and the naive ones.
import { countsForMember } from '../../app/domain/enrolment.ts';
import { emptyOrderState, mergeOrderNews } from '../../app/domain/order-state.ts';
import { type OrderState, ToldOrderSchema } from '../../app/domain/order-facts.ts';
import { orderNews } from '../../app/services/order-news.ts';
import { ProgramSchema, type PublishedProgram } from '../../app/domain/program.ts';
import type { MemberFacts } from '../../app/domain/tier-history.ts';
import type { MemberCase } from './member-choices.ts';

/** The orders as they are known after every delivery, each merged as it comes. */
export function ordersOf({ told, orders }: MemberCase): OrderState[] {
  return told.map((news, index) => ({
    ...news.map((one) => orderNews(ToldOrderSchema.parse(one))).reduce(mergeOrderNews, emptyOrderState),
    lookups: orders[index]?.lookups ?? null,
  }));
}

export const versionsOf = ({ versions }: MemberCase): PublishedProgram[] =>
  versions.map((version) => ({ ...version, program: ProgramSchema.parse(version.program) }));

export function factsOf(one: MemberCase): MemberFacts {
  const { enrolledAt, joinedAt } = one;
  const versions = versionsOf(one);
  const membership = enrolledAt === null ? null : { enrolledAt, joinedAt };
  return {
    orders: ordersOf(one),
    versions,
    placements: one.placements,
    shopIsDevelopment: one.shopIsDevelopment,
    timeZone: one.timeZone,
    isMember: ({ order }) => order !== null && countsForMember(versions, membership, order.facts.processedAt),
  };
}
