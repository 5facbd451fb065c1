/** When somebody became a member by their own doing (points.md sections 3 and 7): what the sign-up action rewards. Pure. */
import { enrolsAutomatically, isMemberAt, type Membership } from './enrolment.ts';
import { compareInstants } from './instant.ts';
import { versionAt, type PublishedProgram } from './program.ts';

/**
 * The moment of the sign-up: the enrolment, where an automatic version was in force, or the joining of one who was no member before.
 * null where a version made them one afterwards, or the programme had not begun.
 */
export function signUpMoment(
  versions: readonly PublishedProgram[],
  { enrolledAt, joinedAt }: Membership,
): string | null {
  const version = versionAt(versions, enrolledAt);
  if (version !== null && enrolsAutomatically(version)) return enrolledAt;
  if (joinedAt === null) return null;
  const known = compareInstants(enrolledAt, joinedAt) < 0;
  return known && isMemberAt(versions, { enrolledAt, joinedAt: null }, joinedAt) ? null : joinedAt;
}
