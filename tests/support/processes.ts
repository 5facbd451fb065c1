// Starts the project's own processes as the demo does, and fails a test file that leaves one behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { freePort } from '../../scripts/ports.ts';

const project = resolve(import.meta.dirname, '../..');
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;
const OUTPUT_LINES = 60;

export interface RunningProcess {
  pid: number;
  /** Everything it wrote so far, both streams. */
  output(): string;
  /** Its status or the signal that ended it; null while it runs. */
  ended(): number | string | null;
  /** As an operator stops it: SIGTERM, and it ends by itself. Throws with its output when it does not. */
  stop(): Promise<void>;
  /** Ends it without a chance to clean up, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export type RunningServer = RunningProcess & { url: string };

type Variables = Record<string, string | undefined>;
type Ready = (output: string) => boolean | Promise<boolean>;

const running = new Map<ChildProcess, string>();

afterAll(async () => {
  const left = [...running.entries()];
  await Promise.all(left.map(([child]) => end(child, 'SIGKILL')));
  if (left.length > 0)
    throw new Error(`Left running: ${left.map(([{ pid }, name]) => `${name} (${pid})`).join(', ')}`);
});
process.on('exit', () => running.forEach((_, child) => child.kill('SIGKILL')));

/** What a test's app or worker sends to Shopify goes to a dev store, or where nobody listens: never to a stranger's shop that is called as ours are. */
const REROUTED = ['--import', './devstore/reroute.mjs'];
const NOBODY = { DEVSTORE_URL: 'http://127.0.0.1:9' };

/** The app on a free port. With DEVSTORE_URL in `env` what it sends to Shopify goes there; without, Shopify cannot be reached. */
export async function startApp(database: { url: string }, env: Variables = {}): Promise<RunningServer> {
  const port = env.PORT ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const variables = { ...NOBODY, DATABASE_URL: database.url, PORT: port, SHOPIFY_APP_URL: url, ...env };
  return {
    ...(await start('app', [...REROUTED, 'server.ts'], variables, () => answers(`${url}/readyz`))),
    url,
  };
}

export function startWorker(database: { url: string }, env: Variables = {}): Promise<RunningProcess> {
  const variables = { ...NOBODY, DATABASE_URL: database.url, ...env };
  return start('worker', [...REROUTED, 'worker.ts'], variables, (output) =>
    output.includes('"msg":"worker ready"'),
  );
}

/** The dev store on a free port, with a state folder of its own that goes when it stops. `env` says where the app is: SHOPIFY_APP_URL. */
export async function startDevStore(env: Variables = {}): Promise<RunningServer> {
  const port = env.DEVSTORE_PORT ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'meridian-devstore-'));
  const variables = { DEVSTORE_PORT: port, DEVSTORE_URL: url, DATA_DIR: dataDir, ...env };
  const store = await start('dev store', ['devstore/main.ts'], variables, () => answers(`${url}/`));
  const stop = () => store.stop().finally(() => rmSync(dataDir, { recursive: true, force: true }));
  return { ...store, url, stop };
}

async function start(name: string, args: string[], env: Variables, isReady: Ready): Promise<RunningProcess> {
  let output = '';
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...inherited, NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.set(child, name);
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const fail = (what: string) =>
    new Error(
      `The ${name} ${what}. Its output ends with:\n${output.split('\n').slice(-OUTPUT_LINES).join('\n')}`,
    );
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isReady(output))) {
    if (hasEnded(child)) {
      running.delete(child);
      throw fail(`ended with ${child.exitCode ?? child.signalCode}`);
    }
    if (Date.now() > deadline) {
      await end(child, 'SIGKILL');
      throw fail(`was not ready within ${START_LIMIT_MS / 1000} s`);
    }
    await delay(40);
  }
  const stop = async () => {
    if (!(await end(child, 'SIGTERM'))) throw fail(`did not end within ${STOP_LIMIT_MS / 1000} s of SIGTERM`);
  };
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended: () => child.exitCode ?? child.signalCode,
    stop,
    kill: async (signal = 'SIGKILL') => void (await end(child, signal)),
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Whether it ended by that signal; where it did not, it is killed. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<boolean> {
  if (hasEnded(child)) return running.delete(child) || true;
  const exit = once(child, 'exit');
  child.kill(signal);
  const obeyed = await Promise.race([exit.then(() => true), delay(STOP_LIMIT_MS, false, { ref: false })]);
  if (!obeyed) {
    child.kill('SIGKILL');
    await exit;
  }
  running.delete(child);
  return obeyed;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
