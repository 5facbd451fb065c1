// Levels and orders of a plain programme, as documents and as news, for tests that settle as a service.
import { both, line, order, state } from '../../app/domain/earning.fixture.ts';
import { ToldOrderSchema, type OrderNews } from '../../app/domain/order-facts.ts';
import { orderNews } from '../../app/services/order-news.ts';

export const level = (id: string, threshold: string, multiplier = '1') => ({
  id,
  name: { en: id },
  threshold,
  multiplier,
});

/** Tiers by base points over so many months; everybody is bronze. */
export const rolling = (months: number, ...levels: ReturnType<typeof level>[]) => ({
  basis: 'basePoints',
  period: { kind: 'rolling', months },
  levels: [level('bronze', '0'), ...levels],
});

/** A paid order of one line. `updatedAt`: of the telling, where it is to be newer than another. */
export function bought(
  orderId: string,
  customerId: string,
  processedAt: string,
  price: string,
  updatedAt?: string,
): OrderNews {
  const lines = [line({ quantity: 1, unitPrice: both(price) })];
  const facts = { orderId, customerId, processedAt, lines, ...(updatedAt ? { updatedAt } : {}) };
  const news = { orderId, order: state(order(facts)).order, refunds: [], fulfilledAt: null, deleted: false };
  return orderNews(ToldOrderSchema.parse(news));
}
