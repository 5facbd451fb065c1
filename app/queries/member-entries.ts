/** A member's entries, for the REST API: oldest first. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { PastEntry } from '../domain/ledger-at.ts';
import { ENTRY_COLUMNS, entryOf, type EntryRow } from '../storage/entries.ts';
import type { Db } from '../storage/transaction.ts';
import { jsonNumber } from './member-points.ts';

export type EntryView = Omit<PastEntry, 'points'> & {
  points: number;
  /** Hex. */
  hash: string;
};

type Row = EntryRow & { hash: Buffer };

export async function memberEntries(
  db: Db,
  shop: ShopId,
  member: MemberId,
  page: { afterSeq: number; limit: number },
): Promise<{ entries: EntryView[]; nextSeq: number | null }> {
  const { rows } = await db.query<Row>(
    `SELECT ${ENTRY_COLUMNS}, hash FROM entry WHERE shop = $1 AND member_id = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
    [shop, member, page.afterSeq, page.limit],
  );
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  return { entries: rows.map(entryView), nextSeq: last?.seq ?? null };
}

function entryView(row: Row): EntryView {
  const entry = entryOf(row);
  return { ...entry, points: jsonNumber(entry.points), hash: row.hash.toString('hex') };
}
