import { Badge, BlockStack, Checkbox, Icon, InlineError, InlineStack, Link, Text } from '@shopify/polaris';
import { DragHandleIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { availability, isShown } from '../domain/availability.ts';
import type { Program } from '../domain/program.ts';
import { formParts } from '../domain/reward-form.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import type { Reward } from '../domain/reward.ts';
import { offeredIn, type RewardsChange } from '../domain/rewards-change.ts';
import { localeInMarket, offerText, unavailableText } from '../locales/reward-text.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { marketName } from './market-name.ts';
import { kindName, rewardTitle } from './reward-kind-words.ts';
import { RowButtons } from './row-buttons.tsx';
import type { Dragging } from './row-dragging.ts';
import type { ListAsk } from './use-list-changes.ts';

type Props = {
  reward: Reward;
  program: Program;
  shop: ShopFacts;
  /** From 0. */
  place: number;
  count: number;
  given: number;
  send: (change: ListAsk<RewardsChange>) => void;
  drag: Dragging;
};

/** One reward: what it is, what it costs, and in each market what shoppers see or why they see nothing. */
export function RewardRow(props: Props) {
  const { reward, program, shop, place, count, given, send, drag } = props;
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const name = rewardTitle(reward, program, shop, locale);
  const { total } = reward.limits;
  return (
    <li
      data-reward={reward.id}
      className={drag.over === reward.id ? 'rewards__row rewards__row--over' : 'rewards__row'}
      onDragOver={(event) => {
        event.preventDefault();
        drag.enter(reward.id);
      }}
      onDrop={(event) => {
        event.preventDefault();
        drag.drop(reward.id);
      }}
    >
      <Handle name={name} onBegin={() => drag.begin(reward.id)} onEnd={drag.end} />
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingSm">
            {formParts(reward) ? (
              <Link url={`/app/program/rewards/${reward.id}`} removeUnderline>
                <bdi>{name}</bdi>
              </Link>
            ) : (
              <bdi>{name}</bdi>
            )}
          </Text>
          <Badge tone={reward.active ? 'success' : undefined}>
            {text(reward.active ? 'rewards.active' : 'rewards.inactive')}
          </Badge>
        </InlineStack>
        <Text as="p" tone="subdued">
          {text(kindName(reward.kind))} · <bdi>{format.points(BigInt(reward.points))}</bdi>
          {total === null
            ? null
            : ` · ${text('rewards.left', { left: format.number(Math.max(0, total - given)), total: format.number(total) })}`}
        </Text>
        <MarketSwitches {...props} />
      </BlockStack>
      <div className="rewards__actions">
        <RowButtons part={reward} {...{ name, send }} order={{ place, count }} />
      </div>
    </li>
  );
}

function Handle({ name, onBegin, onEnd }: { name: string; onBegin: () => void; onEnd: () => void }) {
  return (
    <span
      className="rewards__handle"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        // Firefox drags nothing that carries no data.
        event.dataTransfer.setData('text/plain', name);
        onBegin();
      }}
      onDragEnd={onEnd}
    >
      <Icon source={DragHandleIcon} tone="subdued" />
    </span>
  );
}

/** On or off in each market, and what comes of it. */
function MarketSwitches({ reward, program, shop, given, send }: Props) {
  const locale = useLocale();
  const text = useAdminText();
  const [isLast, setIsLast] = useState(false);
  const offered = offeredIn(program, reward);
  const choose = (market: string) => (on: boolean) => {
    // The last one stays: nowhere is switched off.
    const empties = !on && offered.every((handle) => handle === market);
    setIsLast(empties);
    if (!empties) send({ intent: 'market', id: reward.id, market, on });
  };
  return (
    <div className="rewards__markets">
      {program.markets.map((market) => {
        const { handle, currency } = market;
        const { total } = reward.limits;
        const points = BigInt(reward.points);
        const level = reward.for.tiers?.[0] ?? program.tiers?.levels[0]?.id ?? null;
        const found = availability({
          program,
          reward,
          shop,
          reader: {
            currency,
            market: handle,
            member: { balance: points, available: points, tier: level, withinLimits: true },
            stock: total === null ? null : total - given,
          },
        });
        const seen =
          found.offer && isShown(found)
            ? offerText(reward.name, found.offer, localeInMarket(market.locale, market))
            : null;
        const why = found.available ? null : unavailableText(found.why, program.tiers, locale);
        return (
          <Checkbox
            key={handle}
            label={marketName(market, locale)}
            checked={offered.includes(handle)}
            onChange={choose(handle)}
            helpText={<bdi>{[seen, why].filter(Boolean).join(' – ')}</bdi>}
          />
        );
      })}
      <div role="alert">
        {isLast ? (
          <InlineError message={text('form.fault.noMarket')} fieldID={`markets-${reward.id}`} />
        ) : null}
      </div>
    </div>
  );
}
