import { expect, test } from 'vitest';
import { newsOfShop } from './shop-payload.ts';

const haven = { id: 1, name: 'Haven', currency: 'USD', iana_timezone: 'America/New_York' };

test('tells name, currency and time zone', () => {
  expect(newsOfShop(haven)).toEqual({
    ok: true,
    value: { name: 'Haven', currency: 'USD', timeZone: 'America/New_York' },
  });
});

test.each(['Mars/Phobos', '', null, undefined])('does not tell a time zone by %j', (iana_timezone) => {
  expect(newsOfShop({ ...haven, iana_timezone })).toEqual({
    ok: true,
    value: { name: 'Haven', currency: 'USD', timeZone: null },
  });
});
