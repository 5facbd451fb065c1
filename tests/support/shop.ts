// A shop with the real app and worker on a database of its own, as a test talks to it: signed webhooks in, the REST API out.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { operatorsTool, type ToolAnswer } from '../../app/commands/operators-tool.ts';
import { createDeps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { createApiKey } from '../../app/services/create-api-key.ts';
import { verifyLedger } from '../../app/services/verify-ledger.ts';
import type { ApiKeyScope } from '../../app/storage/api-keys.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { startApp, startWorker, type RunningProcess, type RunningServer } from './processes.ts';
import { sendWebhook, type Webhook } from './signed-webhook.ts';

export const SHOP = 'haven.myshopify.com';
const clock = { now: () => new Date() };
const random = { uuid: randomUUID, bytes: randomBytes };

/** What the operator's tool answers, without a process of its own; start.test.ts shows the process. */
export function operatorsAnswer({ url, pool }: TestDatabase, ...args: string[]): Promise<ToolAnswer> {
  const openDeps = () => createDeps(parseEnvironment({ DATABASE_URL: url, LOG_LEVEL: 'silent' }), pool);
  return operatorsTool(args, { openDeps, onProgress: () => undefined });
}

/** What it writes to its standard output; throws what it writes to the other where it fails. */
export async function meridian(database: TestDatabase, ...args: string[]): Promise<string> {
  const { ok, stdout, stderr } = await operatorsAnswer(database, ...args);
  if (!ok) throw Object.assign(new Error(stderr), { stdout, stderr });
  return stdout.trim();
}

/** A key of the REST API, for a shop that is known from then on. */
export async function apiKey(
  { pool }: Pick<TestDatabase, 'pool'>,
  shop = SHOP,
  scopes: ApiKeyScope[] = ['read', 'write'],
): Promise<string> {
  const { key } = await createApiKey({ pool, clock, random }, ShopIdSchema.parse(shop), scopes);
  return key;
}

/** As the operator's `ledger verify` checks it; throws where it finds a fault. */
export async function verified({ pool }: Pick<TestDatabase, 'pool'>): Promise<void> {
  const { faults } = await verifyLedger({ pool, clock }, ShopIdSchema.parse(SHOP));
  expect(faults).toEqual([]);
}

export type TestShop = {
  database: TestDatabase;
  app: RunningServer;
  worker: RunningProcess | null;
  key: string;
  deliver(webhook: Webhook): Promise<Response>;
  /** Waits until no accepted delivery is unprocessed. */
  settled(): Promise<void>;
  get<T>(path: string): Promise<T>;
  send(method: string, path: string, body?: unknown, key?: string | null): Promise<Response>;
  publish(program?: object, publishedAt?: string): Promise<void>;
  /** As the operator's `ledger verify` checks it; throws where it finds a fault. */
  verify(): Promise<void>;
  stop(): Promise<void>;
};

/** `publishedAt` of the first version lies in the past, so that an hour-old order earns. `program: null` publishes none. */
export async function startShop(
  options: { program?: object | null; worker?: boolean; env?: Record<string, string> } = {},
): Promise<TestShop> {
  const database = await testDatabase();
  const [app, worker, key] = await Promise.all([
    startApp(database, { LOG_LEVEL: 'warn', ...options.env }),
    options.worker === false ? null : startWorker(database, options.env),
    apiKey(database),
  ]);
  const shop = shopAt({ database, app, worker, key });
  if (options.program !== null) await shop.publish(options.program, '2026-01-01T00:00:00Z');
  return shop;
}

function shopAt(parts: Pick<TestShop, 'database' | 'app' | 'worker' | 'key'>): TestShop {
  const { database, app, worker, key } = parts;
  const send: TestShop['send'] = (method, path, body, bearer = key) =>
    fetch(`${app.url}${path}`, {
      method,
      headers: { ...(bearer !== null && { Authorization: `Bearer ${bearer}` }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const get = async <T>(path: string): Promise<T> => {
    const response = await send('GET', path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    ...parts,
    send,
    get,
    deliver: (webhook) => sendWebhook(app.url, webhook),
    settled: () =>
      vi.waitFor(
        async () => {
          const { inbox } = await get<{ inbox: { unprocessed: number } }>('/api/v1/operations');
          expect(inbox.unprocessed).toBe(0);
        },
        { timeout: 30_000, interval: 25 },
      ),
    publish: async (program = startingProgram, publishedAt) => {
      const saved = await send('PUT', '/api/v1/program/draft', program);
      if (!saved.ok) throw new Error(`the draft is refused: ${await saved.text()}`);
      const published = await send(
        'POST',
        '/api/v1/program/publish',
        publishedAt === undefined ? {} : { publishedAt },
      );
      if (!published.ok) throw new Error(`not published: ${await published.text()}`);
    },
    verify: () => verified(database),
    stop: async () => {
      await app.stop();
      await worker?.stop();
      await database.drop();
    },
  };
}
