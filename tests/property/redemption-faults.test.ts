// Redemptions of every kind and carrier, in four currencies, while whatever can go wrong does: last points wanted twice, double clicks, prices that
// change, Shopify throttling, failing, refusing, doing it and not answering, being away for an hour, processes that die between any two steps,
// codes that are deleted in the admin, a shop that uninstalls; and then orders, refunds, cancels and ends. In the end the ledger, our rows and the dev
// store agree to the point: each member has the points or the reward.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  creditOf,
  expectSettledUp,
  expectWholeLedger,
  readRows,
  readStore,
  reckon,
  unclaimedCredits,
  type Row,
} from '../support/fault-accounts.ts';
import { faultRound, PRICES, type End, type Round } from '../support/fault-round.ts';
import { FaultScene } from '../support/fault-scene.ts';
import { STEPS } from '../support/mortal-process.ts';
import { LONG, seed } from '../support/property.ts';
import { SOAP } from '../support/reward-samples.ts';

const REDEMPTIONS = LONG ? 2_000 : 200;
/** SEED=… ROUNDS=1 repeats one round. */
const ROUNDS = Number(process.env.ROUNDS ?? Infinity);
/** So many rounds share a database and a dev store. */
const ROUNDS_TOGETHER = 10;
const TIME_LIMIT = REDEMPTIONS * 2_000 + 120_000;

const total = { rounds: 0, redemptions: 0, debited: 0, live: 0, givenBack: 0, forfeited: 0, inReview: 0 };
const kinds = new Map<string, number>();
const ended = new Map<string, number>();
const deaths = Object.fromEntries(STEPS.map((step) => [step, { placed: 0, sprung: 0 }]));

const count = (of: Map<string, number>, name: string) => of.set(name, (of.get(name) ?? 0) + 1);

type Bought = { id: number; line_items: { id: number }[] };

/** Of one round: its redemptions are those of members whom nobody had before. */
async function live(scene: FaultScene, round: Round): Promise<void> {
  const customers: number[] = [];
  for (const points of round.budgets) customers.push(await scene.member(points));
  await scene.weather(round.weather.issuing);
  scene.app.meet(round.deaths.app);
  scene.worker.meet(round.deaths.worker);
  await wish(scene, round, customers);
  await scene.settled(round.weather.issuing.outage);

  const own = (await readRows(scene.shop)).filter((row) => customers.includes(row.customer));
  const issued = own.filter((row) => row.status === 'issued');
  await scene.weather(round.weather.ending);
  await Promise.all(issued.map((row, index) => end(scene, round, row, round.ends[index] ?? 'kept')));
  await scene.settled(round.weather.ending.outage);
  await scene.heard();
  await scene.settled(0);
  await decide(scene);
}

async function wish(scene: FaultScene, round: Round, customers: readonly number[]): Promise<void> {
  const ids = new Map<string, Set<string>>();
  const ask = async (one: Round['wishes'][number]) => {
    const customer = customers[one.member] ?? 0;
    const key = `test:${one.key}`;
    const outcomes = await Promise.all(
      Array.from({ length: one.twice ? 2 : 1 }, () => scene.redeem(customer, key, one)),
    );
    for (const outcome of outcomes) {
      const known = ids.get(`${customer} ${key}`) ?? new Set();
      ids.set(`${customer} ${key}`, outcome.ok ? known.add(outcome.redemption.id) : known);
    }
  };
  const half = Math.trunc(round.wishes.length / 2);
  const first = round.wishes.slice(0, half).map(ask);
  if (round.event === 'published') await scene.publish(scene.price === PRICES[0] ? PRICES[1] : PRICES[0]);
  if (round.event === 'uninstalled') await scene.shop.control('/control/uninstall', {});
  await Promise.all([...first, ...round.wishes.slice(half).map(ask)]);
  if (round.event === 'uninstalled') {
    if (!round.isToldLate) await scene.heard();
    await reinstall(scene);
  }
  for (const [key, found] of ids) expect(found.size, key).toBeLessThanOrEqual(1);
}

/** As a merchant does: who still has the session of before and was not told yet asks for no token, and the app is opened once more. */
async function reinstall(scene: FaultScene): Promise<void> {
  const install = async () => (await scene.shop.control('/control/install', {})).status;
  if ((await install()) === 200) return;
  await scene.heard();
  expect(await install()).toBe(200);
}

async function end(scene: FaultScene, { wishes }: Round, row: Row, how: End): Promise<void> {
  count(ended, how);
  const { shop } = scene;
  const market = wishes.find(({ key }) => row.key === `test:${key}`)?.market ?? 'us';
  const buy = async () => {
    const lines = [{ variantId: SOAP, quantity: 3 }];
    const codes =
      row.carrier === 'giftCard' ? { giftCardCodes: [row.code.replaceAll('-', '')] } : { codes: [row.code] };
    const bought = await shop.control<Bought>('/control/orders', {
      customerId: row.customer,
      market,
      lines,
      ...codes,
    });
    return bought.status === 201 ? bought.body : null;
  };
  switch (how) {
    case 'kept':
      return;
    case 'ordered':
      return void (await buy());
    case 'orderCancelled': {
      const order = await buy();
      if (order) await shop.control(`/control/orders/${order.id}/cancel`, { refund: true });
      return;
    }
    case 'orderRefunded': {
      const order = await buy();
      const lines = order?.line_items.map((line) => ({ lineItemId: line.id, quantity: 1 })) ?? [];
      if (order) await shop.control(`/control/orders/${order.id}/refunds`, { lines });
      return;
    }
    case 'cancelled':
      return void (await scene.cancel(row.id, row.customer));
    case 'cancelledByMerchant':
      return void (await scene.cancel(row.id, null));
    case 'orderedWhileCancelled':
      return void (await Promise.all([buy(), scene.cancel(row.id, row.customer)]));
    case 'deleted':
      return void (await shop.control('/control/discounts/delete', { code: row.code }));
    case 'expired':
      return void (await shop.database.pool.query(
        `UPDATE redemption SET expires_at = now(), due_at = now() WHERE redemption_id = $1 AND status = 'issued' AND ending IS NULL`,
        [row.id],
      ));
  }
}

/** What is left to the merchant: who sees no credit in Shopify that nobody claims gives the points back; else it is looked for again, or stays. */
async function decide(scene: FaultScene): Promise<void> {
  const rows = await readRows(scene.shop);
  const unclaimed = unclaimedCredits(rows, await readStore(scene.shop));
  const waiting = rows.filter((row) => row.status === 'needs_review');
  for (const row of waiting)
    await (unclaimed.has(creditOf(row)) ? scene.retry(row.id) : scene.cancel(row.id, null));
  await scene.settled(0);
}

async function liveTogether(first: number, rounds: number): Promise<void> {
  const scene = await FaultScene.start();
  let at = first;
  let rows: Row[] = [];
  try {
    for (; at < first + rounds && total.redemptions + rows.length < REDEMPTIONS; at++) {
      const [round] = fc.sample(faultRound, { seed: at, numRuns: 1 });
      if (!round) throw new Error('no round');
      await live(scene, round);
      total.rounds += 1;
      rows = await readRows(scene.shop);
      expectSettledUp(rows, await readStore(scene.shop));
    }
    await expectWholeLedger(scene.shop);
  } catch (error) {
    await scene.stop().catch(() => undefined);
    throw new Error(`Again with SEED=${at} ROUNDS=1 (then: SEED=${first}): ${(error as Error).message}`, {
      cause: error,
    });
  }
  for (const row of rows) count(kinds, `${row.rewardId} by ${row.carrier}: ${row.status}`);
  for (const [name, value] of Object.entries(reckon(rows))) total[name as keyof typeof total] += value;
  for (const one of [scene.app, scene.worker])
    for (const step of STEPS) {
      const known = deaths[step] ?? { placed: 0, sprung: 0 };
      known.placed += one.placed[step] ?? 0;
      known.sprung += one.sprung[step] ?? 0;
    }
  await scene.stop();
}

test(
  `${REDEMPTIONS} redemptions: points debited = rewards live + given back`,
  async () => {
    for (let done = 0; done < ROUNDS && total.redemptions < REDEMPTIONS; done += ROUNDS_TOGETHER)
      await liveTogether(seed + done, Math.min(ROUNDS_TOGETHER, ROUNDS - done));
    const told = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `${name} ${times}`);
    console.log(
      [
        JSON.stringify(total),
        ...told,
        JSON.stringify(Object.fromEntries(ended)),
        JSON.stringify(deaths),
      ].join('\n'),
    );
  },
  TIME_LIMIT,
);
