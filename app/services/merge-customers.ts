/**
 * Shopify merged two customers into one (points.md section 3): their histories are one member's. Points of orders move by settling, which reverses
 * an order's entries at the one member and posts them at the other; everything else moves here, by pairs of entries that add up to nothing.
 */
import type { Deps } from '../deps.server.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { EntryKind, EntrySource, Lot } from '../domain/ledger.ts';
import { stampOf } from '../domain/stamp.ts';
import { moveOccasions } from '../storage/action-days.ts';
import { moveAwards } from '../storage/awards.ts';
import { moveBirthdays } from '../storage/birthdays.ts';
import { customersMergedInto, insertAlias, survivorOfCustomer } from '../storage/customer-aliases.ts';
import { postedByOrders, type OrderPosted } from '../storage/entries.ts';
import { enqueueOrdersOf } from '../storage/inbox.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { giveOwnPeriods, lotPasts, type LotOf } from '../storage/lot-expiry.ts';
import { lockMembers, membersOfCustomers } from '../storage/members.ts';
import { giveMember, moveMember, ordersOfMember, type OrderRest } from '../storage/merges.ts';
import { doubtTierTag, markMetafields } from '../storage/metafield-marks.ts';
import { moveEntryWaits } from '../storage/entry-waits.ts';
import { movePerkMark } from '../storage/perk-marks.ts';
import { ensureShop, lockProgramExclusive } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import { inputHash } from './input-hash.ts';
import { takeBackDoubles } from './merge-awards.ts';
import { expireFirst } from './refresh-expiry.ts';
import { recomputeTiers } from './refresh-tiers.ts';
import type { TierCause } from './tier-cause.ts';

/** `at`: when Shopify told it. */
export type Merge = { from: string; into: string; at: string };

type Own = Pick<Deps, 'clock' | 'log' | 'random'>;

/** Any order of merges and orders ends in the same; a merge that is told again changes nothing. */
export async function mergeCustomers(
  deps: Own,
  tx: Tx,
  shop: ShopId,
  merges: readonly Merge[],
): Promise<void> {
  await ensureShop(tx, shop);
  // Nobody settles, redeems or adjusts meanwhile: who asked before whose an order or a code is has to ask again.
  await lockProgramExclusive(tx, shop);
  for (const merge of merges) await mergeOne(deps, tx, shop, merge);
}

async function mergeOne(deps: Own, tx: Tx, shop: ShopId, merge: Merge): Promise<void> {
  const now = deps.clock.now().toISOString();
  const from = await survivorOfCustomer(tx, shop, merge.from);
  const into = await survivorOfCustomer(tx, shop, merge.into);
  if (from === into) return;
  if (from !== merge.from) {
    // Shopify deletes whom it merged: nobody can be merged twice, and moving others along would give them away.
    deps.log.warn(
      { shop, from: merge.from, into: merge.into },
      'a customer who was merged before; left as it is',
    );
    return;
  }
  const members = await membersOfCustomers(tx, shop, [from, into]);
  await insertAlias(tx, shop, from, into, now);
  const [old, kept] = [members.get(from), members.get(into)];
  if (old !== undefined && kept !== undefined) await joinHistories(deps, tx, shop, old, kept, merge.at, now);
  else if (old !== undefined) await giveMember(tx, shop, old, into);
  const member = kept ?? old;
  if (member !== undefined) {
    // The customer who is left has the tags of both.
    await doubtTierTag(tx, shop, member);
    await markMetafields(tx, shop, [member], now);
  }
  await enqueueOrdersOf(tx, shop, await customersMergedInto(tx, shop, into), `merge:${from}`, now);
}

async function joinHistories(
  deps: Own,
  tx: Tx,
  shop: ShopId,
  from: MemberId,
  into: MemberId,
  at: string,
  now: string,
): Promise<void> {
  const members = await lockMembers(tx, shop, [from, into]);
  // What has expired is the one's or the other's alone: no activity of theirs together had kept it.
  await expireFirst(tx, shop, members, now);
  const writer = new LedgerWriter(shop, members, now);
  await takeBackDoubles(tx, writer, shop, { from, into, at });
  const { points, rests } = await ordersOfMember(tx, shop, from);
  const moving = new Moving(writer, from, into, at);
  const { balance, lots } = writer.member(from);
  let left = balance - points;

  // What an order had written off, or expired, stays that order's: it moves with it, at once, so that nothing else pays for it.
  const posted = await postedByOrders(tx, shop, [...new Set(rests.map((one) => one.orderId))]);
  for (const [orderId, own] of Map.groupBy(rests, (one) => one.orderId)) {
    moving.order(orderId, own, posted.get(orderId) ?? []);
    left -= own.reduce((sum, one) => sum + one.points, 0n);
  }
  const owning: LotOf[] = [];
  const others = lots.filter((one) => one.source.kind !== 'order');
  const asked = others.map(({ seq }) => ({ memberId: from, seq }));
  const pasts = (await lotPasts(tx, shop, asked)).get(from);
  for (const lot of byDates(others, (seq) => pasts?.get(seq)?.hadOwn ?? false)) {
    const seq = moving.merge(lot.remaining, lot);
    if (lot.ownPeriod) owning.push({ memberId: into, seq });
    left -= lot.remaining;
  }
  // What was spent, or owed, out of the points of orders: those come by themselves.
  if (left !== 0n) moving.merge(left, { availableAt: at, expiresAt: null });
  await writer.flush(tx);
  await giveOwnPeriods(tx, shop, owning);
  await moveAwards(tx, shop, from, into);
  await moveBirthdays(tx, shop, from, into);
  await moveOccasions(tx, shop, from, into);
  await movePerkMark(tx, shop, from, into, now);
  await moveEntryWaits(tx, shop, from, into);
  const { placedSince } = await moveMember(tx, shop, from, into);
  if (placedSince === null) return;
  const since = stampOf(placedSince);
  const cause: TierCause = { reason: { kind: 'member', orderId: null }, at: [since] };
  await recomputeTiers(deps, tx, shop, [into], since, cause);
}

type Dates = Pick<Lot, 'availableAt' | 'expiresAt'>;

/** One for each pair of dates: they are kept, and so is a period of their own. */
function byDates(
  lots: readonly Lot[],
  own: (seq: number) => boolean,
): (Dates & { remaining: bigint; ownPeriod: boolean })[] {
  const groups = Map.groupBy(lots, (lot) => `${lot.availableAt} ${lot.expiresAt} ${own(lot.seq)}`);
  return [...groups.values()].map((group) => ({
    availableAt: group[0]!.availableAt,
    expiresAt: group[0]!.expiresAt,
    ownPeriod: own(group[0]!.seq),
    remaining: group.reduce((sum, lot) => sum + lot.remaining, 0n),
  }));
}

/** Pairs of entries: what goes at the one member comes at the other. */
class Moving {
  private readonly writer: LedgerWriter;
  private readonly from: MemberId;
  private readonly into: MemberId;
  private readonly at: string;
  private pairs = 0;

  constructor(writer: LedgerWriter, from: MemberId, into: MemberId, at: string) {
    this.writer = writer;
    this.from = from;
    this.into = into;
    this.at = at;
  }

  /** A member is merged once, so that its number and the pair's make the keys. Gives the number of the entry that comes. */
  merge(points: bigint, dates: Dates): number {
    this.pairs += 1;
    const source = { kind: 'merge', id: `${this.from}-${this.into}` };
    const key = `merge:${this.from}:${this.pairs}`;
    this.append(this.from, 'merge', -points, source, `${key}:${this.from}`, dates);
    return this.append(this.into, 'merge', points, source, `${key}:${this.into}`, dates);
  }

  /** The order's points go last here and come first there: so they meet what belongs to them and no other points. Keys as post-order numbers them. */
  order(orderId: string, rests: readonly OrderRest[], posted: readonly OrderPosted[]): void {
    const source = { kind: 'order', id: orderId };
    const points = posted.find((one) => one.memberId === this.from)?.points ?? 0n;
    const dates = { availableAt: rests[0]?.availableAt ?? null, expiresAt: null };
    const own = { kind: 'order' as const, points };
    const counts = new Map(posted.map((one) => [one.memberId, one.count]));
    for (const [member, sign, parts] of [
      [this.from, -1n, [...rests, own]],
      [this.into, 1n, [own, ...rests]],
    ] as const) {
      const entries = parts.filter((part) => part.points !== 0n);
      for (const [index, part] of entries.entries()) {
        const key = `order:${orderId}:${member}:${(counts.get(member) ?? 0) + index + 1}`;
        this.append(member, part.kind, sign * part.points, source, key, dates);
      }
    }
  }

  private append(
    member: MemberId,
    kind: EntryKind,
    points: bigint,
    source: EntrySource,
    key: string,
    dates: Dates,
  ): number {
    const explanation: EntryExplanation = { kind: 'merge', points: String(points) };
    const posted = this.writer.append(member, {
      kind,
      points,
      source,
      key,
      inputHash: inputHash({ from: this.from, into: this.into, points: String(points) }),
      effectiveAt: this.at,
      ...(points > 0n ? dates : { availableAt: null, expiresAt: null }),
      explanation,
    });
    return posted.seq;
  }
}
