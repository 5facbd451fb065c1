// What the demo does in its shop once the processes run: an API key, a programme, the app installed, customers and orders.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ShopIdSchema } from '../app/domain/ids.ts';
import { startingProgram } from '../app/domain/starting-program.ts';
import { ensureShop } from '../app/storage/shops.ts';
import demoProgram from './demo-program.json' with { type: 'json' };
import type { Progress } from './terminal.ts';

const SHOP = 'haven.myshopify.com';
const DAY_MS = 86_400_000;
/** Before the first seeded order. */
const PROGRAM_AGE_DAYS = 120;
const ONE_ANSWER_MS = 30_000;
/** So many members have told a birthday and written a review. */
const TOLD_OF = 12;
/** What the API answers where the state of the shop does not allow it. */
const REFUSALS: ReadonlySet<number> = new Set([404, 409, 422]);

/** The REST key of the demo shop: made once per database, kept in DATA_DIR for its owner's eyes alone. */
export async function demoApiKey(dataDir: string, databaseUrl: string): Promise<string> {
  const elsewhere = process.env.DATABASE_URL;
  const suffix = elsewhere ? `-${createHash('sha256').update(elsewhere).digest('hex').slice(0, 8)}` : '';
  const file = join(dataDir, `demo-api-key${suffix}`);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  // The dev store needs the key before it installs the app, and keys are for shops that are known.
  const pool = new pg.Pool({ connectionString: databaseUrl });
  await ensureShop(pool, ShopIdSchema.parse(SHOP)).finally(() => pool.end());
  const made = await meridian(
    databaseUrl,
    'api-key',
    'create',
    '--shop',
    SHOP,
    '--scopes',
    'read,write',
    '--json',
  );
  const { key } = JSON.parse(made) as { key: string };
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}

/** The operator's tool; gives what it printed. Rejects with its error where it fails. */
async function meridian(databaseUrl: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['meridian.ts', ...args], {
    cwd: resolve(import.meta.dirname, '..'),
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return stdout;
}

/** As every night: its result is on the app's home page. */
export async function auditLedger(databaseUrl: string): Promise<void> {
  await meridian(databaseUrl, 'ledger', 'verify', '--shop', SHOP);
}

/** Has the dev store open the app as a merchant does for the first time; opening it again changes nothing. */
export async function installApp(devStoreUrl: string): Promise<void> {
  await successOf(await request(`${devStoreUrl}/control/install`, { method: 'POST' }));
}

/** Publishes the starting programme, with levels, a campaign, rewards in all its currencies, other ways to earn and a date before the first seeded order, unless the shop has published one already. */
export async function publishProgram(appUrl: string, apiKey: string): Promise<void> {
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };
  const current = await request(`${appUrl}/api/v1/program`, { headers });
  if (current.ok && isPublished(await current.json())) return;
  const draft = { method: 'PUT', headers, body: JSON.stringify({ ...startingProgram, ...demoProgram }) };
  await successOf(await request(`${appUrl}/api/v1/program/draft`, draft));
  const publishedAt = new Date(Date.now() - PROGRAM_AGE_DAYS * DAY_MS).toISOString();
  const publish = { method: 'POST', headers, body: JSON.stringify({ publishedAt }) };
  await successOf(await request(`${appUrl}/api/v1/program/publish`, publish));
}

function isPublished(answer: unknown): boolean {
  return (
    typeof answer === 'object' && answer !== null && 'number' in answer && typeof answer.number === 'number'
  );
}

/** Customers and three months of orders, through checkout and signed webhooks. The dev store goes on where an earlier call was interrupted. */
export async function seed(devStoreUrl: string, onProgress: (progress: Progress) => void): Promise<void> {
  const response = await successOf(await fetch(`${devStoreUrl}/control/seed`, { method: 'POST' }));
  if (!response.body) throw new Error('The dev store answered /control/seed without progress.');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = `${rest}${part.value}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) report(line, onProgress);
  }
  if (rest.trim()) report(rest, onProgress);
}

interface SeedProgress {
  done: number;
  total: number;
  customers: number;
  orders: number;
}

function report(line: string, onProgress: (progress: Progress) => void): void {
  const message = JSON.parse(line) as SeedProgress | { error: string };
  if ('error' in message) throw new Error(`Seeding stopped: ${message.error}`);
  const { done, total, customers, orders } = message;
  onProgress({ done, total, label: `${customers} customers, ${orders} orders` });
}

/**
 * What the shop's own systems would tell of some members: birthdays, some of them today, and reviews. Whoever had theirs in an earlier call keeps it, and
 * gets nothing twice.
 */
export async function tellOfMembers(appUrl: string, apiKey: string): Promise<void> {
  const headers = { Authorization: `Bearer ${apiKey}` };
  const tell = async (method: string, path: string, body: object, key = '') => {
    const own = { method, headers: { ...headers, 'Idempotency-Key': key }, body: JSON.stringify(body) };
    const response = await request(`${appUrl}/api/v1/members/${path}`, own);
    // Told in an earlier call, or against the programme that the shop has by now: whoever changed it shall not find the demo broken.
    if (!REFUSALS.has(response.status)) await successOf(response);
  };
  const listed = await successOf(await request(`${appUrl}/api/v1/members`, { headers }));
  const { members } = (await listed.json()) as { members: { customerId: string }[] };
  // The day in the shop's time zone.
  const today = new Date().toLocaleDateString('en-CA', { timeZone: 'America/New_York' });
  const [month, day] = [Number(today.slice(5, 7)), Number(today.slice(8))];
  for (const [index, { customerId }] of members.slice(0, TOLD_OF).entries()) {
    const another = { month: ((month + index) % 12) + 1, day: 1 + index };
    await tell('PUT', `${customerId}/birthday`, index % 4 === 0 ? { month, day } : another);
    const key = `demo-review-${customerId}`;
    await tell('POST', `${customerId}/actions`, { actionId: 'review', key }, key);
  }
}

/** Waits until every delivery has arrived and the app has settled what it received. */
export async function settled(devStoreUrl: string): Promise<void> {
  await successOf(await fetch(`${devStoreUrl}/control/idle`));
}

function request(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(ONE_ANSWER_MS) });
}

async function successOf(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Error(`${response.url} answered ${response.status}: ${(await response.text()).slice(0, 2_000)}`);
}
