/** What simulating a programme reads: every order since a moment with what it carries, and members' balances and levels. Nothing is written. */
import { OrderStateSchema, type OrderState } from '../domain/order-facts.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

/** An order as it is stored. The amounts and the level are those that it was settled by. */
export type StoredOrder = {
  orderId: string;
  /** Of whoever is no member, the customer's number below 0: no member's is. */
  owner: MemberId;
  state: OrderState;
  market: string | null;
  currency: string | null;
  /** E, as `fractionText` writes it; null: nothing was reckoned. */
  eligible: string | null;
  level: string | null;
  /** The sum of its entries of kind `order`, whoever has them. */
  posted: bigint;
  /** What of it is pending at `now`. */
  pending: bigint;
};

type Row = {
  order_id: string;
  owner: string;
  state: unknown;
  market: string | null;
  currency: string | null;
  eligible: string | null;
  level_before: string | null;
};

/**
 * Orders read in the order of an index, whole members together, so that neither the database sorts nor we hold more than a batch. The customers
 * without a member come first: under an opt-in programme those who have not joined.
 */
const ORDERS = `
  SELECT order_id, -coalesce(into_customer_id, customer_id) AS owner, state, market, currency, explanation->>'eligible' AS eligible,
         NULL AS level_before
  FROM (SELECT * FROM order_facts WHERE shop = $1 AND member_id IS NULL AND customer_id IS NOT NULL AND processed_at >= $2) AS nobodys
  LEFT JOIN customer_alias ON customer_alias.shop = $1 AND from_customer_id = customer_id
  WHERE NOT EXISTS (SELECT FROM member WHERE member.shop = $1 AND member.customer_id = coalesce(into_customer_id, nobodys.customer_id))
  ORDER BY owner`;
const MEMBERS_ORDERS = `
  SELECT order_facts.order_id, order_facts.member_id AS owner, state, market, currency, explanation->>'eligible' AS eligible, level_before
  FROM order_facts LEFT JOIN tier_order ON tier_order.shop = $1 AND tier_order.order_id = order_facts.order_id
  WHERE order_facts.shop = $1 AND order_facts.member_id IS NOT NULL AND processed_at >= $2
  ORDER BY order_facts.member_id, processed_at, order_facts.order_id`;

const FETCHED_AT_ONCE = 400;

/** How many orders there are since a moment. */
export async function countOrders(db: Db, shop: ShopId, since: string): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `SELECT count(*) FROM order_facts WHERE shop = $1 AND processed_at >= $2 AND customer_id IS NOT NULL`,
    [shop, since],
  );
  return Number(rows[0]?.count ?? 0);
}

/**
 * Batches of some hundred orders since a moment, an owner's never in two. `db` is one connection in a transaction: cursors live in it. An order
 * without a customer is in none, nor one that nobody has settled yet.
 */
export async function* readOrdersSince(
  db: Db,
  shop: ShopId,
  since: string,
  now: string,
): AsyncGenerator<StoredOrder[]> {
  let held: Row[] = [];
  for (const [name, select] of [
    ['nobodys_orders', ORDERS],
    ['members_orders', MEMBERS_ORDERS],
  ] as const) {
    await db.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${select}`, [shop, since]);
    for (;;) {
      const { rows } = await db.query<Row>(`FETCH ${FETCHED_AT_ONCE} FROM ${name}`);
      if (rows.length === 0) break;
      held.push(...rows);
      const last = held.at(-1)?.owner;
      const whole = held.filter((row) => row.owner !== last);
      if (whole.length < FETCHED_AT_ONCE) continue;
      held = held.filter((row) => row.owner === last);
      yield await storedOrders(db, shop, whole, now);
    }
    await db.query(`CLOSE ${name}`);
    if (held.length > 0) yield await storedOrders(db, shop, held, now);
    held = [];
  }
}

async function storedOrders(db: Db, shop: ShopId, rows: readonly Row[], now: string): Promise<StoredOrder[]> {
  const ids = rows.map((row) => row.order_id);
  const posted = await postedPoints(db, shop, ids);
  const pending = await pendingPoints(db, shop, [...new Set(rows.map((row) => row.owner))], now);
  return rows.map((row) => ({
    orderId: row.order_id,
    owner: memberId(row.owner),
    state: OrderStateSchema.parse(row.state),
    market: row.market,
    currency: row.currency,
    eligible: row.eligible,
    level: row.level_before,
    posted: posted.get(row.order_id) ?? 0n,
    pending: pending.get(row.order_id) ?? 0n,
  }));
}

async function postedPoints(db: Db, shop: ShopId, orderIds: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ source_id: string; points: string }>(
    `SELECT source_id, sum(points) AS points FROM entry
     WHERE shop = $1 AND source_kind = 'order' AND kind = 'order' AND source_id = ANY($2::text[]) GROUP BY source_id`,
    [shop, orderIds],
  );
  return new Map(rows.map((row) => [row.source_id, BigInt(row.points)]));
}

async function pendingPoints(
  db: Db,
  shop: ShopId,
  members: readonly string[],
  now: string,
): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ source_id: string; points: string }>(
    `SELECT source_id, sum(remaining) AS points FROM lot
     WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND source_kind = 'order' AND is_open
       AND (available_at IS NULL OR available_at > $3) GROUP BY source_id`,
    [shop, members, now],
  );
  return new Map(rows.map((row) => [row.source_id, BigInt(row.points)]));
}

export type Holding = { balance: bigint; level: string | null };

/** What members hold now. */
export async function holdingsOf(
  db: Db,
  shop: ShopId,
  ids: readonly MemberId[],
): Promise<Map<MemberId, Holding>> {
  const { rows } = await db.query<{ member_id: string; balance: string; tier_level: string | null }>(
    'SELECT member_id, balance, tier_level FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[])',
    [shop, ids],
  );
  return new Map(
    rows.map((row) => [memberId(row.member_id), { balance: BigInt(row.balance), level: row.tier_level }]),
  );
}

/** Of all members: what they hold, debts not set off, and how many are kept at each level. */
export async function holdings(
  db: Db,
  shop: ShopId,
): Promise<{ outstanding: bigint; levels: Map<string | null, number> }> {
  const { rows } = await db.query<{ level: string | null; members: string; outstanding: string }>(
    `SELECT tier_level AS level, count(*) AS members, sum(greatest(balance, 0)) AS outstanding
     FROM member WHERE shop = $1 AND merged_into IS NULL GROUP BY tier_level`,
    [shop],
  );
  return {
    outstanding: rows.reduce((all, row) => all + BigInt(row.outstanding), 0n),
    levels: new Map(rows.map((row) => [row.level, Number(row.members)])),
  };
}

/** The next members after one, without an order since `since` but with one before it or a level given by hand: their levels hang on the versions alone. */
export async function quietMembers(
  db: Db,
  shop: ShopId,
  since: string,
  { after, limit }: { after: string; limit: number },
): Promise<MemberId[]> {
  const { rows } = await db.query<{ member_id: string }>(
    `SELECT member_id FROM member
     WHERE shop = $1 AND member_id > $3 AND merged_into IS NULL
       AND NOT EXISTS (SELECT FROM order_facts WHERE order_facts.shop = $1 AND order_facts.member_id = member.member_id AND processed_at >= $2)
       AND (EXISTS (SELECT FROM tier_order WHERE tier_order.shop = $1 AND tier_order.member_id = member.member_id)
         OR EXISTS (SELECT FROM tier_placement WHERE tier_placement.shop = $1 AND tier_placement.member_id = member.member_id))
     ORDER BY member_id LIMIT $4`,
    [shop, since, after, limit],
  );
  return rows.map((row) => memberId(row.member_id));
}
