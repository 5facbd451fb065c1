import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { StoreContext } from '../state/context.ts';

const pollMs = 50;
const answerMsMax = 5000;

const operations = z.object({
  inbox: z.object({ unprocessed: z.number() }),
  jobs: z.object({ active: z.number(), due: z.number() }),
});

export type IdleState = {
  idle: boolean;
  deliveries: { pending: number; nextDueAt: string | null };
  app: { unprocessed: number; activeJobs: number; dueJobs: number } | { error: string };
};

/** The key with which the app's operations endpoint is asked: posted by a script, else the environment's. */
export function appApiKey({ tables, env }: StoreContext): string | null {
  const kept = tables.get('single', 'app api key');
  return typeof kept === 'string' ? kept : env.appApiKey;
}

/** What is under way here and in the app. Without an API key only the deliveries are known, and the answer says so. */
export async function idleState(context: StoreContext): Promise<IdleState> {
  const { count, nextDueAt } = context.dispatcher.pending();
  const app = await askApp(context);
  const appIdle = 'error' in app ? false : app.unprocessed + app.activeJobs + app.dueJobs === 0;
  const stillNone = context.dispatcher.pending().count === 0;
  return {
    idle: count === 0 && stillNone && appIdle,
    deliveries: { pending: count, nextDueAt: nextDueAt === null ? null : new Date(nextDueAt).toISOString() },
    app,
  };
}

/** Waits until nothing is under way, at most `timeoutMs`; gives the last state seen. */
export async function waitUntilIdle(context: StoreContext, timeoutMs: number): Promise<IdleState> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const state = await idleState(context);
    const hopeless = 'error' in state.app && state.app.error === noKey;
    if (state.idle || hopeless || Date.now() >= until) return state;
    await pause(pollMs);
  }
}

const noKey = 'No API key of the app is known: set DEVSTORE_APP_API_KEY or POST /control/app-key.';

async function askApp(context: StoreContext): Promise<IdleState['app']> {
  const key = appApiKey(context);
  if (!key) return { error: noKey };
  try {
    const answer = await fetch(new URL('/api/v1/operations', context.env.appUrl), {
      headers: { Authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(answerMsMax),
    });
    if (!answer.ok) return { error: `The app answers ${answer.status} to GET /api/v1/operations.` };
    const { inbox, jobs } = operations.parse(await answer.json());
    return { unprocessed: inbox.unprocessed, activeJobs: jobs.active, dueJobs: jobs.due };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
