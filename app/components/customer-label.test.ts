import { expect, it } from 'vitest';
import { adminText, englishMessages } from '../locales/admin.ts';
import { customerLabel } from './customer-label.ts';

const text = adminText('en', englishMessages);

it.each([
  ['1234', { firstName: 'Haru', lastName: 'Tanaka' }, 'Haru Tanaka'],
  ['1234', { firstName: '結衣', lastName: '安藤' }, '安藤 結衣'],
  ['1234', { firstName: null, lastName: 'Vogt' }, 'Vogt'],
  ['1234', { firstName: ' ', lastName: null }, 'Customer 1234'],
  ['1234', undefined, 'Customer 1234'],
  [null, undefined, 'Forgotten customer'],
])('customer %s named %j is %s', (customerId, name, label) => {
  expect(customerLabel(customerId, name, text)).toBe(label);
});
