import { orderTotals } from '../../checkout/order-totals.ts';
import type { Order } from '../../state/order-types.ts';
import { connection } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { orderObject } from '../objects/customer-and-order-objects.ts';
import { searchTerms } from '../search-terms.ts';
import type { SearchTerm } from '../search-terms.ts';

const times = {
  created_at: (order: Order) => order.createdAt,
  processed_at: (order: Order) => order.processedAt,
  updated_at: (order: Order) => order.updatedAt,
};

const sortKeys: Record<string, (order: Order) => number> = {
  ID: (order) => order.id,
  CREATED_AT: times.created_at,
  PROCESSED_AT: times.processed_at,
  UPDATED_AT: times.updated_at,
  ORDER_NUMBER: (order) => order.orderNumber,
};

/** Orders; `query` knows free words, `name:`, `financial_status:`, `customer_id:` and the three moments with comparisons. */
export const orders: RootField = (args, { core }) => {
  const fields = ['name', 'financial_status', 'customer_id', ...Object.keys(times)];
  const terms = searchTerms(args.query, fields);
  const key = sortKeys[String(args.sortKey ?? 'PROCESSED_AT')] ?? times.processed_at;
  const found = [...core.tables.all('order')]
    .filter((order) => order.deletedAt === null && terms.every((term) => holds(order, term)))
    .sort((a, b) => key(a) - key(b) || a.id - b.id);
  return connection(args.reverse === true ? found.toReversed() : found, args, orderObject);
};

function holds(order: Order, { field, operator, text }: SearchTerm): boolean {
  if (field === 'created_at' || field === 'processed_at' || field === 'updated_at')
    return compares(times[field](order), operator, Date.parse(text));
  if (field === 'financial_status') return orderTotals(order).financialStatus === text;
  if (field === 'customer_id') return String(order.customerId) === text;
  const name = `#${order.orderNumber}`;
  return field === 'name' ? name === text || name === `#${text}` : `${name} ${order.email}`.includes(text);
}

function compares(value: number, operator: SearchTerm['operator'], limit: number): boolean {
  const byOperator = {
    ':': value === limit,
    '>': value > limit,
    '<': value < limit,
    '>=': value >= limit,
    '<=': value <= limit,
  };
  return byOperator[operator];
}
