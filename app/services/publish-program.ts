/**
 * Publishes the draft as the next version. Orders that were processed since are settled again in the background: the inbox rows for
 * that are written in the same transaction as the version.
 */
import type { Clock, Deps } from '../deps.server.ts';
import { rewardsKind } from '../domain/award.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ShopId } from '../domain/ids.ts';
import { compareInstants, latestInstant } from '../domain/instant.ts';
import { localDate } from '../domain/local-time.ts';
import { changedShipping, ofLevels } from '../domain/perks.ts';
import { parseProgram, type Fault } from '../domain/parse-program.ts';
import type { Program, PublishedProgram } from '../domain/program.ts';
import { unsupportedParts } from '../domain/program-changes.ts';
import { publishFaults } from '../domain/publish-faults.ts';
import { stampOf } from '../domain/stamp.ts';
import { countsPoints } from '../domain/tier-metrics.ts';
import { beginActionDays, noteSignUps } from '../storage/action-days.ts';
import { enqueueResettling } from '../storage/inbox.ts';
import { markAll, markMetafields, PROGRAM_MARK } from '../storage/metafield-marks.ts';
import { markPerksOfLevels } from '../storage/perk-marks.ts';
import {
  insertVersion,
  publishedVersions,
  readDraft,
  replaceDraft,
  writeDraft,
} from '../storage/programs.ts';
import { holdProgram, lockProgramExclusive } from '../storage/shops.ts';
import { dueForExpiryAll } from '../storage/lot-expiry.ts';
import { dueForAll } from '../storage/tier-standings.ts';
import { shopFacts } from '../storage/shop-traits.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { editedProgram } from '../queries/editable-program.ts';
import { partStamp } from './change-draft.ts';

export type Published =
  | {
      ok: true;
      number: number;
      publishedAt: string;
      /** Parts of the document that this release keeps but does not compute yet. */
      warnings: Fault[];
      /** Orders that are settled again because they were processed since `publishedAt`. */
      resettling: number;
    }
  | { ok: false; reason: 'noDraft' | 'notFirst' | 'inFuture' }
  | { ok: false; reason: 'invalid'; faults: Fault[] };

/**
 * `publishedAt`: for a shop's first version only, a moment in the past from which on orders earn; otherwise the moment of publishing.
 * `document`: becomes the draft first, in the same transaction, so that nobody else's save is published in its place.
 */
export async function publishProgram(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  options: { publishedAt?: string; document?: unknown } = {},
): Promise<Published> {
  return inTransaction(deps.pool, async (tx) => {
    const scene = await lockedScene(tx, shop, deps.clock);
    const document = 'document' in options ? options.document : (await readDraft(tx, shop))?.document;
    if (document === undefined) return { ok: false, reason: 'noDraft' };
    const parsed = parseProgram(document);
    if (!parsed.ok) return { ok: false, reason: 'invalid', faults: parsed.faults };
    const published = await publishNext(tx, shop, scene, parsed.program, options.publishedAt);
    if (published.ok && 'document' in options) await writeDraft(tx, shop, parsed.program, scene.now);
    return published;
  });
}

export type PublishedSeen = { ok: true; number: number } | { ok: false; faults: Fault[] | 'stale' };

/**
 * Publishes what is edited where it still is what the merchant saw (`partStamp` of it) and said yes to; `stale`: somebody has saved since, nothing is
 * published, and what they saved stays the draft. On a new shop that is the starting programme, which nobody saved yet.
 */
export async function publishSeen(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  seen: string,
): Promise<PublishedSeen> {
  return inTransaction(deps.pool, async (tx) => {
    const scene = await lockedScene(tx, shop, deps.clock);
    const draft = await readDraft(tx, shop);
    const program = editedProgram(draft, scene.versions, scene.now);
    const last = scene.versions.at(-1);
    // What was seen is in force already: the answer to an earlier attempt was lost, whatever somebody may have saved since.
    if (last && partStamp(last.program) === seen) return { ok: true, number: last.number };
    // Saves do not wait for the lock: replacing the draft by itself makes those that begin now wait for this transaction.
    const isSeen = partStamp(program) === seen && (await replaceDraft(tx, shop, draft, program, scene.now));
    if (!isSeen) return { ok: false, faults: 'stale' };
    const published = await publishNext(tx, shop, scene, program);
    if (published.ok) return { ok: true, number: published.number };
    return { ok: false, faults: published.reason === 'invalid' ? published.faults : [] };
  });
}

type Scene = { versions: readonly PublishedProgram[]; now: string; timeZone: string };

async function lockedScene(tx: Tx, shop: ShopId, clock: Clock): Promise<Scene> {
  const { timeZone } = await holdProgram(tx, shop, lockProgramExclusive);
  // Read after the lock: whoever published before us has committed.
  const versions = await publishedVersions(tx, shop);
  return { versions, now: clock.now().toISOString(), timeZone };
}

async function publishNext(
  tx: Tx,
  shop: ShopId,
  { versions, now, timeZone }: Scene,
  program: Program,
  publishedAt?: string,
): Promise<Published> {
  const at = momentOf(publishedAt, versions, now);
  if (!at.ok) return at;
  const version = { number: versions.length + 1, publishedAt: at.publishedAt, program };
  const faults = publishFaults(versions, version);
  if (faults.length > 0) return { ok: false, reason: 'invalid', faults };
  // From the day of publishing on, whatever moment the first version counts from.
  await beginActionDays(tx, shop, localDate(stampOf(now), timeZone));
  return store(tx, shop, version, versions, now);
}

type Moment = { ok: true; publishedAt: string } | { ok: false; reason: 'notFirst' | 'inFuture' };

function momentOf(asked: string | undefined, versions: readonly PublishedProgram[], now: string): Moment {
  const last = versions.at(-1);
  // Another machine's clock may be ahead of ours: a version never comes into force before the one that it follows.
  if (asked === undefined)
    return { ok: true, publishedAt: latestInstant([now, last?.publishedAt ?? null]) ?? now };
  if (last) return { ok: false, reason: 'notFirst' };
  if (compareInstants(asked, now) > 0) return { ok: false, reason: 'inFuture' };
  return { ok: true, publishedAt: new Date(asked).toISOString() };
}

const firstLevel = (version: PublishedProgram | null): string | null =>
  version?.program.tiers?.levels[0]?.id ?? null;

/**
 * From when on orders are settled again. Points with their multipliers are reckoned for tiers only where some version counts them: with the first that
 * does, every order has to tell its own.
 */
export function resettledSince(version: PublishedProgram, earlier: readonly PublishedProgram[]): string {
  return countsPoints([version]) && !countsPoints(earlier) ? '-infinity' : version.publishedAt;
}

/** What decides over who holds which level: not what the levels give. */
function levelTerms(version: PublishedProgram | null): string {
  const tiers = version?.program.tiers;
  return canonicalJson(
    tiers ? { ...tiers, levels: tiers.levels.map((one) => ({ ...one, perks: null })) } : null,
  );
}

async function store(
  tx: Tx,
  shop: ShopId,
  version: PublishedProgram,
  versions: readonly PublishedProgram[],
  now: string,
): Promise<Published> {
  const before = versions.at(-1) ?? null;
  await insertVersion(tx, shop, version, now);
  const since = resettledSince(version, versions);
  // A first version that counts from earlier: who has signed up since is rewarded too.
  if (before === null && rewardsKind([version], 'signUp'))
    await noteSignUps(tx, shop, version.publishedAt, now);
  const resettling = await enqueueResettling(tx, shop, `publish-${version.number}`, since, now);
  // Everybody holds the first level, also those of whom nothing else changes.
  // And who is shown as a member hangs on the mode.
  const shown = (one: PublishedProgram | null) =>
    `${one?.program.enrolment.mode ?? 'automatic'} ${firstLevel(one)}`;
  if (shown(version) === shown(before)) await markMetafields(tx, shop, [PROGRAM_MARK], now);
  else await markAll(tx, shop, now);
  if (levelTerms(version) !== levelTerms(before)) await dueForAll(tx, shop, stampOf(version.publishedAt));
  const facts = await shopFacts(tx, shop);
  const shipping = changedShipping(before?.program.tiers ?? null, version.program.tiers);
  if (shipping.length > 0 && !facts.capabilities.functions)
    await markPerksOfLevels(tx, shop, ofLevels(version.program, shipping), now);
  const expiryOf = (one: PublishedProgram | null) => canonicalJson(one?.program.expiry ?? { kind: 'never' });
  if (expiryOf(version) !== expiryOf(before)) await dueForExpiryAll(tx, shop, now);
  const warnings = unsupportedParts(version.program, facts);
  return { ok: true, number: version.number, publishedAt: version.publishedAt, warnings, resettling };
}
