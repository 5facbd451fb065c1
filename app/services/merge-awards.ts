/** What a merge of two members does to what they were rewarded for: no fact twice on the survivor. */
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { rewardedTwice } from '../storage/awards.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import type { Tx } from '../storage/transaction.ts';
import { inputHash } from './input-hash.ts';

/** Takes back, at `from`, what is left of its awards for facts that `into` was rewarded for too. What is spent, or has expired, is not charged. */
export async function takeBackDoubles(
  tx: Tx,
  writer: LedgerWriter,
  shop: ShopId,
  { from, into, at }: { from: MemberId; into: MemberId; at: string },
): Promise<void> {
  const lots = new Map(writer.member(from).lots.map((lot) => [lot.seq, lot.remaining]));
  // All of them before the first is taken: taking one may empty the lot of another.
  const left = (await rewardedTwice(tx, shop, from, into)).map((one) => ({
    ...one,
    points: lots.get(one.entrySeq) ?? 0n,
  }));
  for (const { fact, actionId, points } of left) {
    if (points === 0n) continue;
    const explanation: EntryExplanation = { kind: 'actionTwice', actionId, points: String(-points) };
    writer.append(from, {
      kind: 'action',
      points: -points,
      source: { kind: 'action', id: actionId },
      // Not within `action:`, whose keys end with what a caller chooses.
      key: `action-twice:${from}:${fact}`,
      inputHash: inputHash({ fact, into, points: String(points) }),
      effectiveAt: at,
      availableAt: null,
      expiresAt: null,
      explanation,
    });
  }
}
