/** The customer's tag follows the member's level: that of the level is added, ours of other levels go. Doing it twice changes nothing. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { tierTagMove } from '../domain/tier-tag.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { MoveTierTagDocument } from '../shopify/admin-types.generated.ts';
import { doubtTierTag, rememberTierTag, type Mark } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { inTransaction } from '../storage/transaction.ts';

/** `level` null: the programme has no tiers any more. */
export type TierTagChange = { customerId: string; level: string | null };

/** Empty where it was done, and remembered; else Shopify's codes. */
export async function changeTierTag(
  deps: Pick<Deps, 'pool'>,
  admin: AdminGateway,
  shop: ShopId,
  mark: Mark,
  { customerId, level }: TierTagChange,
): Promise<string[]> {
  const { remove, add } = tierTagMove(await publishedVersions(deps.pool, shop), level);
  const remember = () =>
    inTransaction(deps.pool, (tx) => rememberTierTag(tx, shop, mark, { customerId, level }));
  if (remove.length + add.length === 0) {
    // No version of the shop has ever had tiers: there is no tag of ours.
    await remember();
    return [];
  }
  await doubtTierTag(deps.pool, shop, mark.memberId);
  const answer = await admin(MoveTierTagDocument, {
    id: `gid://shopify/Customer/${customerId}`,
    remove,
    add,
    removes: remove.length > 0,
    adds: add.length > 0,
  });
  if (!answer.ok) return answer.codes.length > 0 ? answer.codes : [answer.reason];
  if (answer.refusedFields) return ['ACCESS_DENIED'];
  const payloads = [answer.data.tagsRemove, answer.data.tagsAdd];
  const refused = payloads.flatMap((payload) => payload?.userErrors ?? []);
  // Shopify has no code for these; the message may name the customer's tags.
  if (refused.length > 0) return refused.map(({ field }) => `USER:TAGS_${(field ?? []).join('_')}`);
  await remember();
  return [];
}
