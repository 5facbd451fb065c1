/** A member's entries, for the REST API: oldest first. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { EntryKind, EntrySource, JsonValue } from '../domain/ledger.ts';
import type { Db } from '../storage/transaction.ts';
import { jsonNumber } from './member-points.ts';

export type EntryView = {
  seq: number;
  kind: EntryKind;
  points: number;
  source: EntrySource;
  effectiveAt: string;
  recordedAt: string;
  availableAt: string | null;
  expiresAt: string | null;
  explanation: JsonValue;
  /** Hex. */
  hash: string;
};

type Row = {
  seq: number;
  kind: EntryKind;
  points: string;
  source_kind: string;
  source_id: string;
  effective_at: Date;
  recorded_at: Date;
  available_at: Date | null;
  expires_at: Date | null;
  explanation: JsonValue;
  hash: Buffer;
};

export async function memberEntries(
  db: Db,
  shop: ShopId,
  member: MemberId,
  page: { afterSeq: number; limit: number },
): Promise<{ entries: EntryView[]; nextSeq: number | null }> {
  const { rows } = await db.query<Row>(
    `SELECT seq, kind, points, source_kind, source_id, effective_at, recorded_at, available_at, expires_at, explanation, hash
     FROM entry WHERE shop = $1 AND member_id = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
    [shop, member, page.afterSeq, page.limit],
  );
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  return { entries: rows.map(entryView), nextSeq: last?.seq ?? null };
}

function entryView(row: Row): EntryView {
  return {
    seq: row.seq,
    kind: row.kind,
    points: jsonNumber(BigInt(row.points)),
    source: { kind: row.source_kind, id: row.source_id },
    effectiveAt: row.effective_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    availableAt: row.available_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    explanation: row.explanation,
    hash: row.hash.toString('hex'),
  };
}
