/** The level that members hold now, and what they miss of the next one (interfaces.md). */
import { minorUnitDigits } from '../domain/currency.ts';
import { fraction, mul, round, scaledText, type Fraction } from '../domain/fraction.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import { canonicalInstant } from '../domain/instant.ts';
import { startOfYear } from '../domain/local-time.ts';
import { versionAt } from '../domain/program.ts';
import { stampOf, type Stamp } from '../domain/stamp.ts';
import { progressBy } from '../domain/storefront-levels.ts';
import { levelInForce, levelNow, shownStanding } from '../domain/tier-levels.ts';
import { missingOf, noSums, subtractSums, type Sums } from '../domain/tier-metrics.ts';
import { heldUntil, windowStart } from '../domain/tier-windows.ts';
import type { Level, Perks, Tiers } from '../domain/tiers.ts';
import { shopTimeZone } from '../domain/time-zone.ts';
import { publishedVersions } from '../storage/programs.ts';
import { firstMoments, HIGHEST_ID, sumsBefore } from '../storage/tier-orders.ts';
import type { Db } from '../storage/transaction.ts';

export type MemberTier = {
  id: string;
  /** Not before they were a member. */
  since: string;
  /** When it ends by time alone; null where it does not. */
  until: string | null;
  /** null at the highest. `missing` is a decimal of the programme's basis, rounded up: money in the shop's currency. */
  nextLevel: { id: string; missing: string } | null;
  /** What the level gives besides its multiplier, where it gives anything. */
  perks?: Perks;
};

export type TierRow = {
  tier_level: string | null;
  tier_since: string | null;
  tier_until: string | null;
};
export const TIER_COLUMNS = 'tier_level, tier_since, tier_until';

type Row = TierRow & { member_id: string; enrolled_at: Date };

/**
 * What a member misses of the next level. `until`: when that is another, as orders leave the window, though nothing else happens; null: never.
 * `by`: what it is the difference to, by `progressBy`.
 */
export type LevelProgress = { id: string; missing: string; until: string | null; by: string };

/** Empty where the programme in force has no tiers. Three reads, however many members. */
export async function memberTiers(
  db: Db,
  shop: ShopId,
  rows: readonly Row[],
  now: string,
): Promise<Map<MemberId, MemberTier>> {
  const versions = await publishedVersions(db, shop);
  const tiers = versionAt(versions, now)?.program.tiers ?? null;
  if (!tiers || rows.length === 0) return new Map();
  const found = await db.query<{ currency: string | null; time_zone: string | null }>(
    'SELECT currency, time_zone FROM shop WHERE shop = $1',
    [shop],
  );
  const [settings] = found.rows;
  const sums = await windowSums(db, shop, rows, tiers, {
    now: stampOf(now),
    zone: shopTimeZone(settings?.time_zone ?? null),
  });
  return new Map(
    rows.map((row, index) => {
      const kept = { ...row, tier_level: levelInForce(versions, now, row.tier_level) };
      const tier = tierOf(kept, tiers, sums[index] ?? noSums, settings?.currency ?? null, stampOf(now));
      return [memberId(row.member_id), tier];
    }),
  );
}

type Scene = { tiers: Tiers; now: string; timeZone: string; currency: string | null };
type HeldRow = { member_id: string; level: string | null };

/** Of those who hold less than the highest level; `level` is the one in force. Two reads, however many members. */
export async function levelProgress(
  db: Db,
  shop: ShopId,
  rows: readonly HeldRow[],
  { tiers, now, timeZone, currency }: Scene,
): Promise<Map<MemberId, LevelProgress>> {
  if (rows.length === 0) return new Map();
  const at = { now: stampOf(now), zone: timeZone };
  const [sums, ends] = await Promise.all([
    windowSums(db, shop, rows, tiers, at),
    windowEnds(db, shop, rows, tiers, at),
  ]);
  return new Map(
    rows.flatMap((row, index) => {
      const next = nextAfter(levelNow(tiers, row.level)!, tiers);
      if (!next) return [];
      const end = ends.get(row.member_id) ?? null;
      const until = end && canonicalInstant(end);
      const told = { ...missingTo(next, tiers, sums[index] ?? noSums, currency), until };
      return [[memberId(row.member_id), { ...told, by: progressBy(tiers, next) }]];
    }),
  );
}

/** When the first of the orders that count now leaves each one's window. */
async function windowEnds(
  db: Db,
  shop: ShopId,
  rows: readonly HeldRow[],
  { period }: Tiers,
  { now, zone }: { now: Stamp; zone: string },
): Promise<Map<string, Stamp>> {
  if (period.kind === 'lifetime') return new Map();
  if (period.kind === 'calendarYear')
    return new Map(rows.map((row) => [row.member_id, startOfYear(now, zone, 1)]));
  const start = windowStart(period, now, zone);
  const ids = rows.map((row) => memberId(row.member_id));
  const earliest = await firstMoments(db, shop, ids, start!.at);
  return new Map(earliest.map(([id, moment]) => [id, heldUntil(period, moment, zone)]));
}

/** What each has in the window that ends now. */
async function windowSums(
  db: Db,
  shop: ShopId,
  rows: readonly { member_id: string }[],
  tiers: Tiers,
  { now, zone }: { now: Stamp; zone: string },
): Promise<Sums[]> {
  const ids = rows.map((row) => memberId(row.member_id));
  const start = windowStart(tiers.period, now, zone);
  const before = (moment: Stamp, orderId: string) =>
    ids.map((id) => ({ memberId: id, before: { moment, orderId } }));
  const places = [
    ...before(now, HIGHEST_ID),
    ...(start ? before(start.at, start.inclusive ? '0' : HIGHEST_ID) : []),
  ];
  const sums = await sumsBefore(db, shop, places);
  return ids.map((_, index) => subtractSums(sums[index] ?? noSums, sums[ids.length + index] ?? noSums));
}

function tierOf(row: Row, tiers: Tiers, sums: Sums, currency: string | null, now: Stamp): MemberTier {
  const kept = { level: row.tier_level, since: row.tier_since };
  const { level, isKept, since } = shownStanding(tiers, kept, row.enrolled_at.toISOString());
  // What has ended is computed again within a moment; until then nobody is told of an end that is past.
  const until = isKept && row.tier_until !== null && row.tier_until > now ? row.tier_until : null;
  const next = nextAfter(level, tiers);
  return {
    id: level.id,
    since,
    until: until === null ? null : canonicalInstant(until),
    nextLevel: next ? missingTo(next, tiers, sums, currency) : null,
    ...(level.perks && { perks: level.perks }),
  };
}

const nextAfter = (level: Level, { levels }: Tiers): Level | undefined => levels[levels.indexOf(level) + 1];

/** What `sums` lack for a level. */
const missingTo = (next: Level, tiers: Tiers, sums: Sums, currency: string | null) => ({
  id: next.id,
  missing: decimalText(missingOf(tiers, next, sums), tiers.basis, currency),
});

function decimalText(value: Fraction, basis: Tiers['basis'], currency: string | null): string {
  const digits = basis === 'spend' ? ((currency === null ? null : minorUnitDigits(currency)) ?? 2) : 0;
  return scaledText(round(mul(value, fraction(10n ** BigInt(digits))), 'up'), digits);
}
