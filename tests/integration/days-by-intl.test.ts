// Days and periods of a shop whose time zone PostgreSQL reads as another one: to Intl "IST" is India's, to PostgreSQL Israel's.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { membersOfCustomers } from '../../app/storage/members.ts';
import { ClockedShop } from '../support/clocked-shop.ts';
import { request, tell } from '../support/redeeming.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const [lateOnTheFirst, earlyOnTheSecond] = ['2026-03-01T18:00:00.000Z', '2026-03-01T18:45:00.000Z'];
const daily = {
  ...rewardingProgram.rewards[0],
  id: 'daily',
  points: 10,
  limits: { perMember: { times: 1, per: 'day' }, total: null },
};

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('IST');
  await shop.publish(JSON.parse(JSON.stringify({ ...rewardingProgram, rewards: [daily] })) as object);
  await shop.database.pool.query("UPDATE shop SET currency = 'USD' WHERE shop = $1", [shop.id]);
  await shop.enrol('1');
  shop.now = lateOnTheFirst;
  await shop.give('1', 100);
});
afterEach(() => shop.stop());

test('a reward that is limited to one a day is there again on the shop’s next day', async () => {
  const deps = { ...shop.deps, env: { SHOPIFY_API_SECRET: 'meridian-dev-secret' } };
  const results = [];
  for (const now of [lateOnTheFirst, lateOnTheFirst, earlyOnTheSecond]) {
    shop.now = now;
    results.push(await reserveReward(deps, shop.id, request('1', { rewardId: 'daily' })));
  }
  expect(tell(results)).toEqual(['taken', 'limit_reached', 'taken']);
});

test('what themes are told of an entry is the shop’s day', async () => {
  shop.now = earlyOnTheSecond;
  await shop.give('1', 5);
  const { pool } = shop.database;
  const member = (await membersOfCustomers(pool, shop.id, ['1'])).get('1')!;
  const data = await memberThemeData(pool, shop.id, [member], new Date(shop.now));
  expect(data.get(member)?.value.entries.map((one) => one.at)).toEqual(['2026-03-02', '2026-03-01']);
});
