import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../domain/canonical-json.ts';
import { type ToldOrder, ToldOrderSchema } from '../domain/order-facts.ts';
import { orderPayload, refundPayload } from '../shopify/order-payload.fixture.ts';
import { newsOfOrder } from '../shopify/order-payload.ts';
import { orderNews } from './order-news.ts';

const delivery = { topic: 'orders/updated', triggeredAt: '2026-11-01T15:00:05.877041743Z' };

function told(): ToldOrder {
  const parsed = newsOfOrder({ ...orderPayload, refunds: [refundPayload] }, delivery);
  if (!parsed.ok) throw new Error(parsed.reason);
  return ToldOrderSchema.parse(JSON.parse(JSON.stringify(parsed.news)));
}

describe('orderNews', () => {
  it('hashes the canonical facts of the order and of each refund', () => {
    const { order, refunds } = orderNews(told());
    expect(refunds).toHaveLength(1);
    for (const one of [order!, refunds[0]!])
      expect(one.hash).toBe(hash('sha256', canonicalJson(one.facts), 'hex'));
  });

  it('is the same of news that an older release kept, with its hashes', () => {
    const kept = ToldOrderSchema.parse(JSON.parse(JSON.stringify(orderNews(told()))));
    expect(kept.order?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(orderNews(kept)).toEqual(orderNews(told()));
  });

  it('has nothing to hash of what tells nothing', () => {
    const nothing = { orderId: '5', order: null, refunds: [], fulfilledAt: null, deleted: true };
    expect(orderNews(nothing)).toEqual(nothing);
  });
});
