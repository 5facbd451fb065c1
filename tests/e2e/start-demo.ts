// The demo as a newcomer starts it, on free ports and with data of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publishProgram } from '../../scripts/demo-shop.ts';
import { freePort } from '../../scripts/ports.ts';

const project = resolve(import.meta.dirname, '../..');

export type Demo = { appUrl: string; storeUrl: string; dataDir: string; stop: () => Promise<void> };

/** A demo of the caller's own, with the arguments of `npm run demo`. */
export async function spawnDemo(...args: string[]): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meridian-e2e-'));
  const [port, devStorePort] = [await freePort(), await freePort()];
  const demo = spawn(process.execPath, ['scripts/demo.ts', ...args], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, PORT: String(port), DEVSTORE_PORT: String(devStorePort), DATA_DIR: dataDir },
  });
  let output = '';
  const isOpen = new Promise<void>((open, fail) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Open first')) open();
      });
    }
    demo.once('exit', (code) => fail(new Error(`The demo ended with ${code}:\n${output}`)));
  });
  await isOpen;
  const stop = async () => {
    const ended = once(demo, 'exit');
    demo.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const at = (of: number) => `http://localhost:${of}`;
  return { appUrl: at(port), storeUrl: at(devStorePort), dataDir, stop };
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

const keyOf = ({ dataDir }: Demo) => readFileSync(join(dataDir, 'demo-api-key'), 'utf8').trim();

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
}
