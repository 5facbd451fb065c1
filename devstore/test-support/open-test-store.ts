import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { onTestFinished, vi } from 'vitest';
import type { Env } from '../env.ts';
import { parseEnv } from '../env.ts';
import { buildApp } from '../server.ts';
import { openDevStore } from '../state/create-dev-store.ts';
import type { OpenStore } from '../state/create-dev-store.ts';

export type Received = { headers: IncomingHttpHeaders; body: string };

export type Receiver = {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  status: number;
};

/** An app that takes every webhook, on a port of its own; it ends with the test. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', received: [], status: 200 };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      receiver.received.push({ headers: request.headers, body });
      response.writeHead(receiver.status).end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port');
  receiver.url = `http://127.0.0.1:${address.port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return receiver;
}

/** The environment of a store in a folder of its own, which goes with the test. */
export function testEnv(appUrl: string, more: Record<string, string> = {}): Env {
  const folder = mkdtempSync(join(tmpdir(), 'devstore-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return parseEnv({
    DATA_DIR: folder,
    SHOPIFY_APP_URL: appUrl,
    DEVSTORE_RETRY_SCALE: '0.0001',
    DEVSTORE_APP_TOML: join(folder, 'none.toml'),
    ...more,
  });
}

/** A store and what it answers over HTTP; it is closed with the test. */
export function openTestStore(env: Env): OpenStore & { app: Hono } {
  const opened = openDevStore(env);
  onTestFinished(() => opened.close());
  return { ...opened, app: buildApp(opened) };
}

/** Waits until nothing is due any more. */
export async function settled({ context }: OpenStore): Promise<void> {
  await vi.waitUntil(() => context.dispatcher.pending().count === 0, { timeout: 10_000, interval: 5 });
}
