import { decimal } from '../../money.ts';
import type { AppDiscount, MetafieldOwner } from '../../state/app-data-types.ts';
import { discountClasses, discountGid, discountStatus, timesUsed } from '../../state/discounts.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';
import { customerObject } from './customer-and-order-objects.ts';
import { discountKindFields } from './discount-kind-fields.ts';
import { metafieldFields } from './metafield-object.ts';
import { graphqlDecimal, graphqlTime } from './money-object.ts';

/** A discount of the app as the Admin API shows it, by a code or automatic. Its use is counted at once, where the platform is some seconds late. */
export function discountNodeObject(discount: AppDiscount): ApiObject & { id: string } {
  const type: MetafieldOwner['type'] = discount.code === null ? 'DiscountAutomaticNode' : 'DiscountCodeNode';
  return {
    __typename: type,
    id: discountGid(discount),
    ...(discount.code === null
      ? { automaticDiscount: discountObject(discount) }
      : { codeDiscount: discountObject(discount) }),
    ...metafieldFields({ type, id: discount.id }),
  };
}

/** The same as a node of the type that discounts of every kind share. Metafields are the discount's own, whichever node they are asked of. */
export function anyDiscountNodeObject(discount: AppDiscount): ApiObject & { id: string } {
  const type: MetafieldOwner['type'] = discount.code === null ? 'DiscountAutomaticNode' : 'DiscountCodeNode';
  return {
    __typename: 'DiscountNode',
    id: `gid://shopify/DiscountNode/${discount.id}`,
    discount: discountObject(discount),
    ...metafieldFields({ type, id: discount.id }),
  };
}

/** What a node holds: of a type of its own for each kind. */
export function discountObject(discount: AppDiscount): ApiObject {
  const { rules, title } = discount;
  return {
    title,
    discountId: discountGid(discount),
    status: discountStatus(discount, Date.now()),
    startsAt: graphqlTime(rules.startsAt),
    endsAt: graphqlTime(rules.endsAt),
    createdAt: graphqlTime(discount.createdAt),
    updatedAt: graphqlTime(discount.updatedAt),
    tags: discount.tags,
    recurringCycleLimit: 1,
    hasTimelineComment: false,
    appliesOnOneTimePurchase: true,
    appliesOnSubscription: false,
    errorHistory: null,
    discountClass: discountClasses(discount)[0],
    discountClasses: discountClasses(discount),
    combinesWith: { ...rules.combinesWith, productDiscountsWithTagsOnSameCartLine: null },
    context: contextObject(discount),
    minimumRequirement: minimumObject(discount),
    ...codeFields(discount),
    ...discountKindFields(discount),
  };
}

/** What only discounts by a code have; an automatic one counts its uses nowhere here. */
function codeFields(discount: AppDiscount): ApiObject {
  const { code, rules } = discount;
  if (code === null) return { asyncUsageCount: 0 };
  const used = (_args: Arguments, { core }: GraphqlContext) => timesUsed(core.tables, code);
  const redeemCode = {
    __typename: 'DiscountRedeemCode',
    id: `gid://shopify/DiscountRedeemCode/${discount.redeemCodeId}`,
    code,
    asyncUsageCount: used,
  };
  return {
    codes: (args: Arguments) => connection([redeemCode], args, (each) => each),
    codesCount: { count: 1, precision: 'EXACT' },
    asyncUsageCount: used,
    usageLimit: rules.usageLimit,
    appliesOncePerCustomer: rules.oncePerCustomer,
  };
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

/** An amount of the shop's currency. */
export function dollars(amount: bigint): ApiObject {
  return { amount: graphqlDecimal(decimal(amount, 'USD')), currencyCode: 'USD' };
}
