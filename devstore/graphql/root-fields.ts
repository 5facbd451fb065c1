import type { RootField } from './graphql-types.ts';
import {
  automaticDiscountNode,
  automaticDiscountNodes,
  discountNodes,
} from './root/automatic-discount-nodes.ts';
import { codeDiscountNode } from './root/code-discount-node.ts';
import { codeDiscountNodeByCode } from './root/code-discount-node-by-code.ts';
import { currentAppInstallation } from './root/current-app-installation.ts';
import { customer } from './root/customer.ts';
import { customers } from './root/customers.ts';
import {
  discountAutomaticActivate,
  discountAutomaticDeactivate,
} from './root/discount-automatic-activate.ts';
import { discountAutomaticAppCreate } from './root/discount-automatic-app-create.ts';
import { discountCodeAppCreate } from './root/discount-code-app-create.ts';
import { discountCodeFreeShippingCreate } from './root/discount-code-free-shipping-create.ts';
import { shopifyFunctions } from './root/shopify-functions.ts';
import { themes } from './root/themes.ts';
import { discountCodeBasicCreate } from './root/discount-code-basic-create.ts';
import { discountCodeDeactivate } from './root/discount-code-deactivate.ts';
import { discountCodeDelete } from './root/discount-code-delete.ts';
import { giftCardCreate } from './root/gift-card-create.ts';
import { giftCardDeactivate } from './root/gift-card-deactivate.ts';
import { giftCard, giftCards } from './root/gift-cards.ts';
import { storeCreditAccount } from './root/store-credit-account.ts';
import { storeCreditAccountCredit, storeCreditAccountDebit } from './root/store-credit-account-credit.ts';
import { markets } from './root/markets.ts';
import { metafieldsSet } from './root/metafields-set.ts';
import { nodes } from './root/nodes.ts';
import { node } from './root/node.ts';
import { order } from './root/order.ts';
import { orders } from './root/orders.ts';
import { products } from './root/products.ts';
import { shop } from './root/shop.ts';
import { tagsAdd } from './root/tags-add.ts';
import { tagsRemove } from './root/tags-remove.ts';

/** One file each under root/; a new field is a file and a line here. */
export const queryFields: Record<string, RootField> = {
  automaticDiscountNode,
  automaticDiscountNodes,
  discountNodes,
  codeDiscountNode,
  codeDiscountNodeByCode,
  currentAppInstallation,
  customer,
  customers,
  giftCard,
  giftCards,
  markets,
  node,
  nodes,
  order,
  orders,
  products,
  shop,
  shopifyFunctions,
  themes,
  storeCreditAccount,
};

export const mutationFields: Record<string, RootField> = {
  discountAutomaticActivate,
  discountAutomaticAppCreate,
  discountAutomaticDeactivate,
  discountCodeAppCreate,
  discountCodeBasicCreate,
  discountCodeDeactivate,
  discountCodeDelete,
  discountCodeFreeShippingCreate,
  giftCardCreate,
  giftCardDeactivate,
  metafieldsSet,
  storeCreditAccountCredit,
  storeCreditAccountDebit,
  tagsAdd,
  tagsRemove,
};
