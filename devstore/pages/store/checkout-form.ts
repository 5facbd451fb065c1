import { addressIn, places } from '../../data/addresses.ts';
import { parseDecimal } from '../../money.ts';
import type { CheckoutRequest } from '../../state/dev-store.ts';
import type { Address } from '../../state/order-types.ts';
import { parseCodes } from './session.ts';
import type { StoreView } from './view.ts';

export type Fields = Record<string, string>;

const GUEST = {
  us: { firstName: 'Ada', lastName: 'Winter', email: 'ada.winter@example.com' },
  eu: { firstName: 'Mia', lastName: 'Sommer', email: 'mia.sommer@example.com' },
  jp: { firstName: '葵', lastName: '山本', email: 'aoi.yamamoto@example.com' },
  gulf: { firstName: 'ليلى', lastName: 'الصباح', email: 'layla@example.com' },
} as const;

/** What the shopper can pay with their store credit in the currency of the market. */
export function storeCreditOf({ store, customer, market }: StoreView): bigint {
  if (!customer || !store.takesStoreCredit()) return 0n;
  const { storeCredit } = store.moneyOf(customer.id);
  return storeCredit.find(({ currency }) => currency === market.currency)?.balance ?? 0n;
}

/** Tips that the checkout offers, in percent of the goods. */
export const TIP_PERCENTS = [5, 10, 15] as const;

/** What stands in the checkout's fields at first: the customer's address, or an invented guest's in the market. */
export function initialFields(view: StoreView): Fields {
  const { customer, market } = view;
  const guest = GUEST[market.handle];
  const country = market.countries[0] ?? 'US';
  const address = customer?.address ?? addressIn(country, guest);
  return {
    email: customer?.email ?? guest.email,
    firstName: customer?.firstName ?? guest.firstName,
    lastName: customer?.lastName ?? guest.lastName,
    address1: address.address1,
    zip: address.zip ?? '',
    city: address.city,
    provinceCode: address.provinceCode ?? '',
    country: market.countries.includes(address.countryCode) ? address.countryCode : country,
    shippingRate: market.shippingRates[0]?.handle ?? '',
    tip: '0',
    code: '',
    payment: 'paid',
  };
}

/** The states that the address form offers: those of the sample addresses. */
export function statesOf(countryCode: string): { code: string; name: string }[] {
  const states = new Map<string, string>();
  for (const place of places) {
    if (place.countryCode === countryCode && place.provinceCode)
      states.set(place.provinceCode, place.province ?? '');
  }
  return [...states].map(([code, name]) => ({ code, name }));
}

/** The checkout that the fields describe. `goods` is the cart's value, from which a tip in percent is taken. */
export function checkoutRequest(view: StoreView, fields: Fields, goods: bigint): CheckoutRequest {
  const { market, cart, customer, language } = view;
  const typed = parseCodes(fields['code'] ?? '');
  // One field for both, as on the platform.
  const cards = typed.filter((code) => view.store.isGiftCard(code));
  const tip = tipAmount(fields['tip'] ?? '', goods, market.currency);
  const request: CheckoutRequest = {
    customerId: customer?.id ?? null,
    market: market.handle,
    locale: language,
    lines: cart,
    codes: typed.filter((code) => !cards.includes(code)),
    giftCardCodes: cards,
    storeCredit: fields['storeCredit'] === 'use' && storeCreditOf(view) > 0n,
    address: addressOf(fields),
    payment: fields['payment'] === 'pending' ? 'pending' : 'paid',
  };
  if (tip > 0n) request.tip = tip;
  if (fields['shippingRate']) request.shippingRate = fields['shippingRate'];
  if (!customer && fields['email']) request.email = fields['email'];
  return request;
}

function tipAmount(text: string, goods: bigint, currency: StoreView['market']['currency']): bigint {
  const percent = /^(\d{1,2})%$/.exec(text);
  if (percent) return (goods * BigInt(percent[1] ?? '0')) / 100n;
  return parseDecimal(text, currency) ?? 0n;
}

function addressOf(fields: Fields): Address {
  const country = fields['country'] ?? '';
  const code = fields['provinceCode']?.trim() || null;
  const state = statesOf(country).find((each) => each.code === code);
  return {
    firstName: fields['firstName']?.trim() ?? '',
    lastName: fields['lastName']?.trim() ?? '',
    address1: fields['address1']?.trim() ?? '',
    address2: null,
    city: fields['city']?.trim() ?? '',
    province: state?.name ?? null,
    provinceCode: state?.code ?? null,
    zip: fields['zip']?.trim() || null,
    countryCode: country,
    phone: null,
  };
}

/** True when a parcel could find its way. */
export function isAddressComplete(fields: Fields): boolean {
  return ['firstName', 'lastName', 'address1', 'city', 'country'].every(
    (name) => (fields[name]?.trim() ?? '') !== '',
  );
}
