/** Writes the rows of storage/tier-orders: those that are new or changed, and by ranges those whose running sums move and nothing else. */
import { fractionText, isPositive } from '../domain/fraction.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { subtractSums, type Sums } from '../domain/tier-metrics.ts';
import type { Position, WalkedOrder } from '../domain/tier-tail.ts';
import { columnsOf, contentText, stepsJson, SUM_FIELDS, SUMS, type Stored } from './tier-orders.ts';
import type { Tx } from './transaction.ts';

export async function deleteTierOrders(tx: Tx, shop: ShopId, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await tx.query('DELETE FROM tier_order WHERE shop = $1 AND order_id = ANY($2::bigint[])', [shop, orderIds]);
}

export type NewTierOrder = WalkedOrder & {
  memberId: MemberId;
  programNumber: number | null;
  stored: Stored | null;
};

/** Writes what is other than what is stored, of each member's orders by position, all from the first on. Where only the sums move, and by the same, that is one range. */
export async function saveTierOrders(tx: Tx, shop: ShopId, all: readonly NewTierOrder[]): Promise<void> {
  const { changed, shifts } = movesOf(all);
  await shiftSums(tx, shop, shifts);
  await upsertOrders(tx, shop, changed);
}

/** Rows of one member, from one to another, whose sums move by the same. */
type Shift = { memberId: MemberId; from: Position; to: Position; by: Sums };

function movesOf(all: readonly NewTierOrder[]): { changed: NewTierOrder[]; shifts: Shift[] } {
  const changed: NewTierOrder[] = [];
  const shifts: Shift[] = [];
  let last: Shift | null = null;
  for (const order of all) {
    const by = shiftOf(order);
    if (by === 'changed') changed.push(order);
    const { memberId: id, moment, orderId } = order;
    const at = { moment, orderId };
    if (by === 'changed' || isNone(by)) last = null;
    else if (last && last.memberId === id && isNone(subtractSums(last.by, by))) last.to = at;
    else shifts.push((last = { memberId: id, from: at, to: at, by }));
  }
  return { changed, shifts };
}

/** By how much the sums move, where nothing else is other than stored. */
function shiftOf({ stored, ...order }: NewTierOrder): Sums | 'changed' {
  if (stored === null || contentText(order) !== stored.content) return 'changed';
  return subtractSums(order.running, stored.running);
}

const isNone = (sums: Sums): boolean => Object.values(sums).every((sum) => sum === 0n);

async function shiftSums(tx: Tx, shop: ShopId, shifts: readonly Shift[]): Promise<void> {
  if (shifts.length === 0) return;
  await tx.query(SHIFT, [
    shop,
    ...columnsOf(shifts.map(({ memberId: id, from }) => ({ memberId: id, before: from }))),
    shifts.map(({ to }) => to.moment),
    shifts.map(({ to }) => to.orderId),
    ...SUM_FIELDS.map((sum) => shifts.map(({ by }) => by[sum].toString())),
  ]);
}

async function upsertOrders(tx: Tx, shop: ShopId, orders: readonly NewTierOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const last = orders.map((one) => one.steps.at(-1));
  const columns: unknown[][] = [
    orders.map((one) => one.memberId),
    orders.map((one) => one.moment),
    orders.map((one) => one.orderId),
    orders.map((one) => one.programNumber),
    orders.map((one) => one.level),
    orders.map((one) => one.firstOrder),
    orders.map((one) => stepsJson(one.steps)),
    orders.map((one, index) => (one.steps.length > 1 ? last[index]?.from : null)),
    ...SUM_FIELDS.map((sum) => orders.map((one) => one.running[sum].toString())),
    last.map((step) => (step && isPositive(step.rest) ? fractionText(step.rest) : null)),
    orders.map((one) => one.qualified?.level.id ?? null),
    orders.map((one) => one.qualified?.level.threshold ?? null),
    orders.map((one) => one.qualified?.until ?? null),
  ];
  await tx.query(UPSERT, [shop, ...columns]);
}

const KEY = ['member_id', 'moment', 'order_id'];
const CONTENT = [
  ...['program_number', 'level_before', 'first_order', 'steps', 'last_step', ...SUMS],
  ...['rest', 'level_id', 'level_threshold', 'hold_until'],
];
const TYPES: Record<string, string> = {
  ...{
    member_id: 'bigint',
    order_id: 'bigint',
    program_number: 'int',
    first_order: 'boolean',
    steps: 'jsonb',
  },
  ...{
    base_points: 'bigint',
    points: 'bigint',
    orders: 'bigint',
    spend: 'numeric',
    partial: 'bigint',
    earlier: 'bigint',
  },
};
const ALL = [...KEY, ...CONTENT];
const UPSERT = `INSERT INTO tier_order (shop, ${ALL.join(', ')})
  SELECT $1, * FROM unnest(${ALL.map((column, index) => `$${index + 2}::${TYPES[column] ?? 'text'}[]`).join(', ')})
  ON CONFLICT (shop, member_id, moment, order_id) DO UPDATE SET ${CONTENT.map((column) => `${column} = excluded.${column}`).join(', ')}`;

const SHIFT = `UPDATE tier_order AS moved SET ${SUMS.map((sum) => `${sum} = moved.${sum} + shift.${sum}`).join(', ')}
  FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], ${SUMS.map((sum, index) => `$${index + 7}::${TYPES[sum] ?? 'text'}[]`).join(', ')})
    AS shift(member_id, from_moment, from_order, to_moment, to_order, ${SUMS.join(', ')})
  WHERE moved.shop = $1 AND moved.member_id = shift.member_id AND (moment, order_id) >= (from_moment, from_order)
    AND (moment, order_id) <= (to_moment, to_order)`;
