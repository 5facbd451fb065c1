import { describe, expect, it } from 'vitest';
import { capabilitiesOf, NATIVE_CODES_ONLY, type ShopTraits } from './capabilities.ts';

const all: ShopTraits = {
  plan: 'Basic',
  isPlus: false,
  isDevelopment: false,
  fromAppStore: true,
  hasFunction: true,
  newCustomerAccounts: true,
  giftCards: true,
  scopes: [
    'read_gift_cards',
    'write_gift_cards',
    'read_store_credit_accounts',
    'read_store_credit_account_transactions',
    'write_store_credit_account_transactions',
  ],
};
const yesAndNo = [true, false];

describe('Functions', () => {
  const combinations = yesAndNo.flatMap((hasFunction) =>
    yesAndNo.flatMap((fromAppStore) =>
      yesAndNo.flatMap((isPlus) =>
        yesAndNo.map((isDevelopment) => ({ hasFunction, fromAppStore, isPlus, isDevelopment })),
      ),
    ),
  );
  // rewards.md: for apps from the App Store on any plan, for custom apps on Plus, and on development stores.
  const runs = new Set(['1100', '1110', '1101', '1111', '1010', '1011', '1001']);
  it.each(combinations)('%j', (traits) => {
    const key = Object.values(traits).map(Number).join('');
    expect(capabilitiesOf({ ...all, ...traits }).functions).toBe(runs.has(key));
  });
});

describe('a shop', () => {
  it.each<[string, Partial<ShopTraits>, object]>([
    ['that has everything', {}, { functions: true, storeCredit: true, giftCards: true }],
    ['with classic accounts', { newCustomerAccounts: false }, { storeCredit: false, giftCards: true }],
    ['without gift cards', { giftCards: false }, { storeCredit: true, giftCards: false }],
    ['that granted nothing of it', { scopes: [] }, { functions: true, storeCredit: false, giftCards: false }],
    [
      'whose scopes are named by what they write',
      {
        scopes: ['write_gift_cards', 'read_store_credit_accounts', 'write_store_credit_account_transactions'],
      },
      { storeCredit: true, giftCards: true },
    ],
    [
      'that lets us read alone',
      { scopes: ['read_gift_cards', 'read_store_credit_accounts', 'read_store_credit_account_transactions'] },
      { storeCredit: false, giftCards: false },
    ],
  ])('%s', (_title, traits, expected) => {
    expect(capabilitiesOf({ ...all, ...traits })).toMatchObject(expected);
  });

  it('of which nothing is known has native codes', () => {
    expect(capabilitiesOf(null)).toEqual(NATIVE_CODES_ONLY);
  });
});
