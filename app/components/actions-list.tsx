/** The ways to earn besides orders, in the order in which shoppers read them. */
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Link,
  Text,
} from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon, DuplicateIcon } from '@shopify/polaris-icons';
import { isTaken } from '../domain/action-form.ts';
import type { Action } from '../domain/action.ts';
import { changedList, type ListChange } from '../domain/list-change.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import { actionDetails, givenText } from './action-words.ts';
import { FaultList } from './program-faults.tsx';
import { useWords } from './words.ts';
import { useListChanges, type ListAsk } from './use-list-changes.ts';

export function ActionsList({ program, newId }: { program: Program; newId: string }) {
  const { text, locale } = useWords();
  const {
    items: actions,
    send,
    failed,
  } = useListChanges(program.actions, {
    ...{ newId, apply: changedList<Action> },
    nameOf: ({ name }) => localizedText(name, locale),
  });
  if (actions.length === 0)
    return (
      <Card>
        <EmptyState heading={text('actions.none.title')} image="">
          <p>{text('actions.none.body')}</p>
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
          {actions.map((action, place) => (
            <ActionRow key={action.id} {...{ action, program, place, send }} />
          ))}
        </ul>
      </Card>
    </BlockStack>
  );
}

type RowProps = {
  action: Action;
  program: Program;
  place: number;
  send: (change: ListAsk<ListChange>) => void;
};

/** What it rewards, with how much and how often. */
function ActionRow(props: RowProps) {
  const { action, program } = props;
  const words = useWords();
  const { text, locale } = words;
  const name = localizedText(action.name, locale);
  const details = actionDetails(action, text);
  return (
    <li data-action={action.id} className="rewards__row rewards__row--fixed">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingSm">
            <Link url={`/app/program/actions/${action.id}`} removeUnderline>
              <bdi>{name}</bdi>
            </Link>
          </Text>
          <Badge tone={action.active ? 'success' : undefined}>
            {text(action.active ? 'rewards.active' : 'rewards.inactive')}
          </Badge>
        </InlineStack>
        <Text as="p" tone="subdued">
          {[text(`actions.kind.${action.kind}`), givenText(action, program, words), ...details].join(' · ')}
        </Text>
        {!action.active && isTaken(program, action) ? (
          <Text as="p" tone="subdued">
            {text('form.fault.kindTaken')}
          </Text>
        ) : null}
      </BlockStack>
      <RowActions {...props} name={name} />
    </li>
  );
}

function RowActions({ action, program, place, send, name }: RowProps & { name: string }) {
  const { text } = useWords();
  const { id, active } = action;
  const move = (to: number) => () => send({ intent: 'move', id, to });
  return (
    <div className="rewards__actions">
      <Button
        variant="tertiary"
        disabled={!active && isTaken(program, action)}
        onClick={() => send({ intent: 'active', id, on: !active })}
        accessibilityLabel={text(active ? 'rewards.switchOff.name' : 'rewards.switchOn.name', { name })}
      >
        {text(active ? 'rewards.switchOff' : 'rewards.switchOn')}
      </Button>
      <Button
        variant="tertiary"
        icon={ArrowUpIcon}
        disabled={place === 0}
        onClick={move(place - 1)}
        accessibilityLabel={text('rewards.up', { name })}
      />
      <Button
        variant="tertiary"
        icon={ArrowDownIcon}
        disabled={place === program.actions.length - 1}
        onClick={move(place + 1)}
        accessibilityLabel={text('rewards.down', { name })}
      />
      <Button
        variant="tertiary"
        icon={DuplicateIcon}
        onClick={() => send({ intent: 'copy', id })}
        accessibilityLabel={text('rewards.copy', { name })}
      />
      <Button
        variant="tertiary"
        tone="critical"
        icon={DeleteIcon}
        onClick={() => send({ intent: 'delete', id })}
        accessibilityLabel={text('rewards.delete', { name })}
      />
    </div>
  );
}
