import { Modal, TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Box, Text } from '@shopify/polaris';
import { simulationProgress, simulationSentences } from './simulation-words.ts';
import { useSimulation, type RunView } from './use-simulation.ts';
import { useWords, type Words } from './words.ts';

type Props = {
  /**
   * The draft's stamp (`seen`) as Publish was pressed; null: nothing is asked. Not the page's of now: asking for the cost makes the router load the page
   * again, and what somebody else has saved meanwhile is not what the merchant pressed it for.
   */
  asked: string | null;
  members: number;
  /** Of whose orders the cost is told. */
  days: number;
  /** As far as the page knows one; it is asked for when the dialog opens. */
  run?: RunView | null;
  onPublish: (asked: string) => void;
  onClose: () => void;
};

/** Asks before publishing, and says for how many, and at what cost: a version cannot be taken back, only followed by another. */
export function PublishDialog({ asked, members, days, run = null, onPublish, onClose }: Props) {
  const { text, format } = useWords();
  const publish = () => {
    onClose();
    if (asked !== null) onPublish(asked);
  };
  return (
    <Modal open={asked !== null} onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="400">
          <Text as="p">
            {text('program.publish.consequence', { count: members, number: format.number(members) })}
          </Text>
          {asked !== null ? <Cost days={days} loaded={run} /> : null}
        </BlockStack>
      </Box>
      <TitleBar title={text('program.publish.title')}>
        <button variant="primary" onClick={publish}>
          {text('program.publish')}
        </button>
        <button onClick={onClose}>{text('action.cancel')}</button>
      </TitleBar>
    </Modal>
  );
}

/** What the draft would have cost; publishing does not wait for it. How far it is changes with every look: that is shown, and not read out. */
function Cost({ days, loaded }: { days: number; loaded: RunView | null }) {
  const words = useWords();
  const { text } = words;
  const { run } = useSimulation(loaded, days);
  const found = costWords(run, words);
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {text('program.publish.cost', { days })}
      </Text>
      {found === null ? <Text as="p">{simulationProgress(run, words)}</Text> : null}
      <div aria-live="polite">
        {found?.map((sentence) => (
          <Text as="p" key={sentence}>
            {sentence}
          </Text>
        ))}
      </div>
    </BlockStack>
  );
}

/** null until it is over. */
function costWords(run: RunView | null, words: Words): string[] | null {
  const { text } = words;
  switch (run?.status) {
    case 'done':
      return run.simulation.total.after.orders === 0
        ? [text('publishing.noOrders')]
        : simulationSentences(run.simulation, words);
    case 'refused':
      return [text('publishing.refused')];
    case 'unreachable':
      return [text('publishing.simulation.lost')];
    case 'failed':
    case 'cancelled':
      return [text(`publishing.${run.status}`)];
    default:
      return null;
  }
}
