/** Closed days of the ledger, a row each; nothing here updates or deletes one. Days are dates (2026-11-21) in UTC. */
import type { ShopId } from '../domain/ids.ts';
import type { DayHead } from './root-hash.ts';
import type { Db } from './transaction.ts';

/** Roots in hex. `members` and `entries` are those of the day. */
export type LedgerRoot = {
  day: string;
  members: number;
  entries: number;
  previousRoot: string | null;
  root: string;
};

type Row = {
  day: string;
  members: string;
  entries: string;
  previous_root: Buffer | null;
  root: Buffer;
};

const COLUMNS = 'day::text, members, entries, previous_root, root';

function rootOf(row: Row): LedgerRoot {
  return {
    day: row.day,
    members: Number(row.members),
    entries: Number(row.entries),
    previousRoot: row.previous_root?.toString('hex') ?? null,
    root: row.root.toString('hex'),
  };
}

/** Oldest first. */
export async function ledgerRoots(db: Db, shop: ShopId): Promise<LedgerRoot[]> {
  const { rows } = await db.query<Row>(`SELECT ${COLUMNS} FROM ledger_root WHERE shop = $1 ORDER BY day`, [
    shop,
  ]);
  return rows.map(rootOf);
}

export async function lastRoot(db: Db, shop: ShopId): Promise<LedgerRoot | null> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM ledger_root WHERE shop = $1 ORDER BY day DESC LIMIT 1`,
    [shop],
  );
  return rows[0] ? rootOf(rows[0]) : null;
}

/** The day of the shop's first entry; null where there is none. */
export async function firstDay(db: Db, shop: ShopId): Promise<string | null> {
  const { rows } = await db.query<{ day: string | null }>(
    'SELECT min(recorded_at)::date::text AS day FROM entry WHERE shop = $1',
    [shop],
  );
  return rows[0]?.day ?? null;
}

/** By member id. */
export async function headsOfDay(db: Db, shop: ShopId, day: string): Promise<DayHead[]> {
  const { rows } = await db.query<{ member_id: string; seq: number; hash: Buffer; entries: string }>(
    `SELECT DISTINCT ON (member_id) member_id, seq, hash, count(*) OVER (PARTITION BY member_id) AS entries FROM entry
     WHERE shop = $1 AND recorded_at >= $2::date AND recorded_at < $2::date + 1 ORDER BY member_id, seq DESC`,
    [shop, day],
  );
  return rows.map((row) => ({
    memberId: row.member_id,
    seq: row.seq,
    hash: row.hash.toString('hex'),
    entries: Number(row.entries),
  }));
}

/** False where another process has closed the day already. */
export async function insertRoot(db: Db, shop: ShopId, root: LedgerRoot, closedAt: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO ledger_root (shop, day, members, entries, previous_root, root, closed_at)
     VALUES ($1, $2::date, $3, $4, decode($5, 'hex'), decode($6, 'hex'), $7) ON CONFLICT (shop, day) DO NOTHING`,
    [shop, root.day, root.members, root.entries, root.previousRoot, root.root, closedAt],
  );
  return rowCount === 1;
}
