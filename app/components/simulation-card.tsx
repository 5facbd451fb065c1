import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Select, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { Fault } from '../domain/parse-program.ts';
import type { Program } from '../domain/program.ts';
import type { Simulation } from '../domain/simulation.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { answered } from './answered.ts';
import type { Unreachable } from './form/section-result.ts';
import { FaultList } from './program-faults.tsx';
import { SimulationResult } from './simulation-result.tsx';

/** As the route gives it (storage/simulations.ts). */
export type RunView = { id: string; requestedAt: string } & (
  | { status: 'waiting' | 'failed' | 'cancelled' | 'unreachable' }
  | { status: 'running'; done: number; total: number | null }
  | { status: 'done'; simulation: Simulation }
  | { status: 'refused'; faults: Fault[] }
);

type Props = {
  run: RunView | null;
  days: number;
  choices: readonly number[];
  onDays: (days: number) => void;
  before: Program | null;
  draft: Program;
};

/** Milliseconds between two looks at how far a simulation is, and the most where there is no answer. */
const ASKED_EVERY = 700;
const ASKED_AT_LEAST_EVERY = 10_000;

/** Asks for the simulation as soon as the page is there, tells how far it is, and shows what it found. */
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
        <div aria-live="polite">
          {run === null || run.status === 'waiting' || run.status === 'running' ? (
            <Progress run={run} onCancel={cancel} />
          ) : null}
        </div>
        {run?.status === 'failed' || run?.status === 'cancelled' || run?.status === 'unreachable' ? (
          <Banner
            tone={run.status === 'cancelled' ? 'info' : 'critical'}
            title={text(
              run.status === 'unreachable' ? 'publishing.simulation.lost' : `publishing.${run.status}`,
            )}
          >
            <Button onClick={again}>{text('action.retry')}</Button>
          </Banner>
        ) : null}
        {run?.status === 'refused' ? (
          <Banner tone="critical" title={text('publishing.refused')}>
            <FaultList faults={run.faults} />
          </Banner>
        ) : null}
        {run?.status === 'done' ? (
          <>
            <SimulationResult simulation={run.simulation} before={before} draft={draft} />
            <Text as="p" tone="subdued" variant="bodySm">
              {text('publishing.asOf', { date: format.moment(new Date(run.simulation.until)) })}
            </Text>
          </>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Progress({ run, onCancel }: { run: RunView | null; onCancel: () => void }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const [done, total] = run?.status === 'running' ? [run.done, run.total ?? 0] : [0, 0];
  const label =
    total > 0
      ? text('publishing.progress', { done: format.number(done), total: format.number(total) })
      : text('publishing.waiting');
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

/** One that was stopped when it was already gone. */
const GONE: RunView = { id: '', requestedAt: '', status: 'cancelled' };

/** Asked for, and nothing was heard: asking again finds it where it was begun. */
const UNREACHABLE: RunView = { id: '', requestedAt: '', status: 'unreachable' };

/** The run that the page was loaded with, or the one that it asked for, kept up to date until it ends. */
function useSimulation(loaded: RunView | null, days: number) {
  const { submit, state, data } = useFetcher<{ run: RunView | null } | Unreachable>({
    key: `simulation-${days}`,
  });
  const [seen, setSeen] = useState<RunView | null>(null);
  const asked = data ? ('run' in data ? (data.run ?? GONE) : UNREACHABLE) : loaded;
  const run = seen && seen.id === asked?.id ? seen : asked;
  const isUnasked = run === null && state === 'idle';
  const id = run && (run.status === 'waiting' || run.status === 'running') ? run.id : null;
  useEffect(() => {
    if (isUnasked) void submit({ intent: 'simulate', days }, { method: 'post' });
  }, [isUnasked, days, submit]);
  useEffect(() => {
    if (id === null) return;
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async (interval: number) => {
      const heard = await answered<{ run: RunView | null }>(`/app/program/simulations/${id}`, stopped.signal);
      if (stopped.signal.aborted) return;
      // Another page has begun this simulation anew, or the row is kept no more.
      if (heard?.run === null) return void submit({ intent: 'simulate', days }, { method: 'post' });
      if (heard) setSeen(heard.run);
      const next = heard ? ASKED_EVERY : Math.min(interval * 2, ASKED_AT_LEAST_EVERY);
      timer = setTimeout(() => void look(next), next);
    };
    timer = setTimeout(() => void look(ASKED_EVERY), ASKED_EVERY);
    return () => {
      stopped.abort();
      clearTimeout(timer);
    };
  }, [id, days, submit]);
  return {
    run,
    again: () => void submit({ intent: 'simulate', days }, { method: 'post' }),
    cancel: () => {
      if (run) void submit({ intent: 'cancel', id: run.id }, { method: 'post' });
    },
  };
}
