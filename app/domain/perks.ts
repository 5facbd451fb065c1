/** What levels give besides their multiplier (rewards.md): rewards at their entry and on birthdays, and shipping on every order. Pure. */
import { isReadable, type DiscountConfiguration } from './discount-configuration.ts';
import { birthdayFact, entryFact, givingOf, rewardInPlace, SHIPPING_FACT, type Giving } from './grant.ts';
import type { Program, PublishedProgram } from './program.ts';
import type { Redemption } from './redemption.ts';
import { freeShipping } from './reward-kinds/free-shipping.ts';
import type { Impossibility, ShopFacts } from './reward-kinds/kind.ts';
import { discountConfiguration } from './reward-offer.ts';
import type { Reward } from './reward.ts';
import { isAbove, levelNow } from './tier-levels.ts';
import { tierTag } from './tier-tag.ts';
import type { Level, ShippingPerk, Tiers } from './tiers.ts';

/** As the reward of a personal code is called; no reward of a programme stands behind it. */
const SHIPPING_REWARD_ID = 'level-shipping';

/** Whether some version has ever given perks: else nobody has to be looked at. */
export function hasPerks(versions: readonly PublishedProgram[]): boolean {
  return versions.some(({ program }) => program.tiers?.levels.some(({ perks }) => perks) ?? false);
}

/** Whether some version gives something on birthdays. */
export function givesOnBirthdays(versions: readonly PublishedProgram[]): boolean {
  return versions.some(({ program }) =>
    program.tiers?.levels.some(({ perks }) => (perks?.birthdayRewardId ?? null) !== null),
  );
}

const named = ({ id, name }: Level) => ({ id, name });

/** What a level gives once, to who reaches it. */
export function entryGiving(program: Program, level: Level): Giving | null {
  const origin = { kind: 'entry' as const, level: named(level) };
  return givingOf(program, level.perks?.entryRewardId, { fact: entryFact(level.id), origin });
}

/** The level held on a day (its id; null: none is kept, the first), by the levels of that day, where it gives something on birthdays. */
export function birthdayLevel({ tiers }: Pick<Program, 'tiers'>, held: string | null): Level | null {
  const level = levelNow(tiers, held);
  return level?.perks?.birthdayRewardId ? level : null;
}

/**
 * What a level (as it was on the day) gives on the birthday of a year of the shop's calendar by `program`, the version in force now; null where that is paused,
 * or is gone and nothing has taken its place.
 */
export function birthdayGiving(program: Program, level: Level, year: number): Giving | null {
  const origin = { kind: 'birthday' as const, level: named(level) };
  const today = program.tiers?.levels.find(({ id }) => id === level.id);
  const given = rewardInPlace(program, level.perks?.birthdayRewardId, today?.perks?.birthdayRewardId);
  return givingOf(program, given, { fact: birthdayFact(year), origin });
}

/** Shipping on every order of a level, as the reward that a personal code carries. */
export function shippingReward(
  { name }: Pick<Level, 'name'>,
  { ceiling, countries, minSpend }: ShippingPerk,
) {
  return {
    kind: 'freeShipping' as const,
    id: SHIPPING_REWARD_ID,
    // Nobody buys it.
    points: 1,
    redeemable: false,
    name,
    description: {},
    for: { markets: null, tiers: null },
    conditions: {
      minSpend,
      collectionIds: [],
      productIds: [],
      // On every order: beside whatever else the cart has.
      combinesWith: ['order' as const, 'product' as const],
    },
    limits: { perMember: null, total: null },
    validDays: null,
    unused: 'return' as const,
    active: true,
    ceiling,
    countries,
  } satisfies Reward;
}

/** The automatic discount of a level. */
export type LevelShipping = { level: Level; configuration: DiscountConfiguration };

/**
 * The automatic discounts that this shop has for its levels: one of our Function for each level with shipping, which the level's tag lets members into. Empty
 * where the Function does not run: there members have personal codes.
 */
export function levelShippings({ tiers }: Program, { capabilities }: ShopFacts): LevelShipping[] {
  if (!capabilities.functions) return [];
  return (tiers?.levels ?? []).flatMap((level): LevelShipping[] => {
    const { perks } = level;
    if (!perks?.shipping) return [];
    const configuration = levelConfiguration(level, perks.shipping);
    return isReadable(configuration) ? [{ level, configuration }] : [];
  });
}

const levelConfiguration = (level: Level, shipping: ShippingPerk) => ({
  ...discountConfiguration(shippingReward(level, shipping)),
  customerTags: [tierTag(level.id)],
});

/** Why a level's shipping can be had in no way in this shop; null where it can. */
export function shippingImpossible(
  level: Level,
  shipping: ShippingPerk,
  shop: ShopFacts,
): Impossibility | null {
  // Where the Function runs there are no personal codes: what it cannot read nobody has.
  if (shop.capabilities.functions)
    return isReadable(levelConfiguration(level, shipping)) ? null : 'conditions';
  const carriage = freeShipping.carriage(shippingReward(level, shipping), shop);
  return 'impossible' in carriage ? carriage.impossible : null;
}

/** Whether the level's shipping can be had in a market; where none is known, wherever it is had at all. */
export function shipsTo(level: Level, { markets }: Program, market: string | null, shop: ShopFacts): boolean {
  const shipping = level.perks?.shipping;
  if (!shipping || shippingImpossible(level, shipping, shop) !== null) return false;
  const countries = markets.find(({ handle }) => handle === market)?.countries;
  return (
    !countries || shipping.countries.length === 0 || countries.some((one) => shipping.countries.includes(one))
  );
}

/** The ids of the levels whose shipping is another in the one version than in the other; that of a level that comes or goes too. */
export function changedShipping(before: Tiers | null, after: Tiers | null): string[] {
  const of = (tiers: Tiers | null, id: string) => {
    const level = tiers?.levels.find((one) => one.id === id);
    return JSON.stringify(level?.perks?.shipping ?? null);
  };
  const ids = new Set([before, after].flatMap((tiers) => tiers?.levels.map(({ id }) => id) ?? []));
  return [...ids].filter((id) => of(before, id) !== of(after, id));
}

/** Whether the first level has shipping: then every member has it from their enrolment on. */
export function shipsToAll(version: PublishedProgram | null): boolean {
  return Boolean(version?.program.tiers?.levels[0]?.perks?.shipping);
}

/** Whom to look at where the shipping of levels is another. */
export function ofLevels({ tiers }: Program, levels: readonly string[]) {
  const [first] = tiers?.levels ?? [];
  return { levels, first: first !== undefined && levels.includes(first.id), fact: SHIPPING_FACT };
}

/** The ids of the levels with shipping. */
export const shippingLevels = (tiers: Tiers | null): string[] => changedShipping(null, tiers);

/** What a look at a member's perks has to go by. */
export type PerkScene = {
  versions: readonly PublishedProgram[];
  program: Program;
  shop: ShopFacts;
  /** The id of the level held; null: none is kept, which is the first. */
  held: string | null;
  /** What the member held at the last look, and the levels that returned orders have taken since; null: nothing has changed. */
  moved: { from: string | null; returned: readonly string[] } | null;
  /** Levels that were reached, and whose points are no longer pending. */
  reached: readonly string[];
  /** All that the member was ever given. */
  given: readonly Redemption[];
  /** Facts of what was given that the member has points for too, by a merge under another version. */
  paid: ReadonlySet<string>;
};

export type PerkWork = {
  give: Giving[];
  /** Ids of redemptions. */
  withdraw: string[];
  /** Something of it waits until what is on its way to Shopify, or back, has arrived. */
  waits: boolean;
};

const isOpen = ({ status }: Redemption) => ['reserved', 'issued', 'needs_review'].includes(status);
/** Withdrawn and unused: as if it had never been given. */
const isGone = ({ status, grant }: Redemption) =>
  status === 'cancelled' && (grant?.withdrawnAt ?? null) !== null;

/** The level with a reward for its entry that its member has climbed to since the last look, by its id; null: none. Not those that were passed over. */
export function levelReached({
  versions,
  program,
  held,
  moved,
}: Pick<PerkScene, 'versions' | 'program' | 'held' | 'moved'>): string | null {
  const level = levelNow(program.tiers, held);
  if (!level?.perks?.entryRewardId || moved === null) return null;
  return isAbove(versions, program.tiers, held, moved.from) ? level.id : null;
}

/** Whether a returned order has taken the level since the last look, and nothing has given it again. */
export function isReturned(
  { versions, program, held, moved }: Pick<PerkScene, 'versions' | 'program' | 'held' | 'moved'>,
  level: string,
): boolean {
  return (moved?.returned.includes(level) ?? false) && isAbove(versions, program.tiers, level, held);
}

/**
 * What has to be given to a member, and what taken back, so that they have what their level gives. An entry reward is given for climbing, once for each level; it
 * stays when the level ends by time, and goes, while it is unused, when an order that brought the level is returned. Shipping is had as long as the level is.
 */
export function perkWork(scene: PerkScene): PerkWork {
  const work: PerkWork = { give: [], withdraw: [], waits: false };
  entryWork(scene, work);
  shippingWork(scene, work);
  doubleWork(scene, work);
  return work;
}

function entryWork(scene: PerkScene, work: PerkWork): void {
  const { program, given, reached } = scene;
  for (const one of given)
    if (one.grant?.origin.kind === 'entry' && isReturned(scene, one.grant.origin.level.id))
      withdraw(one, work);
  for (const id of reached) {
    const level = program.tiers?.levels.find((one) => one.id === id);
    const giving = level && entryGiving(program, level);
    if (!giving) continue;
    const before = given.filter(({ grant }) => grant?.fact === giving.fact && grant.origin.kind === 'entry');
    // What is on its way back may turn out to be used.
    if (before.some((one) => isOpen(one) && one.grant?.withdrawnAt)) work.waits = true;
    else if (before.every(isGone)) work.give.push(giving);
  }
}

/** A personal code, where no automatic discount does it: another one when it was used, or when the level gives another. */
function shippingWork({ program, shop, held, given }: PerkScene, work: PerkWork): void {
  const level = levelNow(program.tiers, held);
  const shipping = level?.perks?.shipping;
  const reward = level && shipping && !shop.capabilities.functions ? shippingReward(level, shipping) : null;
  const isWanted = reward !== null && !('impossible' in freeShipping.carriage(reward, shop));
  const open = given.filter((one) => one.grant?.fact === SHIPPING_FACT && isOpen(one));
  const fitting = open.filter(
    (one) => isWanted && one.grant?.withdrawnAt === null && sameReward(one.reward, reward),
  );
  const leaving = open.filter((one) => one !== fitting[0]);
  for (const one of leaving) withdraw(one, work);
  if (!isWanted || !level || fitting.length > 0) return;
  // One at a time: another follows what is on its way back, or is still being made.
  if (leaving.some((one) => !isUntouched(one))) {
    work.waits = true;
    return;
  }
  const origin = { kind: 'shipping' as const, level: named(level) };
  work.give.push({ reward, fact: SHIPPING_FACT, origin });
}

const sameReward = (one: Reward, other: Reward | null) => {
  const terms = (reward: Reward | null) =>
    reward?.kind === 'freeShipping' ? [reward.ceiling, reward.countries, reward.conditions.minSpend] : null;
  return JSON.stringify(terms(one)) === JSON.stringify(terms(other));
};

/** A merge of customers may bring a second reward for the same fact: of those that are unused the later goes. */
function doubleWork({ given, paid }: PerkScene, work: PerkWork): void {
  for (const one of given) if (one.grant && paid.has(one.grant.fact)) withdraw(one, work);
  const facts = Map.groupBy(
    given.filter((one) => one.grant && one.grant.fact !== SHIPPING_FACT && !isGone(one)),
    (one) => one.grant?.fact,
  );
  for (const own of facts.values()) {
    if (own.length < 2) continue;
    // What is on its way back may turn out to be used; taking the other too would leave none.
    if (own.some((one) => isOpen(one) && one.grant?.withdrawnAt)) {
      work.waits = true;
      continue;
    }
    const [kept] = [...own].sort(
      (a, b) => Number(isOpen(a)) - Number(isOpen(b)) || (a.createdAt < b.createdAt ? -1 : 1),
    );
    for (const one of own) if (one !== kept) withdraw(one, work);
  }
}

/** Nobody has tried to make it yet. */
export const isUntouched = ({ status, attempts, leaseUntil }: Redemption) =>
  status === 'reserved' && attempts === 0 && leaseUntil === null;

/** What is being made in Shopify is taken back when it is there. */
function withdraw(redemption: Redemption, work: PerkWork): void {
  const { id, status, ending, grant } = redemption;
  if (!isOpen(redemption) || work.withdraw.includes(id)) return;
  if (isUntouched(redemption)) work.withdraw.push(id);
  else if (status === 'reserved') work.waits = true;
  else if (ending === null && grant?.withdrawnAt === null) work.withdraw.push(id);
}
