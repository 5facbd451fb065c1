// What Shopify's answers are taken for: made, found, taken back, or not certain.
import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../app/domain/capabilities.ts';
import { CARRIERS } from '../../app/shopify/carriers/registry.ts';
import { readShopTraits } from '../../app/shopify/shop-traits.ts';
import { answering, errors, fault, issue, order, three } from '../support/reward-orders.ts';

describe('what is made under a code of ours', () => {
  const cases = [
    [
      'CreateDiscount',
      'discountCodeBasicCreate',
      { codeDiscountNode: { id: 'gid' } },
      { kind: 'percentOff', percent: '1' },
    ],
    [
      'CreateFreeShipping',
      'discountCodeFreeShippingCreate',
      { codeDiscountNode: { id: 'gid' } },
      { kind: 'freeShipping' },
    ],
    [
      'CreateFunctionDiscount',
      'discountCodeAppCreate',
      { codeAppDiscount: { discountId: 'gid' } },
      { kind: 'amountOff', values: three },
    ],
    ['CreateGiftCard', 'giftCardCreate', { giftCard: { id: 'gid' } }, { kind: 'giftCard', values: three }],
  ] as const;

  it.each(cases)('%s', async (_operation, field, made, rest) => {
    const outcome = async (answer: object) => (await issue(order(rest), answer)).made;
    expect(await outcome({ [field]: { ...made, userErrors: [] } })).toEqual({ kind: 'created', id: 'gid' });
    expect(await outcome({ [field]: errors('TAKEN', 'INVALID') })).toEqual({ kind: 'taken' });
    expect(await outcome({ [field]: errors('INTERNAL_ERROR') })).toMatchObject({ kind: 'later' });
    expect(await outcome({ [field]: errors('INVALID', null) })).toEqual({
      kind: 'refused',
      codes: ['INVALID', 'UNKNOWN'],
    });
    expect(await outcome({ [field]: errors() })).toMatchObject({ kind: 'later' });
    expect(await outcome({ ok: true, data: { [field]: null }, refusedFields: true })).toMatchObject({
      kind: 'refused',
    });
    expect(await outcome(fault('refused'))).toMatchObject({ kind: 'refused' });
    for (const reason of ['throttled', 'unavailable', 'unauthorized'] as const)
      expect(await outcome(fault(reason))).toMatchObject({ kind: 'later' });
  });
});

describe('store credit', () => {
  const asked = order({ kind: 'storeCredit', values: three });
  const { storeCredit } = CARRIERS;
  const gives = async (answer: object) => (await issue(asked, answer)).made;

  it('is certain or unknown, and what is unknown is not sent again', async () => {
    const field = 'storeCreditAccountCredit';
    const made = { storeCreditAccountTransaction: { id: 'gid' }, userErrors: [] };
    expect(await gives({ [field]: made })).toEqual({ kind: 'created', id: 'gid' });
    expect(await gives({ [field]: errors('CREDIT_LIMIT_EXCEEDED') })).toMatchObject({ kind: 'refused' });
    expect(await gives(fault('throttled'))).toMatchObject({ kind: 'later' });
    expect(await gives(fault('unauthorized'))).toMatchObject({ kind: 'later' });
    expect(await gives(fault('unavailable'))).toMatchObject({ kind: 'unknown' });
    expect(await gives({ [field]: null })).toMatchObject({ kind: 'unknown' });
  });

  const credit = (id: string, change: object = {}) => ({
    id,
    createdAt: '2026-11-22T10:00:00Z',
    expiresAt: '2027-02-21T03:30:00Z',
    amount: { amount: '5.0' },
    ...change,
  });
  const account = (currencyCode: string, ...nodes: object[]) => ({
    balance: { currencyCode },
    transactions: { nodes },
  });
  const customer = (...nodes: object[]) => ({ customer: { storeCreditAccounts: { nodes } } });
  const find = (answer: object, claimed: string[] = [], of = asked) =>
    storeCredit.lookUp(answering(answer).admin, of, new Set(claimed));
  const ours = (id: string) => ({
    kind: 'found',
    found: { id, title: asked.title, live: true, used: false },
  });
  const unclear = { kind: 'unclear' };

  it.each<[string, object, string[], object]>([
    ['the one that fits', customer(account('USD', credit('a'))), [], ours('a')],
    ['none', customer(account('USD')), [], unclear],
    ['no account', customer(), [], unclear],
    ['no customer', { customer: null }, [], unclear],
    ['two that fit', customer(account('USD', credit('a'), credit('b'))), [], unclear],
    ["another redemption's", customer(account('USD', credit('a'))), ['a'], unclear],
    [
      "ours beside another redemption's",
      customer(account('USD', credit('a'), credit('b'))),
      ['a'],
      ours('b'),
    ],
    [
      'one of another amount',
      customer(account('USD', credit('a', { amount: { amount: '5.01' } }))),
      [],
      unclear,
    ],
    [
      'one from before the reservation',
      customer(account('USD', credit('a', { createdAt: '2026-11-22T09:59:59Z' }))),
      [],
      unclear,
    ],
    [
      'one that ends at another time',
      customer(account('USD', credit('a', { expiresAt: '2027-02-21T03:30:01Z' }))),
      [],
      unclear,
    ],
    ['one that does not end', customer(account('USD', credit('a', { expiresAt: null }))), [], unclear],
    ['one in another currency', customer(account('EUR', credit('a'))), [], unclear],
    [
      'more than are read at once',
      customer(
        account(
          'USD',
          credit('a'),
          ...Array.from({ length: 49 }, (_, n) => credit(`x${n}`, { expiresAt: null })),
        ),
      ),
      [],
      unclear,
    ],
    ['no answer', fault('unavailable'), [], { kind: 'later', codes: ['X'] }],
  ])('whose answer was lost: %s', async (_title, answer, claimed, expected) => {
    expect(await find(answer, claimed)).toEqual(expected);
  });

  it('without an end is found among those without one', async () => {
    const endless = { ...asked, endsAt: null };
    const found = await find(
      customer(account('USD', credit('a'), credit('b', { expiresAt: null }))),
      [],
      endless,
    );
    expect(found).toEqual(ours('b'));
  });

  it('is taken back where nobody paid for it, unless it is spent', async () => {
    const takes = async (answer: object) => {
      const { admin, sent } = answering(answer);
      const revoked = await storeCredit.revoke(admin, 'gid', asked);
      expect(sent[0]?.variables).toEqual({
        customer: 'gid://shopify/Customer/42',
        debit: { debitAmount: { amount: '5.00', currencyCode: 'USD' } },
      });
      return revoked;
    };
    const field = 'storeCreditAccountDebit';
    expect(await takes({ [field]: errors() })).toEqual({ kind: 'revoked', used: false });
    expect(await takes({ [field]: errors('INSUFFICIENT_FUNDS') })).toEqual({ kind: 'revoked', used: true });
    expect(await takes({ [field]: errors('ACCOUNT_NOT_FOUND') })).toMatchObject({ kind: 'refused' });
    expect(await takes(fault('unavailable'))).toMatchObject({ kind: 'unknown' });
    expect(await takes(fault('throttled'))).toMatchObject({ kind: 'later' });
  });
});

describe('a gift card', () => {
  const asked = order({ kind: 'giftCard', values: three });
  const { giftCard } = CARRIERS;
  const card = (change: object = {}) => ({
    id: 'gid',
    note: asked.title,
    lastCharacters: '3456',
    enabled: true,
    balance: { amount: '5.0' },
    initialValue: { amount: '5.00' },
    ...change,
  });
  const find = (...nodes: object[]) =>
    giftCard.lookUp(answering({ giftCards: { nodes } }).admin, asked, new Set());
  const found = (change: object) => ({
    kind: 'found',
    found: { id: 'gid', title: asked.title, live: true, used: false, ...change },
  });

  it('is found by its code and its note', async () => {
    expect(await find()).toEqual({ kind: 'found', found: null });
    expect(await find(card())).toEqual(found({}));
    expect(await find(card({ lastCharacters: '0000' }))).toEqual({ kind: 'found', found: null });
    expect(await find(card({ id: 'other', note: 'x' }), card())).toEqual(found({}));
    expect(await find(card({ note: null }))).toEqual(found({ title: null }));
    expect(await find(card({ enabled: false, balance: { amount: '0.0' } }))).toEqual(
      found({ live: false, used: true }),
    );
    expect(await giftCard.lookUp(answering(fault('throttled')).admin, asked, new Set())).toMatchObject({
      kind: 'later',
    });
  });

  it('is told as it was made, and deactivated', async () => {
    expect(giftCard.shownCode(asked.code)).toBe('ABCDEFGHJK23456');
    const revoke = (answer: object) => giftCard.revoke(answering(answer).admin, 'gid', asked);
    const deactivated = (amount: string) => ({
      giftCardDeactivate: { giftCard: card({ balance: { amount } }), userErrors: [] },
    });
    expect(await revoke(deactivated('5.00'))).toEqual({ kind: 'revoked', used: false });
    expect(await revoke(deactivated('4.99'))).toEqual({ kind: 'revoked', used: true });
    expect(await revoke({ giftCardDeactivate: errors('GIFT_CARD_NOT_FOUND') })).toMatchObject({
      kind: 'refused',
    });
    expect(await revoke(fault('unavailable'))).toMatchObject({ kind: 'later' });
  });
});

describe('what a shop can do', () => {
  it('is read from what Shopify tells of it', async () => {
    const scopes = ['read_gift_cards', 'write_gift_cards'];
    const { admin } = answering({
      shop: {
        plan: { partnerDevelopment: false, shopifyPlus: true, publicDisplayName: 'Plus' },
        features: { giftCards: true },
        customerAccountsV2: { customerAccountsVersion: 'CLASSIC' },
      },
      currentAppInstallation: {
        app: { publicCategory: 'CUSTOM' },
        accessScopes: scopes.map((handle) => ({ handle })),
      },
      shopifyFunctions: { nodes: [{ handle: 'another' }, { handle: 'localized-discount' }] },
    });
    const told = await readShopTraits(admin);
    expect(told.ok && told.traits).toEqual({
      plan: 'Plus',
      isPlus: true,
      isDevelopment: false,
      fromAppStore: false,
      hasFunction: true,
      newCustomerAccounts: false,
      giftCards: true,
      scopes,
    });
    expect(told.ok && capabilitiesOf(told.traits)).toEqual({
      functions: true,
      storeCredit: false,
      giftCards: true,
    });
  });
});
