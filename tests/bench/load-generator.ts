// The benchmarks' end of the load generator.
import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { LoadResult, Plan, RequestPlan, WebhookPlan } from './load-plan.ts';
import type { Sample } from './report.ts';

export type LoadGenerator = {
  run(plan: Plan): Promise<LoadResult>;
  /** `run`, where every answer must be a 200 with the right content. */
  timed(plan: WebhookPlan | RequestPlan): Promise<Sample>;
  stop(): void;
};

export function startLoadGenerator(): LoadGenerator {
  const child = fork(resolve(import.meta.dirname, 'load.ts'));
  const answer = <T>(message: Plan | 'go') =>
    new Promise<T>((resolve, reject) => {
      const ended = () => reject(new Error('the load generator ended'));
      child.once('exit', ended);
      child.once('message', (received) => {
        child.off('exit', ended);
        resolve(received as T);
      });
      child.send(message);
    });
  const run = async (plan: Plan) => {
    await answer<'ready'>(plan);
    return answer<LoadResult>('go');
  };
  return {
    run,
    timed: async (plan) => {
      const { seconds, statuses, wrong, p50, p99, generator } = await run(plan);
      const count = plan.kind === 'webhooks' ? plan.count : plan.requests.length;
      if (statuses['200'] !== count || wrong > 0)
        throw new Error(`of ${count} requests: ${JSON.stringify(statuses)}, ${wrong} with a wrong answer`);
      return { rate: count / seconds, p50, p99, generator };
    },
    stop: () => void child.kill(),
  };
}
