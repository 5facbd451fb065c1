/**
 * What each order adds to its member's tiers, with running sums: narrow rows in the order of the member's orders. Who writes them holds the member's
 * row. Every read is by index: it costs what it gives, whatever the member has ordered before.
 */
import { z } from 'zod';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import { fractionText, isPositive, parseFraction, type Fraction } from '../domain/fraction.ts';
import type { Hold } from '../domain/tier-levels.ts';
import type { Stamp } from '../domain/stamp.ts';
import type { Sums, TierStep } from '../domain/tier-metrics.ts';
import type { Kept, Position, WalkedOrder } from '../domain/tier-tail.ts';
import type { Db, Tx } from './transaction.ts';

export type TierOrder = Position &
  Kept & { memberId: MemberId; programNumber: number | null; stored: Stored };

/** A row as it stands: its running sums, and all else but its place as one text. */
export type Stored = { running: Sums; content: string };

export const SUMS = ['base_points', 'points', 'orders', 'spend', 'partial', 'earlier'] as const;
/** The fields of `Sums`, as SUMS has their columns. */
export const SUM_FIELDS = ['basePoints', 'points', 'orders', 'spend', 'partial', 'earlier'] as const;
type SumsRow = Record<(typeof SUMS)[number], string>;
type Row = SumsRow & {
  member_id: string;
  moment: string;
  order_id: string;
  program_number: number | null;
  level_before: string | null;
  first_order: boolean;
  steps: unknown;
  level_id: string | null;
  level_threshold: string | null;
  hold_until: string | null;
};

const COLUMNS = `member_id, moment, order_id, program_number, level_before, first_order, steps, ${SUMS.join(', ')}, level_id, level_threshold, hold_until`;

/** A step as its row keeps it: when it begins, whether it qualifies, what it adds. */
const StepsSchema = z.array(
  z
    .tuple([z.string(), z.boolean(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string()])
    .transform(([from, qualifies, basePoints, points, orders, spend, rest, earlier]): TierStep => {
      const below = parseFraction(rest);
      const partial = isPositive(below) ? 1n : 0n;
      const whole = { basePoints: BigInt(basePoints), points: BigInt(points), orders: BigInt(orders) };
      return {
        from,
        qualifies,
        ...whole,
        spend: BigInt(spend),
        rest: below,
        partial,
        earlier: BigInt(earlier),
      };
    }),
);

export const stepsJson = (steps: readonly TierStep[]): string =>
  JSON.stringify(
    steps.map((step) => [
      step.from,
      step.qualifies,
      String(step.basePoints),
      String(step.points),
      String(step.orders),
      String(step.spend),
      fractionText(step.rest),
      String(step.earlier),
    ]),
  );

const sumsOf = (row: SumsRow): Sums => ({
  basePoints: BigInt(row.base_points),
  points: BigInt(row.points),
  orders: BigInt(row.orders),
  spend: BigInt(row.spend),
  partial: BigInt(row.partial),
  earlier: BigInt(row.earlier),
});

type Content = Omit<WalkedOrder, keyof Position | 'running'> & { programNumber: number | null };

/** What a row holds beside its place and its sums, as one text: a row that would stay the same is not written. */
export function contentText({ level, firstOrder, steps, qualified, programNumber }: Content): string {
  const hold = qualified && [qualified.level.id, qualified.level.threshold, qualified.until];
  return JSON.stringify([level, firstOrder, stepsJson(steps), hold, programNumber]);
}

function tierOrderOf(row: Row): TierOrder {
  const kept = {
    level: row.level_before,
    firstOrder: row.first_order,
    steps: StepsSchema.parse(row.steps),
    programNumber: row.program_number,
  };
  const level = { id: row.level_id ?? '', threshold: row.level_threshold ?? '' };
  const qualified = row.level_id === null ? null : { level, until: row.hold_until ?? '' };
  return {
    ...kept,
    memberId: memberId(row.member_id),
    moment: row.moment,
    orderId: row.order_id,
    stored: { running: sumsOf(row), content: contentText({ ...kept, qualified }) },
  };
}

/** By order id; orders that were never settled with a member are not in it. */
export async function tierOrdersOf(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, TierOrder>> {
  const { rows } = await tx.query<Row>(
    `SELECT ${COLUMNS} FROM tier_order WHERE shop = $1 AND order_id = ANY($2::bigint[])`,
    [shop, orderIds],
  );
  return new Map(rows.map((row) => [row.order_id, tierOrderOf(row)]));
}

export type TailAsk = {
  memberId: MemberId;
  /** The tail holds at least what stands from here on. */
  start: Position;
  /** It begins early enough to hold every order with a fact that is dated after this moment. */
  factsAfter: string;
};
export type Tail = { start: Position; orders: TierOrder[] };

/** The tails of members' orders, by position. */
export async function readTails(
  tx: Db,
  shop: ShopId,
  asks: readonly TailAsk[],
): Promise<Map<MemberId, Tail>> {
  // The first OFFSET 0: those with later facts are few and have an index of their own; walking the primary key for the first of them would read all.
  // The second: as a join PostgreSQL hashed the whole table for each batch, 40 ms with 50,000 rows, where the primary key is asked 500 times in 2.
  const { rows } = await tx.query<{ id: string; start_moment: string; start_order_id: string } & Row>(
    `WITH start AS (
       SELECT ask.member_id AS id, coalesce(late.moment, ask.moment) AS start_moment, coalesce(late.order_id, ask.order_id) AS start_order_id
       FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[]) AS ask(member_id, moment, order_id, facts_after)
       LEFT JOIN LATERAL (
         SELECT moment, order_id FROM (
           SELECT moment, order_id FROM tier_order WHERE shop = $1 AND member_id = ask.member_id AND last_step > ask.facts_after OFFSET 0
         ) AS facts WHERE (moment, order_id) < (ask.moment, ask.order_id) ORDER BY moment, order_id LIMIT 1
       ) AS late ON true
     )
     SELECT start.*, tail.* FROM start LEFT JOIN LATERAL (
       SELECT ${COLUMNS} FROM tier_order
       WHERE shop = $1 AND member_id = start.id AND (moment, order_id) >= (start.start_moment, start.start_order_id) OFFSET 0
     ) AS tail ON true ORDER BY start.id, tail.moment, tail.order_id`,
    [
      shop,
      asks.map((one) => one.memberId),
      asks.map((one) => one.start.moment),
      asks.map((one) => one.start.orderId),
      asks.map((one) => one.factsAfter),
    ],
  );
  const tails = new Map<MemberId, Tail>();
  for (const row of rows) {
    const id = memberId(row.id);
    const start = { moment: row.start_moment, orderId: row.start_order_id };
    const tail = tails.get(id) ?? { start, orders: [] };
    if (row.order_id !== null) tail.orders.push(tierOrderOf(row));
    tails.set(id, tail);
  }
  return tails;
}

/** Above every order's id. */
export const HIGHEST_ID = '9223372036854775807';

export type Place = { memberId: MemberId; before: Position };

/** The running sums of the last order before each place, null where there is none, in the order asked. */
export async function sumsBefore(db: Db, shop: ShopId, places: readonly Place[]): Promise<(Sums | null)[]> {
  if (places.length === 0) return [];
  const { rows } = await db.query<SumsRow & { there: boolean | null }>(
    `SELECT last.* FROM unnest($2::bigint[], $3::text[], $4::bigint[]) WITH ORDINALITY AS ask(member_id, moment, order_id, number)
     LEFT JOIN LATERAL (
       SELECT true AS there, ${SUMS.join(', ')} FROM tier_order
       WHERE shop = $1 AND member_id = ask.member_id AND (moment, order_id) < (ask.moment, ask.order_id)
       ORDER BY moment DESC, order_id DESC LIMIT 1
     ) AS last ON true ORDER BY ask.number`,
    [shop, ...columnsOf(places)],
  );
  return rows.map((row) => (row.there === null ? null : sumsOf(row)));
}

/** Of each who has one, the moment of their first order after `start`. */
export async function firstMoments(
  db: Db,
  shop: ShopId,
  ids: readonly MemberId[],
  start: Stamp,
): Promise<[id: string, moment: Stamp][]> {
  const { rows } = await db.query<{ member_id: string; moment: Stamp }>(
    `SELECT ids.id AS member_id, own.moment FROM unnest($2::bigint[]) AS ids(id) CROSS JOIN LATERAL (
       SELECT moment FROM tier_order WHERE shop = $1 AND member_id = ids.id AND moment > $3 ORDER BY moment, order_id LIMIT 1
     ) AS own ORDER BY ids.id`,
    [shop, ids, start],
  );
  return rows.map((row) => [row.member_id, row.moment]);
}

export const columnsOf = (places: readonly Place[]) => [
  places.map((one) => one.memberId),
  places.map((one) => one.before.moment),
  places.map((one) => one.before.orderId),
];

/** Of each of `levels` the latest hold that the orders before the places left and that has not ended at `after`. */
export async function holdsBefore(
  tx: Db,
  shop: ShopId,
  places: readonly (Place & { after: string })[],
  levels: readonly Hold['level'][],
): Promise<Map<MemberId, Hold[]>> {
  if (places.length === 0 || levels.length === 0) return new Map();
  const { rows } = await tx.query<{ member_id: string; id: string; threshold: string; until: string }>(
    `SELECT ask.member_id, level.id, level.threshold, held.hold_until AS until
     FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[]) AS ask(member_id, moment, order_id, after)
     CROSS JOIN unnest($6::text[], $7::text[]) AS level(id, threshold)
     CROSS JOIN LATERAL (
       SELECT hold_until FROM tier_order
       WHERE shop = $1 AND member_id = ask.member_id AND level_id = level.id AND level_threshold = level.threshold
         AND hold_until > ask.after AND (moment, order_id) < (ask.moment, ask.order_id)
       ORDER BY hold_until DESC LIMIT 1
     ) AS held`,
    [
      shop,
      ...columnsOf(places),
      places.map((one) => one.after),
      levels.map((one) => one.id),
      levels.map((one) => one.threshold),
    ],
  );
  const holds = new Map<MemberId, Hold[]>();
  for (const { member_id, id, threshold, until } of rows) {
    const of = memberId(member_id);
    holds.set(of, [...(holds.get(of) ?? []), { level: { id, threshold }, until }]);
  }
  return holds;
}

/** What the orders of a member before a place have below a whole unit of spending. */
export async function restsBefore(
  tx: Db,
  shop: ShopId,
  place: Place,
): Promise<{ moment: string; rest: Fraction }[]> {
  const { rows } = await tx.query<{ moment: string; rest: string }>(
    `SELECT moment, rest FROM tier_order
     WHERE shop = $1 AND member_id = $2 AND rest IS NOT NULL AND (moment, order_id) < ($3, $4::bigint)`,
    [shop, place.memberId, place.before.moment, place.before.orderId],
  );
  return rows.map((row) => ({ moment: row.moment, rest: parseFraction(row.rest) }));
}
