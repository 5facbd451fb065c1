// Apps and workers that are killed, and a database that is stopped at once, at random moments of a load of deliveries and requests: whatever
// was accepted is settled exactly once, whatever was asked with a key is done once, and all of them work on by themselves.
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import {
  expectBalances,
  expectOnce,
  expectProcessed,
  expectTargets,
  expectWholeLedgers,
} from '../support/crash-checks.ts';
import { CrashFleet } from '../support/crash-fleet.ts';
import { CrashLoad, type Answer } from '../support/crash-load.ts';
import {
  crashRound,
  PROGRAMS,
  PUBLISHED_AT,
  type Fault,
  type Order,
  type Round,
  type Spenders,
} from '../support/crash-round.ts';
import { LONG, seed } from '../support/property.ts';
import { SHOP } from '../support/shop.ts';

const ROUNDS = Number(process.env.ROUNDS ?? (LONG ? 1_000 : 20));
/** So many rounds share a database, apps and workers; then everything begins anew. */
const ROUNDS_TOGETHER = LONG ? 20 : 10;
/** One app and one worker, which have to come back for anything to go on; or two of each, which go on meanwhile. */
const SIZES = process.env.FLEET ? [Number(process.env.FLEET)] : [1, 2];
const TIME_LIMIT = ROUNDS * 20_000 + 240_000;
const SETTLED = { timeout: 30_000, interval: 15 };

/** Of those placed at each kind of statement: a trap that nothing comes upon tests nothing. */
const traps = new Map<string, { placed: number; sprung: number }>();

/** So many of a kind that chance alone does not decide: where there are two workers, the other may do all the work of a short round. */
const ENOUGH = 12;

/** Two of three at least, of all and of each kind with enough: where fewer do, the rounds do not test what they say. One round alone may have a single one. */
function expectSprung(): void {
  const all = [...traps.values()];
  const sum = (of: 'placed' | 'sprung') => all.reduce((total, one) => total + one[of], 0);
  for (const [at, { placed, sprung }] of [
    ...traps,
    ['all', { placed: sum('placed'), sprung: sum('sprung') }] as const,
  ])
    if (at === 'all' || placed >= ENOUGH)
      expect(3 * sprung, `traps at ${at}: ${sprung} of ${placed} sprung`).toBeGreaterThanOrEqual(2 * placed);
}
const figures = { rounds: 0, deliveries: 0, attempts: 0, faults: 0, missed: 0, orders: 0, redemptions: 0 };

class Scene {
  readonly fleet: CrashFleet;
  readonly deps: Deps;
  readonly spenders: Spenders;
  readonly orders: Order[] = [];
  readonly answers: Answer[] = [];

  private constructor(fleet: CrashFleet, deps: Deps, spenders: Spenders) {
    this.fleet = fleet;
    this.deps = deps;
    this.spenders = spenders;
  }

  static async open(fleet: CrashFleet): Promise<Scene> {
    const { cluster, store } = fleet;
    const env = parseEnvironment({ DATABASE_URL: cluster.url, LOG_LEVEL: 'silent' });
    const deps = createDeps(env, cluster.pool);
    expect((await store.control('/control/install', {})).status).toBe(200);
    for (const [shop, document] of Object.entries(PROGRAMS)) {
      const published = await publishProgram(deps, ShopIdSchema.parse(shop), {
        document,
        publishedAt: PUBLISHED_AT,
      });
      expect(published, JSON.stringify(published)).toMatchObject({ ok: true });
    }
    const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => store.member(0)));
    return new Scene(fleet, deps, [first ?? 0, ...others]);
  }

  async live({ orders, load: sendings, faults }: Round): Promise<void> {
    const { fleet } = this;
    const outages: Promise<unknown>[] = [];
    const due = faults.filter(({ moment }) => moment.of === 'load');
    // Where one does not come back, the load would wait for it.
    const gone = Promise.withResolvers<never>();
    const hit = ({ victim }: Fault) => {
      const outage = fleet.hit(victim);
      outages.push(outage);
      outage.catch(gone.reject);
    };
    const load = new CrashLoad({ urls: fleet.urls, key: fleet.store.key }, (count) => {
      for (const fault of due.splice(0)) (fault.moment.count <= count ? hit : due.push.bind(due))(fault);
    });
    const placed = faults.flatMap((fault) => {
      const { moment } = fault;
      if (moment.of === 'load') return [];
      const takeAway = fleet.trap(moment.of, moment.kind, moment.count, moment.point, () => hit(fault));
      return [{ at: `${moment.of}: ${moment.kind}`, takeAway }];
    });
    // The load would wait for one that ended by itself, too.
    const watch = setInterval(() => {
      try {
        fleet.expectRunning();
      } catch (error) {
        gone.reject(error);
      }
    }, 100);
    await Promise.race([load.send(sendings), gone.promise]).finally(() => clearInterval(watch));
    await this.settled();
    const taken = placed.map(({ at, takeAway }) => ({ at, isSprung: takeAway() }));
    for (const { at, isSprung } of taken) {
      const known = traps.get(at) ?? { placed: 0, sprung: 0 };
      traps.set(at, { placed: known.placed + 1, sprung: known.sprung + (isSprung ? 1 : 0) });
    }
    figures.missed += due.length + taken.filter(({ isSprung }) => !isSprung).length;
    await Promise.all(outages);
    await fleet.recovered();
    await this.settled();

    this.orders.push(...orders);
    this.answers.push(...load.answers);
    figures.rounds += 1;
    figures.orders += orders.length;
    figures.faults += outages.length;
    figures.deliveries += load.accepted.length;
    figures.attempts += load.attempts;
    await this.check(load);
  }

  /** Nothing waits to be settled or to expire, in one look. */
  async settled(): Promise<void> {
    await vi.waitFor(async () => {
      this.fleet.expectRunning();
      const { rows } = await this.deps.pool.query(
        `SELECT (SELECT count(*)::int FROM inbox WHERE processed_at IS NULL) AS inbox,
                (SELECT count(*)::int FROM member WHERE expiry_due <= now()) AS expiry`,
      );
      expect(rows).toEqual([{ inbox: 0, expiry: 0 }]);
    }, SETTLED);
  }

  async check(load: CrashLoad): Promise<void> {
    const { pool } = this.deps;
    await expectProcessed(pool, load.accepted);
    const earned = await expectTargets(pool, this.orders);
    const asked = await expectOnce(pool, this.answers);
    await expectBalances(pool, earned, asked);
    await expectWholeLedgers(this.deps);
  }

  /** Every reward that was paid for is there in Shopify, and no other. */
  async expectRewards(): Promise<void> {
    const { pool } = this.deps;
    await vi.waitFor(async () => {
      const { rows } = await pool.query<{ code: string; status: string }>(
        'SELECT code, status FROM redemption WHERE shop = $1 ORDER BY code',
        [SHOP],
      );
      expect(rows.filter(({ status }) => status !== 'issued')).toEqual([]);
      const codes = (await this.fleet.store.discounts()).map((one) => one.code).toSorted();
      expect(codes).toEqual(rows.map(({ code }) => code).toSorted());
      figures.redemptions += codes.length;
    }, SETTLED);
  }
}

/** Rounds that share a database, apps and workers. The first has the seed `first`, the next the one after it. */
async function liveTogether(first: number, count: number, size: number): Promise<void> {
  const fleet = await CrashFleet.start(size);
  let again = `SEED=${first} ROUNDS=1 FLEET=${size}`;
  try {
    const scene = await Scene.open(fleet);
    for (let at = 0; at < count; at++) {
      const [round] = fc.sample(crashRound(at, scene.spenders), { seed: first + at, numRuns: 1 });
      if (!round) throw new Error('no round');
      again = `SEED=${first + at} ROUNDS=1 FLEET=${size} (then: ROUNDS=${at + 1} from SEED=${first}): ${JSON.stringify(round.faults)}`;
      await scene.live(round);
    }
    await scene.expectRewards();
  } catch (error) {
    const output = fleet.output();
    await fleet.stop().catch(() => undefined);
    throw new Error(`Again with ${again}: ${(error as Error).message}\n${output}`, { cause: error });
  }
  await fleet.stop();
}

test(
  `${ROUNDS} rounds of faults under load`,
  async () => {
    const start = performance.now();
    for (let done = 0; done < ROUNDS; done += ROUNDS_TOGETHER) {
      const size = SIZES[(done / ROUNDS_TOGETHER) % SIZES.length] ?? 1;
      await liveTogether(seed + done, Math.min(ROUNDS_TOGETHER, ROUNDS - done), size);
      const seconds = Math.trunc((performance.now() - start) / 1000);
      const sprung = JSON.stringify(Object.fromEntries(traps));
      console.log(`faults under load, ${seconds} s: ${JSON.stringify(figures)}, traps ${sprung}`);
    }
    if (ROUNDS >= 20) expectSprung();
  },
  TIME_LIMIT,
);
