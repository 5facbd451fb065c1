/** The sign-up action: for who becomes a member by their own doing while a version with it is in force, by an order, an account or by joining. */
import { rewardsKind } from '../domain/award.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { signUpMoment } from '../domain/sign-up.ts';
import { membershipsOfCustomers } from '../storage/members.ts';
import { ensureShop } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import { giveAwards } from './give-awards.ts';
import type { GrantDeps } from './grant-reward.ts';

/** Gives the members whose ledger or codes have moved, as `giveAwards`: the caller marks their metafields. The caller holds the shop's programme. */
export async function awardSignUps(
  deps: GrantDeps,
  tx: Tx,
  shop: ShopId,
  customerIds: readonly string[],
  versions: readonly PublishedProgram[],
  now: string,
): Promise<MemberId[]> {
  if (customerIds.length === 0 || !rewardsKind(versions, 'signUp')) return [];
  const known = await membershipsOfCustomers(tx, shop, customerIds);
  const members = new Map([...known.values()].map((one) => [one.memberId, one]));
  const claims = [...members.values()].flatMap(({ memberId, ...membership }) => {
    const at = signUpMoment(versions, membership);
    return at === null ? [] : [{ memberId, membership, fact: { kind: 'signUp' as const }, at }];
  });
  const scope = { tx, shop: await ensureShop(tx, shop), versions, now };
  return (await giveAwards(deps, scope, claims)).changed;
}
