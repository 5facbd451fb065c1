/** A member's level as it is to be kept after a walk, and why it changed where it did. */
import type { MemberId } from '../domain/ids.ts';
import { canonicalInstant } from '../domain/instant.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { stampOf, type Stamp } from '../domain/stamp.ts';
import type { Walked } from '../domain/tier-tail.ts';
import type { ChangeReason, KeptStanding, NewStanding, Span } from '../storage/tier-standings.ts';

/** What made a walk necessary; `at`: the moments of what changed, where they are known. */
export type TierCause = { reason: ChangeReason; at: readonly Stamp[] };

type Work = { memberId: MemberId; from: { moment: Stamp }; causes: readonly TierCause[] };

/** `moved`: the level held now is another than was kept. */
export function standingOf(
  versions: readonly PublishedProgram[],
  kept: KeptStanding,
  work: Work,
  { spans, held, dueAt }: Extract<Walked, { kind: 'done' }>,
  before: Span | null,
): NewStanding & { moved: boolean } {
  // What was held already when the walk begins goes on.
  const told = spans.map(({ from, level }) => ({ since: from, level }));
  const added = before !== null && told[0]?.level === before.level ? told.slice(1) : told;
  const last = added.at(-1) ?? before ?? { since: work.from.moment, level: null };
  const level = held?.id ?? null;
  const moved = kept.level !== level;
  // Whoever is new was at the first level: to begin there is no change to tell of, nor is it when a programme gets tiers.
  const first = versions.at(-1)?.program.tiers?.levels[0]?.id ?? null;
  const wasAt = kept.known ? kept.level : first;
  const isTold = wasAt !== level && (wasAt !== null || level !== first);
  const reason = causeOf(versions, kept, work, last.since);
  return {
    memberId: work.memberId,
    from: work.from.moment,
    spans: added,
    level,
    since: last.since,
    until: held?.until ?? null,
    due: dueAt,
    change: isTold ? { before: wasAt, at: canonicalInstant(last.since), reason } : null,
    moved,
  };
}

/** What happened at the moment of the change; else what made us look. */
function causeOf(
  versions: readonly PublishedProgram[],
  kept: KeptStanding,
  { causes }: Work,
  since: Stamp,
): ChangeReason {
  const exact = causes.find(({ at }) => at.includes(since));
  if (exact) return exact.reason;
  const isBound = kept.placements.some(({ from, until }) =>
    [from, until].some((bound) => bound !== null && stampOf(bound) === since),
  );
  if (isBound) return { kind: 'placement', orderId: null };
  if (versions.some(({ publishedAt }) => stampOf(publishedAt) === since))
    return { kind: 'version', orderId: null };
  if (kept.until === since || kept.due === since) return { kind: 'time', orderId: null };
  return causes.at(-1)?.reason ?? { kind: 'time', orderId: null };
}
