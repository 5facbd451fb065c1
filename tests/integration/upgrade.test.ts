// What was there before a migration: orders that were settled without what the new release keeps of them, deliveries whose column changes.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { both, line, order, state } from '../../app/domain/earning.fixture.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');
const migration = (name: string) =>
  readFileSync(new URL(`../../prisma/migrations/${name}/migration.sql`, import.meta.url), 'utf8');

let database: TestDatabase;
let deps: Deps;
beforeAll(async () => {
  database = await testDatabase();
  deps = createDeps(parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), database.pool);
});
afterAll(() => database.drop());

const settle = (orderId: string, processedAt: string) => {
  const facts = order({
    orderId,
    customerId: '10',
    processedAt,
    lines: [line({ unitPrice: both('100.00') })],
  });
  const news = { orderId, order: state(facts).order, refunds: [], fulfilledAt: null, deleted: false };
  return inTransaction(deps.pool, (tx) => settleOrders(deps, tx, SHOP, [news]));
};

test('orders from before there were tiers are in them: the first stays the first', async () => {
  const welcome = { id: 'welcome', name: { en: 'W' }, when: { firstOrder: true } };
  const campaigns = [{ ...welcome, effect: { kind: 'bonus', points: 500 } }];
  const publishedAt = '2026-01-01T00:00:00Z';
  const document = { ...startingProgram, campaigns };
  expect(await publishProgram(deps, SHOP, { publishedAt, document })).toMatchObject({ ok: true });
  await settle('1', '2026-09-01T00:00:00Z');
  // As the release before left it.
  await database.pool.query('DELETE FROM tier_order');
  await settle('2', '2026-10-01T00:00:00Z');
  await database.pool.query(migration('20261121000720_settle_before_tiers'));
  while ((await drainBatch(deps)) > 0);
  const { rows } = await database.pool.query('SELECT order_id, target FROM order_facts ORDER BY order_id');
  expect(rows).toEqual([
    { order_id: '1', target: '600' },
    { order_id: '2', target: '100' },
  ]);
});

test('deliveries that wait, and those that are kept as refused, keep their news as json, and the table is not rewritten for it', async () => {
  const own = await testDatabase();
  try {
    const { pool } = own;
    await pool.query('ALTER TABLE inbox ALTER COLUMN news TYPE jsonb USING news::jsonb');
    await pool.query(
      `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, processed_at, refused, news)
       SELECT $1, 'customers/update', id, '', now(), now(), processed_at, refused, news
       FROM (VALUES ('done', now(), NULL, NULL), ('refused', NULL, 'failed 8 times', '{"kind": "kept"}'::jsonb),
                    ('waits', NULL, NULL, '{"kind": "kept"}'::jsonb)) AS old(id, processed_at, refused, news)`,
      [SHOP],
    );
    const file = async () =>
      (await pool.query<object>("SELECT pg_relation_filenode('inbox') AS file")).rows[0];
    const before = await file();
    await pool.query(migration('20261121001200_inbox_news_as_text'));
    expect(await file()).toEqual(before);
    const { rows } = await pool.query(
      'SELECT webhook_id, pg_typeof(news)::text AS type, news FROM inbox ORDER BY webhook_id',
    );
    expect(rows).toEqual([
      { webhook_id: 'done', type: 'json', news: null },
      { webhook_id: 'refused', type: 'json', news: { kind: 'kept' } },
      { webhook_id: 'waits', type: 'json', news: { kind: 'kept' } },
    ]);
  } finally {
    await own.drop();
  }
});
