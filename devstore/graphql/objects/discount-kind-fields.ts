import { percentText } from '../../checkout/reductions.ts';
import { appFunctions } from '../../functions/app-functions.ts';
import { decimal } from '../../money.ts';
import type { AppDiscount, DiscountItems, DiscountValue } from '../../state/app-data-types.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';
import { graphqlDecimal } from './money-object.ts';
import { productObject, variantObject } from './product-object.ts';

/** What one kind of discount has and the others have not, with the type's name. */
export function discountKindFields({ value, code }: AppDiscount): ApiObject {
  if (value.kind === 'function')
    return {
      __typename: code === null ? 'DiscountAutomaticApp' : 'DiscountCodeApp',
      appDiscountType: (_args: Arguments, context: GraphqlContext) => appDiscountType(value, context),
    };
  const summary = summaryOf(value);
  const shown = { summary, shortSummary: summary };
  if (value.kind === 'freeShipping')
    return { __typename: 'DiscountCodeFreeShipping', ...shown, ...shippingFields(value) };
  return {
    __typename: 'DiscountCodeBasic',
    ...shown,
    customerGets: {
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      items: itemsObject(value.items),
      value:
        value.kind === 'percentage'
          ? { __typename: 'DiscountPercentage', percentage: Number(percentText(value.rate)) / 100 }
          : {
              __typename: 'DiscountAmount',
              appliesOnEachItem: false,
              amount: { amount: graphqlDecimal(decimal(value.amount, 'USD')), currencyCode: 'USD' },
            },
    },
  };
}

function summaryOf(value: Exclude<DiscountValue, { kind: 'function' }>): string {
  if (value.kind === 'freeShipping') return 'Free shipping';
  const what = value.items === null ? 'entire order' : 'some products';
  return value.kind === 'percentage'
    ? `${percentText(value.rate)}% off ${what}`
    : `${decimal(value.amount, 'USD')} USD off ${what}`;
}

function shippingFields({ countries, dearest }: Extract<DiscountValue, { kind: 'freeShipping' }>): ApiObject {
  return {
    destinationSelection:
      countries === null
        ? { __typename: 'DiscountCountryAll', allCountries: true }
        : { __typename: 'DiscountCountries', countries, includeRestOfWorld: false },
    maximumShippingPrice:
      dearest === null ? null : { amount: graphqlDecimal(decimal(dearest, 'USD')), currencyCode: 'USD' },
  };
}

function itemsObject(items: DiscountItems): ApiObject {
  if (items === null) return { __typename: 'AllDiscountItems', allItems: true };
  if (items.collectionIds.length > 0)
    return {
      __typename: 'DiscountCollections',
      collections: (args: Arguments, { store }: GraphqlContext) =>
        connection(
          store.collections().filter(({ id }) => items.collectionIds.includes(id)),
          args,
          ({ id, title, handle }) => ({
            __typename: 'Collection',
            id: `gid://shopify/Collection/${id}`,
            handle,
            title: title.en,
          }),
        ),
    };
  return {
    __typename: 'DiscountProducts',
    products: (args: Arguments, { store }: GraphqlContext) =>
      connection(
        store.products().filter(({ id }) => items.productIds.includes(id)),
        args,
        productObject,
      ),
    productVariants: (args: Arguments, { store }: GraphqlContext) =>
      connection(
        items.variantIds.flatMap((id) => store.variant(id) ?? []),
        args,
        ({ product, variant }) => variantObject(product, variant),
      ),
  };
}

function appDiscountType(
  { handle, classes }: Extract<DiscountValue, { kind: 'function' }>,
  { core }: GraphqlContext,
): ApiObject {
  const found = appFunctions(core.env.extensionsFolder).find((each) => each.handle === handle);
  return {
    __typename: 'AppDiscountType',
    appKey: core.env.apiKey,
    functionId: found?.id ?? '',
    title: found?.title ?? handle,
    description: found?.description ?? null,
    discountClass: classes[0],
    discountClasses: classes,
  };
}
