/** A level that a person of the shop gives a member by hand, with a reason and, where they like, an end (points.md section 5). */
import type { Deps } from '../deps.server.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { compareInstants } from '../domain/instant.ts';
import { versionAt } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import type { Placement } from '../domain/tier-levels.ts';
import { lockMembers, membersOfCustomers } from '../storage/members.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import { insertPlacement, placementOfKey, readStandings } from '../storage/tier-standings.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { inputHash } from './input-hash.ts';
import { recomputeTiers } from './refresh-tiers.ts';

export type PlaceRequest = {
  customerId: string;
  /** null: ends what was given by hand. */
  level: string | null;
  until: string | null;
  reason: string;
  /** The door, and the person or key where it knows one. */
  actor: string;
  /** Unique per member; begins with the door that it came through. */
  key: string;
};

/** What was given by hand until now: giving it again undoes this. */
export type GivenBefore = { level: string; until: string | null } | null;

export type Placed =
  | { ok: true; memberId: MemberId; before: GivenBefore }
  | {
      ok: false;
      reason: 'not_a_member' | 'idempotency_conflict' | 'unknown_level' | 'not_placed' | 'in_past';
    };

/** The newest placement holds; the higher of it and the level reached counts. The same key again changes nothing more. */
export async function placeMember(
  deps: Pick<Deps, 'pool' | 'clock' | 'random'>,
  shop: ShopId,
  request: PlaceRequest,
): Promise<Placed> {
  return inTransaction(deps.pool, async (tx) => {
    await ensureShop(tx, shop);
    await lockProgramShared(tx, shop);
    const member = (await membersOfCustomers(tx, shop, [request.customerId])).get(request.customerId);
    if (member === undefined) return { ok: false, reason: 'not_a_member' };
    await lockMembers(tx, shop, [member]);
    const now = deps.clock.now().toISOString();
    const { level, until, reason, actor, key } = request;
    const hash = inputHash({ level, until, reason });
    const known = await placementOfKey(tx, shop, member, key);
    if (known) {
      if (known.inputHash !== hash) return { ok: false, reason: 'idempotency_conflict' };
      return { ok: true, memberId: member, before: known.before };
    }
    const before = await givenNow(tx, shop, member, now);
    const refused = await refusalOf(tx, shop, request, before, now);
    if (refused) return { ok: false, reason: refused };
    await insertPlacement(tx, shop, {
      memberId: member,
      level,
      at: now,
      until,
      reason,
      actor,
      key,
      inputHash: hash,
    });
    const cause = { reason: { kind: 'placement' as const, orderId: null }, at: [stampOf(now)] };
    await recomputeTiers(deps, tx, shop, [member], stampOf(now), cause);
    return { ok: true, memberId: member, before };
  });
}

async function givenNow(tx: Tx, shop: ShopId, member: MemberId, now: string): Promise<GivenBefore> {
  const placements = (await readStandings(tx, shop, [member])).get(member)?.placements ?? [];
  const holds = ({ until }: Placement) => until === null || compareInstants(until, now) > 0;
  const given = placements.findLast(holds);
  return given ? { level: given.levelId, until: given.until } : null;
}

async function refusalOf(
  tx: Tx,
  shop: ShopId,
  { level, until }: PlaceRequest,
  before: GivenBefore,
  now: string,
): Promise<Extract<Placed, { ok: false }>['reason'] | null> {
  if (level === null) return before === null ? 'not_placed' : null;
  const tiers = versionAt(await publishedVersions(tx, shop), now)?.program.tiers;
  if (!tiers?.levels.some(({ id }) => id === level)) return 'unknown_level';
  return until !== null && compareInstants(until, now) <= 0 ? 'in_past' : null;
}
