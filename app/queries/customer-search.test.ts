import { expect, it } from 'vitest';
import { searchQuery } from './customer-search.ts';

it.each([
  ['Ada Lovelace', 'ada lovelace'],
  ['  ada@example.com ', 'ada@example.com'],
  ["O'Brien", 'o brien'],
  ['山田 花子', '山田 花子'],
  ['tag:vip OR email:*', 'tag vip email'],
  ['-ada NOT ben', 'ada ben'],
  ['"ada" (ben)', 'ada ben'],
  ['Anne-Marie', 'anne-marie'],
  ['***', ''],
])('searches %j by %j', (text, query) => {
  expect(searchQuery(text)).toBe(query);
});
