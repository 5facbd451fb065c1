/** The round of a worker whose work is members that are due: their levels, their lots. */
import type { Deps } from '../deps.server.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { lockProgramShared } from '../storage/shops.ts';
import { inTransaction, type Db, type Tx } from '../storage/transaction.ts';
import { isolateFault } from './isolate-fault.ts';

/** A member at fault waits so long for the next attempt. */
const RETRY_MS = 3_600_000;

type Own = Pick<Deps, 'pool' | 'clock' | 'log'>;

export type DueMembers = {
  /** Members of one shop in one transaction. */
  atOnce: number;
  shopsWithDue: (db: Db, now: string) => Promise<ShopId[]>;
  /** Locks up to `limit` of the shop's, of `only` where it is told; those whom somebody else holds are passed over. */
  lockDue: (
    tx: Tx,
    shop: ShopId,
    now: string,
    limit: number,
    only: readonly MemberId[] | null,
  ) => Promise<MemberId[]>;
  /** The members are locked, and so is the shop's programme. */
  work: (tx: Tx, shop: ShopId, members: readonly MemberId[], now: string) => Promise<void>;
  postpone: (db: Db, shop: ShopId, member: MemberId, at: string) => Promise<void>;
  /** What could not be done for the member at fault, for the log. */
  fault: string;
};

/** Works on due members of every shop in turn: a large one delays the others by one batch. Returns how many it took. */
export async function workDueMembers(deps: Own, due: DueMembers): Promise<number> {
  let taken = 0;
  for (const shop of await due.shopsWithDue(deps.pool, deps.clock.now().toISOString()))
    taken += await workShop(deps, shop, due);
  return taken;
}

/** Nobody waits for the member at fault. */
async function workShop(deps: Own, shop: ShopId, due: DueMembers): Promise<number> {
  let taken: MemberId[] = [];
  const work = (only: readonly MemberId[] | null) =>
    inTransaction(deps.pool, async (tx) => {
      await lockProgramShared(tx, shop);
      const now = deps.clock.now().toISOString();
      const locked = await due.lockDue(tx, shop, now, due.atOnce, only);
      if (only === null) taken = locked;
      await due.work(tx, shop, locked, now);
    });
  const alone = async (member: MemberId, error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.error({ shop, memberId: member, reason }, due.fault);
    const again = new Date(deps.clock.now().getTime() + RETRY_MS).toISOString();
    await due.postpone(deps.pool, shop, member, again);
  };
  await work(null).catch((error: unknown) => isolateFault(taken, error, work, alone));
  return taken.length;
}
