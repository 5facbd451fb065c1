import { expect, it } from 'vitest';
import { openDiscountShop } from '../test-support/discount-shop.ts';

const createCode = `mutation($discount: DiscountCodeAppInput!) {
  discountCodeAppCreate(codeAppDiscount: $discount) {
    codeAppDiscount { discountId status discountClasses appDiscountType { functionId title } }
    userErrors { code field }
  }
}`;
const createAutomatic = `mutation($discount: DiscountAutomaticAppInput!) {
  discountAutomaticAppCreate(automaticAppDiscount: $discount) {
    automaticAppDiscount { discountId status }
    userErrors { code field }
  }
}`;

it('ships to gold members without a code, up to a ceiling, beside a code that allows it', async () => {
  const { run, code, automatic, store, member, bought } = openDiscountShop();
  const configuration = {
    v: 1,
    kind: 'shipping',
    percent: '100',
    ceilings: { JPY: '1000' },
    customerTags: ['Gold'],
  };
  const combinesWith = { orderDiscounts: true };
  expect(await run(createAutomatic, { discount: automatic(configuration, { combinesWith }) })).toMatchObject({
    data: {
      discountAutomaticAppCreate: { automaticAppDiscount: { status: 'ACTIVE' }, userErrors: [] },
    },
  });
  expect(bought('jp', { codes: [] })).toMatchObject({ discount_applications: [] });
  store.updateCustomer(member.id, { tags: ['gold'] });
  expect(bought('jp', { codes: [] })).toMatchObject({
    discount_codes: [],
    discount_applications: [
      {
        type: 'automatic',
        title: 'Gold shipping',
        target_type: 'shipping_line',
        value: '100.0',
        value_type: 'percentage',
        allocation_method: 'each',
      },
    ],
    shipping_lines: [{ discounted_price_set: { presentment_money: { amount: '0' } } }],
  });
  expect(bought('jp', { codes: [], shippingRate: 'express' })).toMatchObject({
    discount_applications: [{ value: '1000', value_type: 'fixed_amount' }],
    shipping_lines: [{ discounted_price_set: { presentment_money: { amount: '400' } } }],
  });
  await run(createCode, { discount: code(undefined, { combinesWith: { shippingDiscounts: true } }) });
  expect(bought('jp')).toMatchObject({
    discount_codes: [{ code: 'MRD-7Q2F-KX4P' }],
    discount_applications: [{ code: 'MRD-7Q2F-KX4P' }, { title: 'Gold shipping' }],
  });
});

it('leaves an automatic discount out beside a code that does not allow it', async () => {
  const { run, code, automatic, bought } = openDiscountShop();
  const configuration = { v: 1, kind: 'shipping', percent: '100' };
  await run(createAutomatic, {
    discount: automatic(configuration, { combinesWith: { orderDiscounts: true } }),
  });
  await run(createCode, { discount: code() });
  expect(bought('jp')).toMatchObject({ discount_applications: [{ code: 'MRD-7Q2F-KX4P' }] });
});

it('starts and ends an automatic discount', async () => {
  const { run, automatic, bought } = openDiscountShop();
  const change = (name: string) => `mutation($id: ID!) {
    ${name}(id: $id) {
      automaticDiscountNode { automaticDiscount { ... on DiscountAutomaticApp { status endsAt } } }
      userErrors { code field }
    }
  }`;
  const made = await run(createAutomatic, {
    discount: automatic({ v: 1, kind: 'shipping', percent: '100' }),
  });
  const id = JSON.stringify(made).match(/gid:\/\/shopify\/DiscountAutomaticNode\/\d+/)?.[0];
  const answered = (name: string, status: string) => ({
    data: { [name]: { automaticDiscountNode: { automaticDiscount: { status } }, userErrors: [] } },
  });
  expect(await run(change('discountAutomaticDeactivate'), { id })).toMatchObject(
    answered('discountAutomaticDeactivate', 'EXPIRED'),
  );
  expect(bought('jp', { codes: [] })).toMatchObject({ discount_applications: [] });
  expect(await run(change('discountAutomaticActivate'), { id })).toMatchObject(
    answered('discountAutomaticActivate', 'ACTIVE'),
  );
  expect(bought('jp', { codes: [] })).toMatchObject({ discount_applications: [{ title: 'Gold shipping' }] });
  expect(
    await run(`{ automaticDiscountNodes(first: 5, query: "title:'Gold shipping'") { nodes { id } } }`, {}),
  ).toMatchObject({ data: { automaticDiscountNodes: { nodes: [{ id }] } } });
  const titled = `{ discountNodes(first: 5, query: "title:'Gold shipping'") {
    nodes { id metafield(namespace: "$app", key: "configuration") { jsonValue } discount { ... on DiscountAutomaticApp { discountId } } }
  } }`;
  expect(await run(titled, {})).toMatchObject({
    data: {
      discountNodes: {
        nodes: [{ metafield: { jsonValue: { kind: 'shipping' } }, discount: { discountId: id } }],
      },
    },
  });
  expect(
    await run(change('discountAutomaticDeactivate'), { id: 'gid://shopify/DiscountAutomaticNode/1' }),
  ).toMatchObject({ data: { discountAutomaticDeactivate: { userErrors: [{ code: 'INVALID' }] } } });
});

it('refuses a second automatic discount of the same title', async () => {
  const { run, automatic } = openDiscountShop();
  const discount = automatic({ v: 1, kind: 'shipping', percent: '100' });
  await run(createAutomatic, { discount });
  expect(await run(createAutomatic, { discount })).toMatchObject({
    data: { discountAutomaticAppCreate: { userErrors: [{ code: 'TAKEN' }] } },
  });
});
