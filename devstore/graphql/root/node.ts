import { requireGid } from '../connection.ts';
import type { ApiObject, GraphqlContext, RootField } from '../graphql-types.ts';
import { customerObject, orderObject, storeCreditOwner } from '../objects/customer-and-order-objects.ts';
import { discountNodeObject } from '../objects/discount-object.ts';
import { giftCardObject } from '../objects/gift-card-object.ts';
import { collectionObject, productObject, variantObject } from '../objects/product-object.ts';
import { storeCreditAccountObject } from '../objects/store-credit-object.ts';

/** The object with a global id, or null. */
export function findNode(gid: unknown, { store, core }: GraphqlContext): ApiObject | null {
  const { kind, id } = requireGid(gid);
  if (kind === 'Customer') {
    const customer = store.customer(id);
    return customer && customerObject(customer);
  }
  if (kind === 'Order') {
    const order = store.order(id);
    return order && orderObject(order);
  }
  if (kind === 'Product') {
    const product = store.product(id);
    return product && productObject(product);
  }
  if (kind === 'ProductVariant') {
    const product = store.products().find(({ variants }) => variants.some((variant) => variant.id === id));
    const variant = product?.variants.find((one) => one.id === id);
    return product && variant ? variantObject(product, variant) : null;
  }
  if (kind === 'Collection') {
    const collection = store.collections().find((one) => one.id === id);
    return collection ? collectionObject(collection) : null;
  }
  if (kind === 'DiscountCodeNode' || kind === 'DiscountAutomaticNode') {
    const discount = core.tables.get('discount', id);
    return discount ? discountNodeObject(discount) : null;
  }
  if (kind === 'GiftCard') {
    const card = core.tables.get('giftCard', id);
    return card ? giftCardObject(card) : null;
  }
  if (kind === 'StoreCreditAccount') {
    const account = core.tables.get('storeCreditAccount', id);
    return account ? storeCreditAccountObject(account, storeCreditOwner(account)) : null;
  }
  return null;
}

export const node: RootField = ({ id }, context) => findNode(id, context);
