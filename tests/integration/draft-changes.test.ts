// Forms of the studio save parts of one draft: beside each other, never over each other, and faults by field.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { ProgramSchema, type Program } from '../../app/domain/program.ts';
import { rewardForm } from '../../app/domain/reward-form.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import type { RewardsChange } from '../../app/domain/rewards-change.ts';
import { editableProgram, editableRewards } from '../../app/queries/editable-program.ts';
import { changeDraft, partStamp } from '../../app/services/change-draft.ts';
import { changeRewards } from '../../app/services/change-list.ts';
import { publishSeen } from '../../app/services/publish-program.ts';
import { saveDraft } from '../../app/services/save-draft.ts';
import { saveReward } from '../../app/services/save-reward.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { sampleRewards } from '../support/reward-samples.ts';

let database: TestDatabase;
let deps: Deps;
beforeAll(async () => {
  database = await testDatabase();
  const env = parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  deps = createDeps(env, database.pool);
});
afterAll(() => database.drop());

const withRewards = ProgramSchema.parse({ ...startingProgram, rewards: sampleRewards });
let shops = 0;
/** A shop of its own, with the draft where there is one. */
async function shopWith(draft: Program | null) {
  const shop = ShopIdSchema.parse(`studio-${shops++}.myshopify.com`);
  if (draft) expect(await saveDraft(deps, shop, draft)).toMatchObject({ ok: true });
  return shop;
}
const ids = ({ rewards }: Program) => rewards.map(({ id }) => id);

test('before the first save the starting programme is edited, and a reward is added to it', async () => {
  const shop = await shopWith(null);
  const fields = rewardForm(withRewards.rewards[0]!);
  const asked = { rewardId: 'new-one', kind: 'amountOff' as const, sent: fields };
  expect(await saveReward(deps, shop, { ...asked, seen: partStamp(undefined) })).toEqual({ ok: true });
  const { program } = await editableProgram(deps, shop);
  expect(program.rewards).toEqual([{ ...withRewards.rewards[0], id: 'new-one' }]);
  expect(program.markets).toEqual(startingProgram.markets);
  // Sent twice, as where the first answer was lost, it is the same reward, and saved; what would overwrite another is told.
  expect(await saveReward(deps, shop, { ...asked, seen: partStamp(undefined) })).toEqual({ ok: true });
  const other = { ...asked, seen: partStamp(undefined), sent: { ...fields, points: '77' } };
  expect(await saveReward(deps, shop, other)).toMatchObject({
    reason: 'stale',
    seen: partStamp(program.rewards[0]),
  });
});

test('publishing what was seen: the starting programme that nobody saved, and never what somebody saved since', async () => {
  const shop = await shopWith(null);
  const seen = partStamp(startingProgram);
  expect(await publishSeen(deps, shop, seen)).toEqual({ ok: true, number: 1 });
  // Where the answer was lost, asking again publishes nothing a second time.
  expect(await publishSeen(deps, shop, seen)).toEqual({ ok: true, number: 1 });
  const name = { en: 'Circle' };
  const change = (program: Program) => ({ ...program, name });
  expect(await changeDraft(deps, shop, { part: (program) => program, seen, change })).toMatchObject({
    ok: true,
  });
  // Also where somebody has saved meanwhile: what was said yes to is in force, and theirs stays the draft.
  expect(await publishSeen(deps, shop, seen)).toEqual({ ok: true, number: 1 });
  const another = partStamp({ ...startingProgram, name: { en: 'Another' } });
  expect(await publishSeen(deps, shop, another)).toEqual({ ok: false, faults: 'stale' });
  const { program } = await editableProgram(deps, shop);
  expect(program.name).toEqual(name);
  expect(await publishSeen(deps, shop, partStamp(program))).toEqual({ ok: true, number: 2 });
});

test('faults are told by field, and nothing is saved', async () => {
  const shop = await shopWith(withRewards);
  const [reward] = withRewards.rewards;
  const sent = { ...rewardForm(reward!), points: '0', values: { JPY: 'x' } };
  const asked = { rewardId: reward!.id, kind: null, seen: partStamp(reward), sent };
  expect(await saveReward(deps, shop, asked)).toEqual({
    ok: false,
    reason: 'invalid',
    faults: { points: [{ code: 'tooSmall', least: 1 }], 'values.JPY': [{ code: 'notAmount' }] },
  });
  expect((await editableProgram(deps, shop)).program).toEqual(withRewards);
  const unknown = { rewardId: 'nobody', kind: null, seen: partStamp(undefined), sent };
  expect(await saveReward(deps, shop, unknown)).toMatchObject({ reason: 'refused' });
});

test('of two who edit the same reward the second is told, and saves over it only knowingly', async () => {
  const shop = await shopWith(withRewards);
  const reward = withRewards.rewards[0]!;
  const save = (points: string, seen: string) =>
    saveReward(deps, shop, {
      rewardId: reward.id,
      kind: null,
      seen,
      sent: { ...rewardForm(reward), points },
    });
  const price = async () => (await editableProgram(deps, shop)).program.rewards[0]?.points;
  expect(await save('200', partStamp(reward))).toEqual({ ok: true });
  const told = await save('300', partStamp(reward));
  expect(told).toMatchObject({ ok: false, reason: 'stale' });
  expect(await price()).toBe(200);
  expect(await save('300', 'seen' in told ? told.seen : '')).toEqual({ ok: true });
  expect(await price()).toBe(300);
});

test('a reward that somebody has deleted meanwhile is told as another state of it, and saving knowingly brings it back', async () => {
  const shop = await shopWith(withRewards);
  const [reward] = withRewards.rewards;
  const asked = { rewardId: reward!.id, kind: 'amountOff' as const, sent: rewardForm(reward!) };
  await changeRewards(deps, shop, { intent: 'delete', id: reward!.id });
  const told = await saveReward(deps, shop, { ...asked, seen: partStamp(reward) });
  expect(told).toEqual({ ok: false, reason: 'stale', seen: partStamp(undefined) });
  expect(await saveReward(deps, shop, { ...asked, seen: partStamp(undefined) })).toEqual({ ok: true });
  expect((await editableProgram(deps, shop)).program.rewards.at(-1)).toEqual(reward);
});

test('many who edit different parts at once lose nothing of each other', async () => {
  const shop = await shopWith(withRewards);
  const issued = withRewards.rewards.slice(0, 5);
  const prices = issued.map((reward, index) =>
    saveReward(deps, shop, {
      rewardId: reward.id,
      kind: null,
      seen: partStamp(reward),
      sent: { ...rewardForm(reward), points: String(1000 + index) },
    }),
  );
  const name = changeDraft(deps, shop, {
    part: (program) => program.name,
    seen: partStamp(withRewards.name),
    change: (program) => ({ ...program, name: { en: 'Circle' } }),
  });
  const order = changeRewards(deps, shop, { intent: 'move', id: issued[0]!.id, to: 2 });
  for (const saved of await Promise.all([...prices, name, order])) expect(saved.ok).toBe(true);
  const { program } = await editableProgram(deps, shop);
  expect(program.name).toEqual({ en: 'Circle' });
  expect(ids(program).slice(0, 3)).toEqual([issued[1]!.id, issued[2]!.id, issued[0]!.id]);
  for (const [index, { id }] of issued.entries())
    expect(program.rewards.find((one) => one.id === id)?.points).toBe(1000 + index);
});

test('the list: off in a market, in all but the last, a copy, gone, and back where it was; asked twice, done once', async () => {
  const shop = await shopWith(withRewards);
  const { id } = withRewards.rewards[1]!;
  const all = async () => (await editableProgram(deps, shop)).program.rewards;
  const find = async () => (await all()).find((one) => one.id === id);
  /** As where the first answer is lost. */
  const twice = async (change: RewardsChange) => {
    const once = await changeRewards(deps, shop, change);
    const after = await all();
    expect(await changeRewards(deps, shop, change)).toEqual(once);
    expect(await all()).toEqual(after);
  };
  const market = (handle: string, on: boolean) => twice({ intent: 'market', id, market: handle, on });
  await market('jp', false);
  expect((await find())?.for.markets).toEqual(['us', 'eu', 'gulf']);
  await market('jp', true);
  expect((await find())?.for.markets).toBeNull();
  for (const handle of ['us', 'eu', 'jp', 'gulf']) await market(handle, false);
  // Nowhere is not what an empty list means: the last one stays until the reward is switched off.
  expect(await find()).toMatchObject({ active: true, for: { markets: ['gulf'] } });
  await twice({ intent: 'active', id, on: false });
  await twice({ intent: 'copy', id, copyId: 'copied' });
  const copied = await all();
  expect(copied[2]).toEqual({ ...(await find()), id: 'copied', active: false });
  const item = await find();
  await twice({ intent: 'delete', id });
  expect(await find()).toBeUndefined();
  await twice({ intent: 'restore', item, at: 1 });
  expect(await all()).toEqual(copied);
  const faulty = await changeRewards(deps, shop, { intent: 'restore', item: { id: 'x' }, at: 0 });
  expect(faulty).toMatchObject({ reason: 'invalid' });
  expect((await editableRewards(deps, shop)).given).toEqual({});
});
