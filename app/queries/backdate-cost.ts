/** What it would cost if everybody who has bought and not joined joined today, and their last orders counted. */
import type { Deps } from '../deps.server.ts';
import { target } from '../domain/earning.ts';
import type { ShopId } from '../domain/ids.ts';
import { addDays } from '../domain/instant.ts';
import { versionAt } from '../domain/program.ts';
import { DaysSchema } from '../domain/program-parts.ts';
import { ordersBeforeJoining, type WaitingOrders } from '../storage/orders-before-joining.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop } from '../storage/shops.ts';
import { inTransaction, isCanceled } from '../storage/transaction.ts';

export type BackdateCost = {
  orders: number;
  customers: number;
  /** Without levels and first orders, as text. */
  points: string;
  /** Reckoned from the newest of them, not from all. */
  isAbout: boolean;
};

/** So many orders are reckoned one by one: a tenth of a second of the app's process. */
const RECKONED = 200;

/** Reading the orders of these days is given up after that. */
const LIMIT_MS = 10_000;

/** null: no number of days, more orders than can be read, or (`signal`) nobody waits for the answer any more. */
export async function backdateCost(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  typed: number,
  signal?: AbortSignal,
): Promise<BackdateCost | null> {
  const days = DaysSchema.safeParse(typed);
  if (!days.success) return null;
  const since = addDays(deps.clock.now().toISOString(), -days.data);
  const [{ isDevelopment }, versions, waiting] = await Promise.all([
    ensureShop(deps.pool, shop),
    publishedVersions(deps.pool, shop),
    inTurn(shop, async () => (signal?.aborted ? null : waitingSince(deps, shop, since))),
  ]);
  if (waiting === null) return null;
  const { orders, customers, newest } = waiting;
  const member = {
    shopIsDevelopment: isDevelopment,
    member: true,
    programPublished: true,
    level: null,
    firstOrder: false,
  };
  const reckoned = newest.reduce((sum, order) => {
    const version = versionAt(versions, order.order?.facts.processedAt ?? since);
    return sum + target(order, member, version).points;
  }, 0n);
  const isAbout = newest.length < orders;
  const points = isAbout ? (reckoned * BigInt(orders)) / BigInt(newest.length) : reckoned;
  return { orders, customers, points: String(points), isAbout };
}

async function waitingSince(
  { pool }: Pick<Deps, 'pool'>,
  shop: ShopId,
  since: string,
): Promise<WaitingOrders | null> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`SET LOCAL statement_timeout = ${LIMIT_MS}`);
    return ordersBeforeJoining(tx, shop, { since, newest: RECKONED });
  }).catch((error: unknown) => {
    if (isCanceled(error)) return null;
    throw error;
  });
}

const turns = new Map<ShopId, Promise<unknown>>();

/** One of a shop at a time: whoever types on leaves a statement behind, and webhooks need the process's connections. */
async function inTurn<T>(shop: ShopId, work: () => Promise<T>): Promise<T> {
  const before = turns.get(shop) ?? Promise.resolve();
  const own = before.then(work, work);
  turns.set(shop, own);
  try {
    return await own;
  } finally {
    if (turns.get(shop) === own) turns.delete(shop);
  }
}
