/** What the list of markets does with them: one gone and back again, and what Shopify has taken over. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import {
  handleOf,
  marketDifferences,
  withDifference,
  type MarketDifference,
} from '../domain/market-differences.ts';
import type { Market, Program } from '../domain/program.ts';
import type { ShopMarket } from '../domain/market-differences.ts';
import { changeUnseen, type ChangedDraft } from './change-draft.ts';

export type MarketsChange =
  | { intent: 'delete'; handle: string }
  /** What a deletion took, given back as the page has it. The document is checked as any other. */
  | { intent: 'restore'; market: unknown; at: number }
  /** As Shopify has it, or has it no more; without a handle everything that differs. `told`: by Shopify, now. */
  | { intent: 'takeOver'; handle: string | null; told: readonly ShopMarket[] };

export const changeMarkets = (
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  change: MarketsChange,
): Promise<ChangedDraft> =>
  changeUnseen(deps, shop, (now) => ({ ...now, markets: changedMarkets(now, change) }));

/** A market that is gone meanwhile is left alone; one that is there again is not given back twice. */
function changedMarkets({ markets }: Pick<Program, 'markets'>, change: MarketsChange): unknown[] {
  switch (change.intent) {
    case 'delete':
      return markets.filter(({ handle }) => handle !== change.handle);
    case 'restore': {
      const restored = change.market as Partial<Market> | null;
      const isThere = markets.some(({ handle }) => handle === restored?.handle);
      return isThere ? markets : markets.toSpliced(change.at, 0, change.market as Market);
    }
    case 'takeOver':
      return takenOver(markets, change);
  }
}

/** What is not in Shopify is taken out only where it is named: a market of one's own may be meant. */
function takenOver(
  markets: readonly Market[],
  { handle, told }: Extract<MarketsChange, { intent: 'takeOver' }>,
): Market[] {
  const wanted = (one: MarketDifference) =>
    handle === null ? one.kind !== 'gone' : handleOf(one) === handle;
  return marketDifferences(markets, told)
    .filter(wanted)
    .reduce<Market[]>((now, one) => withDifference(now, one), [...markets]);
}
