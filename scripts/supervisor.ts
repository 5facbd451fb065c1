// The processes that a command starts and answers for: each in a group of its own, its output in a file, all of them ended at the end.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { style } from './terminal.ts';

const root = resolve(import.meta.dirname, '..');
const leaveWithParent = './scripts/leave-with-parent.mjs';
const STOP_LIMIT_MS = 10_000;
const LOG_LINES = 15;
/** For what a service wrote last and is still under way when it has ended. What it started itself may hold its output open for ever. */
const LAST_WORDS_MS = 1_000;
/** pino's level of an error. */
const ERROR_LEVEL = 50;

interface Service {
  name: string;
  /** Of Node: flags, file, arguments. */
  args: string[];
  env: Record<string, string>;
  /** Whether it serves, asked again and again until it does. `written` is what it has written so far. */
  isReady(written: string): boolean | Promise<boolean>;
}

export interface Supervisor {
  /** Resolves with its process id when the service is ready. Rejects with the end of its log when it ends before. */
  start(service: Service): Promise<number>;
  /** Rejects when a service ends that nobody stopped, with its name and the end of its log. Never resolves. */
  broken: Promise<never>;
  /** Ends all services, the last one started first. */
  stop(): Promise<void>;
}

/** Logs go to `logFolder`, a file per service. A service that has not ended `stopLimitMs` after SIGTERM is killed. */
export function createSupervisor(logFolder: string, { stopLimitMs = STOP_LIMIT_MS } = {}): Supervisor {
  mkdirSync(logFolder, { recursive: true });
  const children: ChildProcess[] = [];
  let stopping = false;
  let firstEnded: ChildProcess | undefined;
  let reportBroken: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (reportBroken = reject));
  // It may reject while nobody waits for it yet.
  broken.catch(() => undefined);

  async function start(service: Service): Promise<number> {
    const logFile = join(logFolder, `${service.name.replaceAll(' ', '-')}.log`);
    const { child, written } = launch(service, logFile);
    children.push(child);
    child.on('exit', (code, signal) => {
      firstEnded ??= child;
      // The others may have ended by its end.
      if (stopping || firstEnded !== child) return;
      const waiting = AbortSignal.timeout(LAST_WORDS_MS);
      void once(child, 'close', { signal: waiting })
        .catch(() => undefined)
        .then(() => {
          const end = `${logFile} ends with:\n${lastLines(written())}`;
          reportBroken(new Error(`The ${service.name} ended (${code ?? signal}). ${end}`));
        });
    });
    while (!(await service.isReady(written()))) {
      if (hasEnded(child)) return broken;
      await delay(50);
    }
    return child.pid ?? 0;
  }

  async function stop(): Promise<void> {
    stopping = true;
    for (const child of children.toReversed()) await endGroup(child, stopLimitMs);
  }

  return { start, broken, stop };
}

function launch({ name, args, env }: Service, logFile: string): { child: ChildProcess; written(): string } {
  const child = spawn(process.execPath, ['--import', leaveWithParent, ...args], {
    cwd: root,
    // A group of its own: Ctrl-C in the terminal reaches only us, and we end them in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  });
  const log = createWriteStream(logFile);
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      written = `${written}${line}\n`.slice(-20_000);
      const trouble = troubleIn(line, stream === child.stderr);
      if (trouble) process.stderr.write(`${style('red', `[${name}]`)} ${trouble}\n`);
    });
  }
  return { child, written: () => written };
}

/** What a person at the console should see of a line: pino's errors, and whatever is not JSON on the error stream. */
function troubleIn(line: string, isErrorStream: boolean): string | undefined {
  try {
    const entry = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
    if (typeof entry.level !== 'number' || entry.level < ERROR_LEVEL) return undefined;
    return [entry.msg, entry.err?.message].filter(Boolean).join(': ');
  } catch {
    const isNoise = /Warning: |^\(Use `node --trace-/.test(line);
    return isErrorStream && line.trim() !== '' && !isNoise ? line : undefined;
  }
}

const lastLines = (written: string): string =>
  written.trimEnd().split('\n').slice(-LOG_LINES).join('\n') || '(it wrote nothing)';

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function endGroup(child: ChildProcess, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  signalGroup(child, 'SIGTERM');
  while (!hasEnded(child) && Date.now() < deadline) await delay(20);
  // What it may have started itself, or the process that did not listen.
  signalGroup(child, 'SIGKILL');
  while (!hasEnded(child)) await delay(20);
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}

/** Whether an HTTP address answers with a success. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
