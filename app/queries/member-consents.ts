import type { Deps } from '../deps.server.ts';
import { memberId as parseMemberId, type ShopId } from '../domain/ids.ts';
import { consentsOfMember, type Consent } from '../storage/consents.ts';

/** When a member agreed to be one, and to which terms; empty for those whom an automatic programme enrolled. */
export function memberConsents(
  { pool }: Pick<Deps, 'pool'>,
  shop: ShopId,
  memberId: string,
): Promise<Consent[]> {
  return consentsOfMember(pool, shop, parseMemberId(memberId));
}
