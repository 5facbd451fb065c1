/** Whether points that a cart holds would be lost on their way into another choice. */
import { reopenings, type MemberLedger } from '../domain/ledger.ts';
import { takenFor } from '../storage/entries.ts';
import { expiredBy, type ExpiryScope } from './refresh-expiry.ts';

/** Milliseconds that the way through Shopify may take. */
const WAY_MS = 60_000;

/**
 * Points that are held are spent, whatever becomes of their lots' dates; to be spent on another choice they come back first, and expire. Those that pay a
 * debt as they come back do not: it takes the earliest. The member is locked.
 */
export async function losesPoints(
  scope: ExpiryScope,
  ledger: MemberLedger,
  redemptionId: string,
  now: string,
): Promise<boolean> {
  const taken = await takenFor(scope.tx, scope.shop.shop, ledger.memberId, {
    kind: 'redemption',
    id: redemptionId,
  });
  const soon = new Date(Date.parse(now) + WAY_MS).toISOString();
  const held = taken.reduce((sum, { points }) => sum + points, 0n);
  return (await expiredBy(scope, ledger.memberId, reopenings(ledger.balance, held, taken), soon)) > 0n;
}
