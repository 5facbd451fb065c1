// Rows that change whenever points move stay in their page, where the table is full too, and no index knows what changes: so none gets a new entry.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MemberId } from '../../app/domain/ids.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { ledgerShops } from '../support/ledger-shops.ts';

const MEMBERS = 490;
/** Whose points move lie apart, so that their page has room for all of them. Their lots fill more than a page. */
const APART = 6;
const NOW = Date.parse('2026-11-23T12:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** By page and by the place in it. */
async function placesOf(table: 'member' | 'lot', members: readonly MemberId[]) {
  const { rows } = await database.pool.query<{ page: number; place: number }>(
    `SELECT (ctid::text::point)[0]::int AS page, (ctid::text::point)[1]::int AS place FROM ${table}
     WHERE member_id = ANY($1::bigint[]) ORDER BY member_id`,
    [members],
  );
  return { pages: rows.map(({ page }) => page), places: rows.map(({ place }) => place) };
}

type Places = Awaited<ReturnType<typeof placesOf>>;

/** Those whose row was not written again. */
const unmoved = (after: Places, before: Places) =>
  after.places.filter((place, index) => place === before.places[index]);

test("points that are given and taken leave the member's and the lot's row in their pages", async () => {
  const shops = ledgerShops(database.pool);
  const customers = Array.from({ length: MEMBERS }, (_, index) => String(index + 1));
  const shop = await shops.open('in-place', 'UTC', customers);
  const active = (await shops.membersOf(shop)).filter((_, index) => index % APART === 0);
  const post = (member: MemberId, points: bigint) =>
    shops.post(shop, { member, kind: 'adjustment', points, at: NOW }, NOW);

  const enrolled = await placesOf('member', active);
  for (const member of active) await post(member, 10n);
  const given = await placesOf('member', active);
  expect(given.pages).toEqual(enrolled.pages);
  expect(unmoved(given, enrolled)).toEqual([]);

  const first = active.slice(0, 3);
  const opened = await placesOf('lot', first);
  expect(opened.pages).not.toContain((await placesOf('lot', active)).pages.at(-1));
  for (const member of first) await post(member, -4n);
  const taken = await placesOf('lot', first);
  expect(taken.pages).toEqual(opened.pages);
  expect(unmoved(taken, opened)).toEqual([]);
});

test.each([
  ['member', ['balance', 'lifetime_earned', 'last_seq', 'head_hash', 'last_activity_at']],
  ['lot', ['remaining']],
])('no index of %s knows what changes with every entry', async (table, columns) => {
  const { rows } = await database.pool.query<{ index: string }>(
    'SELECT pg_get_indexdef(indexrelid) AS index FROM pg_index WHERE indrelid = $1::regclass',
    [table],
  );
  expect(rows.length).toBeGreaterThan(1);
  const knows = ({ index }: { index: string }) =>
    columns.some((one) => new RegExp(`\\b${one}\\b`).test(index));
  expect(rows.filter(knows)).toEqual([]);
});
