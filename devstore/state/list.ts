import type { CustomerFilter, DeliveryFilter, OrderFilter, Page, PageRequest } from './dev-store.ts';
import type { Delivery } from './delivery-types.ts';
import type { Customer, Order } from './order-types.ts';

const limitMax = 250;

/** One page of a list that is in order already. */
export function page<Item>(items: Item[], { offset = 0, limit = 50 }: PageRequest): Page<Item> {
  return { items: items.slice(offset, offset + Math.min(limit, limitMax)), total: items.length };
}

const matches = (query: string | undefined, ...texts: (string | null)[]): boolean => {
  const wanted = query?.trim().toLowerCase();
  return !wanted || texts.some((text) => text?.toLowerCase().includes(wanted));
};

/** Orders, the newest first by when they were made. */
export function listOrders(
  orders: Iterable<Order>,
  filter: OrderFilter,
  nameOf: (customerId: number) => string,
): Page<Order> {
  const found = [...orders].filter(
    (order) =>
      order.deletedAt === null &&
      (filter.customerId === undefined || order.customerId === filter.customerId) &&
      (filter.market === undefined || order.market === filter.market) &&
      matches(
        filter.query,
        `#${order.orderNumber}`,
        order.email,
        order.customerId === null ? null : nameOf(order.customerId),
        String(order.id),
      ),
  );
  found.sort((a, b) => b.processedAt - a.processedAt || b.id - a.id);
  return page(found, filter);
}

/** Customers, the newest first. */
export function listCustomers(customers: Iterable<Customer>, filter: CustomerFilter): Page<Customer> {
  const found = [...customers].filter(
    (customer) =>
      (filter.market === undefined || customer.market === filter.market) &&
      matches(
        filter.query,
        `${customer.firstName} ${customer.lastName}`,
        customer.email,
        String(customer.id),
      ),
  );
  found.sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  return page(found, filter);
}

/** Deliveries, the newest first. */
export function listDeliveries(deliveries: Iterable<Delivery>, filter: DeliveryFilter): Page<Delivery> {
  const found = [...deliveries].filter(
    (delivery) =>
      (filter.topic === undefined || delivery.topic === filter.topic) &&
      (filter.orderId === undefined || delivery.orderId === filter.orderId) &&
      (filter.status === undefined || delivery.status === filter.status),
  );
  found.sort((a, b) => b.id - a.id);
  return page(found, filter);
}
