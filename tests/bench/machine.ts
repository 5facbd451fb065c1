// What the figures were measured on.
import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** null outside a git checkout. */
function git(...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

export function machine(postgres: Record<string, string>) {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    postgres,
    /** Of the last minute before the start: above 0.5 somebody else is working here too. */
    loadBefore: os.loadavg()[0] ?? NaN,
    commit: git('rev-parse', '--short', 'HEAD'),
    changed: git('status', '--porcelain', '--', 'app', 'server.ts', 'worker.ts', 'prisma') !== '',
  };
}
