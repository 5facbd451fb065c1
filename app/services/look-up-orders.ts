/**
 * What of an order only Shopify knows (points.md 2, step 3): asked for once, before the order is first settled, and stored with its facts. Settling
 * leaves an order that lacks look-ups to the queue; a worker stores them and lets it be settled in the transaction that ends its wait.
 */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { lookupsNeeded, withLookups, type NeededLookups } from '../domain/lookups.ts';
import type { OrderLookups, OrderState } from '../domain/order-facts.ts';
import { versionAt, type PublishedProgram } from '../domain/program.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { lookUp } from '../shopify/lookups.ts';
import { survivorsOfCustomers } from '../storage/customer-aliases.ts';
import { resettleOrders } from '../storage/inbox.ts';
import {
  claimLookups,
  endLookups,
  extendLookups,
  postponeLookups,
  requestLookups,
  type LookupClaim,
} from '../storage/order-lookups.ts';
import { lockOrders, readOrders, saveStates } from '../storage/orders.ts';
import { publishedVersions } from '../storage/programs.ts';
import { lockProgramShared } from '../storage/shops.ts';
import { inTransaction, type Db, type Tx } from '../storage/transaction.ts';
import { leaseEnd, whileExtending } from './hold-lease.ts';
import { retryDelay, type AdminOf } from './work-redemption.ts';

/** Their products go into one request or two. */
export const LOOKUPS_AT_ONCE = 25;

type Own = Pick<Deps, 'pool' | 'clock' | 'random' | 'log'>;

const neededBy = (state: OrderState, versions: readonly PublishedProgram[]): NeededLookups | null => {
  const processedAt = state.order?.facts.processedAt;
  return processedAt === undefined ? null : lookupsNeeded(state, versionAt(versions, processedAt));
};

/** The orders of `states` that cannot be settled yet. */
export const waitingForLookups = (
  states: ReadonlyMap<string, OrderState>,
  versions: readonly PublishedProgram[],
): Map<string, OrderState> => new Map([...states].filter(([, state]) => neededBy(state, versions) !== null));

/**
 * For settling, in its transaction, when it saves its orders: keeps what is known of those that wait. Their targets and entries stay as they are, and the
 * queue has them. The caller has locked those that are `known`.
 */
export async function leaveToLookups(
  tx: Tx,
  shop: ShopId,
  waiting: ReadonlyMap<string, OrderState>,
  known: ReadonlySet<string>,
  now: string,
): Promise<void> {
  await saveStates(tx, shop, waiting, known);
  await requestLookups(tx, shop, [...waiting.keys()], now);
}

/** Works on the due orders of one shop. Returns how many it took. */
export async function lookUpOrders(deps: Own, adminOf: AdminOf): Promise<number> {
  const claimed = await claimLookups(
    deps.pool,
    LOOKUPS_AT_ONCE,
    deps.clock.now().toISOString(),
    leaseEnd(deps),
  );
  if (!claimed) return 0;
  const { shop, claims } = claimed;
  const extend = (leaseUntil: string) => extendLookups(deps.pool, shop, claims, leaseUntil);
  await whileExtending(deps, { shop, lookups: claims.length }, extend, async () => {
    try {
      const admin = await adminOf(shop);
      if (admin) await work(deps, admin, shop, claims);
      else await postpone(deps, shop, claims, ['NO_SESSION']);
    } catch (error) {
      await postpone(deps, shop, claims, [error instanceof Error ? error.message : String(error)]);
    }
  });
  return claims.length;
}

async function work(
  deps: Own,
  admin: AdminGateway,
  shop: ShopId,
  claims: readonly LookupClaim[],
): Promise<void> {
  const versions = await publishedVersions(deps.pool, shop);
  const orderIds = claims.map((one) => one.orderId);
  const states = await readOrders(deps.pool, shop, orderIds);
  const needed = [...states.values()].flatMap((state) => neededBy(state, versions) ?? []);
  const survivors = await survivorsIn(deps.pool, shop, needed);
  const answer = await lookUp(admin, {
    customerIds: [...new Set(survivors.values())],
    productIds: [...new Set(needed.flatMap((one) => one.productIds))],
  });
  if (answer.kind === 'found') await store(deps, shop, orderIds, answer.lookups);
  // One id that Shopify refuses must not hold up the other orders.
  else if (answer.refused && claims.length > 1)
    for (const claim of claims) await work(deps, admin, shop, [claim]);
  else await postpone(deps, shop, claims, answer.codes);
}

/** Whose tags decide: Shopify knows nothing of who was merged but the survivor. */
function survivorsIn(db: Db, shop: ShopId, needed: readonly NeededLookups[]): Promise<Map<string, string>> {
  return survivorsOfCustomers(
    db,
    shop,
    needed.flatMap((one) => one.customerId ?? []),
  );
}

/** By the orders' own customers; one who was merged while Shopify was asked is not in it, and is asked for anew. */
function tagsOfSurvivors(survivors: ReadonlyMap<string, string>, found: OrderLookups): OrderLookups {
  const tags = [...survivors].flatMap(([customer, survivor]) =>
    Object.hasOwn(found.customerTags, survivor)
      ? [[customer, found.customerTags[survivor] ?? []] as const]
      : [],
  );
  return { ...found, customerTags: Object.fromEntries(tags) };
}

/** Keeps what was found and lets the orders be settled. What an edit added meanwhile is missing still: settling them asks for it. */
async function store(
  deps: Own,
  shop: ShopId,
  orderIds: readonly string[],
  found: OrderLookups,
): Promise<void> {
  const once = deps.random.bytes(8).toString('hex');
  await inTransaction(deps.pool, async (tx) => {
    await lockProgramShared(tx, shop);
    const states = await lockOrders(tx, shop, orderIds);
    const versions = await publishedVersions(tx, shop);
    const needed = new Map(
      [...states].flatMap(([id, state]) => {
        const own = neededBy(state, versions);
        return own ? [[id, own]] : [];
      }),
    );
    const known = tagsOfSurvivors(await survivorsIn(tx, shop, [...needed.values()]), found);
    for (const [orderId, own] of needed) {
      const state = states.get(orderId);
      if (state) states.set(orderId, withLookups(state, own, known));
    }
    await saveStates(tx, shop, states, states.keys());
    await endLookups(tx, shop, orderIds);
    await resettleOrders(tx, shop, `lookups-${once}`, orderIds, deps.clock.now().toISOString());
  });
}

/** Never given up: an order is not settled without what its programme asks for. */
async function postpone(
  deps: Own,
  shop: ShopId,
  claims: readonly LookupClaim[],
  codes: string[],
): Promise<void> {
  const attempts = Math.max(...claims.map((one) => one.attempts));
  const dueAt = new Date(deps.clock.now().getTime() + retryDelay(deps, attempts)).toISOString();
  await postponeLookups(deps.pool, shop, claims, dueAt, codes);
  deps.log.warn(
    { shop, orders: claims.length, codes, attempts, dueAt },
    'orders wait for tags and collections; trying again',
  );
}
