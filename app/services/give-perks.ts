/** A level's perks reach its members, and leave them with it (rewards.md): what perkWork says of each marked member is written down, for the saga to carry out. */
import type { Deps } from '../deps.server.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { actionFact, factOfAction } from '../domain/grant.ts';
import { isUntouched, perkWork, type PerkScene } from '../domain/perks.ts';
import { isMemberAt } from '../domain/enrolment.ts';
import { versionAt } from '../domain/program.ts';
import type { Redemption } from '../domain/redemption.ts';
import { levelInForce } from '../domain/tier-levels.ts';
import { knownAwards } from '../storage/awards.ts';
import { membershipsOf } from '../storage/members.ts';
import { endEntryWaits, keepEntryWaits } from '../storage/entry-waits.ts';
import { receiversOf, type Receiver } from '../storage/grants.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import {
  lockMarkedMembers,
  markLevelMoves,
  markPerks,
  postponePerks,
  shopsWithPerkMarks,
  takePerkMarks,
  type PerkMark,
} from '../storage/perk-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { lockRedemption, saveRedemption } from '../storage/redemptions.ts';
import { readCapabilities } from '../storage/shop-traits.ts';
import { ensureShop } from '../storage/shops.ts';
import { readStandings } from '../storage/tier-standings.ts';
import type { Tx } from '../storage/transaction.ts';
import { entriesOf, noEntries, type EntryScene } from './entries-reached.ts';
import { grantReward, type GrantDeps } from './grant-reward.ts';
import { refreshDueTiers } from './refresh-tiers.ts';
import { workDueMembers } from './work-due-members.ts';

/** Members of one shop in one transaction. */
export const PERKS_AT_ONCE = 50;

/** What waits for Shopify is looked at again so much later. */
const WAIT_LEAST_MS = 1_000;
const WAIT_MOST_MS = 300_000;

/** What is known of one member. */
type Scene = Omit<PerkScene, 'reached'> & EntryScene & { mark: PerkMark; receiver: Receiver };

type Own = Pick<Deps, 'pool' | 'clock'> & GrantDeps;

/** Looks at marked members of every shop in turn. Returns how many it took. */
export function givePerks(deps: Own): Promise<number> {
  return workDueMembers(deps, {
    atOnce: PERKS_AT_ONCE,
    shopsWithDue: shopsWithPerkMarks,
    lockDue: lockMarkedMembers,
    work: (tx, shop, members, now) => look(deps, tx, shop, members, now),
    postpone: postponePerks,
    fault: 'what a level gives could not be given',
  });
}

async function look(
  deps: Own,
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  now: string,
): Promise<void> {
  if (members.length === 0) return;
  const row = await ensureShop(tx, shop);
  // An uninstall may have come after the shop was found due: its marks wait for a reinstall.
  if (row.isGone) return;
  // A level that has ended by time, and that nobody came to compute again yet, gives nothing. It marks its member once more.
  const moved = await refreshDueTiers(deps, tx, shop, members);
  const marks = await takePerkMarks(tx, shop, members);
  const versions = await publishedVersions(tx, shop);
  const program = versionAt(versions, now)?.program;
  const changed: MemberId[] = [...moved];
  if (program) {
    const capabilities = await readCapabilities(tx, shop);
    const standings = await readStandings(tx, shop, members);
    const receivers = await receiversOf(tx, shop, members);
    const paid = await paidFacts(tx, shop, [...receivers.values()]);
    const memberships = await membershipsOf(tx, shop, members);
    const scenes = marks.flatMap((mark): Scene[] => {
      const receiver = receivers.get(mark.memberId);
      const standing = standings.get(mark.memberId);
      if (!receiver || !standing) return [];
      // Who is known and never joined has no level, not even the first.
      const isMember = isMemberAt(versions, memberships.get(mark.memberId) ?? null, now);
      return [
        {
          ...{ mark, receiver, versions, moved: mark.moved, given: receiver.given },
          program: isMember ? program : { ...program, tiers: null },
          shop: { currency: row.currency ?? '', capabilities },
          held: levelInForce(versions, now, standing.level),
          placements: standing.placements,
          paid: paid.get(mark.memberId) ?? new Set<string>(),
        },
      ];
    });
    const entries = await entriesOf(tx, shop, scenes, now);
    for (const scene of scenes) {
      const { mark, receiver, given } = scene;
      const own = entries.get(mark.memberId) ?? noEntries;
      const work = perkWork({ ...scene, reached: own.reached.map(({ levelId }) => levelId) });
      let waits = work.waits;
      for (const id of work.withdraw) waits = !(await withdraw(tx, shop, id, now)) || waits;
      const scope = { tx, shop: row, program, capabilities, now };
      // What was taken up meanwhile has to be there before it can go.
      for (const giving of waits && work.withdraw.length > 0 ? [] : work.give)
        await grantReward(deps, scope, receiver, giving);
      if (work.give.length + work.withdraw.length > 0) changed.push(mark.memberId);
      await keepEntryWaits(tx, shop, waits ? [...own.reached, ...own.waiting] : own.waiting);
      await endEntryWaits(tx, shop, waits ? own.lost : [...own.reached, ...own.lost]);
      if (waits) await waitFor(tx, shop, mark, given, now);
      else if (own.waiting.length > 0) await waitForPoints(tx, shop, mark.memberId, own.lookAgainAt, now);
    }
  }
  await markMetafields(tx, shop, changed, now);
}

/** Of what actions gave them, the facts that they have points for as well. */
async function paidFacts(
  tx: Tx,
  shop: ShopId,
  receivers: readonly Receiver[],
): Promise<Map<MemberId, Set<string>>> {
  const asked = receivers.flatMap(({ memberId, given }) =>
    given.flatMap(({ grant }) => {
      const fact = grant && factOfAction(grant.fact);
      return fact === null ? [] : [{ memberId, fact }];
    }),
  );
  const known = asked.length > 0 ? await knownAwards(tx, shop, asked) : [];
  const paid = Map.groupBy(
    known.filter((one) => one.entrySeq !== null),
    (one) => one.memberId,
  );
  return new Map([...paid].map(([id, own]) => [id, new Set(own.map(({ fact }) => actionFact(fact)))]));
}

/**
 * Its code is deactivated by a worker, as when the shop cancels it; an order that came with it has the last word. What nobody has begun to make is not made.
 * false where it is being made by now: it can go once it is there.
 */
async function withdraw(tx: Tx, shop: ShopId, id: string, now: string): Promise<boolean> {
  const row = await lockRedemption(tx, shop, id);
  if (row.grant === null) return true;
  const grant = { ...row.grant, withdrawnAt: now };
  if (isUntouched(row)) await saveRedemption(tx, { ...row, grant, status: 'cancelled', dueAt: null }, now);
  else if (row.status === 'issued' || row.status === 'needs_review') {
    // A number that no present holder of the lease has.
    const lease = { dueAt: now, leaseUntil: null, attempts: row.attempts + 1 };
    await saveRedemption(tx, { ...row, ...lease, grant, ending: row.ending ?? 'cancelled' }, now);
  }
  return row.status !== 'reserved' || isUntouched(row);
}

/** Points become available by themselves; what is settled of their orders meanwhile has them looked at before (settle-order). */
async function waitForPoints(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  lookAgainAt: string,
  now: string,
): Promise<void> {
  await markPerks(tx, shop, [member], now);
  await postponePerks(tx, shop, member, lookAgainAt);
}

/** The longer it has been on its way, the longer until the next look: Shopify may be down. */
async function waitFor(
  tx: Tx,
  shop: ShopId,
  { memberId, moved }: PerkMark,
  given: readonly Redemption[],
  now: string,
): Promise<void> {
  if (moved) await markLevelMoves(tx, shop, [{ memberId, ...moved }], now);
  else await markPerks(tx, shop, [memberId], now);
  const began = given
    .filter(({ status, ending, grant }) => status === 'reserved' || ending !== null || grant?.withdrawnAt)
    .map(({ createdAt, grant }) => Date.parse(grant?.withdrawnAt ?? createdAt));
  const age = Date.parse(now) - Math.max(...began);
  const wait = Math.min(Math.max(age, WAIT_LEAST_MS), WAIT_MOST_MS);
  await postponePerks(tx, shop, memberId, new Date(Date.parse(now) + wait).toISOString());
}
