/** The draft as the pages with whole programmes need it: what would be replaced, and what another document would meet with today. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Fault } from '../domain/parse-program.ts';
import type { Program } from '../domain/program.ts';
import { publishFaults } from '../domain/publish-faults.ts';
import { publishWarnings, type PublishWarning } from '../domain/publish-warnings.ts';
import { partStamp } from '../services/change-draft.ts';
import { publishedVersions } from '../storage/programs.ts';
import { shopFacts } from '../storage/shop-traits.ts';
import { programState } from './program-state.ts';

export type StampedDraft = {
  program: Program;
  /** `partStamp` of it. */
  seen: string;
  /** It has changes that are not published: there is work that a replacement would take. */
  differs: boolean;
};

export async function draftState(deps: Pick<Deps, 'pool' | 'clock'>, shop: ShopId): Promise<StampedDraft> {
  const { edited, draft, differs } = await programState(deps, shop);
  return { program: edited, seen: partStamp(edited), differs: differs && draft !== null };
}

export type JudgedToday = {
  /** Why it could not be published. */
  faults: Fault[];
  /** What publishing it would hurt. */
  warnings: PublishWarning[];
};

/** What a programme meets with that is published next, in this shop as it is today. */
export async function judgedToday(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  program: Program,
): Promise<JudgedToday> {
  const [versions, facts] = await Promise.all([
    publishedVersions(deps.pool, shop),
    shopFacts(deps.pool, shop),
  ]);
  const next = { number: versions.length + 1, publishedAt: deps.clock.now().toISOString(), program };
  return { faults: publishFaults(versions, next), warnings: publishWarnings(program, facts) };
}
