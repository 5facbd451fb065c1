// A shop on a database of its own whose use cases run in the test's process, by a clock that the test sets.
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import { expect } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { enrolMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { SHOP } from './shop.ts';

let started = 0;

export class ClockedShop {
  readonly id = ShopIdSchema.parse(SHOP);
  readonly database: TestDatabase;
  now: string;

  private constructor(database: TestDatabase) {
    this.database = database;
    // Each begins at a moment of its own: a process keeps versions by shop, number and moment.
    started += 1;
    this.now = new Date(Date.parse('2026-01-10T12:00:00Z') + started).toISOString();
  }

  static async start(timeZone: string): Promise<ClockedShop> {
    const shop = new ClockedShop(await testDatabase());
    const { pool } = shop.database;
    await pool.query('INSERT INTO shop (shop, time_zone) VALUES ($1, $2)', [shop.id, timeZone]);
    return shop;
  }

  get deps() {
    return {
      pool: this.database.pool,
      clock: { now: () => new Date(this.now) },
      random: { uuid: randomUUID, bytes: randomBytes },
      log: pino({ level: 'silent' }),
      env: { SHOPIFY_API_SECRET: 'secret' },
    };
  }

  async publish(document: object): Promise<void> {
    expect(await publishProgram(this.deps, this.id, { document })).toMatchObject({ ok: true });
  }

  async enrol(customerId: string, enrolledAt = '2026-01-01T00:00:00Z'): Promise<void> {
    await inTransaction(this.database.pool, (tx) => enrolMembers(tx, this.id, [{ customerId, enrolledAt }]));
  }

  async give(customerId: string, points: number): Promise<void> {
    const given = { customerId, points, reason: 'test', key: randomUUID() };
    expect(await adjustPoints(this.deps, this.id, given)).toMatchObject({ ok: true });
  }

  /** As the worker's job leaves it that has run on every date before this one and found nobody to reward: to walk a year takes it seconds. */
  async idleUntil(date: string): Promise<void> {
    await this.database.pool.query('UPDATE action_day SET day = $2 WHERE shop = $1 AND day < $2', [
      this.id,
      date,
    ]);
  }

  /** When each fact of a customer was rewarded, and with how many points. */
  async awards(customerId: string): Promise<string[]> {
    const { pool } = this.database;
    const member = (await membersOfCustomers(pool, this.id, [customerId])).get(customerId);
    const { rows } = await pool.query<{ effective_at: Date; fact: string; points: string }>(
      `SELECT effective_at, fact, entry.points FROM award
       JOIN entry ON entry.shop = award.shop AND entry.member_id = entry_member_id AND entry.seq = entry_seq
       WHERE award.shop = $1 AND award.member_id = $2 ORDER BY effective_at, fact`,
      [this.id, member],
    );
    return rows.map((row) => `${row.effective_at.toISOString()} ${row.fact} ${row.points}`);
  }

  /** What a customer was given without points: its fact, reward and price. */
  async given(customerId: string): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ fact: string; reward_id: string; points: string }>(
      `SELECT fact, reward_id, points FROM redemption JOIN member USING (shop, member_id)
       WHERE shop = $1 AND customer_id = $2 AND fact IS NOT NULL ORDER BY created_at, fact`,
      [this.id, customerId],
    );
    return rows.map(({ fact, reward_id, points }) => `${fact} ${reward_id} ${points}`);
  }

  /** The ledger is whole in the end. */
  async stop(): Promise<void> {
    expect(await ledgerFaults(this.database.pool, this.id)).toEqual([]);
    await this.database.drop();
  }
}
