import { addressIn } from '../data/addresses.ts';
import { markets } from '../data/markets.ts';
import { mergePayload } from '../payloads/customer-payload.ts';
import type { StoreContext } from './context.ts';
import type { DevStore, NewCustomer } from './dev-store.ts';
import { listCustomers } from './list.ts';
import { customerNotice } from './order-events.ts';
import type { Customer } from './order-types.ts';
import { accountsOf } from './store-credit.ts';
import type { Tables } from './tables.ts';

type CustomerPart = Pick<
  DevStore,
  'customers' | 'customer' | 'createCustomer' | 'updateCustomer' | 'mergeCustomers' | 'signIn'
>;

/** Customers and their accounts. */
export function customerPart(context: StoreContext): CustomerPart {
  const { tables, act, tell } = context;
  const save = (customer: Customer, topics: Parameters<typeof customerNotice>[0][]) =>
    act(() => {
      tables.put('customer', customer.id, customer);
      tell({
        notices: topics.map((topic) => customerNotice(topic, customer)),
        orderId: null,
        customerId: customer.id,
        at: customer.updatedAt,
      });
      return { ok: true as const, customer };
    });
  return {
    customers: (filter = {}) => listCustomers(tables.all('customer'), filter),
    customer: (id) => tables.get('customer', id) ?? null,
    createCustomer(wanted) {
      const market = markets.find((each) => each.handle === wanted.market);
      if (!market)
        return { ok: false, reason: 'unknown-market', detail: `There is no market "${wanted.market}".` };
      const email = wanted.email.trim().toLowerCase();
      for (const other of tables.all('customer'))
        if (other.email === email)
          return { ok: false, reason: 'email-taken', detail: `${email} has an account already.` };
      const id = tables.newId('Customer');
      const customer = newCustomer(wanted, id, market.countries[0] ?? 'US');
      return save(
        { ...customer, email, locale: wanted.locale ?? market.locales[0] ?? 'en' },
        wanted.signedIn ? ['customers/create', 'customers/enable'] : ['customers/create'],
      );
    },
    updateCustomer(id, change) {
      const customer = tables.get('customer', id);
      if (!customer) return unknown(id);
      const updatedAt = Math.max(customer.updatedAt, Date.now());
      return save({ ...customer, ...change, updatedAt }, ['customers/update']);
    },
    mergeCustomers: (id, into) => mergeCustomers(context, id, into),
    signIn(id) {
      const customer = tables.get('customer', id);
      if (!customer) return unknown(id);
      if (customer.state === 'enabled') return { ok: true, customer };
      const enabled: Customer = {
        ...customer,
        state: 'enabled',
        updatedAt: Math.max(customer.updatedAt, Date.now()),
      };
      return save(enabled, ['customers/enable', 'customers/update']);
    },
  };
}

function unknown(id: number) {
  return {
    ok: false as const,
    reason: 'unknown-customer' as const,
    detail: `There is no customer ${id}.`,
  };
}

function mergeCustomers(
  context: StoreContext,
  id: number,
  into: number,
): ReturnType<CustomerPart['mergeCustomers']> {
  const { tables, act } = context;
  const [gone, kept] = [tables.get('customer', id), tables.get('customer', into)];
  if (!gone) return unknown(id);
  if (!kept) return unknown(into);
  if (gone === kept)
    return { ok: false, reason: 'same-customer', detail: 'A customer is not merged into themselves.' };
  const inTheWay = whatForbidsMerging(tables, gone) ?? whatForbidsMerging(tables, kept);
  if (inTheWay)
    return { ok: false, reason: 'not-mergeable', detail: `A customer with ${inTheWay} cannot be merged.` };
  act(() => merge(context, gone, kept));
  return { ok: true, customer: kept };
}

/** The platform's own list has more of them (subscriptions, companies …), which do not exist here. */
function whatForbidsMerging(tables: Tables, { id }: Customer): string | null {
  if (accountsOf(tables, id).length > 0) return 'store credit';
  return [...tables.all('giftCard')].some((card) => card.customerId === id) ? 'gift cards' : null;
}

/** What the platform tells of it is the merge alone, not each order. */
function merge({ tables, tell }: StoreContext, gone: Customer, kept: Customer): void {
  const at = Math.max(kept.updatedAt, Date.now());
  for (const order of [...tables.all('order')])
    if (order.customerId === gone.id)
      tables.put('order', order.id, { ...order, customerId: kept.id, updatedAt: at });
  for (const discount of [...tables.all('discount')]) {
    const { rules } = discount;
    const customerIds = rules.customerIds?.map((id) => (id === gone.id ? kept.id : id)) ?? null;
    if (rules.customerIds?.includes(gone.id))
      tables.put('discount', discount.id, { ...discount, rules: { ...rules, customerIds } });
  }
  tables.remove('customer', gone.id);
  const tags = [...new Set([...kept.tags, ...gone.tags])];
  const customer: Customer = { ...kept, tags, updatedAt: at };
  tables.put('customer', kept.id, customer);
  const notices = [
    { topic: 'customers/merge', payload: mergePayload(gone.id, kept.id) },
    { topic: 'customers/delete', payload: { id: gone.id } },
    customerNotice('customers/update', customer),
  ];
  tell({ notices, orderId: null, customerId: kept.id, at });
}

function newCustomer(wanted: NewCustomer, id: number, country: string): Customer {
  const { firstName, lastName } = wanted;
  const at = wanted.at ?? Date.now();
  const usual = addressIn(wanted.address?.countryCode ?? country, { firstName, lastName }, id);
  return {
    id,
    firstName,
    lastName,
    email: wanted.email,
    locale: 'en',
    market: wanted.market,
    address: { ...usual, ...wanted.address },
    state: wanted.signedIn ? 'enabled' : 'disabled',
    tags: wanted.tags ?? [],
    acceptsMarketing: wanted.acceptsMarketing ?? false,
    note: null,
    createdAt: at,
    updatedAt: at,
  };
}
