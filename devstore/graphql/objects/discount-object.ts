import { decimal } from '../../money.ts';
import type { AppDiscount } from '../../state/app-data-types.ts';
import { discountStatus, timesUsed } from '../../state/discounts.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';
import { customerObject } from './customer-and-order-objects.ts';
import { graphqlDecimal, graphqlTime } from './money-object.ts';

/** A code of the app as the Admin API shows it. Its use is counted at once, where the platform is some seconds late. */
export function discountNodeObject(discount: AppDiscount): ApiObject & { id: string } {
  return {
    __typename: 'DiscountCodeNode',
    id: `gid://shopify/DiscountCodeNode/${discount.id}`,
    codeDiscount: basicObject(discount),
  };
}

function basicObject(discount: AppDiscount): ApiObject {
  const { rules, title } = discount;
  const used = (_args: Arguments, { core }: GraphqlContext) => timesUsed(core.tables, discount.code);
  const code = {
    __typename: 'DiscountRedeemCode',
    id: `gid://shopify/DiscountRedeemCode/${discount.redeemCodeId}`,
    code: discount.code,
    asyncUsageCount: used,
  };
  const summary = `${decimal(discount.amount, 'USD')} USD off entire order`;
  return {
    __typename: 'DiscountCodeBasic',
    title,
    summary,
    shortSummary: summary,
    status: discountStatus(discount, Date.now()),
    codes: (args: Arguments) => connection([code], args, (each) => each),
    codesCount: { count: 1, precision: 'EXACT' },
    asyncUsageCount: used,
    usageLimit: rules.usageLimit,
    appliesOncePerCustomer: rules.oncePerCustomer,
    startsAt: graphqlTime(rules.startsAt),
    endsAt: graphqlTime(rules.endsAt),
    createdAt: graphqlTime(discount.createdAt),
    updatedAt: graphqlTime(discount.updatedAt),
    tags: discount.tags,
    recurringCycleLimit: 1,
    hasTimelineComment: false,
    discountClass: 'ORDER',
    discountClasses: ['ORDER'],
    combinesWith: { ...rules.combinesWith, productDiscountsWithTagsOnSameCartLine: null },
    context: contextObject(discount),
    customerGets: {
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      items: { __typename: 'AllDiscountItems', allItems: true },
      value: { __typename: 'DiscountAmount', appliesOnEachItem: false, amount: dollars(discount.amount) },
    },
    minimumRequirement: minimumObject(discount),
  };
}

function dollars(amount: bigint): ApiObject {
  return { amount: graphqlDecimal(decimal(amount, 'USD')), currencyCode: 'USD' };
}

function contextObject({ rules }: AppDiscount): ApiObject {
  const ids = rules.customerIds;
  if (ids === null) return { __typename: 'DiscountBuyerSelectionAll', all: 'ALL' };
  return {
    __typename: 'DiscountCustomers',
    customers: (_args: Arguments, { store }: GraphqlContext) =>
      ids.flatMap((id) => {
        const customer = store.customer(id);
        return customer ? [customerObject(customer)] : [];
      }),
  };
}

function minimumObject({ rules }: AppDiscount): ApiObject | null {
  if (rules.minimumSubtotal !== null)
    return {
      __typename: 'DiscountMinimumSubtotal',
      greaterThanOrEqualToSubtotal: dollars(rules.minimumSubtotal),
    };
  return rules.minimumQuantity === null
    ? null
    : {
        __typename: 'DiscountMinimumQuantity',
        greaterThanOrEqualToQuantity: String(rules.minimumQuantity),
      };
}
