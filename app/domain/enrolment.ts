/** Who is a member when, and which orders count for them (points.md section 3). Pure: from the published versions and what is known of the customer. */
import { addDays, compareInstants } from './instant.ts';
import { versionAt, type PublishedProgram, type Terms } from './program.ts';

/** What is stored of a member. Both are the earliest that anything told, so that no order of arrival changes them. */
export type Membership = {
  /** The first sign-in, sign-up or order under an automatic version or before any, or `joinedAt` where that is earlier. */
  enrolledAt: string;
  /** When they joined of their own will; null: never. */
  joinedAt: string | null;
};

/** Why somebody cannot join: other terms are in force than they saw (null: none), or the moment is still to come. */
export type JoinRefusal = { reason: 'terms_changed'; terms: Terms | null } | { reason: 'in_future' };

/** Whether a sign-in, sign-up or order enrols, by the version in force then; null, before the first version, does. */
export function enrolsAutomatically(version: PublishedProgram | null): boolean {
  return version === null || version.program.enrolment.mode === 'automatic';
}

/**
 * Whether somebody is a member at `at`. Whom an automatic version had enrolled stays a member when the shop switches to opt-in. Being known from
 * before the first version is no consent: under an opt-in version it counts for nothing.
 */
export function isMemberAt(
  versions: readonly PublishedProgram[],
  membership: Membership | null,
  at: string,
): boolean {
  if (membership === null) return false;
  const { enrolledAt, joinedAt } = membership;
  if (enrolsAutomatically(versionAt(versions, at))) return true;
  const joined = joinedAt !== null && compareInstants(joinedAt, at) <= 0;
  return joined || wasEnrolledByVersion(versions, enrolledAt, at);
}

/**
 * Whether an order counts for its customer: by the version in force at the order. With `optIn`, from `backdateDays` days of 24 hours before they
 * joined. An order that does not count has target 0 (`notMember`) and is in no tier's metric; it is known of the member all the same, and a
 * later order is then not their `firstOrder`, as with an order from before the programme.
 */
export function countsForMember(
  versions: readonly PublishedProgram[],
  membership: Membership | null,
  processedAt: string,
): boolean {
  const version = versionAt(versions, processedAt);
  if (version === null || enrolsAutomatically(version)) return true;
  if (membership === null) return false;
  const reach = addDays(processedAt, version.program.enrolment.backdateDays);
  const backdated = membership.joinedAt !== null && compareInstants(membership.joinedAt, reach) <= 0;
  return backdated || isMemberAt(versions, membership, processedAt);
}

/** Whether some automatic version was in force between the enrolment and `at`. */
function wasEnrolledByVersion(
  versions: readonly PublishedProgram[],
  enrolledAt: string,
  at: string,
): boolean {
  return versions.some((version, index) => {
    if (version.program.enrolment.mode !== 'automatic') return false;
    const end = versions[index + 1]?.publishedAt ?? null;
    const began = compareInstants(version.publishedAt, at) <= 0;
    // Of two versions published in the same millisecond the first was never in force.
    if (end !== null && compareInstants(version.publishedAt, end) >= 0) return false;
    return began && (end === null || compareInstants(enrolledAt, end) < 0);
  });
}
