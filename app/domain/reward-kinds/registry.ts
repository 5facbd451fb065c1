/** Every kind of reward, by its name. */
import { amountOff } from './amount-off.ts';
import { custom } from './custom.ts';
import { donation } from './donation.ts';
import { exclusiveAccess } from './exclusive-access.ts';
import { freeProduct } from './free-product.ts';
import { freeShipping } from './free-shipping.ts';
import { giftCard } from './gift-card.ts';
import { percentOff } from './percent-off.ts';
import { storeCredit } from './store-credit.ts';
import { voucher } from './voucher.ts';

export const REWARD_KINDS = {
  amountOff,
  percentOff,
  freeShipping,
  freeProduct,
  storeCredit,
  giftCard,
  exclusiveAccess,
  voucher,
  donation,
  custom,
};
