// The load generator's process: told a plan, it makes everything ready (bodies, signatures, connections), says so, and on "go" sends it.
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from './connection.ts';
import type { LoadResult, Plan, RequestPlan, WebhookPlan } from './load-plan.ts';
import { orderBodies, webhookIdOf } from './order-body.ts';
import { percentile } from './statistics.ts';

type Load = {
  count: number;
  again: boolean;
  request(index: number, host: string): (string | Buffer)[];
  isRight(index: number, body: string): boolean;
};

/** Before a delivery comes again; Shopify waits longer. */
const AGAIN_MS = 100;
/** After these a delivery is lost, and the benchmark fails. */
const ATTEMPTS = 100;

let prepared: (() => Promise<LoadResult>) | undefined;

process.on('message', (message: Plan | 'go') => {
  const step = message === 'go' ? prepared?.() : prepare(message).then(() => 'ready');
  step?.then(
    (answer) => process.send?.(answer),
    (error: Error) => {
      process.stderr.write(`load generator: ${error.stack ?? error.message}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());

async function prepare(plan: Plan): Promise<void> {
  const load = plan.kind === 'webhooks' ? webhookLoad(plan) : requestLoad(plan);
  const connections = Array.from({ length: plan.connections }, (_, index) => {
    return new Connection(plan.urls[index % plan.urls.length] ?? '');
  });
  for (const connection of connections) await connection.open();
  prepared = () => send(load, connections).finally(() => connections.forEach((one) => one.close()));
}

function webhookLoad(plan: WebhookPlan): Load {
  const now = new Date();
  const bodyOf = orderBodies(plan.customers, now);
  // The signatures before, or half of the generator's time would go into them.
  const signatures = Array.from({ length: plan.count }, (_, index) =>
    createHmac('sha256', plan.secret)
      .update(bodyOf(plan.first + index))
      .digest('base64'),
  );
  const common =
    'Content-Type: application/json\r\nUser-Agent: Shopify-Captain-Hook\r\nX-Shopify-Topic: orders/paid\r\n' +
    `X-Shopify-Shop-Domain: ${plan.shop}\r\nX-Shopify-API-Version: 2026-10\r\nX-Shopify-Triggered-At: ${now.toISOString()}\r\n`;
  return {
    count: plan.count,
    again: plan.again,
    isRight: () => true,
    request: (index, host) => {
      const body = bodyOf(plan.first + index);
      const head =
        `POST /webhooks HTTP/1.1\r\nHost: ${host}\r\n${common}X-Shopify-Webhook-Id: ${webhookIdOf(plan.first + index)}\r\n` +
        `X-Shopify-Event-Id: ${webhookIdOf(plan.first + index)}\r\nX-Shopify-Hmac-Sha256: ${signatures[index]}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n`;
      return [head, body];
    },
  };
}

function requestLoad({ requests }: RequestPlan): Load {
  const texts = requests.map(({ method, path, headers, body = '' }) => {
    const length = method === 'POST' ? { 'Content-Length': String(Buffer.byteLength(body)) } : {};
    const lines = Object.entries({ ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`);
    return { start: `${method} ${path} HTTP/1.1\r\nHost: `, rest: `\r\n${lines.join('')}\r\n${body}` };
  });
  return {
    count: requests.length,
    again: false,
    isRight: (index, body) => body.includes(requests[index]?.expect ?? ''),
    request: (index, host) => [`${texts[index]?.start}${host}${texts[index]?.rest}`],
  };
}

async function send(load: Load, connections: readonly Connection[]): Promise<LoadResult> {
  const { again, count, isRight, request } = load;
  const latencies = new Float64Array(count);
  const statuses: Record<string, number> = {};
  let next = 0;
  let wrong = 0;

  async function deliver(connection: Connection, index: number, attempts = ATTEMPTS): Promise<void> {
    const started = performance.now();
    const answer = await connection.exchange(request(index, connection.host)).catch(() => null);
    latencies[index] = performance.now() - started;
    const status = answer?.status ?? 0;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (answer && answer.status < 300 && !isRight(index, answer.body)) wrong += 1;
    if (status === 200 || !again || attempts === 1) return;
    await delay(AGAIN_MS);
    await deliver(connection, index, attempts - 1);
  }

  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      while (next < count) await deliver(connection, next++);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort();
  return {
    seconds,
    statuses,
    wrong,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    generator: (user + system) / 1e6 / seconds,
  };
}
