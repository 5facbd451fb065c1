/**
 * Brings members' lots to what holds now (points.md 6): their dates by the versions and the member's activity, points that have expired, points whose
 * expiry an order undoes that arrived late, and the reminders. Whatever changes any of that only sets `expiry_due`; doing this again changes nothing.
 */
import type { Deps } from '../deps.server.ts';
import {
  asksActivity,
  dateLot,
  expiryRules,
  hangsOnActivity,
  NO_PAST,
  type ExpiryRules,
  type LotDating,
} from '../domain/expiry.ts';
import { dueReminders, nextExpiryWork } from '../domain/expiry-reminders.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Lot, MemberLedger, Reopening } from '../domain/ledger.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { gonePoints, undoneLot, type GonePoints } from '../storage/expired-lots.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import {
  activityOf,
  dueSince,
  giveOwnPeriods,
  lockDueForExpiry,
  lotPasts,
  membersDueForExpiry,
  postponeExpiry,
  saveLotDates,
  setExpiryDue,
  shopsWithDueExpiry,
  type LotDate,
  type LotOf,
} from '../storage/lot-expiry.ts';
import { lockMembers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { insertEvents, type NewEvent } from '../storage/outbox.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, type ShopRow } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import { appendExpiry } from './expire-lots.ts';
import { inputHash } from './input-hash.ts';
import { workDueMembers } from './work-due-members.ts';

/** Members of one shop in one transaction. */
export const EXPIRING_AT_ONCE = 200;

/** Works on due members of every shop in turn. Returns how many it took. */
export function expirePoints(deps: Pick<Deps, 'pool' | 'clock' | 'log'>): Promise<number> {
  return workDueMembers(deps, {
    atOnce: EXPIRING_AT_ONCE,
    shopsWithDue: shopsWithDueExpiry,
    lockDue: lockDueForExpiry,
    work: async (tx, shop, members, now) =>
      markMetafields(tx, shop, (await refreshExpiry(tx, shop, members, now)).changed, now),
    postpone: postponeExpiry,
    fault: 'lots could not be dated',
  });
}

/**
 * Before anything takes points from the members' lots: what has expired by now is not there to be taken, whether a worker came by or not. The members
 * are locked, `ledgers` is what was read of them; those who were due are then as they are after it, with all of their lots. The caller holds the shop's programme, and
 * marks the metafields of those whom it gives.
 */
export async function expireFirst(
  tx: Tx,
  shop: ShopId,
  ledgers: Map<MemberId, MemberLedger>,
  now: string,
): Promise<MemberId[]> {
  return expireDue(tx, shop, ledgers, await membersDueForExpiry(tx, shop, [...ledgers.keys()], now), now);
}

/** The same where `due`, whose lots have to be looked at, are known from the members' rows as they were locked. */
export async function expireDue(
  tx: Tx,
  shop: ShopId,
  ledgers: Map<MemberId, MemberLedger>,
  due: readonly MemberId[],
  now: string,
): Promise<MemberId[]> {
  if (due.length === 0) return [];
  const { changed, after } = await refreshExpiry(tx, shop, due, now);
  for (const ledger of after) ledgers.set(ledger.memberId, ledger);
  return changed;
}

/**
 * The caller holds the shop's programme, and marks the metafields of the members that are `changed`: whose lots have. Locks the members; `after` are
 * their ledgers as they are written now, with all open lots.
 */
async function refreshExpiry(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  now: string,
): Promise<{ changed: MemberId[]; after: MemberLedger[] }> {
  if (members.length === 0) return { changed: [], after: [] };
  const { timeZone } = await ensureShop(tx, shop);
  const rules = expiryRules(await publishedVersions(tx, shop), timeZone);
  const ledgers = await lockMembers(tx, shop, members);
  const gone = asksActivity(rules) ? await gonePoints(tx, shop, members) : [];
  const datingOf = await lotDates(tx, shop, rules, ledgers, gone);
  const since = gone.length > 0 ? await dueSince(tx, shop, members) : new Map<MemberId, string>();
  const revived = gone.flatMap((one): Revived[] => {
    const { expiresAt } = datingOf(one.memberId, one.lot);
    const isBack = expiresAt !== null && revives(one.lot, expiresAt, since.get(one.memberId) ?? now);
    return isBack ? [{ ...one, until: expiresAt }] : [];
  });
  const moved = await datedAnew(tx, shop, ledgers, datingOf, now);
  const dates = [
    ...moved,
    ...revived.map(({ memberId, lot, until }) => ({ memberId, seq: lot.seq, at: until })),
  ];
  await saveLotDates(tx, shop, dates);
  const writer = new LedgerWriter(shop, ledgers, now);
  for (const one of revived) undoExpiry(writer, one, now);
  for (const id of [...ledgers.keys()]) appendExpiry(writer, id, now);
  const changed = [...moved.map((one) => one.memberId), ...writer.touched()];
  await writer.flush(tx);
  const after = [...ledgers.keys()].map((id) => writer.member(id));
  const events = after.flatMap((ledger) => reminders(ledger, now, timeZone));
  await insertEvents(tx, shop, events, now);
  const dues = after.map(({ memberId, lots }) => {
    const decided = lots.map((lot) => datingOf(memberId, lot).ownSince);
    return { memberId, due: nextExpiryWork(lots, decided, now, timeZone) };
  });
  await setExpiryDue(tx, shop, dues);
  return { changed, after };
}

/** What lots are dated by, where it has been read already. */
export type ExpiryScope = {
  tx: Tx;
  shop: Pick<ShopRow, 'shop' | 'timeZone'>;
  versions: readonly PublishedProgram[];
};

/**
 * Of points that could come back into these lots, how many would have expired by `at`. A lot that was emptied keeps the date that it had then, so it is
 * dated anew.
 */
export async function expiredBy(
  { tx, shop: { shop, timeZone }, versions }: ExpiryScope,
  memberId: MemberId,
  taken: readonly Reopening[],
  at: string,
): Promise<bigint> {
  const rules = expiryRules(versions, timeZone);
  const lots = taken.map((one) => one.lot);
  const datingOf = await lotDates(tx, shop, rules, new Map([[memberId, { memberId, lots }]]), []);
  return taken.reduce((sum, { lot, points }) => {
    const { expiresAt } = datingOf(memberId, lot);
    return expiresAt !== null && expiresAt <= at ? sum + points : sum;
  }, 0n);
}

type Revived = GonePoints & { until: string };
type DatingOf = (member: MemberId, lot: Lot) => LotDating;

/** Reads what the lots' dates hang on. */
async function lotDates(
  tx: Tx,
  shop: ShopId,
  rules: ExpiryRules,
  ledgers: ReadonlyMap<MemberId, Pick<MemberLedger, 'memberId' | 'lots'>>,
  gone: readonly GonePoints[],
): Promise<DatingOf> {
  const open = [...ledgers.values()].flatMap(({ memberId, lots }) => lots.map((lot) => ({ memberId, lot })));
  const asking = [...open, ...gone].flatMap(({ memberId, lot: { seq, availableAt } }) =>
    availableAt !== null && hangsOnActivity(availableAt, rules) ? [{ memberId, seq, availableAt }] : [],
  );
  const pasts = await lotPasts(tx, shop, asking);
  const pastOf = (member: MemberId, seq: number) => pasts.get(member)?.get(seq) ?? NO_PAST;
  const since = new Map<MemberId, string>();
  for (const { memberId, seq, availableAt } of asking) {
    const { earnedAt } = pastOf(memberId, seq);
    const from = earnedAt !== null && earnedAt < availableAt ? earnedAt : availableAt;
    const known = since.get(memberId);
    if (known === undefined || from < known) since.set(memberId, from);
  }
  const activity = since.size > 0 ? await activityOf(tx, shop, since) : new Map<MemberId, string[]>();
  return (member, lot) =>
    dateLot(lot.availableAt, rules, activity.get(member) ?? [], pastOf(member, lot.seq));
}

/**
 * Activity that we did not know of when it expired puts its date off, beyond the moment at which we came to know. Otherwise what expired stays expired. Who
 * comes later than that puts it back all the same: it may have had a debt to pay before it expires again. A lot that was opened for points that had expired
 * before has no date.
 */
function revives(lot: Lot, date: string, known: string): boolean {
  return date > known && (lot.expiresAt === null || date > lot.expiresAt);
}

/** Dates the open lots, in the ledgers too, and gives those whose date is another now. */
async function datedAnew(
  tx: Tx,
  shop: ShopId,
  ledgers: Map<MemberId, MemberLedger>,
  datingOf: DatingOf,
  now: string,
): Promise<LotDate[]> {
  const moved: LotDate[] = [];
  const own: LotOf[] = [];
  for (const [memberId, ledger] of ledgers) {
    const lots = ledger.lots.map((lot) => {
      const { expiresAt, ownSince } = datingOf(memberId, lot);
      if (expiresAt !== lot.expiresAt) moved.push({ memberId, seq: lot.seq, at: expiresAt });
      // Until then it is not told yet whether activity to come keeps alive the balance that it is to join.
      if (ownSince !== null && ownSince <= now) own.push({ memberId, seq: lot.seq });
      return { ...lot, expiresAt };
    });
    ledgers.set(memberId, { ...ledger, lots });
  }
  await giveOwnPeriods(tx, shop, own);
  return moved;
}

/** Effective when they had expired: as is known now, they never did. */
function undoExpiry(
  writer: LedgerWriter,
  { memberId, lot, points, held, until }: Revived,
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
    inputHash: inputHash({ lot: lot.seq, points: String(points), until }),
    effectiveAt: lot.expiresAt ?? now,
    availableAt: lot.availableAt,
    expiresAt: until,
    explanation,
    reopens: held > 0n ? [{ lot: open ?? { ...lot, expiresAt: until }, points: held }] : [],
  });
}

function reminders({ memberId, lots }: MemberLedger, now: string, timeZone: string): NewEvent[] {
  return dueReminders(lots, now, timeZone).map(({ at, points, daysAhead }) => ({
    memberId,
    kind: 'points.expiring',
    key: `points.expiring:${memberId}:${at}:${daysAhead}`,
    payload: { points: Number(points), at, daysAhead },
  }));
}
