// What the admin's pages read, from rows in a real PostgreSQL.
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { deliveryHealth } from '../../app/queries/delivery-health.ts';
import { listMembers } from '../../app/queries/list-members.ts';
import { membersFilter } from '../../app/queries/members-asked.ts';
import {
  ENTRIES_PER_PAGE,
  findMember,
  memberStamp,
  memberTimeline,
  ordersWithoutPoints,
} from '../../app/queries/member-timeline.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { setupProgress } from '../../app/queries/setup-progress.ts';
import { insertVersion } from '../../app/storage/programs.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const shop = ShopIdSchema.parse('haven.myshopify.com');
const other = ShopIdSchema.parse('other.myshopify.com');
const NOW = new Date('2026-11-21T20:00:00Z');
const clock = { now: () => NOW };

let database: TestDatabase;
let prisma: PrismaClient;
let deps: Pick<Deps, 'pool' | 'prisma' | 'clock'>;

beforeAll(async () => {
  database = await testDatabase();
  const adapter = new PrismaPg({ connectionString: database.url, options: '-c timezone=UTC', max: 2 });
  prisma = new PrismaClient({ adapter });
  deps = { pool: database.pool, prisma, clock };
});
afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);

type MemberOf = { shop?: string; customerId: number; enrolledAt: string };
async function insertMember({ shop: of = shop, customerId, enrolledAt }: MemberOf): Promise<string> {
  const { rows } = await sql(
    'INSERT INTO member (shop, customer_id, enrolled_at) VALUES ($1, $2, $3) RETURNING member_id',
    [of, customerId, enrolledAt],
  );
  return (rows[0] as { member_id: string }).member_id;
}

type EntryOf = { shop?: string; memberId: string; seq: number; points: number; at: string; kind?: string };
async function insertEntry({
  shop: of = shop,
  memberId,
  seq,
  points,
  at,
  kind = 'order',
}: EntryOf): Promise<void> {
  const hash = Buffer.alloc(32, seq);
  await sql(
    `INSERT INTO entry (shop, member_id, seq, kind, points, source_kind, source_id, key, input_hash, effective_at, recorded_at,
                        explanation, previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, 'order', $6, $7, $8, $9, $10, '{"kind":"adjustment","points":"10","reason":"a gift"}', $11, $8)`,
    [
      of,
      memberId,
      seq,
      kind,
      points,
      `${memberId}${seq}`,
      `${memberId}/${seq}`,
      hash,
      at,
      NOW,
      seq === 1 ? null : hash,
    ],
  );
  await sql(
    'UPDATE member SET balance = balance + $3, last_seq = $4, head_hash = $5, last_activity_at = $6 WHERE shop = $1 AND member_id = $2',
    [of, memberId, points, seq, hash, at],
  );
}

async function insertLot(
  memberId: string,
  seq: number,
  points: number,
  availableAt: string | null,
): Promise<void> {
  await sql(
    `INSERT INTO lot (shop, member_id, seq, size, remaining, available_at, source_kind, source_id)
     VALUES ($1, $2, $3, $4, $4, $5, 'order', '1')`,
    [shop, memberId, seq, points, availableAt],
  );
}

describe('a member', () => {
  let memberId: string;
  beforeAll(async () => {
    memberId = await insertMember({ customerId: 501, enrolledAt: '2026-09-01T00:00:00Z' });
    for (let seq = 1; seq <= ENTRIES_PER_PAGE + 2; seq++) {
      await insertEntry({ memberId, seq, points: 10, at: '2026-11-01T00:00:00Z', kind: 'adjustment' });
    }
    await insertLot(memberId, 1, 10, '2026-11-01T00:00:00Z');
    await insertLot(memberId, 2, 10, '2026-12-05T00:00:00Z');
    await insertLot(memberId, 3, 10, null);
    await insertLot(memberId, 4, 10, '2026-12-24T00:00:00Z');
    await insertLot(memberId, 5, 10, '2026-12-05T00:00:00Z');
  });

  test('has what can be spent, what is to come and what waits for a fulfilment', async () => {
    const balance = BigInt((ENTRIES_PER_PAGE + 2) * 10);
    expect(await findMember(deps, shop, '501')).toMatchObject({
      balance,
      pending: 40n,
      available: balance - 40n,
      nextPending: { points: 20n, at: new Date('2026-12-05T00:00:00Z') },
    });
    expect(await findMember(deps, other, '501')).toBeNull();
    const { members } = await listMembers(deps, {
      shop,
      customerIds: ['501'],
      filter: membersFilter(new URLSearchParams()),
      timeZone: 'UTC',
      tiers: null,
    });
    expect(members).toMatchObject([
      { balance, available: balance - 40n, pending: 40n, lastActivityAt: new Date('2026-11-01T00:00:00Z') },
    ]);
  });

  test('has a timeline, newest first, a page at a time', async () => {
    const first = await memberTimeline(deps, shop, memberId, null);
    expect(first.entries.map((entry) => entry.seq)).toEqual(
      Array.from({ length: ENTRIES_PER_PAGE }, (_, index) => ENTRIES_PER_PAGE + 2 - index),
    );
    expect(first.entries[0]).toMatchObject({
      points: 10n,
      order: null,
      reason: 'a gift',
      waitsForFulfilment: false,
    });
    const second = await memberTimeline(deps, shop, memberId, first.older);
    expect(second.entries.map((entry) => entry.seq)).toEqual([2, 1]);
    expect(second.older).toBeNull();
  });

  test('has a stamp that changes with an entry and with a settled order', async () => {
    const stamps = [await memberStamp(deps, shop, '501')];
    const seq = ENTRIES_PER_PAGE + 3;
    await insertEntry({ memberId, seq, points: 1, at: '2026-11-02T00:00:00Z' });
    stamps.push(await memberStamp(deps, shop, '501'));
    await sql(
      `INSERT INTO order_facts (shop, order_id, state, member_id, settled_at) VALUES ($1, 9001, '{}', $2, now())`,
      [shop, memberId],
    );
    stamps.push(await memberStamp(deps, shop, '501'));
    expect(new Set(stamps).size).toBe(3);
    expect(await memberStamp(deps, other, '501')).toBeNull();
  });

  test('shows no order whose explanation is not there', async () => {
    expect(await ordersWithoutPoints(deps, shop, memberId)).toEqual({ orders: [], more: 0 });
  });
});

describe('the home page', () => {
  const home = ShopIdSchema.parse('home.myshopify.com');

  test('tells what waits, since when, and what was refused', async () => {
    const insert = `INSERT INTO inbox (shop, topic, webhook_id, digest, received_at, due_at, refused, news)
                    VALUES ($1, 'orders/create', $2, '\\x00', $3, $3, $4, NULL)`;
    await sql(insert, [home, 'a', '2026-11-21T19:58:00Z', null]);
    await sql(insert, [home, 'b', '2026-11-21T19:59:59Z', null]);
    await sql(insert, [home, 'c', '2026-11-21T18:00:00Z', 'the body is not JSON']);
    expect(await deliveryHealth(deps, home)).toMatchObject({
      unprocessed: 2,
      oldestAt: new Date('2026-11-21T19:58:00Z'),
      late: true,
      refused: 1,
      refusals: [{ topic: 'orders/create', reason: 'the body is not JSON' }],
    });
    expect(await deliveryHealth(deps, other)).toMatchObject({
      unprocessed: 0,
      late: false,
      refused: 0,
      refusals: [],
    });
  });
});

test('the guide ticks an order that is settled and earned nothing, and one that earned before it', async () => {
  const own = ShopIdSchema.parse('guide.myshopify.com');
  const firstOrder = async () => (await setupProgress(deps, own)).firstOrder;
  const order = (id: number, processedAt: string, settledAt: string | null) =>
    sql(
      `INSERT INTO order_facts (shop, order_id, state, customer_id, processed_at, settled_at) VALUES ($1, $2, '{}', 9, $3, $4)`,
      [own, id, processedAt, settledAt],
    );
  const publishedAt = '2026-11-20T00:00:00Z';
  const version = { number: 1, publishedAt, program: startingProgram };
  await inTransaction(database.pool, (tx) => insertVersion(tx, own, version, publishedAt));
  await order(1, '2026-11-19T00:00:00Z', '2026-11-20T00:00:01Z');
  expect(await firstOrder()).toBeNull();
  await order(2, '2026-11-20T01:00:00Z', null);
  expect(await firstOrder()).toBeNull();
  await order(3, '2026-11-20T02:00:00Z', '2026-11-20T02:00:01Z');
  expect(await firstOrder()).toEqual({ customerId: null, earned: false });
  const memberId = await insertMember({ shop: own, customerId: 77, enrolledAt: publishedAt });
  await insertEntry({ shop: own, memberId, seq: 1, points: 5, at: '2026-11-20T03:00:00Z' });
  expect(await firstOrder()).toEqual({ customerId: '77', earned: true });
});
