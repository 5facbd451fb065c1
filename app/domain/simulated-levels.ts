/** How many members hold which level now, and how many would under a draft: the counts of a simulation. Pure. */
import type { Program } from './program.ts';
import type { Simulation } from './simulation.ts';
import { levelNow, placeIn } from './tier-levels.ts';

export class LevelCounts {
  private readonly inForce: Program | null;
  private readonly draft: Program;
  /** By the level as it is kept, of those who were compared. */
  private readonly kept = new Map<string | null, number>();
  private readonly after = new Map<string | null, number>();
  private up = 0;
  private down = 0;

  /** `inForce`: null before the first version. */
  constructor(inForce: Program | null, draft: Program) {
    this.inForce = inForce;
    this.draft = draft;
  }

  /** `kept`: as it is stored, null where none is; `after`: null without tiers. */
  compare(kept: string | null, after: string | null, members = 1): void {
    const [from, to] = [this.placeNow(kept), this.placeThen(after)];
    if (from < to) this.up += members;
    if (from > to) this.down += members;
    this.kept.set(kept, (this.kept.get(kept) ?? 0) + members);
    this.after.set(after, (this.after.get(after) ?? 0) + members);
  }

  /** `all`: of all members, by the level that is kept. `unchanged`: who was not compared keeps it; else they have no past and are at the first. */
  figures(all: ReadonlyMap<string | null, number>, unchanged: boolean): Simulation['levels'] {
    const first = this.draft.tiers?.levels[0]?.id ?? null;
    for (const [kept, members] of all) {
      const rest = members - (this.kept.get(kept) ?? 0);
      if (rest > 0) this.compare(kept, unchanged ? this.shown(kept) : first, rest);
    }
    const before = new Map<string | null, number>();
    for (const [kept, members] of all)
      before.set(this.shown(kept), (before.get(this.shown(kept)) ?? 0) + members);
    const levels = [...(this.draft.tiers?.levels ?? []), ...(this.inForce?.tiers?.levels ?? [])];
    const ids = new Set<string | null>([
      ...levels.map(({ id }) => id),
      ...before.keys(),
      ...this.after.keys(),
    ]);
    const counts = [...ids].map((level) => ({
      level,
      before: before.get(level) ?? 0,
      after: this.after.get(level) ?? 0,
    }));
    return { counts, up: this.up, down: this.down };
  }

  private shown(kept: string | null): string | null {
    return levelNow(this.inForce?.tiers ?? null, kept)?.id ?? null;
  }

  /** Among the draft's levels, or the present ones where it has none. */
  private placeNow(kept: string | null): number {
    const now = levelNow(this.inForce?.tiers ?? null, kept);
    const tiers = this.draft.tiers ?? this.inForce?.tiers;
    return now && tiers ? placeIn(tiers, now) : 0;
  }

  private placeThen(level: string | null): number {
    return Math.max(0, this.draft.tiers?.levels.findIndex(({ id }) => id === level) ?? 0);
  }
}
