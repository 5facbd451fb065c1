/** Enrols the customers of sign-ups (points.md section 3); orders enrol theirs in settle-order. */
import { compareInstants } from '../domain/instant.ts';
import type { ShopId } from '../domain/ids.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { enrolMembers, membersOfCustomers, type Enrolment } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import type { Tx } from '../storage/transaction.ts';

/** With `automatic`, and before a first version too, everybody is enrolled who signs up or orders; with `optIn` only who joins. */
export function enrolsAutomatically(versions: readonly PublishedProgram[]): boolean {
  const newest = versions.at(-1);
  return newest === undefined || newest.program.enrolment.mode === 'automatic';
}

/** Does nothing for those who are members already, so that it may run twice. */
export async function enrolSignUps(
  tx: Tx,
  shop: ShopId,
  signUps: readonly Enrolment[],
  now: string,
): Promise<void> {
  const versions = await publishedVersions(tx, shop);
  if (!enrolsAutomatically(versions)) return;
  const enrolments = earliestOfEach(signUps);
  await enrolMembers(tx, shop, enrolments);
  const ids = enrolments.map((one) => one.customerId);
  await markMetafields(tx, shop, (await membersOfCustomers(tx, shop, ids)).values(), now);
}

/** One enrolment per customer, at the earliest of the moments told. */
export function earliestOfEach(enrolments: readonly Enrolment[]): Enrolment[] {
  const earliest = new Map<string, Enrolment>();
  for (const one of enrolments) {
    const known = earliest.get(one.customerId);
    if (!known || compareInstants(one.enrolledAt, known.enrolledAt) < 0) earliest.set(one.customerId, one);
  }
  return [...earliest.values()];
}
