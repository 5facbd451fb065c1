/** What carries rewards in Shopify, by its name. */
import type { Carrier } from '../../domain/reward-kinds/kind.ts';
import type { RewardCarrier } from './carrier.ts';
import { functionCode } from './function-code.ts';
import { giftCard } from './gift-card.ts';
import { nativeCode } from './native-code.ts';
import { storeCredit } from './store-credit.ts';

export const CARRIERS: Readonly<Record<Carrier, RewardCarrier>> = {
  nativeCode,
  functionCode,
  storeCredit,
  giftCard,
};
