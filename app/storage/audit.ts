/** The ledger as the audit reads it, and the record of what audits found. */
import { memberId, type ShopId } from '../domain/ids.ts';
import type { KindTotal, LedgerFault } from './audit-invariants.ts';
import { entryOf, type EntryRow } from './entries.ts';
import type { SealedEntry } from './entry-hash.ts';
import type { Db } from './transaction.ts';

export type ChainRow = SealedEntry & { previousHash: string | null; hash: string };

const PAGE = 2_000;

type Row = EntryRow & {
  member_id: string;
  key: string;
  input_hash: Buffer;
  previous_hash: Buffer | null;
  hash: Buffer;
};

/** Every entry of the shop by (member, seq), a page of 2,000 at a time. */
export async function* readChain(db: Db, shop: ShopId): AsyncGenerator<ChainRow> {
  let after = { memberId: '0', seq: 0 };
  for (;;) {
    const { rows } = await db.query<Row>(
      'SELECT * FROM entry WHERE shop = $1 AND (member_id, seq) > ($2, $3) ORDER BY member_id, seq LIMIT $4',
      [shop, after.memberId, after.seq, PAGE],
    );
    for (const row of rows) yield chainRow(shop, row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { memberId: last.member_id, seq: last.seq };
  }
}

function chainRow(shop: ShopId, row: Row): ChainRow {
  return {
    ...entryOf(row),
    shop,
    memberId: memberId(row.member_id),
    key: row.key,
    inputHash: row.input_hash.toString('hex'),
    previousHash: row.previous_hash?.toString('hex') ?? null,
    hash: row.hash.toString('hex'),
  };
}

/** `faults`: the first violation of every broken rule. `byKind` comes to `balances` (invariant 4). */
export type Audit = {
  shop: ShopId;
  at: string;
  entries: number;
  members: number;
  byKind: KindTotal[];
  balances: string;
  faults: LedgerFault[];
};

export async function recordAudit(db: Db, audit: Audit): Promise<void> {
  await db.query(
    `INSERT INTO ledger_audit (shop, at, entries, members, by_kind, balances, faults) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (shop, at) DO UPDATE SET entries = excluded.entries, members = excluded.members, by_kind = excluded.by_kind,
       balances = excluded.balances, faults = excluded.faults`,
    [
      audit.shop,
      audit.at,
      audit.entries,
      audit.members,
      JSON.stringify(audit.byKind),
      audit.balances,
      JSON.stringify(audit.faults),
    ],
  );
}

type AuditRow = {
  at: Date;
  entries: string;
  members: string;
  by_kind: KindTotal[];
  balances: string;
  faults: LedgerFault[];
};

export async function lastAudit(db: Db, shop: ShopId): Promise<Audit | null> {
  const { rows } = await db.query<AuditRow>(
    `SELECT at, entries, members, by_kind, balances, faults FROM ledger_audit WHERE shop = $1 ORDER BY at DESC LIMIT 1`,
    [shop],
  );
  const [row] = rows;
  return row
    ? {
        shop,
        at: row.at.toISOString(),
        entries: Number(row.entries),
        members: Number(row.members),
        byKind: row.by_kind,
        balances: row.balances,
        faults: row.faults,
      }
    : null;
}

/** The shops whose last audit, if there was any, lies before `since`. */
export async function shopsToAudit(db: Db, since: string): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>(
    `SELECT shop FROM shop WHERE NOT EXISTS (SELECT FROM ledger_audit a WHERE a.shop = shop.shop AND a.at >= $1) ORDER BY shop`,
    [since],
  );
  return rows.map((row) => row.shop);
}
