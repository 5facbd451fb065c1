/** What native codes and those of our Function have in common: a discount that is found, and ended, by its code. Of points in a cart it is deleted: each move of the slider would leave one. */
import { isCartReward } from '../../domain/cart-points.ts';
import { deactivateCode, deleteCode, findCode, type CodeTerms } from '../discounts.ts';
import type { RewardCarrier, RewardOrder } from './carrier.ts';

export const discountCode: Pick<RewardCarrier, 'repeatable' | 'shownCode' | 'lookUp' | 'revoke'> = {
  repeatable: true,
  shownCode: (code) => code,
  async lookUp(admin, { code }) {
    const answer = await findCode(admin, code);
    return answer.kind === 'later' ? answer : { kind: 'found', found: answer.discount };
  },
  async revoke(admin, id, { reward }) {
    if (isCartReward(reward)) {
      const gone = await deleteCode(admin, id);
      return gone.kind === 'deleted' ? { kind: 'revoked', used: false } : gone;
    }
    const answer = await deactivateCode(admin, id);
    return answer.kind === 'deactivated' ? { kind: 'revoked', used: answer.used } : answer;
  },
};

/** Shopify refuses a discount on shipping that is to combine with others of its class: there is one delivery to pay. */
export function termsOf({ reward, ...order }: RewardOrder): CodeTerms {
  const { combinesWith } = reward.conditions;
  const others =
    reward.kind === 'freeShipping' ? combinesWith.filter((one) => one !== 'shipping') : combinesWith;
  return { ...order, combinesWith: others };
}
