/** The chain of a member's entries: each hash covers the entry and the hash before it. */
import { hash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { JsonValue, Posting } from '../domain/ledger.ts';

/** What the chain's first entry continues. */
const GENESIS = Buffer.alloc(32);

/** An entry as its hash covers it. Field names are frozen: changing one breaks every chain (docs/data-model.md). */
export type SealedEntry = Posting & { shop: ShopId; memberId: MemberId; seq: number; recordedAt: string };

/** SHA-256 of the previous hash (32 bytes; zeros for the first) followed by the canonical JSON of the entry. Hex. */
export function entryHash(previousHash: string | null, entry: SealedEntry): string {
  const sealed: JsonValue = {
    shop: entry.shop,
    member: entry.memberId,
    seq: entry.seq,
    kind: entry.kind,
    points: entry.points.toString(),
    source: entry.source,
    key: entry.key,
    inputHash: entry.inputHash,
    effectiveAt: entry.effectiveAt,
    recordedAt: entry.recordedAt,
    availableAt: entry.availableAt,
    expiresAt: entry.expiresAt,
    explanation: entry.explanation,
  };
  const previous = previousHash === null ? GENESIS : Buffer.from(previousHash, 'hex');
  return hash('sha256', Buffer.concat([previous, Buffer.from(canonicalJson(sealed))]), 'hex');
}
