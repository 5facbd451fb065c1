/** The rewards in the order in which shoppers see them. */
import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Card, EmptyState } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import type { Reward } from '../domain/reward.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import type { SectionResult } from './form/section-result.ts';
import { FaultList } from './program-faults.tsx';
import { rewardTitle } from './reward-kind-words.ts';
import { RewardRow, type ListChange } from './reward-row.tsx';
import { useDragging } from './row-dragging.ts';

type Props = { program: Program; shop: ShopFacts; given: Readonly<Record<string, number>> };

export function RewardsList({ program, shop, given }: Props) {
  const text = useAdminText();
  const { rewards, send, failed } = useRewardsList(program, shop);
  const drag = useDragging((from, to) => send({ intent: 'move', rewardId: from, to }), rewards);
  if (rewards.length === 0)
    return (
      <Card>
        <EmptyState heading={text('rewards.none.title')} image="">
          <p>{text('rewards.none.body')}</p>
        </EmptyState>
      </Card>
    );
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
      <Card padding="0">
        <ul className="rewards">
          {rewards.map((reward, place) => (
            <RewardRow
              key={reward.id}
              {...{ reward, program, shop, place, send }}
              given={given[reward.id] ?? 0}
              count={rewards.length}
              drag={drag}
            />
          ))}
        </ul>
      </Card>
    </BlockStack>
  );
}

/** What is asked for shows at once, and is taken back where it was not done. */
function useRewardsList(program: Program, shop: ShopFacts) {
  const fetcher = useFetcher<SectionResult>();
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  const [gone, setGone] = useState<{ reward: Reward; at: number } | null>(null);
  const send = (change: ListChange) => {
    if (change.intent === 'delete') {
      const at = program.rewards.findIndex(({ id }) => id === change.rewardId);
      const reward = program.rewards[at];
      if (reward) setGone({ reward, at });
    }
    fetcher.submit({ change: JSON.stringify(change) }, { method: 'post' });
  };
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (!result?.ok || !gone) return;
    setGone(null);
    shopify.toast.show(text('rewards.deleted', { name: rewardTitle(gone.reward, program, shop, locale) }), {
      action: text('action.undo'),
      onAction: () => send({ intent: 'restore', ...gone }),
    });
    // Once for each answer.
  }, [result]);
  const asked = fetcher.formData ? (JSON.parse(String(fetcher.formData.get('change'))) as ListChange) : null;
  return {
    rewards: asked?.intent === 'move' ? moved(program.rewards, asked) : program.rewards,
    send,
    failed: result?.ok === false ? result : null,
  };
}

function moved(rewards: readonly Reward[], { rewardId, to }: ListChange): Reward[] {
  const reward = rewards.find(({ id }) => id === rewardId);
  if (!reward) return [...rewards];
  return rewards.filter(({ id }) => id !== rewardId).toSpliced(Number(to), 0, reward);
}
