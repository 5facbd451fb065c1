import { expect, it } from 'vitest';
import { isFiltered, membersAddress, membersFilter } from './members-asked.ts';

it('reads from an address what it writes into one', () => {
  const asked = {
    level: 'gold',
    since: '2026-01-31',
    inactive: '2026-10-01',
    debt: true,
    sort: 'balanceHigh',
  } as const;
  const address = membersAddress(asked, 'Ada & Ben', { after: '100_7' });
  const query = new URL(address, 'https://app.test').searchParams;
  expect(membersFilter(query)).toEqual(asked);
  expect([query.get('customer'), query.get('after')]).toEqual(['Ada & Ben', '100_7']);
});

it('leaves out what is none of ours, and what is not asked', () => {
  const none = membersFilter(
    new URLSearchParams('level=&since=yesterday&inactive=2026-13-01&debt=on&sort=shoe'),
  );
  expect(none).toEqual({ level: null, since: null, inactive: null, debt: false, sort: 'newest' });
  expect(isFiltered(none)).toBe(false);
  expect(membersAddress(none, '')).toBe('/app/members');
});

it.each(['level=%00', 'since=0000-01-01', 'since=0001-01-01', 'inactive=1969-12-31'])(
  'leaves out what PostgreSQL cannot read, and days before any shop: %s',
  (query) => expect(isFiltered(membersFilter(new URLSearchParams(query)))).toBe(false),
);
