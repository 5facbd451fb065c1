/** Points that have expired leave the balance (points.md 6): an entry for each moment at which some did, whose consumptions name the lots. */
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId } from '../domain/ids.ts';
import { expiredPoints } from '../domain/ledger.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import { inputHash } from './input-hash.ts';

/** Expires what the member's lots, by their dates, hold of points that expired by `now`. Again at the same time it finds nothing left. */
export function appendExpiry(writer: LedgerWriter, id: MemberId, now: string): void {
  for (;;) {
    const { lots, lastSeq } = writer.member(id);
    const expired = expiredPoints(lots, now);
    if (expired === null) return;
    const explanation: EntryExplanation = { kind: 'expiry', points: String(-expired.points) };
    writer.append(id, {
      kind: 'expiry',
      points: -expired.points,
      source: { kind: 'expiry', id: expired.at },
      // A lot may hold expired points again, where a redemption's went back into it: the member's own number tells the entries apart.
      key: `expiry:${id}:${lastSeq + 1}`,
      inputHash: inputHash({ points: String(expired.points), at: expired.at }),
      effectiveAt: expired.at,
      availableAt: null,
      expiresAt: null,
      explanation,
    });
  }
}
