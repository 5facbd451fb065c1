/** The rewards in the order in which shoppers see them. */
import { BlockStack, Card, EmptyState } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import type { Reward } from '../domain/reward.ts';
import { changedRewards, type RewardsChange } from '../domain/rewards-change.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { ListFailed } from './list-failed.tsx';
import { rewardTitle } from './reward-kind-words.ts';
import { RewardRow } from './reward-row.tsx';
import { useDragging } from './row-dragging.ts';
import { useListChanges, type ListAsk } from './use-list-changes.ts';

type Props = {
  program: Program;
  shop: ShopFacts;
  given: Readonly<Record<string, number>>;
  newId: string;
};

export function RewardsList({ program, shop, given, newId }: Props) {
  const text = useAdminText();
  const { items: rewards, send, failed, list, news } = useRewardsList({ program, shop, newId });
  const drag = useDragging((from, to) => send({ intent: 'move', id: from, to }), rewards);
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
      <ListFailed failed={failed} />
      <Card padding="0">
        <ul className="rewards" ref={list}>
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
      <span role="status" className="visually-hidden">
        {news}
      </span>
    </BlockStack>
  );
}

/** The list as it is asked for, and where the row that was moved or deleted stands now: told, and the focus is not lost with its button. */
function useRewardsList({ program, shop, newId }: Pick<Props, 'program' | 'shop' | 'newId'>) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const list = useRef<HTMLUListElement>(null);
  const [news, setNews] = useState('');
  const [touched, setTouched] = useState<{ at: number } | null>(null);
  const nameOf = (reward: Reward) => rewardTitle(reward, program, shop, locale);
  const { items, send, failed } = useListChanges<Reward, RewardsChange>(program.rewards, {
    ...{ newId, nameOf },
    apply: (rewards, change) => changedRewards(rewards, change, program),
  });
  useEffect(() => {
    if (touched && (document.activeElement === null || document.activeElement === document.body))
      focusRow(list.current?.children.item(Math.min(touched.at, items.length - 1)));
  }, [touched, items.length]);
  return {
    ...{ items, failed, list, news },
    send: (change: ListAsk<RewardsChange>) => {
      send(change);
      if (change.intent !== 'move' && change.intent !== 'delete') return;
      const at = items.findIndex(({ id }) => id === change.id);
      setTouched({ at: change.intent === 'move' ? change.to : at });
      const reward = items[at];
      if (!reward || change.intent !== 'move') return;
      const [place, count] = [format.number(change.to + 1), format.number(items.length)];
      setNews(text('rewards.moved', { name: nameOf(reward), place, count }));
    },
  };
}

/** The first button of a row that can be pressed: where the pressed one is disabled or gone. */
function focusRow(row: Element | null | undefined): void {
  row?.querySelector<HTMLElement>('.rewards__actions button:not(:disabled)')?.focus();
}
