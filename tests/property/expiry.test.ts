// Random lives of members in a shop whose points expire: orders that come late, returns that are taken back, rewards, gifts, debts, new versions, merges,
// time that passes with nobody at work. After every step the ledger is whole; every lot has the date that the facts give, and nothing is left to do; and
// what points come to in the end does not hang on who came by when.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateLot, expiryRules } from '../../app/domain/expiry.ts';
import { nextExpiryWork } from '../../app/domain/expiry-reminders.ts';
import { memberId, type MemberId } from '../../app/domain/ids.ts';
import type { Lot } from '../../app/domain/ledger.ts';
import { openLots } from '../../app/storage/members.ts';
import { publishedVersions } from '../../app/storage/programs.ts';
import { Life, NEVER, rule, step } from '../support/expiry-life.ts';
import { ExpiryScene, review, useExpiryDoor } from '../support/expiry-scene.ts';
import { LONG, seed, TIME_LIMIT } from '../support/property.ts';
import { rewardingProgram } from '../support/store-shop.ts';

const RUNS = LONG ? 1_000 : 24;
const ZONE = 'America/New_York';

const on = useExpiryDoor();

const program = fc
  .record({
    debt: fc.constantFrom('allow' as const, 'writeOff' as const),
    days: fc.constantFrom(0, 0, 45),
    spentPoints: fc.constantFrom('proportional' as const, 'keep' as const),
  })
  .map(({ debt, days, spentPoints }) => ({
    ...rewardingProgram,
    earning: { ...rewardingProgram.earning, pending: { days, from: 'processed', byMarket: {} } },
    refunds: { debt, spentPoints },
    actions: [review],
  }));

type HeldLot = Lot & { memberId: MemberId };

/** The dates from all that is known, beside those that were kept. Gives the open lots. */
async function check({ deps: { pool }, shop }: ExpiryScene, now: string): Promise<HeldLot[]> {
  const rules = expiryRules(await publishedVersions(pool, shop), ZONE);
  const { rows: members } = await pool.query<{
    member_id: string;
    expiry_due: Date | null;
    activity: Date[];
    own: number[];
    earned: [string, string][];
  }>(
    `SELECT member_id, expiry_due, (
       SELECT coalesce(array_agg(at ORDER BY at), '{}') FROM (
         SELECT processed_at AS at FROM order_facts WHERE shop = $1 AND order_facts.member_id = member.member_id
         UNION ALL SELECT created_at FROM redemption WHERE shop = $1 AND redemption.member_id = member.member_id
       ) AS active WHERE at IS NOT NULL
     ) AS activity, ARRAY(
       SELECT lot.seq FROM lot WHERE shop = $1 AND lot.member_id = member.member_id AND (own_period OR source_kind = 'order' AND EXISTS (
         SELECT FROM lot AS other JOIN member AS old USING (shop, member_id)
         WHERE shop = $1 AND other.source_kind = 'order' AND other.source_id = lot.source_id AND other.own_period
           AND member.member_id IN (old.member_id, old.merged_into)))
     ) AS own, ARRAY(
       SELECT ARRAY[order_id::text, to_char(processed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')] FROM order_facts WHERE shop = $1
     ) AS earned FROM member WHERE shop = $1`,
    [shop],
  );
  const ids = members.map((one) => memberId(one.member_id));
  const lots = await openLots(pool, shop, ids);
  for (const member of members) {
    const held = lots.get(memberId(member.member_id)) ?? [];
    const activity = member.activity.map((at) => at.toISOString());
    const earned = new Map(member.earned);
    const decided: (string | null)[] = [];
    for (const lot of held) {
      const hadOwn = member.own.includes(lot.seq);
      const earnedAt = lot.source.kind === 'order' ? (earned.get(lot.source.id) ?? null) : null;
      const { expiresAt, ownSince } = dateLot(lot.availableAt, rules, activity, { earnedAt, hadOwn });
      expect(expiresAt).toEqual(lot.expiresAt);
      // Whatever is decided was kept.
      expect(ownSince === null || ownSince > now).toBe(true);
      decided.push(ownSince);
      expect(lot.expiresAt === null || lot.expiresAt > now).toBe(true);
    }
    expect(member.expiry_due?.toISOString() ?? null).toBe(nextExpiryWork(held, decided, now, ZONE));
  }
  return [...lots].flatMap(([id, own]) => own.map((lot) => ({ ...lot, memberId: id })));
}

/** When the points of each order that could be spent by `now` expire first, whoever has them; without those of gifts, which lots of a merge take up. */
function firstDates(lots: readonly HeldLot[], now: string): Map<string, string> {
  const dates = new Map<string, string>();
  for (const { source, availableAt, expiresAt } of lots) {
    const known = dates.get(source.id) ?? NEVER;
    if (source.kind === 'order' && availableAt !== null && availableAt <= now)
      dates.set(source.id, (expiresAt ?? NEVER) < known ? (expiresAt ?? NEVER) : known);
  }
  return dates;
}

test(
  'a ledger that is whole, and dates that the facts give, after every step',
  async () => {
    const lives = fc.array(step, { minLength: 12, maxLength: 24 });
    const figures = { compared: 0, later: 0 };
    await fc.assert(
      fc.asyncProperty(rule, program, lives, async (first, document, steps) => {
        const options = { timeZone: ZONE, program: document };
        const scene = await ExpiryScene.open(on, first, options);
        const life = new Life(scene, document);
        let told = new Map<string, string>();
        for (const one of steps) {
          await life.take(one);
          if (one.kind === 'pass' && one.asleep) continue;
          // Also where the step itself was nothing: nobody worked before it.
          await scene.work();
          const now = new Date(life.now).toISOString();
          const dates = firstDates(await check(scene, now), now);
          // No news but a new version brings forward what people were told.
          if (one.kind !== 'publish')
            for (const [order, date] of dates) {
              const before = told.get(order);
              expect(date >= (before ?? '')).toBe(true);
              if (before === undefined || before === NEVER) continue;
              figures.compared += 1;
              figures.later += date > before ? 1 : 0;
            }
          told = dates;
        }
      }),
      { seed, numRuns: RUNS },
    );
    console.log(`dates that people were told before: ${JSON.stringify(figures)}`);
    expect(figures.compared).toBeGreaterThan(RUNS / 2);
  },
  TIME_LIMIT,
);

/** What each customer has, and when it expires. */
async function standing({ deps: { pool }, shop }: ExpiryScene): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT customer_id, balance, (
       SELECT json_object_agg(coalesce(expires_at, 'infinity'), points) FROM (
         SELECT expires_at, sum(remaining) AS points FROM lot
         WHERE lot.shop = $1 AND lot.member_id = member.member_id AND remaining > 0 GROUP BY expires_at ORDER BY expires_at
       ) AS held
     ) AS held FROM member WHERE shop = $1 ORDER BY customer_id, member_id`,
    [shop],
  );
  return rows;
}

test(
  'the same balances, dates and rewards in the end, whether a worker came by every few days or only now and then',
  async () => {
    const lives = fc.array(fc.record({ one: step, resting: fc.boolean() }), { minLength: 8, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rule, program, lives, async (first, document, steps) => {
        const options = { timeZone: ZONE, program: document };
        const always = await ExpiryScene.open(on, first, options);
        const rarely = await ExpiryScene.open(on, first, options);
        const [watched, left] = [new Life(always, document), new Life(rarely, document)];
        for (const { one, resting } of steps) {
          await watched.take(one.kind === 'pass' ? { ...one, asleep: false } : one);
          rarely.resting = resting;
          await left.take(one);
        }
        rarely.resting = false;
        for (const scene of [always, rarely]) await scene.work();
        expect(left.redeemed).toEqual(watched.redeemed);
        expect(await standing(rarely)).toEqual(await standing(always));
      }),
      { seed, numRuns: RUNS },
    );
  },
  TIME_LIMIT,
);
