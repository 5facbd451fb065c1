/** Joining of one's own will (points.md section 3): recorded with the terms that were accepted, and the orders of the last days then count. */
import type { Deps } from '../deps.server.ts';
import type { JoinRefusal } from '../domain/enrolment.ts';
import type { ShopId } from '../domain/ids.ts';
import { compareInstants } from '../domain/instant.ts';
import { shipsToAll } from '../domain/perks.ts';
import { versionAt } from '../domain/program.ts';
import { recordConsent, type ConsentSource } from '../storage/consents.ts';
import { enqueueMembershipChanges } from '../storage/inbox.ts';
import { enrolMembers, membersOfCustomers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { markPerks } from '../storage/perk-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';
import { awardSignUps } from './award-sign-ups.ts';
import type { GrantDeps } from './grant-reward.ts';

export type JoinRequest = {
  customerId: string;
  /** null: now. */
  joinedAt: string | null;
  /** The terms that they saw; null: none. */
  termsVersion: string | null;
  source: ConsentSource;
};
export type Joined = { ok: true } | { ok: false; refusal: JoinRefusal };

/** Joining twice is joining once; of two moments the earlier counts. A refusal changes nothing. */
export async function joinProgramme(
  deps: Pick<Deps, 'pool' | 'clock'> & GrantDeps,
  shop: ShopId,
  request: JoinRequest,
): Promise<Joined> {
  return inTransaction(deps.pool, async (tx) => {
    await ensureShop(tx, shop);
    // Against a merge of this customer that is under way, and a version that is being published.
    await lockProgramShared(tx, shop);
    const now = deps.clock.now().toISOString();
    const at = request.joinedAt ?? now;
    if (compareInstants(at, now) > 0) return { ok: false, refusal: { reason: 'in_future' } };
    const versions = await publishedVersions(tx, shop);
    const version = versionAt(versions, at);
    const terms = version?.program.enrolment.terms ?? null;
    // Before the first version there are no terms of ours: what the shop's own system tells is recorded.
    if (version && request.termsVersion !== (terms?.version ?? null))
      return { ok: false, refusal: { reason: 'terms_changed', terms } };

    const { customerId, termsVersion, source } = request;
    const enrolled = await enrolMembers(tx, shop, [{ customerId, enrolledAt: at }]);
    const member = (await membersOfCustomers(tx, shop, [customerId])).get(customerId);
    if (member === undefined) throw new Error(`customer ${customerId} is no member after enrolling`);
    const consent = { at: request.joinedAt, termsVersion, source };
    const moved = await recordConsent(tx, shop, member, consent, now);
    if (!moved && enrolled.length === 0) return { ok: true };
    await enqueueMembershipChanges(tx, shop, [{ customerId, reason: `joined:${at}` }], now);
    await awardSignUps(deps, tx, shop, [customerId], versions, now);
    if (shipsToAll(versionAt(versions, now))) await markPerks(tx, shop, [member], now);
    await markMetafields(tx, shop, [member], now);
    return { ok: true };
  });
}
