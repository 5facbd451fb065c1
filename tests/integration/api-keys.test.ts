// When a key of the REST API was last used, to within a minute.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { authenticateApiKey } from '../../app/services/authenticate-api-key.ts';
import { createApiKey } from '../../app/services/create-api-key.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const depsAt = (at: string) => ({
  pool: database.pool,
  clock: { now: () => new Date(at) },
  random: { uuid: randomUUID, bytes: randomBytes },
});

test('is kept at most once a minute, and only for a request with the right secret', async () => {
  const shop = ShopIdSchema.parse('haven.myshopify.com');
  const { key } = await createApiKey(depsAt('2026-03-01T08:00:00Z'), shop, ['read']);
  const lastUsed = async () =>
    (await database.pool.query<{ at: Date | null }>('SELECT last_used_at AS at FROM api_key')).rows[0]?.at;
  const use = (at: string, secret = key) => authenticateApiKey(depsAt(at), `Bearer ${secret}`);
  const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
  expect(await use('2026-03-01T09:00:00Z', forged)).toBeNull();
  expect(await lastUsed()).toBeNull();
  for (const [at, kept] of [
    ['2026-03-01T09:00:00.000Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00:59.999Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:01:00.000Z', '2026-03-01T09:01:00.000Z'],
  ] as const) {
    expect(await use(at)).toMatchObject({ shop, scopes: ['read'] });
    expect((await lastUsed())?.toISOString()).toBe(kept);
  }
});
