import { expect, it } from 'vitest';
import { findProduct } from '../test-support/find-product.ts';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { executeAdmin } from './execute.ts';
import { CostBucket } from './throttle.ts';

const createCode = `mutation($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { status usageLimit asyncUsageCount } } }
    userErrors { code field }
  }
}`;
const deactivate = `mutation($id: ID!) {
  discountCodeDeactivate(id: $id) {
    codeDiscountNode { codeDiscount { ... on DiscountCodeBasic { status asyncUsageCount } } }
    userErrors { code field }
  }
}`;
const byCode = `query($code: String!) {
  codeDiscountNodeByCode(code: $code) { id codeDiscount { ... on DiscountCodeBasic { title status asyncUsageCount } } }
}`;

function open(scopes = ['write_discounts', 'read_customers']) {
  const opened = openTestStore(testEnv('http://127.0.0.1:9'));
  const { store, context } = opened;
  const bucket = new CostBucket();
  const run = (query: string, variables: Record<string, unknown>) =>
    executeAdmin({ query, variables }, { store, core: context, scopes, bucket });
  const customer = (name: string) => {
    const made = store.createCustomer({
      firstName: name,
      lastName: 'Mori',
      email: `${name}@example.com`,
      market: 'jp',
    });
    if (!made.ok) throw new Error(made.detail);
    return made.customer;
  };
  const member = customer('hana');
  const discount = (more: object = {}) => ({
    title: 'Reward five-off',
    code: 'MRD-7Q2F-KX4P',
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: null as string | null,
    context: { customers: { add: [`gid://shopify/Customer/${member.id}`] } },
    customerGets: {
      value: { discountAmount: { amount: '5.00', appliesOnEachItem: false } },
      items: { all: true },
    },
    usageLimit: 1,
    appliesOncePerCustomer: true,
    ...more,
  });
  const buy = (customerId: number | null, quantity = 3, codes = ['mrd-7q2f-kx4p']) =>
    store.checkout({
      customerId,
      market: 'jp',
      lines: [{ variantId: findProduct('olive-soap'), quantity }],
      codes,
    });
  return { ...opened, run, customer, member, discount, buy };
}

it('makes a code that its customer uses once, in another currency', async () => {
  const { run, discount, buy, member, customer, app } = open();
  expect(await run(createCode, { discount: discount() })).toMatchObject({
    data: {
      discountCodeBasicCreate: {
        codeDiscountNode: { codeDiscount: { status: 'ACTIVE', usageLimit: 1, asyncUsageCount: 0 } },
        userErrors: [],
      },
    },
  });
  expect(buy(null)).toMatchObject({ ok: false, reason: 'code-for-others' });
  expect(buy(customer('ren').id)).toMatchObject({ ok: false, reason: 'code-for-others' });
  const bought = buy(member.id);
  if (!bought.ok) throw new Error(bought.detail);
  // 5 USD at 150 yen.
  expect(bought.order.discountApplications).toMatchObject([{ code: 'MRD-7Q2F-KX4P', value: '750' }]);
  expect(buy(member.id)).toMatchObject({ ok: false, reason: 'code-used-by-customer' });
  expect(await run(byCode, { code: 'mrd-7q2f-kx4p' })).toMatchObject({
    data: { codeDiscountNodeByCode: { codeDiscount: { title: 'Reward five-off', asyncUsageCount: 1 } } },
  });
  expect(await (await app.request('/control/state')).json()).toMatchObject({
    discounts: expect.arrayContaining([expect.objectContaining({ code: 'MRD-7Q2F-KX4P', used: 1 })]),
  });
  expect(await (await app.request('/admin/store/haven/discounts')).text()).toContain('1 of 1');
});

it('refuses a second use by anybody where the limit is one', async () => {
  const { run, discount, buy, member, customer } = open();
  await run(createCode, { discount: discount({ context: { all: 'ALL' } }) });
  expect(buy(member.id)).toMatchObject({ ok: true });
  expect(buy(customer('ren').id)).toMatchObject({ ok: false, reason: 'code-used-up' });
});

it.each([
  {
    what: 'a code below its minimum',
    more: { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '900.00' } } },
    reason: 'code-minimum',
  },
  {
    what: 'a code below its pieces',
    more: { minimumRequirement: { quantity: { greaterThanOrEqualToQuantity: '4' } } },
    reason: 'code-minimum',
  },
  { what: 'a code whose end has come', more: { endsAt: '2026-02-01T00:00:00Z' }, reason: 'code-expired' },
  {
    what: 'a code whose time has not come',
    more: { startsAt: '2999-01-01T00:00:00Z' },
    reason: 'code-not-yet',
  },
])('refuses $what at the checkout', async ({ more, reason }) => {
  const { run, discount, buy, member } = open();
  await run(createCode, { discount: discount(more) });
  expect(buy(member.id)).toMatchObject({ ok: false, reason });
});

it('combines with what it allows only', async () => {
  const { run, discount, buy, member } = open();
  await run(createCode, { discount: discount({ combinesWith: { shippingDiscounts: true } }) });
  expect(buy(member.id, 3, ['MRD-7Q2F-KX4P', 'WELCOME10'])).toMatchObject({
    ok: false,
    reason: 'code-not-combinable',
  });
  expect(buy(member.id, 3, ['MRD-7Q2F-KX4P', 'FREESHIP'])).toMatchObject({ ok: true });
});

it('lets a code be deleted, once', async () => {
  const { run, discount, buy, member } = open();
  const made = await run(createCode, { discount: discount() });
  const id = JSON.stringify(made).match(/gid:\/\/shopify\/DiscountCodeNode\/\d+/)?.[0];
  const remove = `mutation($id: ID!) {
    discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code field } }
  }`;
  const gone = { deletedCodeDiscountId: id, userErrors: [] };
  const unknown = { deletedCodeDiscountId: null, userErrors: [{ code: 'INVALID', field: ['id'] }] };
  for (const discountCodeDelete of [gone, unknown])
    expect(await run(remove, { id })).toMatchObject({ data: { discountCodeDelete } });
  expect(await run(byCode, { code: 'MRD-7Q2F-KX4P' })).toMatchObject({
    data: { codeDiscountNodeByCode: null },
  });
  expect(buy(member.id)).toMatchObject({ ok: false });
});

it('refuses a code that was deactivated, and says why on the page', async () => {
  const { run, discount, buy, member, app } = open();
  const made = await run(createCode, { discount: discount() });
  const id = JSON.stringify(made).match(/gid:\/\/shopify\/DiscountCodeNode\/\d+/)?.[0];
  expect(await run(deactivate, { id })).toMatchObject({
    data: {
      discountCodeDeactivate: {
        codeDiscountNode: { codeDiscount: { status: 'EXPIRED', asyncUsageCount: 0 } },
        userErrors: [],
      },
    },
  });
  expect(buy(member.id)).toMatchObject({ ok: false, reason: 'code-expired' });
  const page = await app.request('/store/jp/checkout/summary', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Cookie: `devstore_customer=${member.id}; devstore_cart_jp=${findProduct('olive-soap')}x1`,
    },
    body: 'code=MRD-7Q2F-KX4P',
  });
  expect(await page.text()).toContain('このコードは有効期限が切れています。');
});

it('names the amount that a cart lacks, in the currency and language of the page', async () => {
  const { run, discount, member, app } = open();
  const minimumRequirement = { subtotal: { greaterThanOrEqualToSubtotal: '900.00' } };
  await run(createCode, { discount: discount({ minimumRequirement }) });
  const page = await app.request('/store/us/checkout/summary', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Cookie: `devstore_customer=${member.id}; devstore_cart_us=${findProduct('olive-soap')}x1`,
    },
    body: 'code=MRD-7Q2F-KX4P',
  });
  expect(await page.text()).toContain('This code needs goods for $900.00 or more.');
});

it.each([
  { more: { code: '' }, error: { code: 'BLANK', field: ['basicCodeDiscount', 'code'] } },
  { more: { code: 'welcome10' }, error: { code: 'TAKEN', field: ['basicCodeDiscount', 'code'] } },
  { more: { title: ' ' }, error: { code: 'BLANK', field: ['basicCodeDiscount', 'title'] } },
  { more: { startsAt: null }, error: { code: 'BLANK', field: ['basicCodeDiscount', 'startsAt'] } },
  {
    more: { endsAt: '2025-12-31T00:00:00Z' },
    error: { code: 'END_DATE_BEFORE_START_DATE', field: ['basicCodeDiscount', 'endsAt'] },
  },
  { more: { usageLimit: 0 }, error: { code: 'GREATER_THAN', field: ['basicCodeDiscount', 'usageLimit'] } },
  { more: { context: null }, error: { code: 'BLANK', field: ['basicCodeDiscount', 'context'] } },
  {
    more: { context: { customers: { add: ['gid://shopify/Customer/1'] } } },
    error: { code: 'INVALID', field: ['basicCodeDiscount', 'context', 'customers', 'add'] },
  },
  {
    more: { customerGets: { value: { discountAmount: { amount: '0.00' } }, items: { all: true } } },
    error: {
      code: 'GREATER_THAN',
      field: ['basicCodeDiscount', 'customerGets', 'value', 'discountAmount', 'amount'],
    },
  },
])('refuses $error.code of $error.field as a user error', async ({ more, error }) => {
  const { run, discount, store } = open();
  expect(await run(createCode, { discount: discount(more) })).toMatchObject({
    data: { discountCodeBasicCreate: { codeDiscountNode: null, userErrors: [error] } },
  });
  expect(store.appDiscounts()).toEqual([]);
});

it('answers TAKEN to the second of two equal calls', async () => {
  const { run, discount, store } = open();
  await run(createCode, { discount: discount() });
  expect(await run(createCode, { discount: discount({ code: 'mrd-7q2f-kx4p' }) })).toMatchObject({
    data: { discountCodeBasicCreate: { userErrors: [{ code: 'TAKEN' }] } },
  });
  expect(store.appDiscounts()).toHaveLength(1);
});

it('needs write_discounts to make a code, and reads without it', async () => {
  const { run, discount } = open(['read_discounts']);
  expect(await run(createCode, { discount: discount() })).toMatchObject({
    errors: [{ extensions: { code: 'ACCESS_DENIED' } }],
  });
  expect(await run(byCode, { code: 'NONE' })).toMatchObject({ data: { codeDiscountNodeByCode: null } });
});

it('names what it does not imitate instead of doing something else', async () => {
  const { run, discount } = open();
  const bought = { value: { discountOnQuantity: { quantity: '1' } }, items: { all: true } };
  expect(await run(createCode, { discount: discount({ customerGets: bought }) })).toMatchObject({
    errors: [{ extensions: { code: 'NOT_IMITATED' } }],
  });
});
