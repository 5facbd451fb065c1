/** What the storefront's widget asks for: a member's points, the rewards they can have, their entries. */
import { CART_REWARD_ID } from '../domain/cart-points.ts';
import { availability, isShown, type Availability, type Unavailable } from '../domain/availability.ts';
import { shownExpiry } from '../domain/expiry-reminders.ts';
import { EntryExplanationSchema } from '../domain/explanation.ts';
import type { ShopId } from '../domain/ids.ts';
import { nextAvailable } from '../domain/ledger.ts';
import { shipsTo } from '../domain/perks.ts';
import type { Program } from '../domain/program.ts';
import { redeemedTerms, type Redemption } from '../domain/redemption.ts';
import { USE_NOTICED } from '../domain/reward-kinds/kind.ts';
import { offerTerms, type Offer, type OfferTerms } from '../domain/reward-offer.ts';
import type { Reward } from '../domain/reward.ts';
import { currencyOfMarket, leastSpend, worthOf } from '../domain/rewards.ts';
import { shortMultiplier } from '../domain/storefront-money.ts';
import { levelNow } from '../domain/tier-levels.ts';
import { originText, perkTexts } from '../locales/grant-text.ts';
import { explanationSentence } from '../locales/explanation.ts';
import { localizedText, offerText, textWithTerms, unavailableText } from '../locales/reward-text.ts';
import { survivorOf } from '../storage/members.ts';
import { roomOf } from '../storage/reward-limits.ts';
import { redemptionsOfMember } from '../storage/redemptions.ts';
import type { Db } from '../storage/transaction.ts';
import { expiryView, jsonNumber } from './member-points.ts';
import { redemptionView } from './redemption-view.ts';
import { sceneOf, type Reader, type Scene, type SceneMember } from './storefront-scene.ts';

const REDEMPTIONS_SHOWN = 20;
export const ENTRIES_PER_PAGE = 20;

/** Whether the reader can have a reward, and what it would be. */
async function availabilityFor(
  db: Db,
  { shop, now, member }: Scene,
  program: Program,
  reader: Reader,
  reward: Reward,
): Promise<Availability> {
  const home = shop.currency ?? '';
  const facts = { currency: home, capabilities: shop.capabilities };
  const room = member && (await roomOf(db, shop, reward, member.memberId, now));
  const asking = {
    currency: currencyOfMarket(program, reader.market, home),
    market: reader.market,
    member: member && {
      balance: member.balance,
      available: member.available,
      tier: member.tier,
      withinLimits: room?.withinLimits ?? true,
    },
    stock: room?.stock ?? null,
  };
  return availability({ program, reward, reader: asking, shop: facts });
}

/** What a signed-in customer who is no member yet may join: null where signing in enrols. */
function joinOffer(program: Program | null, reader: Reader) {
  if (reader.customerId === null || program?.enrolment.mode !== 'optIn') return null;
  const { terms } = program.enrolment;
  return { terms: terms && { version: terms.version, url: localizedText(terms.url, reader.locale) } };
}

/** JSON of GET /proxy/member. */
export async function storefrontMember(db: Db, shop: ShopId, reader: Reader, at: Date) {
  const found = await sceneOf(db, shop, reader, at);
  const { program, member } = found;
  if (!member) return { member: null, join: joinOffer(program, reader) };
  const currency = program && currencyOfMarket(program, reader.market, found.shop.currency ?? '');
  const worth = program && currency ? worthOf(program, member.available, currency) : null;
  const next = nextAvailable(member.lots, found.now);
  return {
    member: {
      points: {
        available: jsonNumber(member.available),
        pending: jsonNumber(member.pending),
        balance: jsonNumber(member.balance),
        next: next && { points: jsonNumber(next.points), at: next.at },
        // Within 60 days.
        nextExpiry: expiryView(shownExpiry(member.lots, found.now)),
      },
      tier: tierView(found, program, reader, member),
      worth: worth && { currency: worth.currency, minorUnits: jsonNumber(worth.minorUnits) },
      nextReward: program && (await nextReward(db, found, program, reader, member)),
    },
    join: null,
  };
}

/** The level held, and what it gives in the reader's market; null where the programme has none. */
function tierView({ shop }: Scene, program: Program | null, reader: Reader, { tier }: SceneMember) {
  const level = levelNow(program?.tiers ?? null, tier);
  if (!program || !level) return null;
  const { id, name, multiplier } = level;
  const { locale } = reader;
  const home = shop.currency ?? '';
  const facts = { currency: home, capabilities: shop.capabilities };
  const currency = currencyOfMarket(program, reader.market, home);
  const perks = perkTexts(level, program, {
    currency,
    shipsFor: shipsTo(level, program, reader.market, facts),
    locale,
  });
  return { id, name: localizedText(name, locale), multiplier: shortMultiplier(multiplier), perks };
}

/** The cheapest reward that only points stand before. */
async function nextReward(db: Db, found: Scene, program: Program, reader: Reader, member: SceneMember) {
  const dearer = program.rewards
    .filter((reward) => BigInt(reward.points) > member.available)
    .sort((a, b) => a.points - b.points);
  for (const reward of dearer) {
    const asked = await availabilityFor(db, found, program, reader, reward);
    if (asked.available || !asked.offer) continue;
    const { reason } = asked.why;
    if (reason !== 'insufficient_points' && reason !== 'in_debt') continue;
    const name = offerText(reward.name, asked.offer, reader.locale);
    return { id: reward.id, name, missing: jsonNumber(BigInt(reward.points) - member.available) };
  }
  return null;
}

/** JSON of GET /proxy/rewards, in the merchant's order; also for those who have not joined, to whom no reward is available. */
export async function storefrontRewards(db: Db, shop: ShopId, reader: Reader, at: Date) {
  const found = await sceneOf(db, shop, reader, at);
  const { program, member } = found;
  const listed = program ? await shownRewards(db, found, program, reader) : [];
  // Points in the cart have their place there, while a code can hold them.
  const shown = { limit: REDEMPTIONS_SHOWN, except: CART_REWARD_ID };
  const redemptions = member ? await redemptionsOfMember(db, shop, member.memberId, shown) : [];
  return { rewards: listed, redemptions: redemptions.map((one) => storefrontRedemption(one, reader.locale)) };
}

/** What can be had in the reader's market, and what stands before it. */
async function shownRewards(db: Db, found: Scene, program: Program, reader: Reader) {
  const shown = [];
  for (const reward of program.rewards) {
    const asked = await availabilityFor(db, found, program, reader, reward);
    if (isShown(asked) && asked.offer) shown.push(rewardView(program, reward, asked.offer, asked, reader));
  }
  return shown;
}

/** What a code must be used with: the merchant's words, and what the goods must come to, in the code's currency. */
function conditionsOf(reward: Reward, terms: OfferTerms, locale: string) {
  return {
    description: textWithTerms(reward.description, terms, locale),
    minSpend: leastSpend(reward, terms.currency),
  };
}

/** A redemption as its member sees it: with the conditions of the reward as it was redeemed. `isForCart`: its code is a discount's. */
export function storefrontRedemption(redemption: Redemption, locale: string) {
  const terms = redeemedTerms(redemption);
  const isForCart = USE_NOTICED[redemption.carrier] === 'order';
  const conditions = conditionsOf(redemption.reward, terms, locale);
  const { grant } = redemption;
  // Shipping of a level is called by why it was given.
  const why = grant && grant.origin.kind !== 'shipping' ? originText(grant.origin, locale) : '';
  return {
    ...redemptionView(redemption, locale),
    kind: redemption.reward.kind,
    isForCart,
    ...conditions,
    description: [why, conditions.description].filter((one) => one !== '').join(' · '),
  };
}

function rewardView(program: Program, reward: Reward, offer: Offer, asked: Availability, { locale }: Reader) {
  const terms = offerTerms(offer);
  const why = asked.available ? null : asked.why;
  return {
    id: reward.id,
    kind: reward.kind,
    points: reward.points,
    name: textWithTerms(reward.name, terms, locale),
    ...conditionsOf(reward, terms, locale),
    amount: terms.amount,
    currency: terms.currency,
    available: asked.available,
    reason: why && reasonOf(why, reward),
    text: why ? unavailableText(why, program.tiers, locale) : '',
  };
}

function reasonOf(why: Unavailable, reward: Reward) {
  if (why.reason === 'not_in_tier') return { kind: 'tier' as const };
  if (why.reason === 'limit_reached') return { kind: 'limit' as const };
  if (why.reason === 'out_of_stock') return { kind: 'stock' as const };
  // In debt, and before joining, points are what is missing too.
  return { kind: 'points' as const, missing: 'missing' in why ? why.missing : reward.points };
}

type EntryRow = {
  seq: number;
  kind: string;
  points: string;
  effective_at: Date;
  available_at: Date | null;
  explanation: unknown;
};

/** JSON of GET /proxy/entries: newest first; `next` is the seq below which the next page begins. */
export async function storefrontEntries(
  db: Db,
  shop: ShopId,
  reader: Reader,
  before: number | null,
): Promise<{ entries: object[]; nextSeq: number | null }> {
  const { rows } = await db.query<EntryRow>(
    `SELECT e.seq, e.kind, e.points, e.effective_at, coalesce(l.available_at, e.available_at) AS available_at, e.explanation
     FROM member m JOIN entry e ON e.shop = m.shop AND e.member_id = m.member_id
     LEFT JOIN lot l ON l.shop = e.shop AND l.member_id = e.member_id AND l.seq = e.seq
     WHERE m.shop = $1 AND m.customer_id = ${survivorOf('$2::bigint')} AND ($3::int IS NULL OR e.seq < $3) ORDER BY e.seq DESC LIMIT $4`,
    [shop, reader.customerId, before, ENTRIES_PER_PAGE + 1],
  );
  const entries = rows.slice(0, ENTRIES_PER_PAGE).map((row) => ({
    seq: row.seq,
    kind: row.kind,
    points: jsonNumber(BigInt(row.points)),
    at: row.effective_at.toISOString(),
    availableAt: row.available_at?.toISOString() ?? null,
    text: entryText(row.explanation, reader.locale),
  }));
  const more = rows.length > ENTRIES_PER_PAGE;
  return { entries, nextSeq: more ? (rows[ENTRIES_PER_PAGE - 1]?.seq ?? null) : null };
}

/** Empty for an explanation that no version of ours wrote. */
export function entryText(explanation: unknown, locale: string): string {
  const parsed = EntryExplanationSchema.safeParse(explanation);
  return parsed.success ? explanationSentence(parsed.data, locale) : '';
}
