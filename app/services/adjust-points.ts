/** Points that a person of the shop gives or takes, with a reason, and the undoing of that. */
import type { Deps } from '../deps.server.ts';
import { expiryRules } from '../domain/expiry.ts';
import { EntryExplanationSchema, type EntryExplanation } from '../domain/explanation.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { PastEntry } from '../domain/ledger-at.ts';
import { entryOfKey, entryOfMember, takenFor, undoingKey } from '../storage/entries.ts';
import { gonePoints } from '../storage/expired-lots.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockMembers, membersOfCustomers } from '../storage/members.ts';
import { membersMergedInto } from '../storage/merges.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { inputHash } from './input-hash.ts';
import { expireFirst } from './refresh-expiry.ts';

type Needs = Pick<Deps, 'pool' | 'clock'>;

export type Adjustment = { customerId: string; points: number; reason: string; key: string };
export type Adjusted =
  { ok: true; seq: number; points: number } | { ok: false; reason: 'not_a_member' | 'idempotency_conflict' };

/** Taking more than there is leaves a debt. The same key again gives the first entry. */
export async function adjustPoints(
  deps: Needs,
  shop: ShopId,
  { customerId, points, reason, key }: Adjustment,
): Promise<Adjusted> {
  return withMember(deps, shop, customerId, async (tx, { member, writer, now }): Promise<Adjusted> => {
    const hash = inputHash({ points, reason });
    const before = await madeBefore(tx, shop, member, key);
    if (before)
      return before.inputHash === hash
        ? { ok: true, seq: before.seq, points }
        : { ok: false, reason: 'idempotency_conflict' };
    const explanation: EntryExplanation = { kind: 'adjustment', points: String(points), reason };
    const posted = writer.append(member, {
      kind: 'adjustment',
      points: BigInt(points),
      source: { kind: 'adjustment', id: key },
      key: entryKey(member, key),
      inputHash: hash,
      effectiveAt: now,
      availableAt: points > 0 ? now : null,
      expiresAt: null,
      explanation,
    });
    return { ok: true, seq: posted.seq, points };
  });
}

/** `seq`: of the entry that undoes it. */
export type Undone =
  { ok: true; seq: number; points: bigint } | { ok: false; reason: 'not_a_member' | 'not_an_adjustment' };

/**
 * Posts the opposite of an adjustment, once: what was taken goes back into its lots, what was given is taken from its own lot first, and below
 * zero where it was spent; what of it has expired is not charged a second time. Again it gives the first undoing. An undoing is not undone: whoever wants that adjusts.
 */
export async function undoAdjustment(
  deps: Needs,
  shop: ShopId,
  { customerId, seq }: { customerId: string; seq: number },
): Promise<Undone> {
  return withMember(deps, shop, customerId, async (tx, { member, writer, now }): Promise<Undone> => {
    const entry = await entryOfMember(tx, shop, member, seq);
    const told = EntryExplanationSchema.safeParse(entry?.explanation).data;
    if (!entry || told?.kind !== 'adjustment' || told.undoes !== undefined)
      return { ok: false, reason: 'not_an_adjustment' };
    const points = -entry.points;
    const key = undoingKey(member, seq);
    const before = await entryOfKey(tx, shop, key);
    if (before) return { ok: true, seq: before.seq, points };
    const explanation: EntryExplanation = {
      kind: 'adjustment',
      points: String(points),
      reason: told.reason,
      undoes: seq,
    };
    if (points < 0n) await returnExpired(tx, shop, { member, writer, now }, entry);
    const posted = writer.append(member, {
      kind: 'adjustment',
      points,
      source: entry.source,
      key,
      inputHash: inputHash(explanation),
      effectiveAt: now,
      availableAt: points > 0n ? now : null,
      expiresAt: null,
      explanation,
      ...(points > 0n && { reopens: await takenFor(tx, shop, member, entry.source) }),
    });
    return { ok: true, seq: posted.seq, points };
  });
}

/** As an order's reversal does it (points.md 4): what has expired comes back into the adjustment's lot, for the undoing to take. */
async function returnExpired(
  tx: Tx,
  shop: ShopId,
  { member, writer, now }: Locked,
  { seq, source }: PastEntry,
): Promise<void> {
  const gone = (await gonePoints(tx, shop, [member])).find(({ lot }) => lot.seq === seq);
  if (!gone) return;
  const points = String(gone.points);
  const explanation: EntryExplanation = { kind: 'adjustmentExpired', points, undoes: seq };
  writer.append(member, {
    kind: 'expiry_reversal',
    points: gone.points,
    source,
    key: `${undoingKey(member, seq)}:expired`,
    inputHash: inputHash(explanation),
    effectiveAt: now,
    availableAt: null,
    expiresAt: null,
    explanation,
    reopens: gone.held > 0n ? [{ lot: gone.lot, points: gone.held }] : [],
  });
}

type Locked = { member: MemberId; writer: LedgerWriter; now: string };

/** The member locked, with what has expired gone; what `work` appends is written after it. */
async function withMember<Outcome>(
  deps: Needs,
  shop: ShopId,
  customerId: string,
  work: (tx: Tx, locked: Locked) => Promise<Outcome>,
): Promise<Outcome | { ok: false; reason: 'not_a_member' }> {
  return inTransaction(deps.pool, async (tx) => {
    // Against a merge of customers: the member who is found stays whose the customer is.
    await lockProgramShared(tx, shop);
    const member = (await membersOfCustomers(tx, shop, [customerId])).get(customerId);
    if (member === undefined) return { ok: false, reason: 'not_a_member' };
    const { timeZone } = await ensureShop(tx, shop);
    const expiry = expiryRules(await publishedVersions(tx, shop), timeZone);
    const members = await lockMembers(tx, shop, [member]);
    const now = deps.clock.now().toISOString();
    await markMetafields(tx, shop, await expireFirst(tx, shop, members, now), now);
    const writer = new LedgerWriter(shop, members, now, expiry);
    const outcome = await work(tx, { member, writer, now });
    const touched = writer.touched();
    await writer.flush(tx);
    await markMetafields(tx, shop, touched, now);
    return outcome;
  });
}

const entryKey = (member: MemberId, key: string) => `adjustment:${member}:${key}`;

/** By the member, or by one who was merged into them since: the client asks again with the key that it had. */
async function madeBefore(tx: Tx, shop: ShopId, member: MemberId, key: string) {
  for (const one of [member, ...(await membersMergedInto(tx, shop, member))]) {
    const found = await entryOfKey(tx, shop, entryKey(one, key));
    if (found) return found;
  }
  return null;
}
