import type { Cart } from '../checkout/eligible-discounts.ts';
import { gross } from '../checkout/order-lines.ts';
import { discountClasses, discountGid } from '../state/discounts.ts';
import type { AppDiscount, Metafield } from '../state/app-data-types.ts';
import { shop } from '../data/catalogue.ts';
import type { Market, Product } from '../state/catalogue-types.ts';
import type { OrderLine } from '../state/order-types.ts';
import { graphqlDecimal } from '../graphql/objects/money-object.ts';
import { decimal, exponentOf } from '../money.ts';

export type InputObject = { [field: string]: unknown };
type Arguments = Record<string, unknown>;

/** What a Function's input says of the discount and the shop beside the cart. */
export type InputFacts = {
  discount: AppDiscount;
  product: (id: number) => Product | null;
  /** A metafield by owner's global id, the namespace as the query writes it. */
  metafield: (ownerGid: string, namespace: string | null, key: string) => Metafield | null;
};

/** The input of a discount Function: an object on which the input query is executed. Decimals are written as the platform does, "700.0". */
export function cartInput(cart: Cart, facts: InputFacts): InputObject {
  const { market, locale, address, codes } = cart;
  const { discount } = facts;
  return {
    cart: cartObject(cart, facts),
    discount: {
      discountClasses: discountClasses(discount),
      metafield: metafieldOf(discountGid(discount), facts),
    },
    enteredDiscountCodes: codes.map((code) => ({ code, rejectable: true })),
    fetchResult: null,
    localization: {
      country: { isoCode: address.countryCode },
      language: { isoCode: locale.toUpperCase() },
    },
    presentmentCurrencyRate: rateText(market),
    triggeringDiscountCode: discount.code,
  };
}

function cartObject(cart: Cart, facts: InputFacts): InputObject {
  const { customer, lines } = cart;
  const subtotal = lines.reduce((sum, line) => sum + gross(line).presentment, 0n);
  const money = (amount: bigint) => moneyObject(amount, cart);
  const gid = customer && `gid://shopify/Customer/${customer.id}`;
  const tags = (customer?.tags ?? []).map((tag) => tag.toLowerCase());
  return {
    attribute: null,
    billingAddress: null,
    buyerIdentity:
      customer && gid
        ? {
            customer: {
              id: gid,
              displayName: `${customer.firstName} ${customer.lastName}`,
              email: customer.email,
              firstName: customer.firstName,
              lastName: customer.lastName,
              ...tagFields(tags),
              metafield: metafieldOf(gid, facts),
            },
            email: customer.email,
            isAuthenticated: true,
            phone: null,
            purchasingCompany: null,
          }
        : null,
    cost: {
      subtotalAmount: money(subtotal),
      totalAmount: money(subtotal),
      totalDutyAmount: null,
      totalTaxAmount: null,
    },
    deliveryGroups: deliveryGroups(cart),
    discountApplications: [],
    lines: lines.map((line) => lineObject(line, cart, facts)),
    poNumber: null,
    retailLocation: null,
  };
}

function lineObject(line: OrderLine, cart: Cart, facts: InputFacts): InputObject {
  const amount = moneyObject(gross(line).presentment, cart);
  const product = line.productId === null ? null : facts.product(line.productId);
  return {
    id: cartLineGid(line.id),
    quantity: line.quantity,
    attribute: ({ key }: Arguments) => {
      const found = line.properties.find(({ name }) => name === key);
      return found ? { key: found.name, value: found.value } : null;
    },
    cost: {
      amountPerQuantity: moneyObject(line.unitPrice.presentment, cart),
      compareAtAmountPerQuantity: null,
      subtotalAmount: amount,
      totalAmount: amount,
    },
    discountAllocations: [],
    parentRelationship: null,
    sellingPlanAllocation: null,
    merchandise: {
      __typename: 'ProductVariant',
      id: `gid://shopify/ProductVariant/${line.variantId}`,
      title: line.variantTitle,
      sku: line.sku,
      requiresShipping: line.requiresShipping,
      ...collectionFields(product),
      product: productObject(line, product),
    },
  };
}

function productObject(line: OrderLine, product: Product | null): InputObject {
  return {
    id: `gid://shopify/Product/${line.productId}`,
    handle: product?.handle ?? '',
    title: line.title,
    vendor: line.vendor,
    productType: product?.productType ?? null,
    isGiftCard: line.giftCard,
    ...tagFields((product?.tags ?? []).map((tag) => tag.toLowerCase())),
    ...collectionFields(product),
  };
}

function tagFields(tags: readonly string[]): InputObject {
  const has = (tag: string) => tags.includes(tag.toLowerCase());
  return {
    hasAnyTag: ({ tags: wanted }: Arguments) => (wanted as string[]).some(has),
    hasTags: ({ tags: wanted }: Arguments) => (wanted as string[]).map((tag) => ({ tag, hasTag: has(tag) })),
  };
}

function collectionFields(product: Product | null): InputObject {
  const gids = (product?.collectionIds ?? []).map((id) => `gid://shopify/Collection/${id}`);
  return {
    inAnyCollection: ({ ids }: Arguments) => (ids as string[]).some((id) => gids.includes(id)),
    inCollections: ({ ids }: Arguments) =>
      (ids as string[]).map((collectionId) => ({ collectionId, isMember: gids.includes(collectionId) })),
  };
}

/** One group: the dev store sends everything in one parcel. */
function deliveryGroups(cart: Cart): InputObject[] {
  const { market, lines, shippingLines, address } = cart;
  const [chosen] = shippingLines;
  if (!chosen) return [];
  const options = market.shippingRates.map((rate) => ({
    code: rate.title.en,
    cost: moneyObject(rate.prices[market.currency], cart),
    deliveryMethodType: 'SHIPPING',
    description: null,
    handle: rate.handle,
    title: rate.title.en,
  }));
  return [
    {
      id: deliveryGroupGid,
      groupType: 'ONE_TIME_PURCHASE',
      cartLines: lines
        .filter((line) => line.requiresShipping)
        .map((line) => ({ id: cartLineGid(line.id), quantity: line.quantity })),
      deliveryAddress: {
        address1: address.address1,
        address2: address.address2,
        city: address.city,
        company: null,
        countryCode: address.countryCode,
        firstName: address.firstName,
        lastName: address.lastName,
        phone: address.phone,
        provinceCode: address.provinceCode,
        zip: address.zip,
      },
      deliveryOptions: options,
      selectedDeliveryOption: options.find(({ handle }) => handle === chosen.handle) ?? null,
      discountAllocations: [],
    },
  ];
}

/** A longer value is null to a Function. */
const metafieldBytesMax = 10_000;

export const deliveryGroupGid = 'gid://shopify/CartDeliveryGroup/0';

export function cartLineGid(lineId: number): string {
  return `gid://shopify/CartLine/${lineId}`;
}

function moneyObject(amount: bigint, { market }: Cart): InputObject {
  return { amount: graphqlDecimal(decimal(amount, market.currency)), currencyCode: market.currency };
}

/** Units of the market's currency for one of the shop's; a market's day rate is of minor units. */
function rateText({ dayRate, currency }: Market): string {
  const cents = 10n ** BigInt(exponentOf(shop.currency));
  const units = (10n ** 6n * cents * dayRate.denominator) / dayRate.numerator;
  const text = (units / 10n ** BigInt(exponentOf(currency))).toString().padStart(7, '0');
  return graphqlDecimal(`${text.slice(0, -6)}.${text.slice(-6)}`);
}

function metafieldOf(ownerGid: string, { metafield }: InputFacts) {
  return ({ namespace, key }: Arguments) => {
    const found = metafield(ownerGid, typeof namespace === 'string' ? namespace : null, String(key));
    if (!found || Buffer.byteLength(found.value) > metafieldBytesMax) return null;
    return {
      type: found.type,
      value: found.value,
      jsonValue: found.type.endsWith('_field') ? found.value : (JSON.parse(found.value) as unknown),
    };
  };
}
