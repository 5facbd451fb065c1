import { currentQuantity, orderTotals } from '../../checkout/order-totals.ts';
import { times } from '../../money.ts';
import type { Customer, Order, OrderLine } from '../../state/order-types.ts';
import type { StoreCreditAccount } from '../../state/money-account-types.ts';
import { accountsOf } from '../../state/store-credit.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';
import { searchTerms } from '../search-terms.ts';
import { addressObject } from './address-object.ts';
import { metafieldFields } from './metafield-object.ts';
import { graphqlTime, moneyBagObject } from './money-object.ts';
import { storeCreditAccountObject } from './store-credit-object.ts';

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
    ...metafieldFields({ type: 'Customer', id: customer.id }),
    storeCreditAccounts: (args: Arguments, { core }: GraphqlContext) => {
      const terms = searchTerms(args.query, ['currency_code', 'id']);
      const found = accountsOf(core.tables, customer.id).filter((each) =>
        terms.every(({ field, text }) =>
          field === 'id' ? String(each.id) === text : each.currency.toLowerCase() === text,
        ),
      );
      return connection(found, args, (each) => storeCreditAccountObject(each, storeCreditOwner(each)));
    },
    numberOfOrders: (_args: Arguments, context: GraphqlContext) => String(orders(context).length),
    orders: (args: Arguments, context: GraphqlContext) => connection(orders(context), args, orderObject),
  };
}

/** Whose an account is, asked for when it is read. */
export function storeCreditOwner({ customerId }: StoreCreditAccount) {
  return (_args: Arguments, { store }: GraphqlContext): ApiObject | null => {
    const customer = store.customer(customerId);
    return customer && customerObject(customer);
  };
}

/** An order as the Admin API shows it. */
export function orderObject(order: Order): ApiObject & { id: string } {
  const totals = orderTotals(order);
  return {
    __typename: 'Order',
    id: `gid://shopify/Order/${order.id}`,
    legacyResourceId: String(order.id),
    name: `#${order.orderNumber}`,
    number: order.orderNumber - 1000,
    createdAt: graphqlTime(order.createdAt),
    processedAt: graphqlTime(order.processedAt),
    updatedAt: graphqlTime(order.updatedAt),
    cancelledAt: graphqlTime(order.cancelledAt),
    cancelReason: order.cancelReason?.toUpperCase() ?? null,
    closed: order.closedAt !== null,
    closedAt: graphqlTime(order.closedAt),
    confirmationNumber: order.confirmationNumber,
    checkoutToken: order.token.split('').reverse().join(''),
    currencyCode: order.shopCurrency,
    presentmentCurrencyCode: order.presentmentCurrency,
    customerLocale: order.locale,
    taxesIncluded: order.taxesIncluded,
    test: order.test,
    tags: order.tags,
    note: order.note,
    email: order.email,
    sourceName: order.sourceName,
    discountCodes: [...new Set(order.discountApplications.flatMap(({ code }) => code ?? []))],
    displayFinancialStatus: totals.financialStatus.toUpperCase(),
    displayFulfillmentStatus: fulfilmentStatus(totals.fulfilmentStatus),
    fullyPaid: totals.outstanding.presentment <= 0n,
    unpaid: totals.paid.presentment === 0n && totals.total.presentment > 0n,
    ...moneyFields(order, totals),
    customer: (_args: Arguments, context: GraphqlContext) => {
      const customer = order.customerId === null ? null : context.store.customer(order.customerId);
      return customer ? customerObject(customer) : null;
    },
    billingAddress: order.billingAddress ? addressObject(order.billingAddress, order.id) : null,
    shippingAddress: order.shippingAddress ? addressObject(order.shippingAddress, order.id) : null,
    lineItems: (args: Arguments) => connection(order.lines, args, (line) => lineObject(order, line)),
  };
}

function fulfilmentStatus(status: 'fulfilled' | 'partial' | null): string {
  if (status === null) return 'UNFULFILLED';
  return status === 'fulfilled' ? 'FULFILLED' : 'PARTIALLY_FULFILLED';
}

function moneyFields(order: Order, totals: ReturnType<typeof orderTotals>): ApiObject {
  return {
    subtotalPriceSet: moneyBagObject(totals.subtotal, order),
    totalDiscountsSet: moneyBagObject(totals.discounts, order),
    totalShippingPriceSet: moneyBagObject(totals.shipping, order),
    totalTaxSet: moneyBagObject(totals.tax, order),
    totalTipReceivedSet: moneyBagObject(totals.tip, order),
    totalPriceSet: moneyBagObject(totals.total, order),
    originalTotalPriceSet: moneyBagObject(totals.total, order),
    totalReceivedSet: moneyBagObject(totals.paid, order),
    totalRefundedSet: moneyBagObject(totals.refunded, order),
    totalOutstandingSet: moneyBagObject(totals.outstanding, order),
    currentSubtotalPriceSet: moneyBagObject(totals.currentSubtotal, order),
    currentTotalDiscountsSet: moneyBagObject(totals.currentDiscounts, order),
    currentTotalTaxSet: moneyBagObject(totals.currentTax, order),
    currentTotalPriceSet: moneyBagObject(totals.currentTotal, order),
    currentShippingPriceSet: moneyBagObject(totals.currentShipping, order),
  };
}

function lineObject(order: Order, line: OrderLine): ApiObject & { id: string } {
  return {
    __typename: 'LineItem',
    id: `gid://shopify/LineItem/${line.id}`,
    title: line.title,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: currentQuantity(order, line),
    isGiftCard: line.giftCard,
    requiresShipping: line.requiresShipping,
    taxable: line.taxable,
    originalUnitPriceSet: moneyBagObject(line.unitPrice, order),
    originalTotalSet: moneyBagObject(times(line.unitPrice, line.quantity), order),
  };
}
