/** What a shop can do for rewards (rewards.md): what Shopify tells of it, and the rules over that. */
import { z } from 'zod';

/** As the Admin API told it last. Facts, not conclusions: a rule that changes judges the shops that are known already. */
export const ShopTraitsSchema = z.object({
  /** The plan's public name, for people. */
  plan: z.string().max(100),
  isPlus: z.boolean(),
  /** A partner's development store, where Functions run whatever the plan. */
  isDevelopment: z.boolean(),
  /** Whether the app was installed from the App Store; a custom app otherwise. */
  fromAppStore: z.boolean(),
  /** Whether our discount Function is among those that the app has there. */
  hasFunction: z.boolean(),
  /** Store credit can be spent by whoever signs in to new customer accounts, and by nobody else. */
  newCustomerAccounts: z.boolean(),
  giftCards: z.boolean(),
  /** The access that the merchant granted; an older installation may lack what a newer version asks for. */
  scopes: z.array(z.string().max(100)).max(200),
});
export type ShopTraits = z.output<typeof ShopTraitsSchema>;

export type Capabilities = { functions: boolean; storeCredit: boolean; giftCards: boolean };

/** Of a shop that Shopify has told nothing of yet: native codes alone, which every shop has. */
export const NATIVE_CODES_ONLY: Capabilities = { functions: false, storeCredit: false, giftCards: false };

/** Without reading them, an unknown outcome could not be told from none. */
const STORE_CREDIT_SCOPES = [
  'read_store_credit_accounts',
  'read_store_credit_account_transactions',
  'write_store_credit_account_transactions',
];
const GIFT_CARD_SCOPES = ['read_gift_cards', 'write_gift_cards'];

/** Shopify grants what writing implies, and names it or not: a write scope stands for reading too. */
function has(scopes: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every(
    (scope) => scopes.includes(scope) || scopes.includes(scope.replace(/^read_/, 'write_')),
  );
}

/** Functions run for apps from the App Store on any plan, for custom apps on Plus, and on development stores. null: nothing is known. */
export function capabilitiesOf(traits: ShopTraits | null): Capabilities {
  if (!traits) return NATIVE_CODES_ONLY;
  const { hasFunction, fromAppStore, isPlus, isDevelopment, newCustomerAccounts, giftCards, scopes } = traits;
  return {
    functions: hasFunction && (fromAppStore || isPlus || isDevelopment),
    storeCredit: newCustomerAccounts && has(scopes, STORE_CREDIT_SCOPES),
    giftCards: giftCards && has(scopes, GIFT_CARD_SCOPES),
  };
}
