// What a shop cannot do is refused with its reason and listed to nobody, in every combination, as soon as the app hears of it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Capabilities } from '../../app/domain/capabilities.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { offerIn } from '../../app/domain/reward-offer.ts';
import { RewardSchema } from '../../app/domain/reward.ts';
import { storefrontCart } from '../../app/domain/storefront-cart.ts';
import { sampleRewards } from '../support/reward-samples.ts';
import { rewardingProgram, StoreShop, type RedemptionView } from '../support/store-shop.ts';

/** Of several currencies: only a code of the Function is worth them exactly. */
const cartPoints = {
  ...{ step: 100, name: { en: '{amount} off' } },
  values: [
    { currency: 'USD', amount: '1.00' },
    { currency: 'JPY', amount: '140' },
  ],
};
const program = ProgramSchema.parse({ ...rewardingProgram, rewards: sampleRewards, cartPoints });

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
  await shop.publish({ ...rewardingProgram, rewards: sampleRewards, cartPoints });
});
afterAll(() => shop.stop());

const rewards = sampleRewards.map((one) => RewardSchema.parse(one));
const combinations: Capabilities[] = [true, false].flatMap((functions) =>
  [true, false].flatMap((storeCredit) =>
    [true, false].map((giftCards) => ({ functions, storeCredit, giftCards })),
  ),
);

test.each(combinations)('%j', async (capabilities) => {
  await shop.control('/control/capabilities', capabilities);
  // The app hears of it with the next exchange of its token.
  await shop.database.pool.query('DELETE FROM session');
  expect((await shop.control('/control/install', {})).status).toBe(200);
  const customerId = await shop.member(100 * rewards.length);
  const offers = new Map(
    rewards.map((reward) => [reward.id, offerIn(reward, 'USD', { currency: 'USD', capabilities })]),
  );
  const { body } = await shop.proxy<{ rewards: { id: string }[] }>('GET', 'rewards', {
    ...{ customerId, market: 'us', locale: 'en' },
  });
  const offered = rewards.filter(({ id }) => offers.get(id)?.ok).map(({ id }) => id);
  expect(body.rewards.map(({ id }) => id).sort()).toEqual(offered.sort());
  for (const { id } of rewards) {
    const asked = { rewardId: id, currency: 'USD' };
    const path = `/api/v1/members/${customerId}/redemptions`;
    const answer = await shop.api<RedemptionView>('POST', path, asked, randomUUID());
    const offer = offers.get(id);
    if (!offer?.ok) {
      expect(answer, id).toMatchObject({ body: { reason: 'unsupported_reward' } });
      continue;
    }
    expect(answer.status, id).toBe(200);
    const { rows } = await shop.database.pool.query<{ carrier: string }>(
      'SELECT carrier FROM redemption WHERE redemption_id = $1',
      [answer.body.id],
    );
    expect(rows[0]?.carrier, id).toBe(offer.offer.carrier);
  }
  const left = 100 * (rewards.length - offered.length);
  expect(await shop.available(customerId)).toBe(left);

  expect(storefrontCart(program, { currency: 'USD', capabilities }) !== null).toBe(capabilities.functions);
  const choice = { points: 100, currency: 'USD', amount: '1.00', subtotal: '50.00' };
  const cart = await shop.proxy('POST', 'cart-points', {
    ...{ customerId, market: 'us', body: choice, key: randomUUID() },
  });
  expect(cart.body).toMatchObject(
    capabilities.functions
      ? { hold: { points: 100, amount: '1.00', currency: 'USD' } }
      : { refusal: { reason: 'unsupported_reward' } },
  );
  expect(await shop.available(customerId)).toBe(capabilities.functions ? left - 100 : left);
});
