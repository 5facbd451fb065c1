/** What a member's metafield holds: enough for the theme's first paint, in every language of ours. */
import { CART_REWARD_ID, heldAmounts } from '../domain/cart-points.ts';
import { isMemberAt, type Membership } from '../domain/enrolment.ts';
import { shownExpiry, shownExpiryChanges } from '../domain/expiry-reminders.ts';
import { GrantOriginSchema } from '../domain/grant.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { memberId } from '../domain/ids.ts';
import { nextAvailable, pendingPoints, type Lot } from '../domain/ledger.ts';
import { localDate } from '../domain/local-time.ts';
import { versionAt } from '../domain/program.ts';
import type { Carrier } from '../domain/reward-kinds/kind.ts';
import { RewardSchema } from '../domain/reward.ts';
import { stampOf } from '../domain/stamp.ts';
import { hundredths } from '../domain/storefront-money.ts';
import { levelInForce, levelNow } from '../domain/tier-levels.ts';
import type { Tiers } from '../domain/tiers.ts';
import type { VoiceChoice } from '../domain/voice.ts';
import { givenName } from '../locales/grant-text.ts';
import { explanationLanguages } from '../locales/explanation-messages.ts';
import { localeInVoice } from '../locales/voice.ts';
import { openLots } from '../storage/members.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop } from '../storage/shops.ts';
import type { Db } from '../storage/transaction.ts';
import { jsonNumber } from './member-points.ts';
import { levelProgress, type LevelProgress } from './member-tier.ts';
import { entryText } from './storefront-member.ts';

const ENTRIES = 5;
/** The widget's panel asks for the list itself; a member with more open codes than this still has a first paint. */
const CODES = 20;
/** A gift card's is as good as money: it is told to its member alone, who asks for it. */
const CODES_OF_CART = ['nativeCode', 'functionCode'] satisfies Carrier[];

export type MemberThemeData = {
  /** Fields that are added leave it as it is; the widget reads what it knows. */
  v: 1;
  /** false: known from before an opt-in programme, without any points, and asked to join. */
  joined: boolean;
  /** false: no order counts for them yet. They may have points all the same, which the shop gave them before they joined. */
  earns: boolean;
  balance: number;
  available: number;
  pending: number;
  /** The next of the pending points with a known date. */
  next: { points: number; at: string } | null;
  /** What expires next, within 60 days, and the last day of it in the shop's time zone. */
  expiry: { p: number; at: string } | null;
  /** The level held, by its id: the programme's data has its name. null: without tiers. */
  tier: { id: string; next?: LevelProgress } | null;
  /** No order of theirs that we know keeps the next from being the first. */
  first: boolean;
  /** Newest first. */
  entries: { p: number; at: string; t: Record<string, string> }[];
  /** The open ones, newest first. */
  codes: {
    id: string;
    rewardId: string;
    code: string;
    until: string | null;
    /** Of what was given: what it is, per language; the programme's data may have no such reward. */
    t?: Record<string, string>;
  }[];
  /** Points that are held for a cart, and what they take off: hundredths by currency. */
  hold: {
    id: string;
    code: string;
    points: number;
    amount: Record<string, number>;
    until: string | null;
    /** It waits for a person: its member can give it back, and nothing else. */
    stuck?: true;
  } | null;
};

export type ThemeMember = {
  customerId: string;
  value: MemberThemeData;
  /** When pending points become available, or others are about to expire, and the data is other. */
  changesAt: string | null;
  /** Id of the level whose tag the customer carries, as far as we wrote it; undefined: that is not known. */
  tierTag: string | null | undefined;
};

type MemberRow = {
  member_id: string;
  customer_id: string;
  balance: string;
  enrolled_at: Date;
  joined_at: Date | null;
  last_seq: number;
  tier_level: string | null;
  tier_tag: string | null;
  tier_tag_in_doubt: boolean;
  /** Orders that keep a later one from being the first; null: none that was settled. */
  earlier: string | null;
};
type EntryRow = { member_id: string; points: string; effective_at: Date; explanation: unknown };
type CodeRow = {
  member_id: string;
  redemption_id: string;
  reward_id: string;
  reward: unknown;
  points: string;
  currency: string;
  carrier: Carrier;
  /** null: points bought it. */
  origin: unknown;
  code: string;
  status: 'issued' | 'needs_review';
  expires_at: Date | null;
};

async function memberRows(db: Db, shop: ShopId, ids: readonly MemberId[]): Promise<MemberRow[]> {
  const { rows } = await db.query<MemberRow>(
    `SELECT member_id, customer_id, balance, enrolled_at, joined_at, last_seq, tier_level, tier_tag, tier_tag_in_doubt,
         (SELECT earlier FROM tier_order o WHERE o.shop = member.shop AND o.member_id = member.member_id ORDER BY moment DESC, order_id DESC LIMIT 1) AS earlier
       FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND customer_id IS NOT NULL`,
    [shop, ids],
  );
  return rows;
}

/** Their open codes; and points of a cart that wait for a person. */
async function codeRows(db: Db, shop: ShopId, ids: readonly MemberId[]): Promise<CodeRow[]> {
  const { rows } = await db.query<CodeRow>(
    `SELECT r.* FROM unnest($2::bigint[]) AS ids(id) CROSS JOIN LATERAL (
         SELECT member_id, redemption_id, reward_id, reward, points, currency, carrier, origin, code, status, expires_at, created_at FROM redemption
         WHERE shop = $1 AND member_id = ids.id AND (status = 'issued' OR status = 'needs_review' AND reward_id = $5)
           AND ending IS NULL AND carrier = ANY($4::text[]) ORDER BY created_at DESC LIMIT $3
       ) r ORDER BY r.member_id, r.created_at DESC`,
    [shop, ids, CODES, CODES_OF_CART, CART_REWARD_ID],
  );
  return rows;
}

/** Of those who still are somebody's; a few reads however many. Days are the shop's. */
export async function memberThemeData(
  db: Db,
  shop: ShopId,
  ids: readonly MemberId[],
  at: Date,
): Promise<Map<MemberId, ThemeMember>> {
  if (ids.length === 0) return new Map();
  const now = at.toISOString();
  const [members, entries, codes, lots, versions, { timeZone, currency }] = await Promise.all([
    memberRows(db, shop, ids),
    db.query<EntryRow>(
      `SELECT e.member_id, e.points, e.effective_at, e.explanation
       FROM unnest($2::bigint[]) AS ids(id) CROSS JOIN LATERAL (
         SELECT member_id, seq, points, effective_at, explanation FROM entry WHERE shop = $1 AND member_id = ids.id ORDER BY seq DESC LIMIT $3
       ) e ORDER BY e.member_id, e.seq DESC`,
      [shop, ids, ENTRIES],
    ),
    codeRows(db, shop, ids),
    openLots(db, shop, ids),
    publishedVersions(db, shop),
    ensureShop(db, shop),
  ]);
  const { tiers, voice } = versionAt(versions, now)?.program ?? { tiers: null, voice: {} };
  const held = members.map((row) => ({ ...row, level: levelInForce(versions, now, row.tier_level) }));
  const progress = tiers
    ? await levelProgress(db, shop, held, { tiers, now, timeZone, currency })
    : new Map<MemberId, LevelProgress>();
  const entriesOf = Map.groupBy(entries.rows, (row) => row.member_id);
  const codesOf = Map.groupBy(codes, (row) => row.member_id);
  return new Map(
    held.map((row) => {
      const id = memberId(row.member_id);
      const own = lots.get(id) ?? [];
      const issued = codesOf.get(row.member_id) ?? [];
      const hold = issued.find((code) => code.reward_id === CART_REWARD_ID);
      const [pending, next] = [pendingPoints(own, now), nextAvailable(own, now)];
      const isMember = isMemberAt(versions, membershipOf(row), now);
      const value: MemberThemeData = {
        v: 1,
        joined: row.last_seq > 0 || isMember,
        earns: isMember,
        balance: jsonNumber(BigInt(row.balance)),
        available: jsonNumber(BigInt(row.balance) - pending),
        pending: jsonNumber(pending),
        next: next && { points: jsonNumber(next.points), at: next.at },
        expiry: themeExpiry(own, now, timeZone),
        // By the tag of the first level the Function would ship to who never joined.
        tier: isMember ? themeTier(tiers, row.level, progress.get(id)) : null,
        first: BigInt(row.earlier ?? 0) === 0n,
        entries: (entriesOf.get(row.member_id) ?? []).map((entry) => themeEntry(entry, timeZone, voice)),
        codes: issued.filter((code) => code.reward_id !== CART_REWARD_ID).map(themeCode),
        hold: hold ? themeHold(hold) : null,
      };
      const changes = [next?.at, shownExpiryChanges(own, now), progressChanges(tiers, progress.get(id), now)];
      const changesAt = changes.flatMap((at) => at ?? []).sort()[0] ?? null;
      return [id, { customerId: row.customer_id, value, changesAt, tierTag: knownTag(row) }];
    }),
  );
}

const knownTag = (row: MemberRow) => (row.tier_tag_in_doubt ? undefined : row.tier_tag);

function themeExpiry(lots: readonly Lot[], now: string, timeZone: string): MemberThemeData['expiry'] {
  const next = shownExpiry(lots, now);
  return next && { p: jsonNumber(next.points), at: localDate(stampOf(next.at), timeZone) };
}

const membershipOf = (row: MemberRow): Membership => ({
  enrolledAt: row.enrolled_at.toISOString(),
  joinedAt: row.joined_at?.toISOString() ?? null,
});

/** Nobody holds less than the first level, and without tiers there is none, whatever was held before. */
function themeTier(
  tiers: Tiers | null,
  level: string | null,
  next: LevelProgress | undefined,
): MemberThemeData['tier'] {
  const held = levelNow(tiers, level);
  return held && { id: held.id, ...(next && { next }) };
}

/** A new year is everybody's at once: until their next order the theme says nothing of it, and nobody is written for it. */
const progressChanges = (tiers: Tiers | null, next: LevelProgress | undefined, now: string) =>
  tiers?.period.kind === 'rolling' && next?.until && next.until > now ? next.until : null;

function themeEntry(row: EntryRow, timeZone: string, voice: VoiceChoice): MemberThemeData['entries'][number] {
  const texts = explanationLanguages.map((language) => [
    language,
    entryText(row.explanation, localeInVoice(language, voice)),
  ]);
  return {
    p: jsonNumber(BigInt(row.points)),
    // By Intl, as every day of ours: PostgreSQL may not know the zone.
    at: localDate(stampOf(row.effective_at.toISOString()), timeZone),
    t: Object.fromEntries(texts) as Record<string, string>,
  };
}

function themeCode(row: CodeRow): MemberThemeData['codes'][number] {
  const until = row.expires_at?.toISOString() ?? null;
  const texts = givenTexts(row);
  return {
    id: row.redemption_id,
    rewardId: row.reward_id,
    code: row.code,
    until,
    ...(texts && { t: texts }),
  };
}

/** null for what was bought, and where this version cannot read what was stored. */
function givenTexts({ reward, currency, carrier, origin }: CodeRow): Record<string, string> | null {
  const given = GrantOriginSchema.nullable().safeParse(origin);
  const parsed = RewardSchema.safeParse(reward);
  if (!given.data || !parsed.success) return null;
  const redemption = { reward: parsed.data, currency, carrier, origin: given.data };
  return Object.fromEntries(
    explanationLanguages.map((language) => [language, givenName(redemption, language)]),
  );
}

/** null where this version cannot read what was stored. */
function themeHold(row: CodeRow): MemberThemeData['hold'] {
  const reward = RewardSchema.safeParse(row.reward);
  if (!reward.success) return null;
  const amounts = heldAmounts(reward.data).flatMap((value): [string, number][] => {
    const worth = hundredths(value);
    return worth === null ? [] : [[value.currency, worth]];
  });
  const until = row.expires_at?.toISOString() ?? null;
  const points = jsonNumber(BigInt(row.points));
  const hold = { id: row.redemption_id, code: row.code, points, amount: Object.fromEntries(amounts), until };
  return row.status === 'needs_review' ? { ...hold, stuck: true } : hold;
}
