/** What the list of markets does with them: one gone and back again, and what Shopify has taken over. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { marketDifferences, withTaken, type ShopMarket } from '../domain/market-differences.ts';
import type { Market, Program } from '../domain/program.ts';
import { changeDraft, changeUnseen, partStamp, type ChangedDraft } from './change-draft.ts';

export type MarketsChange =
  | { intent: 'delete'; handle: string }
  /** What a deletion took, given back as the page has it. The document is checked as any other. */
  | { intent: 'restore'; market: unknown; at: number }
  /**
   * As Shopify has it, or has it no more; without a handle everything that differs. `told`: by Shopify, now. `seen`: `partStamp` of the programme's markets
   * as the page showed them, and of Shopify's: what is taken over is what was looked at, or nothing.
   */
  | { intent: 'takeOver'; handle: string | null; told: readonly ShopMarket[]; seen: MarketsSeen }
  /** Back from `after`, as a takeover left them, to `before`: where nobody has changed them since. */
  | { intent: 'putBack'; before: readonly unknown[]; after: readonly unknown[] };

export type MarketsSeen = { markets: string; told: string };

export async function changeMarkets(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: MarketsChange,
): Promise<ChangedDraft> {
  const part = ({ markets }: Program) => markets;
  switch (change.intent) {
    case 'takeOver': {
      const { told, handle, seen } = change;
      if (partStamp(told) !== seen.told) return { ok: false, reason: 'stale', seen: seen.markets };
      const taken = (now: Program) => withTaken(now.markets, marketDifferences(now.markets, told), handle);
      return changeDraft(deps, shop, {
        ...{ part, seen: seen.markets },
        change: (now) => ({ ...now, markets: taken(now) }),
      });
    }
    case 'putBack':
      return changeDraft(deps, shop, {
        ...{ part, seen: partStamp(change.after) },
        change: (now) => ({ ...now, markets: change.before }),
      });
    default:
      return changeUnseen(deps, shop, (now) => ({ ...now, markets: changedMarkets(now, change) }));
  }
}

/** A market that is gone meanwhile is left alone; one that is there again is not given back twice. */
function changedMarkets(
  { markets }: Program,
  change: Extract<MarketsChange, { intent: 'delete' | 'restore' }>,
): unknown[] {
  if (change.intent === 'delete') return markets.filter(({ handle }) => handle !== change.handle);
  const restored = change.market as Partial<Market> | null;
  const isThere = markets.some(({ handle }) => handle === restored?.handle);
  return isThere ? markets : markets.toSpliced(change.at, 0, change.market as Market);
}
