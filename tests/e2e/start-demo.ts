// The demo as a newcomer starts it, on free ports and with data of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withDatabase } from '../../scripts/database.ts';
import { publishProgram } from '../../scripts/demo-shop.ts';
import { freePort } from '../../scripts/ports.ts';
import { laterSecond } from '../support/later-second.ts';
import { onServer } from '../support/on-server.ts';

const project = resolve(import.meta.dirname, '../..');
const OUTPUT_LINES = 40;

export type Demo = { appUrl: string; storeUrl: string; dataDir: string; stop: () => Promise<void> };

/**
 * A demo of the caller's own, with the arguments of `npm run demo`; on a server of DATABASE_URL in a database of its own. `stop` throws with what the demo
 * has written where it had ended before, or does not end well.
 */
export async function spawnDemo(...args: string[]): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meridian-e2e-'));
  const [port, devStorePort] = [await freePort(), await freePort()];
  const { DATABASE_URL: server, ...inherited } = process.env;
  const database = server ? await createDatabase(server) : undefined;
  const demo = spawn(process.execPath, ['scripts/demo.ts', ...args], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...inherited,
      ...(database && { DATABASE_URL: database.url }),
      ...{ PORT: String(port), DEVSTORE_PORT: String(devStorePort), DATA_DIR: dataDir },
    },
  });
  // From the start: it may end while nobody waits for it.
  const ended = once(demo, 'exit').finally(async () => {
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  let output = '';
  const failure = () => {
    const lines = output.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n');
    return new Error(`The demo ended with ${demo.exitCode ?? demo.signalCode}:\n${lines}`);
  };
  const isOpen = new Promise<void>((open) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Open first')) open();
      });
    }
  });
  await Promise.race([isOpen, ended.then(() => Promise.reject(failure()))]);
  const stop = async () => {
    const hadEnded = demo.exitCode !== null || demo.signalCode !== null;
    demo.kill('SIGTERM');
    await ended;
    if (hadEnded || demo.exitCode !== 0) throw failure();
  };
  const at = (of: number) => `http://localhost:${of}`;
  return { appUrl: at(port), storeUrl: at(devStorePort), dataDir, stop };
}

/** An empty database on this server, that nobody else has. */
async function createDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `meridian_e2e_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const drop = () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  return { url: withDatabase(server, name), drop };
}

/** A demo with customers and orders, its addresses and key in the environment: APP_URL, DEVSTORE_URL, API_KEY. */
export async function startSeeded(): Promise<Demo> {
  const demo = await spawnDemo();
  await open(demo);
  return demo;
}

/** The same programme without customers and orders. */
export async function startUnseeded(): Promise<Demo> {
  const demo = await spawnDemo('--no-seed');
  await publishProgram(demo.appUrl, keyOf(demo));
  await open(demo);
  return demo;
}

/** The key of its REST API. The file is named after the database where that is DATABASE_URL's. */
export function keyOf({ dataDir }: Pick<Demo, 'dataDir'>): string {
  const [file = 'demo-api-key'] = globSync('demo-api-key*', { cwd: dataDir });
  return readFileSync(join(dataDir, file), 'utf8').trim();
}

async function open(demo: Demo): Promise<void> {
  process.env.APP_URL = demo.appUrl;
  process.env.API_KEY = keyOf(demo);
  process.env.DEVSTORE_URL = demo.storeUrl;
  await endWelcomes();
}

/** A second version, as the demo's but for the sign-up action: a test's newcomer begins with the points that the test gives. */
async function endWelcomes(): Promise<void> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${process.env.APP_URL}/api/v1/program${path}`, {
      method,
      headers: { Authorization: `Bearer ${process.env.API_KEY}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<unknown>;
  };
  type Current = { program: { actions: { kind: string }[] } };
  const { program } = (await call('GET', '')) as Current;
  const actions = program.actions.filter(({ kind }) => kind !== 'signUp');
  await call('PUT', '/draft', { ...program, actions });
  await call('POST', '/publish', {});
  await laterSecond();
}
