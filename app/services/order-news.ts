import { hash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { OrderNews, Told, ToldOrder, Versioned } from '../domain/order-facts.ts';

const versioned = <Facts>(one: Told<Facts>): Versioned<Facts> => ({
  ...one,
  hash: one.hash ?? hash('sha256', canonicalJson(one.facts), 'hex'),
});

/**
 * What a delivery told, with the hashes by which versions are told apart (points.md 4). They are made when it is worked off, not before it is acknowledged:
 * there they took a tenth of a delivery's time (decision 0021).
 */
export const orderNews = (news: ToldOrder): OrderNews => ({
  ...news,
  order: news.order && versioned(news.order),
  refunds: news.refunds.map(versioned),
});
