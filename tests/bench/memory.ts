// The resident memory of running processes, sampled.
import { existsSync, readFileSync } from 'node:fs';

const EVERY_MS = 200;

export type MemoryWatch = {
  /** MiB; NaN where the system has no /proc. */
  peak(pid: number): number;
  stop(): void;
};

export function watchMemory(pids: readonly number[]): MemoryWatch {
  const peaks = new Map<number, number>();
  const look = () => {
    for (const pid of pids) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, residentMiB(pid)));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return { peak: (pid) => peaks.get(pid) ?? NaN, stop: () => clearInterval(timer) };
}

function residentMiB(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return NaN;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1]) / 1024;
}
