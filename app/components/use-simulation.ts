import { useFetcher } from '@remix-run/react';
import { useEffect, useState } from 'react';
import type { Fault } from '../domain/parse-program.ts';
import type { Simulation } from '../domain/simulation.ts';
import { answered } from './answered.ts';
import type { Unreachable } from './form/section-result.ts';

/** As the route gives it (storage/simulations.ts). */
export type RunView = { id: string; requestedAt: string } & (
  | { status: 'waiting'; ahead: number }
  | { status: 'failed' | 'cancelled' | 'unreachable' }
  | { status: 'running'; done: number; total: number | null }
  | { status: 'done'; simulation: Simulation }
  | { status: 'refused'; faults: Fault[] }
);

/** Milliseconds between two looks at how far a simulation is, and the most where there is no answer. */
const ASKED_EVERY = 700;
const ASKED_AT_LEAST_EVERY = 10_000;

/** One that was stopped when it was already gone. */
const GONE: RunView = { id: '', requestedAt: '', status: 'cancelled' };

/** Asked for, and nothing was heard: asking again finds it where it was begun. */
const UNREACHABLE: RunView = { id: '', requestedAt: '', status: 'unreachable' };

/**
 * The run that the page was loaded with, or the one that it asked for, kept up to date until it ends. Asks for one where there is none: of the route that it
 * is used in, whose action knows the intents `simulate` and `cancel`.
 */
export function useSimulation(loaded: RunView | null, days: number) {
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
