import type { ShopTraits } from '../domain/capabilities.ts';
import type { AdminFault, AdminGateway } from './admin-gateway.ts';
import { ShopCapabilitiesDocument } from './admin-types.generated.ts';
import { FUNCTION_HANDLE } from './carriers/function-code.ts';

/** What Shopify tells of what the shop can do for rewards. */
export async function readShopTraits(
  admin: AdminGateway,
): Promise<{ ok: true; traits: ShopTraits } | AdminFault> {
  const answer = await admin(ShopCapabilitiesDocument, {});
  if (!answer.ok) return answer;
  const { shop, currentAppInstallation, shopifyFunctions } = answer.data;
  return {
    ok: true,
    traits: {
      plan: shop.plan.publicDisplayName,
      isPlus: shop.plan.shopifyPlus,
      isDevelopment: shop.plan.partnerDevelopment,
      fromAppStore: currentAppInstallation.app.publicCategory === 'PUBLIC',
      hasFunction: shopifyFunctions.nodes.some(({ handle }) => handle === FUNCTION_HANDLE),
      newCustomerAccounts: shop.customerAccountsV2.customerAccountsVersion === 'NEW_CUSTOMER_ACCOUNTS',
      giftCards: shop.features.giftCards,
      scopes: currentAppInstallation.accessScopes.map(({ handle }) => handle),
    },
  };
}
