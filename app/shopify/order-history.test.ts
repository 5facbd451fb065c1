import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { target, type Target } from '../domain/earning.ts';
import { OrderExplanationSchema } from '../domain/explanation.ts';
import { fractionText } from '../domain/fraction.ts';
import { ToldOrderSchema, type OrderNews } from '../domain/order-facts.ts';
import { emptyOrderState, mergeOrderNews } from '../domain/order-state.ts';
import { parseProgram } from '../domain/parse-program.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { type Delivery, orderHistory, refundHistory } from '../../tests/support/order-arbitrary.ts';
import { toldNews } from '../../tests/support/told-news.ts';
import { orderNews } from '../services/order-news.ts';

const member = {
  shopIsDevelopment: false,
  member: true,
  programPublished: true,
  level: null,
  firstOrder: false,
};

function newsOf({ payload, ...delivery }: Delivery): OrderNews {
  const news = toldNews({ ...delivery, payload: JSON.parse(JSON.stringify(payload)) });
  return orderNews(ToldOrderSchema.parse(JSON.parse(JSON.stringify(news))));
}

function published(document: unknown): PublishedProgram {
  const parsed = parseProgram(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return { number: 1, publishedAt: '2026-10-01T00:00:00Z', program: parsed.program };
}

const targetOf = (deliveries: readonly Delivery[], version: PublishedProgram): Target =>
  target(deliveries.map(newsOf).reduce(mergeOrderNews, emptyOrderState), member, version);

describe('the target of an order', () => {
  it('is the same after any order and repetition of its deliveries', () => {
    const shuffled = orderHistory().chain((history) =>
      fc.tuple(
        fc.constant(history),
        fc.shuffledSubarray([...history.deliveries, ...history.deliveries], {
          minLength: history.deliveries.length,
        }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([{ program, deliveries }, some]) => {
        const version = published(program);
        const inTurn = targetOf(deliveries, version);
        const late = deliveries.filter((delivery) => !some.includes(delivery));
        expect(targetOf([...some, ...late], version)).toEqual(inTurn);
        expect(OrderExplanationSchema.parse(inTurn.explanation)).toEqual(inTurn.explanation);
        expect(inTurn.points).toBeGreaterThanOrEqual(0n);
        expect(inTurn.basePoints).toBe(inTurn.points);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same whether things are given back apart or together, and 0 once all of them are', () => {
    fc.assert(
      fc.property(refundHistory(), ({ program, order, apart, together, full }) => {
        const version = published(program);
        const [first, second] = [apart, together].map((refunds) => targetOf([...order, ...refunds], version));
        expect(first?.points).toBe(second?.points);
        expect(first && fractionText(first.eligible)).toBe(second && fractionText(second.eligible));
        if (full) expect(first?.points).toBe(0n);
      }),
      { numRuns: 300 },
    );
  });

  it('is not 0 for half of the histories that these properties run on', () => {
    const seeded = fc.sample(refundHistory(), { numRuns: 200, seed: 20261101 });
    const earning = seeded.filter(({ program, order }) => targetOf(order, published(program)).points > 0n);
    // Of this seed 100; some have a discount that is above its line's price.
    expect(2 * earning.length).toBeGreaterThanOrEqual(seeded.length);
  });
});
