// The file for a person who asks what we hold of them: every table of persons is in it, all of theirs and nothing of others.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberExport } from '../../app/queries/member-export.ts';
import { EXPORTED } from '../../app/storage/member-export.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { ledgerShops } from '../support/ledger-shops.ts';

/** Work that is still to be done, which says no more than that a member has changed. */
const NO_DATA = ['metafield_mark', 'perk_mark'];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('names every table that has a member or a customer', async () => {
  const { rows } = await database.pool.query<{ table_name: string }>(
    `SELECT DISTINCT table_name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('member_id', 'customer_id', 'from_customer_id') ORDER BY 1`,
  );
  const tables = rows.map((row) => row.table_name).filter((table) => !NO_DATA.includes(table));
  expect(tables).toEqual(Object.keys(EXPORTED).toSorted());
});

test('holds what the person has, also as whom they were merged from, to the last digit; not what is of others', async () => {
  const shops = ledgerShops(database.pool);
  const shop = await shops.open('export', 'UTC', ['900719925474099300', '2', '3']);
  const byCustomer = async (customerId: string) =>
    (
      await database.pool.query<{ member_id: string }>(
        'SELECT member_id FROM member WHERE shop = $1 AND customer_id = $2',
        [shop, customerId],
      )
    ).rows[0]?.member_id ?? '';
  const [main, merged, other] = [
    await byCustomer('900719925474099300'),
    await byCustomer('2'),
    await byCustomer('3'),
  ];
  const sql = (text: string, values: unknown[]) => database.pool.query(text, values);
  await sql('UPDATE member SET merged_into = $3, customer_id = NULL WHERE shop = $1 AND member_id = $2', [
    shop,
    merged,
    main,
  ]);
  await sql(
    'INSERT INTO customer_alias (shop, from_customer_id, into_customer_id, recorded_at) VALUES ($1, 2, $2, now())',
    [shop, '900719925474099300'],
  );
  for (const [member, order] of [
    [main, 11],
    [merged, 12],
    [other, 13],
  ])
    await sql("INSERT INTO order_facts (shop, order_id, state, member_id) VALUES ($1, $2, '{}', $3)", [
      shop,
      order,
      member,
    ]);
  for (const carrier of ['nativeCode', 'giftCard'])
    await sql(
      `INSERT INTO redemption (shop, redemption_id, member_id, key, input_hash, reward_id, reward, points, currency, status, code, entry_seq, created_at, updated_at, carrier)
       VALUES ($1, gen_random_uuid(), $2, $3, '', 'r', '{}', 50, 'USD', 'used', $3, 5, now(), now(), $3)`,
      [shop, main, carrier],
    );
  const json = await memberExport(database, shop, '900719925474099300');
  expect(json).toContain('"customer_id": 900719925474099300');
  type Rows = Record<keyof typeof EXPORTED, Record<string, unknown>[]>;
  const held = JSON.parse(json ?? '') as Rows;
  expect(Object.keys(held).toSorted()).toEqual(Object.keys(EXPORTED).toSorted());
  expect(held.order_facts.map((row) => row['order_id'])).toEqual([11, 12]);
  expect(held.member).toHaveLength(2);
  expect(held.customer_alias).toHaveLength(1);
  // By their ids, which are random: what has no code sorts last.
  expect(held.redemption.map((row) => row['code']).toSorted()).toEqual(['nativeCode', undefined]);
  // By the number that they had before, it is the same person.
  expect(await memberExport(database, shop, '2')).toBe(json);
  expect(await memberExport(database, shop, '404')).toBeNull();
});
