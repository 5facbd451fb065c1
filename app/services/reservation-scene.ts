/** What redemptions that are reserved together are decided by (reserve-reward.ts): locked and read in two ways to the database. */
import type { Deps } from '../deps.server.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { versionAt, type Program, type PublishedProgram } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockSpenders, membershipsOfCustomers, type KnownMember, type Spenders } from '../storage/members.ts';
import { publishedVersions } from '../storage/programs.ts';
import { redemptionsOfKeys, type Idempotent } from '../storage/redemptions.ts';
import { cartHolds, holdRewards, type CartHold } from '../storage/reward-limits.ts';
import { lockProgramShared, readShop, type ShopRow } from '../storage/shops.ts';
import { storedCapabilities } from '../storage/shop-traits.ts';
import { readStandings } from '../storage/tier-standings.ts';
import { together, type Tx } from '../storage/transaction.ts';
import type { RedeemRequest } from './choose-reward.ts';
import { leaseEnd } from './hold-lease.ts';
import { expireDue } from './refresh-expiry.ts';
import { refreshDueTiers } from './refresh-tiers.ts';

type Own = Pick<Deps, 'pool' | 'clock' | 'random'>;

/** What the requests of one transaction are decided by. All that they name is locked; what is taken is not written down yet. */
export type Scene = {
  tx: Tx;
  shop: ShopRow;
  capabilities: Capabilities;
  versions: readonly PublishedProgram[];
  program: Program | null;
  /** By the customer who asks. */
  known: ReadonlyMap<string, KnownMember>;
  levelOf: ReadonlyMap<MemberId, string | null>;
  writer: LedgerWriter;
  /** By member and key. */
  redeemed: Map<string, Idempotent>;
  /** Points that are held for a cart, by member; empty where nobody asks for any. */
  holds: Map<MemberId, CartHold>;
  /** Members whose points have expired, or whose level has ended, on the way. */
  changed: readonly MemberId[];
  taken: Idempotent[];
  now: string;
  /** Of what is reserved: from when the locks are there, not from before they were waited for. */
  leaseUntil: string;
};

export type Opening = {
  row: ShopRow;
  versions: readonly PublishedProgram[];
  known: ReadonlyMap<string, KnownMember>;
};

/** Locks the programme, so that nothing of it changes until the transaction ends, nor anybody is merged. null where nobody has heard of the shop: it has no members. */
export async function readOpening(
  tx: Tx,
  shop: ShopId,
  customers: readonly string[],
): Promise<Opening | null> {
  const [, row, versions, known] = await together(
    tx,
    () => lockProgramShared(tx, shop),
    () => readShop(tx, shop),
    () => publishedVersions(tx, shop),
    () => membershipsOfCustomers(tx, shop, customers),
  );
  return row && { row, versions, known };
}

/** Locks what else the requests name, and reads it. Points that have expired by now are gone, and levels that have ended. */
export async function openScene(
  deps: Own,
  tx: Tx,
  shop: ShopId,
  requests: readonly RedeemRequest[],
  { row, versions, known }: Opening,
): Promise<Scene> {
  const now = deps.clock.now().toISOString();
  const program = versionAt(versions, now)?.program ?? null;
  const named = new Set(requests.map((one) => one.rewardId));
  const counted = program?.rewards.filter(({ id, limits }) => named.has(id) && limits.total !== null) ?? [];
  await holdRewards(
    tx,
    shop,
    counted.map((one) => one.id),
  );
  const ids = [...new Set([...known.values()].map((one) => one.memberId))];
  const keys = requests.flatMap(({ customerId, key }) => {
    const member = known.get(customerId);
    return member ? [{ memberId: member.memberId, key }] : [];
  });
  const [spenders, before] = await together(
    tx,
    () => lockSpenders(tx, shop, ids, now),
    () => redemptionsOfKeys(tx, shop, keys),
  );
  const holds = requests.some((one) => one.cart)
    ? await cartHolds(tx, shop, ids, now)
    : new Map<MemberId, CartHold>();
  const expired = await expireDue(tx, shop, spenders.ledgers, spenders.dueForExpiry, now);
  const { levelOf, moved } = await levelsOf(deps, tx, shop, spenders.levels, now);
  const redeemed = new Map(before.map((one) => [nameOf(one.redemption.memberId, one.key), one]));
  const writer = new LedgerWriter(shop, spenders.ledgers, now);
  const changed = [...expired, ...moved];
  const facts = { shop: row, capabilities: storedCapabilities(row.traits), program };
  const leaseUntil = leaseEnd(deps);
  return {
    tx,
    ...facts,
    versions,
    known,
    levelOf,
    writer,
    redeemed,
    holds,
    changed,
    taken: [],
    now,
    leaseUntil,
  };
}

/** A redemption by its member and key, as the scene knows it. */
export const nameOf = (member: MemberId, key: string) => `${member} ${key}`;

/** A level that has ended by time, and that no worker came to compute again yet, gives nothing: `moved` are whose has. The members are locked. */
async function levelsOf(
  deps: Own,
  tx: Tx,
  shop: ShopId,
  kept: Spenders['levels'],
  now: string,
): Promise<{ levelOf: Map<MemberId, string | null>; moved: readonly MemberId[] }> {
  const due = [...kept].flatMap(([id, one]) => (one.due !== null && one.due <= stampOf(now) ? [id] : []));
  const moved = due.length > 0 ? await refreshDueTiers(deps, tx, shop, due) : [];
  const again = due.length > 0 ? await readStandings(tx, shop, due) : kept;
  const levelOf = new Map([...kept].map(([id, one]) => [id, (again.get(id) ?? one).level]));
  return { levelOf, moved };
}
