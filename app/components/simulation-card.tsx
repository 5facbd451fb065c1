import { Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Select, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { FaultList } from './program-faults.tsx';
import { SimulationSummary, SimulationTables } from './simulation-result.tsx';
import { simulationProgress } from './simulation-words.ts';
import { useSimulation, type RunView } from './use-simulation.ts';

type Props = {
  run: RunView | null;
  days: number;
  choices: readonly number[];
  onDays: (days: number) => void;
  before: Program | null;
  draft: Program;
};

/** Asks for the simulation as soon as the page is there, shows how far it is, and tells what it found: that alone is read out. */
export function SimulationCard({ run: loaded, days, choices, onDays, before, draft }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { run, again, cancel } = useSimulation(loaded, days);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {text('publishing.simulation')}
          </Text>
          <Select
            label={text('publishing.period')}
            labelInline
            options={choices.map((choice) => ({
              value: String(choice),
              label: text('publishing.days', { days: choice }),
            }))}
            value={String(days)}
            onChange={(value) => onDays(Number(value))}
          />
        </InlineStack>
        <Text as="p" tone="subdued">
          {text('publishing.simulation.help')}
        </Text>
        <div>
          {run === null || run.status === 'waiting' || run.status === 'running' ? (
            <Progress run={run} onCancel={cancel} />
          ) : null}
          <div aria-live="polite">
            {run?.status === 'done' ? (
              <SimulationSummary simulation={run.simulation} before={before} draft={draft} />
            ) : null}
          </div>
        </div>
        <NotSimulated run={run} onAgain={again} />
        {run?.status === 'done' ? (
          <>
            <SimulationTables simulation={run.simulation} before={before} draft={draft} />
            <Text as="p" tone="subdued" variant="bodySm">
              {text('publishing.asOf', { date: format.moment(new Date(run.simulation.until)) })}
            </Text>
          </>
        ) : null}
      </BlockStack>
    </Card>
  );
}

/** Why nothing was found. */
function NotSimulated({ run, onAgain }: { run: RunView | null; onAgain: () => void }) {
  const text = useAdminText();
  switch (run?.status) {
    case 'failed':
    case 'cancelled':
    case 'unreachable':
      return (
        <Banner
          tone={run.status === 'cancelled' ? 'info' : 'critical'}
          title={text(
            run.status === 'unreachable' ? 'publishing.simulation.lost' : `publishing.${run.status}`,
          )}
        >
          <Button onClick={onAgain}>{text('action.retry')}</Button>
        </Banner>
      );
    case 'refused':
      return (
        <Banner tone="critical" title={text('publishing.refused')}>
          <FaultList faults={run.faults} />
        </Banner>
      );
    default:
      return null;
  }
}

function Progress({ run, onCancel }: { run: RunView | null; onCancel: () => void }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const [done, total] = run?.status === 'running' ? [run.done, run.total ?? 0] : [0, 0];
  const label = simulationProgress(run, { text, format });
  return (
    <BlockStack gap="200">
      <Text as="p">{label}</Text>
      <ProgressBar
        progress={total > 0 ? Math.floor((done * 100) / total) : 0}
        size="small"
        ariaLabelledBy="publishing-progress"
      />
      <span id="publishing-progress" hidden>
        {text('publishing.simulation')}
      </span>
      <InlineStack>
        <Button onClick={onCancel} disabled={run === null}>
          {text('action.cancel')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
