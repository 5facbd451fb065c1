import { countryName } from '../../data/country-names.ts';
import type { Address, Customer, Order } from '../../state/order-types.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../fields.ts';
import { graphqlTime } from './money-object.ts';
import { orderObject } from './order-object.ts';

/** A customer as the Admin API shows it. */
export function customerObject(customer: Customer): ApiObject & { id: string } {
  const orders = (context: GraphqlContext): Order[] =>
    [...context.core.tables.all('order')].filter(
      (order) => order.customerId === customer.id && order.deletedAt === null,
    );
  return {
    __typename: 'Customer',
    id: `gid://shopify/Customer/${customer.id}`,
    legacyResourceId: String(customer.id),
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: `${customer.firstName} ${customer.lastName}`,
    email: customer.email,
    defaultEmailAddress: {
      emailAddress: customer.email,
      marketingState: customer.acceptsMarketing ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
    },
    defaultPhoneNumber: null,
    phone: null,
    locale: customer.locale,
    state: customer.state === 'enabled' ? 'ENABLED' : 'DISABLED',
    tags: customer.tags,
    note: customer.note,
    verifiedEmail: true,
    taxExempt: false,
    createdAt: graphqlTime(customer.createdAt),
    updatedAt: graphqlTime(customer.updatedAt),
    defaultAddress: addressObject(customer.address, customer.id),
    numberOfOrders: (_args: Arguments, context: GraphqlContext) => String(orders(context).length),
    orders: (args: Arguments, context: GraphqlContext) => connection(orders(context), args, orderObject),
  };
}

/** A postal address; `owner` makes its id. */
export function addressObject(address: Address, owner: number): ApiObject {
  return {
    __typename: 'MailingAddress',
    id: `gid://shopify/MailingAddress/${owner + 1_900_000_000_000}?model_name=CustomerAddress`,
    firstName: address.firstName,
    lastName: address.lastName,
    name: `${address.firstName} ${address.lastName}`,
    company: null,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    provinceCode: address.provinceCode,
    zip: address.zip,
    country: countryName(address.countryCode),
    countryCodeV2: address.countryCode,
    phone: address.phone,
  };
}
