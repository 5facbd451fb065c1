/** A member's page: balance, entries newest first, and the orders that earned nothing. */
import type { Deps } from '../deps.server.ts';
import {
  EntryExplanationSchema,
  OrderExplanationSchema,
  type EntryExplanation,
  type OrderEntryExplanation,
  type OrderExplanation,
} from '../domain/explanation.ts';
import { nextExpiry } from '../domain/expiry-reminders.ts';
import { memberId as parseMemberId, type ShopId } from '../domain/ids.ts';
import { nextAvailable, pendingPoints, type EntryKind } from '../domain/ledger.ts';
import { survivorOfCustomer } from '../storage/customer-aliases.ts';
import { undoingsOf } from '../storage/entries.ts';
import { gonePoints } from '../storage/expired-lots.ts';
import { openLots } from '../storage/members.ts';

export const ENTRIES_PER_PAGE = 20;
const ORDERS_SHOWN = 10;

export type MemberBalance = {
  memberId: string;
  enrolledAt: Date;
  balance: bigint;
  available: bigint;
  pending: bigint;
  lifetimeEarned: bigint;
  lastSeq: number;
  /** null too where all that is pending waits for a fulfilment. */
  nextPending: { points: bigint; at: Date } | null;
  nextExpiry: { points: bigint; at: Date } | null;
};

export type TimelineEntry = {
  seq: number;
  kind: EntryKind;
  points: bigint;
  source: { kind: string; id: string };
  effectiveAt: Date;
  recordedAt: Date;
  /** Of a positive entry: when its points can be spent; null waits for the fulfilment, and where no lot was opened (debt took all). */
  availableAt: Date | null;
  waitsForFulfilment: boolean;
  expiresAt: Date | null;
  /** null for the kinds that no order brings about. */
  order: OrderEntryExplanation | null;
  /** What the entry keeps of why it is there; null for one that no version of ours wrote. */
  explanation: EntryExplanation | null;
  /** What a person gave as the reason of an adjustment. */
  reason: string | null;
  /** Of adjustments: the entry that it is the opposite of, and the one that is its own. */
  undoes: number | null;
  undoneBy: number | null;
  /** What of its points has expired: undoing it does not charge that again. */
  expired: bigint;
  /** Hex; its beginning is enough to compare with an export. */
  hash: string;
};
/** `older`: where the next page begins; null on the last. */
export type Timeline = { entries: TimelineEntry[]; older: number | null };

export type OrdersWithoutPoints = {
  orders: { orderId: string; at: Date | null; explanation: OrderExplanation }[];
  more: number;
};

export async function findMember(
  { pool, prisma, clock }: Pick<Deps, 'pool' | 'prisma' | 'clock'>,
  shop: ShopId,
  customerId: string,
): Promise<MemberBalance | null> {
  const survivor = await survivorOfCustomer(pool, shop, customerId);
  const member = await prisma.member.findUnique({
    where: { shop_customerId: { shop, customerId: BigInt(survivor) } },
  });
  if (!member) return null;
  const id = parseMemberId(String(member.memberId));
  const lots = (await openLots(pool, shop, [id])).get(id) ?? [];
  const now = clock.now().toISOString();
  const pending = pendingPoints(lots, now);
  const dated = (next: { points: bigint; at: string } | null) =>
    next && { points: next.points, at: new Date(next.at) };
  return {
    memberId: id,
    enrolledAt: member.enrolledAt,
    balance: member.balance,
    available: member.balance - pending,
    pending,
    lifetimeEarned: member.lifetimeEarned,
    lastSeq: member.lastSeq,
    nextPending: dated(nextAvailable(lots, now)),
    nextExpiry: dated(nextExpiry(lots, now)),
  };
}

/** The customer whose history it is by now: whom Shopify merged the customer into, or the customer. */
export function survivorOfMember(
  { pool }: Pick<Deps, 'pool'>,
  shop: ShopId,
  customerId: string,
): Promise<string> {
  return survivorOfCustomer(pool, shop, customerId);
}

/** Entries with a `seq` below `before`, newest first; `older` is the next `before`. */
export async function memberTimeline(
  { pool, prisma }: Pick<Deps, 'pool' | 'prisma'>,
  shop: ShopId,
  memberId: string,
  before: number | null,
): Promise<Timeline> {
  const rows = await prisma.entry.findMany({
    where: { shop, memberId: BigInt(memberId), ...(before ? { seq: { lt: before } } : {}) },
    orderBy: { seq: 'desc' },
    take: ENTRIES_PER_PAGE + 1,
    include: { lot: { select: { availableAt: true, expiresAt: true } } },
  });
  const shown = rows.slice(0, ENTRIES_PER_PAGE);
  const undoings = await undoingsOf(
    pool,
    shop,
    parseMemberId(memberId),
    shown.map(({ seq }) => seq),
  );
  const gone = await gonePoints(pool, shop, [parseMemberId(memberId)]);
  const expired = new Map(gone.map(({ lot, points }) => [lot.seq, points]));
  const entries = shown.map((row): TimelineEntry => {
    const parsed = EntryExplanationSchema.safeParse(row.explanation);
    const explanation = parsed.success ? parsed.data : null;
    return {
      seq: row.seq,
      kind: row.kind as EntryKind, // a CHECK of the table holds it to these
      points: row.points,
      source: { kind: row.sourceKind, id: row.sourceId },
      effectiveAt: row.effectiveAt,
      recordedAt: row.recordedAt,
      availableAt: row.lot?.availableAt ?? row.availableAt,
      waitsForFulfilment: row.lot !== null && row.lot.availableAt === null,
      expiresAt: row.lot ? row.lot.expiresAt : row.expiresAt,
      explanation,
      order: explanation?.kind === 'order' ? explanation : null,
      reason: explanation?.kind === 'adjustment' ? explanation.reason : null,
      undoes: explanation?.kind === 'adjustment' ? (explanation.undoes ?? null) : null,
      undoneBy: undoings.get(row.seq) ?? null,
      expired: expired.get(row.seq) ?? 0n,
      hash: Buffer.from(row.hash).toString('hex'),
    };
  });
  return { entries, older: rows.length > ENTRIES_PER_PAGE ? (entries.at(-1)?.seq ?? null) : null };
}

type OrderRow = { order_id: string; processed_at: Date | null; explanation: unknown; total: bigint };

/** Settled orders of the member without any entry: those with entries are in the timeline. */
export async function ordersWithoutPoints(
  { prisma }: Pick<Deps, 'prisma'>,
  shop: ShopId,
  memberId: string,
): Promise<OrdersWithoutPoints> {
  const rows = await prisma.$queryRaw<OrderRow[]>`
    SELECT order_id::text, processed_at, explanation, count(*) OVER () AS total FROM order_facts
    WHERE shop = ${shop} AND member_id = ${BigInt(memberId)} AND target = 0 AND explanation IS NOT NULL
      AND NOT EXISTS (SELECT FROM entry WHERE entry.shop = ${shop} AND source_kind = 'order' AND source_id = order_id::text
                                          AND entry.member_id = order_facts.member_id)
    ORDER BY processed_at DESC NULLS LAST, order_id DESC LIMIT ${ORDERS_SHOWN}`;
  const orders = rows.flatMap((row) => {
    const parsed = OrderExplanationSchema.safeParse(row.explanation);
    return parsed.success ? [{ orderId: row.order_id, at: row.processed_at, explanation: parsed.data }] : [];
  });
  return { orders, more: Number(rows[0]?.total ?? 0n) - rows.length };
}

/** Changes whenever the member's page would show something new: what an open page asks for every second. */
export async function memberStamp(
  { prisma }: Pick<Deps, 'prisma'>,
  shop: ShopId,
  customerId: string,
): Promise<string | null> {
  const rows = await prisma.$queryRaw<{ stamp: string }[]>`
    SELECT last_seq || ' ' || coalesce((SELECT max(settled_at)::text FROM order_facts
             WHERE order_facts.shop = ${shop} AND order_facts.member_id = member.member_id), '')
           || coalesce((SELECT ' ' || max(updated_at)::text FROM redemption
             WHERE redemption.shop = ${shop} AND redemption.member_id = member.member_id), '') AS stamp
    FROM member WHERE shop = ${shop} AND customer_id = ${BigInt(customerId)}`;
  return rows[0]?.stamp ?? null;
}
