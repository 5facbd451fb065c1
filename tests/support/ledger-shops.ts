// A shop whose ledger a test writes entry by entry, with moments of its own.
import type pg from 'pg';
import { memberId, ShopIdSchema, type MemberId, type ShopId } from '../../app/domain/ids.ts';
import type { EntryKind } from '../../app/domain/ledger.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { enrolMembers, lockMembers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';

export type Post = { member: MemberId; kind: EntryKind; points: bigint; at: number };

export function ledgerShops(pool: pg.Pool) {
  let posted = 0;

  async function open(name: string, timeZone: string, customers = ['1', '2']): Promise<ShopId> {
    const shop = ShopIdSchema.parse(`${name}.myshopify.com`);
    await pool.query('INSERT INTO shop (shop, time_zone) VALUES ($1, $2)', [shop, timeZone]);
    const enrolments = customers.map((customerId) => ({ customerId, enrolledAt: '2026-01-01T00:00:00Z' }));
    await inTransaction(pool, (tx) => enrolMembers(tx, shop, enrolments));
    return shop;
  }

  /** By customer. */
  async function membersOf(shop: ShopId): Promise<MemberId[]> {
    const { rows } = await pool.query<{ member_id: string }>(
      'SELECT member_id FROM member WHERE shop = $1 ORDER BY customer_id',
      [shop],
    );
    return rows.map((row) => memberId(row.member_id));
  }

  function post(shop: ShopId, { member, kind, points, at }: Post, recordedAt: number): Promise<void> {
    return inTransaction(pool, async (tx) => {
      const locked = await lockMembers(tx, shop, [member]);
      const writer = new LedgerWriter(shop, locked, new Date(recordedAt).toISOString());
      posted += 1;
      const effectiveAt = new Date(at).toISOString();
      writer.append(member, {
        kind,
        points,
        source: { kind: 'adjustment', id: `${posted}` },
        key: `post:${posted}`,
        inputHash: '00'.repeat(32),
        effectiveAt,
        availableAt: points > 0n ? effectiveAt : null,
        expiresAt: null,
        explanation: { kind: 'adjustment', points: String(points), reason: 'test' },
      });
      await writer.flush(tx);
    });
  }

  return { open, membersOf, post };
}
