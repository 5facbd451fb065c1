/** Rewards of every kind as a merchant may set them up in four markets; a kind that no release issues has none. */
import type { REWARD_KINDS } from '../../app/domain/reward-kinds/registry.ts';
import type { Carrier } from '../../app/domain/reward-kinds/kind.ts';

/** The first of the dev store's catalogue, whose ids never change. */
export const SOAP = 44_720_110_000_100;

export const fourAmounts = [
  { currency: 'USD', amount: '5.00' },
  { currency: 'EUR', amount: '5.00' },
  { currency: 'JPY', amount: '700' },
  { currency: 'KWD', amount: '1.500' },
];
const inDollars = fourAmounts.slice(0, 1);

export type Sample = { id: string; carrier: Carrier; rest: object };

export const SAMPLES: Record<keyof typeof REWARD_KINDS, Sample[]> = {
  amountOff: [
    { id: 'amount', carrier: 'functionCode', rest: { values: fourAmounts } },
    { id: 'dollars', carrier: 'nativeCode', rest: { values: inDollars } },
  ],
  percentOff: [
    { id: 'percent', carrier: 'nativeCode', rest: { percent: '12.5' } },
    { id: 'percent-up-to', carrier: 'functionCode', rest: { percent: '12.5', ceiling: fourAmounts } },
  ],
  freeShipping: [
    { id: 'shipping', carrier: 'nativeCode', rest: { countries: ['US', 'JP'] } },
    { id: 'shipping-up-to', carrier: 'functionCode', rest: { ceiling: fourAmounts } },
  ],
  freeProduct: [{ id: 'soap', carrier: 'functionCode', rest: { variantId: String(SOAP) } }],
  storeCredit: [{ id: 'credit', carrier: 'storeCredit', rest: { values: fourAmounts } }],
  giftCard: [{ id: 'card', carrier: 'giftCard', rest: { values: fourAmounts } }],
  exclusiveAccess: [],
  voucher: [],
  donation: [],
  custom: [],
};

/** As a programme has them: 100 points each, all valid for 90 days. */
export const sampleRewards = Object.entries(SAMPLES).flatMap(([kind, samples]) => {
  const shared = { kind, points: 100, name: { en: '{amount} of yours', ja: '{amount}' }, validDays: 90 };
  return samples.length > 0
    ? samples.map(({ id, rest }) => ({ ...shared, id, ...rest }))
    : [{ ...shared, id: kind, ...(kind === 'exclusiveAccess' && { customerTag: 'early' }) }];
});
