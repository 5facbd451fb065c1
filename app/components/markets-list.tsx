import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { MarketDifference } from '../domain/market-differences.ts';
import type { Market, Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import type { SectionResult } from './form/section-result.ts';
import { MarketDifferences } from './market-differences.tsx';
import { marketName } from './market-name.ts';
import { MarketsTable } from './markets-table.tsx';
import { FaultList } from './program-faults.tsx';

type Props = { program: Program; shop: ShopFacts; differences: readonly MarketDifference[] | null };

/** The programme's markets, and beside them what the shop has otherwise in Shopify. */
export function MarketsList({ program, shop, differences }: Props) {
  const text = useAdminText();
  const { send, failed, busy, remove } = useMarkets(program);
  return (
    <BlockStack gap="400">
      {failed ? (
        <Banner
          tone="critical"
          title={text(failed.reason === 'unreachable' ? 'form.unreachable.title' : 'form.refused.title')}
        >
          {failed.reason === 'refused' ? <FaultList faults={failed.faults} /> : text('rewards.again')}
        </Banner>
      ) : null}
      <MarketDifferences
        {...{ differences, busy }}
        onTake={(handle) => send({ intent: 'takeOver', handle })}
        onDelete={(handle) => remove(program.markets.find((one) => one.handle === handle))}
      />
      <MarketsTable program={program} shop={shop} onDelete={remove} />
    </BlockStack>
  );
}

/** What was taken out can be given back for as long as the toast stands. */
function useMarkets(program: Program) {
  const fetcher = useFetcher<SectionResult>();
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  const [gone, setGone] = useState<{ market: Market; at: number; named: number } | null>(null);
  const send = (change: object) => fetcher.submit({ change: JSON.stringify(change) }, { method: 'post' });
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (!result?.ok || !gone) return;
    setGone(null);
    const { named, ...restored } = gone;
    shopify.toast.show(text('markets.deleted', { name: marketName(gone.market, locale), count: named }), {
      action: text('action.undo'),
      onAction: () => send({ intent: 'restore', ...restored }),
    });
    // Once for each answer.
  }, [result]);
  return {
    send,
    busy: fetcher.state !== 'idle',
    failed: result?.ok === false ? result : null,
    remove: (market: Market | undefined) => {
      if (!market) return;
      const at = program.markets.findIndex(({ handle }) => handle === market.handle);
      setGone({ market, at, named: namedBy(program, market.handle) });
      send({ intent: 'delete', handle: market.handle });
    },
  };
}

/** How many rewards and campaigns are for this market among others: they keep its name, and mean nobody by it. */
function namedBy({ rewards, campaigns }: Program, handle: string): number {
  return [
    ...rewards.map((reward) => reward.for.markets),
    ...campaigns.map((campaign) => campaign.when.markets),
  ].filter((markets) => markets?.includes(handle)).length;
}
