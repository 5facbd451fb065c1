/** A custom action of a member, as the shop's own systems tell it. */
import type { Deps } from '../deps.server.ts';
import type { ActionRefusalReason } from '../domain/award.ts';
import type { ShopId } from '../domain/ids.ts';
import { compareInstants } from '../domain/instant.ts';
import { hashOfRequest, insertRequest, type Award } from '../storage/awards.ts';
import { lockMembers, membershipsOfCustomers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { holdProgram } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';
import { giveAwards } from './give-awards.ts';
import type { GrantDeps } from './grant-reward.ts';
import { inputHash } from './input-hash.ts';
import { refreshDueTiers } from './refresh-tiers.ts';

export type ReportedAction = {
  customerId: string;
  actionId: string;
  /** What the caller calls the fact: of one action and member it is rewarded once. */
  key: string;
  /** null: now. */
  occurredAt: string | null;
  /** Unique per member; begins with the door that it came through. */
  requestKey: string;
};
export type Reported = { ok: true; award: Award } | { ok: false; reason: ActionRefusalReason };

/** A refusal changes nothing; the same fact again gives its first award. */
export async function reportAction(
  deps: Pick<Deps, 'pool' | 'clock'> & GrantDeps,
  shop: ShopId,
  { customerId, actionId, key, occurredAt, requestKey }: ReportedAction,
): Promise<Reported> {
  return inTransaction(deps.pool, async (tx) => {
    const row = await holdProgram(tx, shop);
    const known = (await membershipsOfCustomers(tx, shop, [customerId])).get(customerId);
    if (known === undefined) return { ok: false, reason: 'not_a_member' };
    const { memberId, ...membership } = known;
    await lockMembers(tx, shop, [memberId], 'later');
    const now = deps.clock.now().toISOString();
    const hash = inputHash({ actionId, key, occurredAt });
    const told = await hashOfRequest(tx, shop, memberId, requestKey);
    if (told !== null && told !== hash) return { ok: false, reason: 'idempotency_conflict' };
    const at = occurredAt ?? now;
    if (compareInstants(at, now) > 0) return { ok: false, reason: 'in_future' };

    const changed = await refreshDueTiers(deps, tx, shop, [memberId]);
    const scope = { tx, shop: row, versions: await publishedVersions(tx, shop), now };
    const fact = { kind: 'custom' as const, actionId, key };
    const { outcomes, changed: moved } = await giveAwards(deps, scope, [{ memberId, membership, fact, at }]);
    const [awarded] = outcomes;
    if (!awarded) throw new Error('a claim without an outcome');
    // Also where the fact was known: what this request told is protected from now on.
    if (awarded.ok && told === null) await insertRequest(tx, shop, memberId, { key: requestKey, hash, now });
    await markMetafields(tx, shop, [...changed, ...moved], now);
    return awarded;
  });
}
