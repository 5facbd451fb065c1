// The members' list of the admin: every order and filter, a page at a time, from rows in a real PostgreSQL.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { TiersSchema, type Tiers } from '../../app/domain/tiers.ts';
import { listMembers, MEMBERS_PER_PAGE } from '../../app/queries/list-members.ts';
import { parseCursor } from '../../app/queries/member-cursor.ts';
import { membersFilter } from '../../app/queries/members-asked.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const other = ShopIdSchema.parse('other.myshopify.com');
const clock = { now: () => new Date('2026-11-21T20:00:00Z') };

let database: TestDatabase;
let deps: Pick<TestDatabase, 'pool'> & { clock: typeof clock };
beforeAll(async () => {
  database = await testDatabase();
  deps = { pool: database.pool, clock };
});
afterAll(() => database.drop());

const LEVELS = TiersSchema.parse({
  basis: 'points',
  period: { kind: 'lifetime' },
  levels: ['bronze', 'silver', 'gold'].map((id, place) => ({
    id,
    name: { en: id },
    threshold: String(place * 100),
    multiplier: '1',
  })),
});

const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);

type MemberOf = { shop: string; customerId: number; enrolledAt: string };
async function insertMember({ shop, customerId, enrolledAt }: MemberOf): Promise<string> {
  const { rows } = await sql(
    'INSERT INTO member (shop, customer_id, enrolled_at) VALUES ($1, $2, $3) RETURNING member_id',
    [shop, customerId, enrolledAt],
  );
  return (rows[0] as { member_id: string }).member_id;
}

describe('the members’ list', () => {
  const list = { filter: membersFilter(new URLSearchParams()), timeZone: 'Asia/Tokyo', tiers: null };
  const asked = { ...list, shop: ShopIdSchema.parse('list.myshopify.com') };
  const total = 2 * MEMBERS_PER_PAGE + 3;

  beforeAll(async () => {
    // Several share a moment: a page must end between them without losing or repeating one.
    for (let n = 1; n <= total; n++) {
      const enrolledAt = `2026-10-${String(1 + Math.floor(n / 4)).padStart(2, '0')}T00:00:00Z`;
      await insertMember({ shop: asked.shop, customerId: n, enrolledAt });
    }
  });

  test('goes forward over all members once, and back over the same pages', async () => {
    const forward: string[][] = [];
    let page = await listMembers(deps, asked);
    for (;;) {
      forward.push(page.members.map((member) => member.memberId));
      if (!page.next) break;
      page = await listMembers(deps, { ...asked, after: parseCursor(page.next, 'newest') });
    }
    expect(forward.map((ids) => ids.length)).toEqual([MEMBERS_PER_PAGE, MEMBERS_PER_PAGE, 3]);
    expect(new Set(forward.flat()).size).toBe(total);

    const backward = [forward.at(-1)];
    while (page.previous) {
      page = await listMembers(deps, { ...asked, before: parseCursor(page.previous, 'newest') });
      backward.unshift(page.members.map((member) => member.memberId));
    }
    expect(backward).toEqual(forward);
    expect(page.total).toBe(total);
  });

  describe('of members who differ', () => {
    const of = { ...list, shop: ShopIdSchema.parse('kinds.myshopify.com'), tiers: LEVELS };
    const customersOf = async (query: string, tiers: Tiers | null = LEVELS) => {
      const filter = membersFilter(new URLSearchParams(query));
      const { members } = await listMembers(deps, { ...of, filter, tiers });
      return members.map(({ customerId }) => Number(customerId));
    };

    beforeAll(async () => {
      const members: [number, string, string | null, number, string | null][] = [
        [1, '2026-10-01T00:00:00Z', null, 50, '2026-11-20T00:00:00Z'],
        // 1 November in Tokyo already.
        [2, '2026-10-31T16:00:00Z', 'silver', -5, '2026-10-05T00:00:00Z'],
        [3, '2026-11-02T00:00:00Z', 'gold', 50, null],
        [4, '2026-09-01T00:00:00Z', 'gone', 700, '2026-11-20T00:00:00Z'],
      ];
      for (const [customerId, enrolledAt, level, balance, lastActivityAt] of members) {
        const memberId = await insertMember({ shop: of.shop, customerId, enrolledAt });
        await sql(
          'UPDATE member SET tier_level = $2, balance = $3, last_activity_at = $4 WHERE member_id = $1',
          [memberId, level, balance, lastActivityAt],
        );
      }
    });

    test.each([
      ['', [3, 2, 1, 4]],
      ['sort=oldest', [4, 1, 2, 3]],
      ['sort=balanceHigh', [4, 3, 1, 2]],
      ['sort=balanceLow', [2, 1, 3, 4]],
      // Who has done nothing since was last active when they joined.
      ['sort=active', [4, 1, 3, 2]],
      ['sort=inactive', [2, 3, 1, 4]],
      ['debt=1', [2]],
      ['since=2026-11-01', [3, 2]],
      ['inactive=2026-11-01', [2]],
      ['inactive=2026-11-03&since=2026-11-02', [3]],
      ['level=gold', [3]],
      // The lowest is also that of whoever has none, or one that is no more.
      ['level=bronze', [1, 4]],
      ['level=silver&debt=1&sort=balanceLow', [2]],
      ['level=silver&since=2026-11-02', []],
    ])('%j shows %j', async (query, expected) => {
      expect(await customersOf(query)).toEqual(expected);
    });

    test('a level that there is no programme for filters nothing', async () => {
      expect(await customersOf('level=gold', null)).toHaveLength(4);
    });

    test.each(['balanceHigh', 'balanceLow', 'active', 'inactive', 'oldest'] as const)(
      'sorted by %s, goes on behind a place, and back before it',
      async (sort) => {
        const filter = { ...list.filter, sort };
        const { members } = await listMembers(deps, { ...of, filter });
        const ids = members.map((member) => member.memberId);
        for (const [index, row] of members.entries()) {
          const isBalance = sort.startsWith('balance');
          const at = sort === 'oldest' ? row.enrolledAt : (row.lastActivityAt ?? row.enrolledAt);
          const text = `${isBalance ? row.balance : at.toISOString()}_${row.memberId}`;
          const place = parseCursor(text, sort);
          const after = await listMembers(deps, { ...of, filter, after: place });
          const before = await listMembers(deps, { ...of, filter, before: place });
          expect(after.members.map((member) => member.memberId)).toEqual(ids.slice(index + 1));
          expect(before.members.map((member) => member.memberId)).toEqual(ids.slice(0, index));
        }
      },
    );
  });

  test('finds one by customer number, in its own shop alone', async () => {
    expect((await listMembers(deps, { ...asked, customerIds: ['7'] })).members).toHaveLength(1);
    expect((await listMembers(deps, { ...asked, shop: other, customerIds: ['7'] })).members).toEqual([]);
  });
});
