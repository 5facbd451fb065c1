import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isAlive } from './process-lock.ts';
import { createSupervisor } from './supervisor.ts';

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'meridian-supervisor-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, code: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
}

// Says its process id and that of a child which nobody but its group knows.
const parent = `
  import { spawn } from 'node:child_process';
  const child = spawn('sleep', ['300']);
  console.log('ready', process.pid, child.pid);
  setInterval(() => {}, 1000);`;

// A machine may have more to do than these tests: who waits for a condition loses nothing by it.
const PATIENCE = { timeout: 20_000, interval: 20 };

const isReady = (written: string) => written.includes('ready');
const pidsIn = (name: string) =>
  (readFileSync(join(folder, `${name}.log`), 'utf8').match(/\d+/g) ?? []).map(Number);

it('ends a service with everything that it started', async () => {
  const supervisor = createSupervisor(folder);
  await supervisor.start({ name: 'shop', args: [program('shop', parent)], env: {}, isReady });
  const pids = await vi.waitUntil(() => pidsIn('shop').length === 2 && pidsIn('shop'), PATIENCE);
  expect(pids.map(isAlive)).toEqual([true, true]);
  await supervisor.stop();
  await vi.waitUntil(() => !pids.some(isAlive), PATIENCE);
});

it('kills a service that does not listen', async () => {
  const deaf =
    "process.on('SIGTERM', () => {}); console.log('ready', process.pid); setInterval(() => {}, 1000);";
  const supervisor = createSupervisor(folder, { stopLimitMs: 200 });
  await supervisor.start({ name: 'deaf', args: [program('deaf', deaf)], env: {}, isReady });
  const [pid = 0] = await vi.waitUntil(() => pidsIn('deaf').length === 1 && pidsIn('deaf'), PATIENCE);
  await supervisor.stop();
  await vi.waitUntil(() => !isAlive(pid), PATIENCE);
});

it('says which service ended, and how its log ends', async () => {
  const supervisor = createSupervisor(folder);
  const code =
    "console.log('ready'); setTimeout(() => { console.log('the disk is full'); process.exit(3); }, 50);";
  await supervisor.start({ name: 'shop', args: [program('shop', code)], env: {}, isReady });
  await expect(supervisor.broken).rejects.toThrow(/^The shop ended \(3\)[^]*the disk is full/);
  await supervisor.stop();
});

it('says what was still under way when the service ended', async () => {
  const supervisor = createSupervisor(folder);
  const code = `import { spawn } from 'node:child_process';
    console.log('ready');
    spawn('sh', ['-c', 'sleep 0.1; echo the disk is full'], { stdio: 'inherit' }).once('spawn', () => process.exit(3));`;
  await supervisor.start({ name: 'shop', args: [program('shop', code)], env: {}, isReady });
  await expect(supervisor.broken).rejects.toThrow(/^The shop ended \(3\)[^]*the disk is full/);
  await supervisor.stop();
});

it('does not wait for a service that ends before it is ready', async () => {
  const supervisor = createSupervisor(folder);
  const started = supervisor.start({
    name: 'shop',
    args: [program('shop', 'process.exit(4)')],
    env: {},
    isReady,
  });
  await expect(started).rejects.toThrow(/^The shop ended \(4\)/);
  await supervisor.stop();
});

it('leaves no service behind when its own process is killed', async () => {
  const owner = program(
    'owner',
    `import { createSupervisor } from ${JSON.stringify(join(import.meta.dirname, 'supervisor.ts'))};
     const supervisor = createSupervisor(${JSON.stringify(folder)});
     const args = [${JSON.stringify(program('shop', "console.log('ready', process.pid); setInterval(() => {}, 1000);"))}];
     await supervisor.start({ name: 'shop', args, env: {}, isReady: (written) => written.includes('ready') });
     console.log('started');`,
  );
  const process_ = spawn(process.execPath, [owner], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((started) => createInterface({ input: process_.stdout }).once('line', started));
  const [pid = 0] = await vi.waitUntil(() => pidsIn('shop').length === 1 && pidsIn('shop'), PATIENCE);
  process_.kill('SIGKILL');
  await vi.waitUntil(() => !isAlive(pid), PATIENCE);
});
