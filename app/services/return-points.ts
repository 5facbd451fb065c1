/** The ledger's side of a redemption that ends without use, of one that turns out to be used after all, and of one whose order is refunded. */
import type { EntryExplanation } from '../domain/explanation.ts';
import { redeemedTerms, type Ending, type Redemption } from '../domain/redemption.ts';
import { takenFor } from '../storage/entries.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import type { Tx } from '../storage/transaction.ts';
import { inputHash } from './input-hash.ts';

const sourceOf = ({ id }: Redemption) => ({ kind: 'redemption', id });

function parts(redemption: Redemption) {
  return {
    redemptionId: redemption.id,
    rewardId: redemption.rewardId,
    name: redemption.reward.name,
    ...redeemedTerms(redemption),
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
  // What was given cost none.
  if (redemption.points === 0n) return;
  const explanation: EntryExplanation = { kind: 'redemptionReturn', ...parts(redemption), why };
  writer.append(redemption.memberId, {
    kind: 'redemption_reversal',
    points: redemption.points,
    source: sourceOf(redemption),
    key: `redemption:${redemption.id}:return`,
    inputHash: inputHash(explanation),
    effectiveAt: now,
    availableAt: now,
    expiresAt: null,
    explanation,
    reopens: await takenFor(tx, redemption.shop, redemption.memberId, sourceOf(redemption)),
  });
}

/** The member had the reward although the points were given back: they are taken again, below zero where need be. */
export function takeAgain(writer: LedgerWriter, redemption: Redemption, at: string): void {
  const explanation: EntryExplanation = { kind: 'redemption', ...parts(redemption), late: true };
  writer.append(redemption.memberId, {
    kind: 'redemption',
    points: -redemption.points,
    source: sourceOf(redemption),
    key: `redemption:${redemption.id}:late`,
    inputHash: inputHash(explanation),
    effectiveAt: at,
    availableAt: null,
    expiresAt: null,
    explanation,
  });
}

/** What an order's news does to the points of a reward that it used. */
export type OrderReturn = {
  orderId: string;
  orderName: string | null;
  /** How many points should have returned in all, of those that did in how many entries. */
  due: bigint;
  returned: { points: bigint; count: number };
  effectiveAt: string;
};

/**
 * Posts the difference: points go back into their lots as the order is refunded, or needed fewer than a cart held, and are taken again where its lines come
 * back. `why`: refunded, with nothing of the order left or part of it, or unneeded.
 */
export async function returnWithOrder(
  tx: Tx,
  writer: LedgerWriter,
  redemption: Redemption,
  { orderId, orderName, due, returned, effectiveAt }: OrderReturn,
  why: 'full' | 'part' | 'unneeded',
  now: string,
): Promise<boolean> {
  const points = due - returned.points;
  if (points === 0n) return false;
  const order = { ...parts(redemption), points: String(points), orderId, orderName };
  const explanation: EntryExplanation =
    why === 'unneeded'
      ? { kind: 'redemptionUnneeded', ...order }
      : { kind: 'redemptionRefund', ...order, full: why === 'full' };
  writer.append(redemption.memberId, {
    kind: 'redemption_reversal',
    points,
    source: sourceOf(redemption),
    key: `redemption:${redemption.id}:${why === 'unneeded' ? why : 'refund'}:${returned.count + 1}`,
    inputHash: inputHash(explanation),
    effectiveAt,
    availableAt: points > 0n ? now : null,
    expiresAt: null,
    explanation,
    ...(points > 0n
      ? { reopens: await takenFor(tx, redemption.shop, redemption.memberId, sourceOf(redemption)) }
      : {}),
  });
  return true;
}
