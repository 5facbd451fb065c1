// Readers of all shops who come together are read together: no shop pays for what is stored of another.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { sceneOf } from '../../app/queries/storefront-scene.ts';
import { ensureShop } from '../../app/storage/shops.ts';
import type { Db } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const shops = Array.from({ length: 12 }, (_, index) => ShopIdSchema.parse(`reader-${index}.myshopify.com`));
const BROKEN = 7;
const READER = { customerId: null, market: null, locale: 'en' };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  for (const [index, shop] of shops.entries()) {
    await ensureShop(database.pool, shop);
    await database.pool.query(
      'INSERT INTO program_version (shop, number, published_at, recorded_at, document) VALUES ($1, 1, $2, $2, $3)',
      [shop, '2026-01-01T00:00:00Z', index === BROKEN ? '{}' : JSON.stringify(startingProgram)],
    );
  }
});
afterAll(() => database.drop());

test('a stored version that cannot be read is told to the readers of its shop alone; unknown versions are read at once', async () => {
  const texts: string[] = [];
  const query = (statement: string | { text: string }, values?: unknown[]) => {
    texts.push(typeof statement === 'string' ? statement : statement.text);
    return database.pool.query(statement as string, values);
  };
  const db = { query } as unknown as Db;
  const now = new Date('2026-02-01T00:00:00Z');
  const scenes = await Promise.allSettled(shops.map((shop) => sceneOf(db, shop, READER, now)));
  expect(scenes.flatMap((one, index) => (one.status === 'rejected' ? [index] : []))).toEqual([BROKEN]);
  expect(scenes[BROKEN]).toMatchObject({
    reason: { message: expect.stringContaining(`version 1 of ${shops[BROKEN]}`) as string },
  });
  expect(scenes[0]).toMatchObject({ value: { shop: { shop: shops[0] }, program: { earning: {} } } });
  expect(texts).toHaveLength(2);
});
