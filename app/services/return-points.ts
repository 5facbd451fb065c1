/** The ledger's side of a redemption that ends without use, and of one that turns out to be used after all. */
import type { EntryExplanation } from '../domain/explanation.ts';
import { redeemedAmount, type Ending, type Redemption } from '../domain/redemption.ts';
import { takenBy } from '../storage/entries.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import type { Tx } from '../storage/transaction.ts';
import { inputHash } from './input-hash.ts';

function parts(redemption: Redemption) {
  return {
    redemptionId: redemption.id,
    rewardId: redemption.rewardId,
    name: redemption.reward.name,
    amount: redeemedAmount(redemption),
    currency: redemption.currency,
    points: String(redemption.points),
  };
}

/** Gives the points back into the lots that they came from. The key lets it happen once, whoever else tries. */
export async function returnPoints(
  tx: Tx,
  writer: LedgerWriter,
  redemption: Redemption,
  why: Ending | 'failed',
  now: string,
): Promise<void> {
  const explanation: EntryExplanation = { kind: 'redemptionReturn', ...parts(redemption), why };
  writer.append(redemption.memberId, {
    kind: 'redemption_reversal',
    points: redemption.points,
    source: { kind: 'redemption', id: redemption.id },
    key: `redemption:${redemption.id}:return`,
    inputHash: inputHash(explanation),
    effectiveAt: now,
    availableAt: now,
    expiresAt: null,
    explanation,
    reopens: await takenBy(tx, redemption.shop, redemption.memberId, redemption.entrySeq),
  });
}

/** The member had the reward although the points were given back: they are taken again, below zero where need be. */
export function takeAgain(writer: LedgerWriter, redemption: Redemption, at: string): void {
  const explanation: EntryExplanation = { kind: 'redemption', ...parts(redemption), late: true };
  writer.append(redemption.memberId, {
    kind: 'redemption',
    points: -redemption.points,
    source: { kind: 'redemption', id: redemption.id },
    key: `redemption:${redemption.id}:late`,
    inputHash: inputHash(explanation),
    effectiveAt: at,
    availableAt: null,
    expiresAt: null,
    explanation,
  });
}
