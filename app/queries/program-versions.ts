/** The published versions, the newest first, each with what came before it. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { versionAt, type Program, type PublishedProgram } from '../domain/program.ts';
import { publishedVersions } from '../storage/programs.ts';

export type ProgramVersion = PublishedProgram & {
  /** The moment from which the next one holds; null where there is none. */
  until: string | null;
  isInForce: boolean;
  /** null of the first. */
  before: Program | null;
};

export type VersionsPage = {
  versions: ProgramVersion[];
  /** How many there are in all. */
  count: number;
  /** Ask for those below this number next; null on the last page. */
  next: number | null;
};

/** `below`: only versions with a smaller number; null for the newest. */
export async function programVersions(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  { below, limit }: { below: number | null; limit: number },
): Promise<VersionsPage> {
  const all = await publishedVersions(deps.pool, shop);
  const now = deps.clock.now().toISOString();
  const asked = all.filter(({ number }) => below === null || number < below).toReversed();
  const shown = asked.slice(0, limit);
  return {
    versions: shown.map((one) => placed(one, all, now)),
    count: all.length,
    next: asked.length > limit ? (shown.at(-1)?.number ?? null) : null,
  };
}

/** One of them, and the numbers of all; null where the shop has none of that number. */
export async function programVersion(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  number: number,
): Promise<ProgramVersion | null> {
  const all = await publishedVersions(deps.pool, shop);
  const found = all.find((one) => one.number === number);
  return found ? placed(found, all, deps.clock.now().toISOString()) : null;
}

function placed(version: PublishedProgram, all: readonly PublishedProgram[], now: string): ProgramVersion {
  return {
    ...version,
    until: all.find(({ number }) => number === version.number + 1)?.publishedAt ?? null,
    isInForce: versionAt(all, now)?.number === version.number,
    before: all.find(({ number }) => number === version.number - 1)?.program ?? null,
  };
}
