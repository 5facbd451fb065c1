import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack } from '@shopify/polaris';
import { useRef } from 'react';
import { withTaken, type MarketDifference } from '../domain/market-differences.ts';
import type { Market, Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import type { MarketsSeen } from '../services/change-markets.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { MarketDifferences } from './market-differences.tsx';
import { marketName } from './market-name.ts';
import { MarketsTable } from './markets-table.tsx';
import { ListFailed } from './list-failed.tsx';
import { useChangeQueue } from './use-list-changes.ts';
import { undoToast } from './undo-toast.ts';

type Props = {
  program: Program;
  shop: ShopFacts;
  differences: readonly MarketDifference[] | null;
  /** The programme's markets and Shopify's, as this page has them. */
  seen: MarketsSeen;
};

/** The programme's markets, and beside them what the shop has otherwise in Shopify. */
export function MarketsList({ program, shop, differences, seen }: Props) {
  const text = useAdminText();
  const { markets, take, failed, busy, remove } = useMarkets(program, seen);
  return (
    <BlockStack gap="400">
      <ListFailed failed={failed} stale={text('markets.stale')} />
      <MarketDifferences
        {...{ differences, busy }}
        markets={program.markets}
        onTake={(handle) => take(handle, differences ?? [])}
        onDelete={remove}
      />
      <MarketsTable
        program={program}
        markets={markets}
        shop={shop}
        onDelete={({ handle }) => remove(handle)}
      />
    </BlockStack>
  );
}

type Ask =
  | { intent: 'delete'; handle: string }
  | { intent: 'restore'; market: Market; at: number }
  | { intent: 'takeOver'; handle: string | null; seen: MarketsSeen }
  | { intent: 'putBack'; before: Market[]; after: Market[] };

/** One request after the other, as in other lists: each deletion has its own answer, and what it took can be given back for as long as its toast stands, as can what a takeover changed. */
function useMarkets(program: Program, seen: MarketsSeen) {
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  /** What each deletion takes, by the deletion. */
  const taken = useRef(new Map<Ask, { market: Market; at: number; named: number }>());
  /** The markets before and after each takeover. */
  const takeovers = useRef(new Map<Ask, { before: Market[]; after: Market[] }>());
  const { waiting, failed, push } = useChangeQueue<Ask>((change) => {
    const sides = takeovers.current.get(change);
    if (sides)
      shopify.toast.show(
        text('markets.taken'),
        undoToast(text, () => push({ intent: 'putBack', ...sides })),
      );
    const gone = taken.current.get(change);
    if (!gone) return;
    const { named, ...restored } = gone;
    shopify.toast.show(
      text('markets.deleted', { name: marketName(gone.market, locale), count: named }),
      undoToast(text, () => push({ intent: 'restore', ...restored })),
    );
  });
  const markets = program.markets.filter(
    ({ handle }) => !waiting.some((change) => change.intent === 'delete' && change.handle === handle),
  );
  return {
    /** Without those that are asked to go. */
    markets,
    take: (handle: string | null, differences: readonly MarketDifference[]) => {
      const change: Ask = { intent: 'takeOver', handle, seen };
      const before = program.markets;
      takeovers.current.set(change, { before, after: withTaken(before, differences, handle) });
      push(change);
    },
    busy: waiting.length > 0,
    failed,
    remove: (handle: string) => {
      const at = markets.findIndex((one) => one.handle === handle);
      const market = markets[at];
      if (!market) return;
      const change: Ask = { intent: 'delete', handle };
      taken.current.set(change, { market, at, named: namedBy(program, handle) });
      push(change);
    },
  };
}

/** In how many places the programme names this market: they keep its name, and mean nobody by it. */
function namedBy({ rewards, campaigns, cartPoints, earning, looks }: Program, handle: string): number {
  return [
    ...rewards.map((reward) => reward.for.markets),
    ...campaigns.map((campaign) => campaign.when.markets),
    cartPoints?.for.markets,
    Object.keys(earning.pending.byMarket),
    Object.keys(looks),
  ].filter((markets) => markets?.includes(handle)).length;
}
