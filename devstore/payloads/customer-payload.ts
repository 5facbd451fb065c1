import { countryName } from '../data/country-names.ts';
import { markets } from '../data/markets.ts';
import type { Address, Customer } from '../state/order-types.ts';
import { shopTime } from './shop-time.ts';

/** An address as an order carries it. */
export function addressPayload(address: Address) {
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: address.phone,
    city: address.city,
    zip: address.zip,
    province: address.province,
    country: countryName(address.countryCode),
    last_name: address.lastName,
    address2: address.address2,
    company: null,
    latitude: null,
    longitude: null,
    name: `${address.firstName} ${address.lastName}`,
    country_code: address.countryCode,
    province_code: address.provinceCode,
  };
}

function defaultAddress(customer: Customer) {
  const { address } = customer;
  return {
    id: customer.id + 1_900_000_000_000,
    customer_id: customer.id,
    first_name: address.firstName,
    last_name: address.lastName,
    company: null,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    country: countryName(address.countryCode),
    zip: address.zip,
    phone: address.phone,
    name: `${address.firstName} ${address.lastName}`,
    province_code: address.provinceCode,
    country_code: address.countryCode,
    country_name: countryName(address.countryCode),
    default: true,
  };
}

/** The customer inside an order. */
export function orderCustomerPayload(customer: Customer) {
  const market = markets.find((each) => each.handle === customer.market);
  return {
    id: customer.id,
    created_at: shopTime(customer.createdAt),
    updated_at: shopTime(customer.updatedAt),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state,
    note: customer.note,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    email: customer.email,
    phone: null,
    currency: market?.currency ?? 'USD',
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    default_address: defaultAddress(customer),
  };
}

/** The body of customers/create, customers/update, customers/enable and customers/disable. */
export function customerPayload(customer: Customer) {
  const consent = customer.acceptsMarketing ? 'subscribed' : 'not_subscribed';
  return {
    ...orderCustomerPayload(customer),
    addresses: [defaultAddress(customer)],
    email_marketing_consent: {
      state: consent,
      opt_in_level: 'single_opt_in',
      consent_updated_at: customer.acceptsMarketing ? shopTime(customer.createdAt) : null,
    },
    sms_marketing_consent: null,
  };
}

/** The body of customers/merge: both customers by their global ids, and what has become of it. */
export function mergePayload(gone: number, kept: number) {
  return {
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${kept}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${gone}`,
    admin_graphql_api_job_id: null,
    status: 'completed',
    errors: [],
  };
}
