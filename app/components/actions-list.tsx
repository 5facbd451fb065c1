/** The ways to earn besides orders, in the order in which shoppers read them. */
import { Badge, BlockStack, Card, EmptyState, InlineStack, Link, Text } from '@shopify/polaris';
import { isTaken } from '../domain/action-form.ts';
import type { Action } from '../domain/action.ts';
import { changedList, type ListChange } from '../domain/list-change.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import { actionDetails, givenText } from './action-words.ts';
import { ListFailed } from './list-failed.tsx';
import { RowButtons } from './row-buttons.tsx';
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
      <ListFailed failed={failed} />
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
function ActionRow({ action, program, place, send }: RowProps) {
  const words = useWords();
  const { text, locale } = words;
  const name = localizedText(action.name, locale);
  const details = actionDetails(action, text);
  const isBlocked = !action.active && isTaken(program, action);
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
        {isBlocked ? (
          <Text as="p" tone="subdued">
            {text('form.fault.kindTaken')}
          </Text>
        ) : null}
      </BlockStack>
      <div className="rewards__actions">
        <RowButtons
          part={action}
          {...{ name, send }}
          order={{ place, count: program.actions.length }}
          cannotSwitch={isBlocked}
        />
      </div>
    </li>
  );
}
