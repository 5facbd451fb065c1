import { countryName } from '../../data/country-names.ts';
import type { Address } from '../../state/order-types.ts';
import type { ApiObject } from '../graphql-types.ts';

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
