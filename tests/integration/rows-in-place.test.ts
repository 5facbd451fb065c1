// Rows that change whenever points move stay in their page, where the table is full too: an index gets a new entry only where a row goes elsewhere.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MemberId } from '../../app/domain/ids.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { ledgerShops } from '../support/ledger-shops.ts';

const MEMBERS = 490;
/** Whose orders come together lie apart: six of each page, which has room for more. Their lots fill more than a page. */
const APART = 7;
const NOW = Date.parse('2026-11-23T12:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** The page, and the place in it. */
async function placeOf(table: 'member' | 'lot', member: MemberId): Promise<{ page: number; place: number }> {
  const { rows } = await database.pool.query<{ page: number; place: number }>(
    `SELECT (ctid::text::point)[0]::int AS page, (ctid::text::point)[1]::int AS place FROM ${table} WHERE member_id = $1`,
    [member],
  );
  return rows[0]!;
}

test("what is taken from a member's points leaves the member and the lot in their pages", async () => {
  const shops = ledgerShops(database.pool);
  const customers = Array.from({ length: MEMBERS }, (_, index) => String(index + 1));
  const shop = await shops.open('in-place', 'UTC', customers);
  const active = (await shops.membersOf(shop)).filter((_, index) => index % APART === 0);
  const post = (member: MemberId, points: bigint) =>
    shops.post(shop, { member, kind: 'adjustment', points, at: NOW }, NOW);
  for (const member of active) await post(member, 10n);
  const pages = await Promise.all(active.map((member) => placeOf('lot', member)));
  expect(new Set(pages.map(({ page }) => page)).size).toBeGreaterThan(1);

  for (const member of active.slice(0, 3)) {
    const before = await Promise.all([placeOf('member', member), placeOf('lot', member)]);
    await post(member, -4n);
    const after = await Promise.all([placeOf('member', member), placeOf('lot', member)]);
    expect(after.map(({ page }) => page)).toEqual(before.map(({ page }) => page));
    expect(after.map(({ place }) => place)).not.toEqual(before.map(({ place }) => place));
  }
});
