/** What native codes and those of our Function have in common: a discount that is found, and deactivated, by its code. */
import { deactivateCode, findCode, type CodeTerms } from '../discounts.ts';
import type { RewardCarrier, RewardOrder } from './carrier.ts';

export const discountCode: Pick<RewardCarrier, 'repeatable' | 'shownCode' | 'lookUp' | 'revoke'> = {
  repeatable: true,
  shownCode: (code) => code,
  async lookUp(admin, { code }) {
    const answer = await findCode(admin, code);
    return answer.kind === 'later' ? answer : { kind: 'found', found: answer.discount };
  },
  async revoke(admin, id) {
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
