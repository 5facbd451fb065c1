/** The engine of other ways to earn (points.md section 7): each fact is rewarded once, by the version in force at its moment, within the action's limit. */
import type { Action } from '../domain/action.ts';
import {
  actionFor,
  actionGiving,
  factKey,
  givesPoints,
  keptMoment,
  worthOfAction,
  type ActionRefusalReason,
  type Fact,
  type PointsAction,
  type Worth,
} from '../domain/award.ts';
import { isMemberAt, type Membership } from '../domain/enrolment.ts';
import { everExpires, expiryRules } from '../domain/expiry.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import { fractionText } from '../domain/fraction.ts';
import type { MemberId } from '../domain/ids.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import { compareInstants } from '../domain/instant.ts';
import { limitPeriod } from '../domain/limit-period.ts';
import { versionAt, type PublishedProgram } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import { insertAwards, knownAwards, roomFor, type Award, type NewAward } from '../storage/awards.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { receiversOf, type Receiver } from '../storage/grants.ts';
import { lockMembers } from '../storage/members.ts';
import { readCapabilities } from '../storage/shop-traits.ts';
import type { ShopRow } from '../storage/shops.ts';
import { spansBefore } from '../storage/tier-standings.ts';
import type { Tx } from '../storage/transaction.ts';
import { grantReward, logNotGiven, type GrantDeps } from './grant-reward.ts';
import { inputHash } from './input-hash.ts';
import { expireFirst } from './refresh-expiry.ts';

export type AwardScope = { tx: Tx; shop: ShopRow; versions: readonly PublishedProgram[]; now: string };

export type Claim = {
  memberId: MemberId;
  membership: Membership;
  fact: Fact;
  /** When the fact took place. */
  at: string;
};

/** `fresh`: by this call; else it was rewarded before. */
export type Awarded = { ok: true; award: Award; fresh: boolean } | { ok: false; reason: ActionRefusalReason };

/** An outcome for each claim, and whose ledger or codes have moved, also where nothing was given: whoever has read it before has to read it again. */
export type Awards = { outcomes: Awarded[]; changed: MemberId[] };

type Rewarding = Claim & { ok: true; key: string; keptAt: string; version: PublishedProgram; action: Action };
type Refused = { ok: false; reason: ActionRefusalReason };

/**
 * No two claims are of the same action of the same member. Locks the members. The caller holds the shop's programme. A fact is rewarded once
 * whatever is told of it later: its award is given again. Points are available at once, also where the fact is older than that. The caller marks the metafields
 * of those who have changed, last of all that it locks.
 */
export async function giveAwards(
  deps: GrantDeps,
  scope: AwardScope,
  claims: readonly Claim[],
): Promise<Awards> {
  if (claims.length === 0) return { outcomes: [], changed: [] };
  const { tx, shop, now } = scope;
  const members = await lockMembers(tx, shop.shop, [...new Set(claims.map((one) => one.memberId))]);
  const expiry = expiryRules(scope.versions, zoneOf(scope));
  // Points that an order heard of late kept alive pay a debt before these do, and what has expired pays none.
  const expired = everExpires(expiry) ? await expireFirst(tx, shop.shop, members, now) : [];
  const asked = claims.map((claim) => ({ ...claim, fact: factKey(claim.fact) }));
  const known = new Map((await knownAwards(tx, shop.shop, asked)).map((one) => [placeOf(one), one]));
  const judged = claims.map((claim) => judge(scope, claim));
  const isKnown = (index: number) => known.has(placeOf(asked[index]!));
  const open = judged.filter((one, index): one is Rewarding => one.ok && !isKnown(index));
  const room = await roomOf(scope, open);
  const levels = await levelsHeld(scope, open);
  const hands = await receiversAmong(scope, room);

  const writer = new LedgerWriter(shop.shop, members, now, expiry);
  const given: NewAward[] = [];
  const outcomes: Awarded[] = [];
  for (const [index, one] of judged.entries()) {
    const before = known.get(placeOf(asked[index]!));
    if (before) outcomes.push({ ok: true, award: before, fresh: false });
    else if (!one.ok) outcomes.push(one);
    else if (!room.has(one)) outcomes.push({ ok: false, reason: 'limit_reached' });
    else {
      const { action } = one;
      const award = givesPoints(action)
        ? post(writer, { ...one, action }, levels.get(one) ?? null, now)
        : await grant(deps, scope, one, hands);
      if ('ok' in award) outcomes.push(award);
      else {
        given.push(award);
        outcomes.push({ ok: true, award, fresh: true });
      }
    }
  }
  if (given.length === 0) return { outcomes, changed: expired };
  const changed = [...expired, ...given.map((one) => one.memberId)];
  await writer.flush(tx);
  await insertAwards(tx, shop.shop, given);
  return { outcomes, changed };
}

const zoneOf = ({ shop }: AwardScope): string => shop.timeZone;

const placeOf = ({ memberId, fact }: Pick<Award, 'memberId' | 'fact'>): string => `${memberId} ${fact}`;

function judge(scope: AwardScope, claim: Claim): Rewarding | Refused {
  const { versions } = scope;
  const { fact, membership, at } = claim;
  const wasMember = compareInstants(membership.enrolledAt, at) <= 0 && isMemberAt(versions, membership, at);
  if (!wasMember) return { ok: false, reason: 'not_a_member' };
  const version = versionAt(versions, at);
  const action = version && actionFor(version.program, fact);
  if (!version || !action) return { ok: false, reason: 'unknown_action' };
  if (!action.active) return { ok: false, reason: 'inactive_action' };
  const keptAt = keptMoment(fact, at, zoneOf(scope));
  return { ok: true, ...claim, key: factKey(fact), keptAt, version, action };
}

/** Those whose limit leaves room for them. */
async function roomOf(scope: AwardScope, all: readonly Rewarding[]): Promise<Set<Rewarding>> {
  const limited = all.flatMap((one) => (one.action.limit === null ? [] : [{ one, limit: one.action.limit }]));
  const asks = limited.map(({ one: { memberId, action, keptAt }, limit: { times, per } }) => {
    const period = limitPeriod(stampOf(keptAt), per, zoneOf(scope));
    return { memberId, actionId: action.id, times, period };
  });
  const room = await roomFor(scope.tx, scope.shop.shop, asks);
  const full = new Set(limited.filter((_, index) => room[index] !== true).map(({ one }) => one));
  return new Set(all.filter((one) => !full.has(one)));
}

/** The level held at the fact, as kept, of those whose action asks for it. */
async function levelsHeld(
  { tx, shop }: AwardScope,
  all: readonly Rewarding[],
): Promise<Map<Rewarding, string | null>> {
  const asking = all.filter((one) => one.action.tierMultiplier);
  if (asking.length === 0) return new Map();
  const levels = new Map<Rewarding, string | null>();
  for (const [moment, own] of Map.groupBy(asking, (one) => stampOf(one.at))) {
    const asks = own.map(({ memberId }) => ({ memberId, moment }));
    const spans = await spansBefore(tx, shop.shop, asks);
    for (const one of own) levels.set(one, spans.get(one.memberId)?.level ?? null);
  }
  return levels;
}

type Hands = { receivers: ReadonlyMap<MemberId, Receiver>; capabilities: Capabilities };

/** Those who may be given a reward, and what the shop can carry to them; null where no action gives one. */
async function receiversAmong({ tx, shop }: AwardScope, room: ReadonlySet<Rewarding>): Promise<Hands | null> {
  const ids = [...room].flatMap(({ action, memberId }) => (givesPoints(action) ? [] : [memberId]));
  if (ids.length === 0) return null;
  const receivers = await receiversOf(tx, shop.shop, [...new Set(ids)]);
  return { receivers, capabilities: await readCapabilities(tx, shop.shop) };
}

/**
 * A reward instead of points: the reward as it is now, so that a shop that pauses it, or makes it smaller, is not made to give it for facts that are told late; where
 * it was replaced, what the action gives now. One that cannot be given leaves the fact open: it may be told again.
 */
async function grant(
  deps: GrantDeps,
  { tx, shop, versions, now }: AwardScope,
  { memberId, action, fact: told, key: fact, keptAt: at }: Rewarding,
  hands: Hands | null,
): Promise<NewAward | Refused> {
  const program = versionAt(versions, now)?.program;
  const giving = program && actionGiving(program, action, told);
  if (!giving) {
    const of = { origin: 'action' as const, of: action.id, reward: action.rewardId };
    // Who tells of a custom one is answered.
    if (told.kind !== 'custom') logNotGiven(deps, { shop: shop.shop, memberId, ...of }, 'is given no more');
    return { ok: false, reason: 'inactive_reward' };
  }
  const receiver = hands?.receivers.get(memberId);
  if (!hands || !receiver) return { ok: false, reason: 'not_a_member' };
  const { capabilities } = hands;
  const redemptionId = await grantReward(deps, { tx, shop, program, capabilities, now }, receiver, giving);
  if (redemptionId === null) return { ok: false, reason: 'unsupported_reward' };
  return { memberId, fact, actionId: action.id, at, points: 0n, entrySeq: null, redemptionId };
}

type Earning = Rewarding & { action: PointsAction };

function post(writer: LedgerWriter, one: Earning, level: string | null, now: string): NewAward {
  const { memberId, action, version, keptAt, key: fact } = one;
  const worth = worthOfAction(version.program, action, level);
  const posted = writer.append(memberId, {
    kind: 'action',
    points: worth.points,
    source: { kind: 'action', id: action.id },
    key: `action:${memberId}:${fact}`,
    inputHash: inputHash({ action: action.id, fact, at: keptAt }),
    // A birthday is dated by when it is given: an entry is never deleted.
    effectiveAt: one.fact.kind === 'birthday' ? now : keptAt,
    availableAt: now,
    expiresAt: null,
    explanation: explanationOf(action, version, worth),
  });
  const { points } = worth;
  const rest = { at: keptAt, points, entrySeq: posted.seq, redemptionId: null };
  return { memberId, fact, actionId: action.id, ...rest };
}

function explanationOf(
  action: PointsAction,
  { number, program }: PublishedProgram,
  { points, level, multiplier }: Worth,
): EntryExplanation {
  return {
    kind: 'action',
    action: action.kind,
    actionId: action.id,
    name: action.name,
    points: String(points),
    programNumber: number,
    base: String(action.points),
    level: level && { id: level.id, name: level.name },
    multiplier: fractionText(multiplier),
    rounding: program.earning.rounding,
  };
}
