/**
 * Brings members' lots to what holds now (points.md 6): their dates by the versions and the member's activity, points that have expired, points whose
 * expiry an order undoes that arrived late, and the reminders. Whatever changes any of that only sets `expiry_due`; doing this again changes nothing.
 */
import type { Deps } from '../deps.server.ts';
import { asksActivity, expiryRules, lotExpiry, type ExpiryRules } from '../domain/expiry.ts';
import { dueReminders, nextExpiryWork } from '../domain/expiry-reminders.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Lot, MemberLedger } from '../domain/ledger.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import {
  activityOf,
  expiredLots,
  lockDueForExpiry,
  saveLotDates,
  setExpiryDue,
  shopWithDueExpiry,
  undoneLot,
  type LotDate,
} from '../storage/lot-expiry.ts';
import { lockMembers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { insertEvents, type NewEvent } from '../storage/outbox.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { appendExpiry } from './expire-lots.ts';
import { inputHash } from './input-hash.ts';

/** Members of one shop in one transaction. */
export const EXPIRING_AT_ONCE = 200;

/** Works on the due members of one shop. Returns how many it took. */
export async function expirePoints(deps: Pick<Deps, 'pool' | 'clock'>): Promise<number> {
  const shop = await shopWithDueExpiry(deps.pool, deps.clock.now().toISOString());
  if (shop === null) return 0;
  return inTransaction(deps.pool, async (tx) => {
    await lockProgramShared(tx, shop);
    const now = deps.clock.now().toISOString();
    const due = await lockDueForExpiry(tx, shop, now, EXPIRING_AT_ONCE);
    await refreshExpiry(tx, shop, due, now);
    return due.length;
  });
}

/** The caller holds the shop's programme. Locks the members. */
export async function refreshExpiry(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  now: string,
): Promise<void> {
  if (members.length === 0) return;
  const { timeZone } = await ensureShop(tx, shop);
  const rules = expiryRules(await publishedVersions(tx, shop), timeZone ?? 'UTC');
  const ledgers = await lockMembers(tx, shop, members);
  const gone = asksActivity(rules) ? await expiredLots(tx, shop, members) : [];
  const dateOf = await lotDates(tx, shop, rules, ledgers, gone);
  const revived = gone.filter((one) => revives(one.lot, dateOf(one.memberId, one.lot), now));
  const moved = datedAnew(ledgers, dateOf);
  const dates = [
    ...moved,
    ...revived.map(({ memberId, lot }) => ({ memberId, seq: lot.seq, at: dateOf(memberId, lot) })),
  ];
  await saveLotDates(tx, shop, dates);
  const writer = new LedgerWriter(shop, ledgers, now);
  for (const one of revived) undoExpiry(writer, one, dateOf(one.memberId, one.lot), now);
  for (const id of [...ledgers.keys()]) appendExpiry(writer, id, now);
  const changed = [...moved.map((one) => one.memberId), ...writer.touched()];
  await writer.flush(tx);
  const after = [...ledgers.keys()].map((id) => writer.member(id));
  await insertEvents(
    tx,
    shop,
    after.flatMap((ledger) => reminders(ledger, now)),
    now,
  );
  await setExpiryDue(
    tx,
    shop,
    after.map(({ memberId, lots }) => ({ memberId, due: nextExpiryWork(lots, now) })),
  );
  await markMetafields(tx, shop, changed, now);
}

type Gone = { memberId: MemberId; lot: Lot; points: bigint };
type DateOf = (member: MemberId, lot: Lot) => string | null;

/** Reads what the lots' dates hang on. */
async function lotDates(
  tx: Tx,
  shop: ShopId,
  rules: ExpiryRules,
  ledgers: ReadonlyMap<MemberId, MemberLedger>,
  gone: readonly Gone[],
): Promise<DateOf> {
  if (!asksActivity(rules)) return (_member, lot) => lotExpiry(lot.availableAt, rules, []);
  const oldest = new Map<MemberId, string>();
  const all = [...ledgers.values()].flatMap(({ memberId, lots }) => lots.map((lot) => ({ memberId, lot })));
  for (const { memberId, lot } of [...all, ...gone]) {
    const known = oldest.get(memberId);
    if (lot.availableAt !== null && (known === undefined || lot.availableAt < known))
      oldest.set(memberId, lot.availableAt);
  }
  const activity = await activityOf(tx, shop, oldest);
  return (member, lot) => lotExpiry(lot.availableAt, rules, activity.get(member) ?? []);
}

/**
 * Activity that we did not know of when it expired puts its date off, beyond now. Otherwise what expired stays expired. A lot that was opened for
 * points that had expired before has no date.
 */
function revives(lot: Lot, date: string | null, now: string): boolean {
  return date !== null && date > now && (lot.expiresAt === null || date > lot.expiresAt);
}

/** Dates the open lots, in the ledgers too, and gives those whose date is another now. */
function datedAnew(ledgers: Map<MemberId, MemberLedger>, dateOf: DateOf): LotDate[] {
  return [...ledgers.values()].flatMap((ledger) => {
    const id = ledger.memberId;
    const lots = ledger.lots.map((lot) => ({ ...lot, expiresAt: dateOf(id, lot) }));
    ledgers.set(id, { ...ledger, lots });
    return lots.flatMap(({ seq, expiresAt }, index) =>
      expiresAt === ledger.lots[index]?.expiresAt ? [] : [{ memberId: id, seq, at: expiresAt }],
    );
  });
}

/** Effective when they had expired: as is known now, they never did. */
function undoExpiry(
  writer: LedgerWriter,
  { memberId, lot, points }: Gone,
  date: string | null,
  now: string,
): void {
  const { lastSeq, lots } = writer.member(memberId);
  const open = lots.find((one) => one.seq === lot.seq);
  const explanation: EntryExplanation = { kind: 'expiryUndone', points: String(points) };
  writer.append(memberId, {
    kind: 'expiry_reversal',
    points,
    source: { kind: 'expiry', id: undoneLot(memberId, lot.seq) },
    key: `expiry:${memberId}:${lastSeq + 1}`,
    inputHash: inputHash({ lot: lot.seq, points: String(points), until: date }),
    effectiveAt: lot.expiresAt ?? now,
    availableAt: lot.availableAt,
    expiresAt: date,
    explanation,
    reopens: [{ lot: open ?? { ...lot, expiresAt: date }, points }],
  });
}

function reminders({ memberId, lots }: MemberLedger, now: string): NewEvent[] {
  return dueReminders(lots, now).map(({ at, points, daysAhead }) => ({
    memberId,
    kind: 'points.expiring',
    key: `points.expiring:${memberId}:${at}:${daysAhead}`,
    payload: { points: Number(points), at, daysAhead },
  }));
}
