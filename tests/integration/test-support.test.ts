import { expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';

it('gives every caller a migrated database of its own, in UTC', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await one.pool.query("INSERT INTO shop (shop) VALUES ('haven.myshopify.com')");
  expect((await other.pool.query('SELECT count(*)::int AS shops FROM shop')).rows).toEqual([{ shops: 0 }]);
  expect((await one.pool.query<{ TimeZone: string }>('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
  await Promise.all([one.drop(), other.drop()]);
});
