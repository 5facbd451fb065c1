// What every benchmark is handed: the database server, the way to start processes, how much to do.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../scripts/ports.ts';
import { answers, createSupervisor } from '../../scripts/supervisor.ts';
import { startLoadGenerator, type LoadGenerator } from './load-generator.ts';
import type { Cluster } from './cluster.ts';

export type Size = {
  rounds: number;
  /** 1: rounds long enough for a figure. Everything that is counted in requests or orders is multiplied by it. */
  scale: number;
  /** Of `growth`. */
  entries: number;
  members: number;
  /** Of `burst`. */
  deliveries: number;
};

export type Service = { pid: number; url: string; stop(): Promise<void> };

export type Context = Size & {
  cluster: Cluster;
  load: LoadGenerator;
  /** `count` at this scale, never less than `least`. */
  scaled(count: number, least: number): number;
  /** A Node program; without a port it is ready as soon as it has written `ready`. */
  start(name: string, args: string[], env: Record<string, string>, ready: 'http' | string): Promise<Service>;
  log(line: string): void;
  /** Rejects when a process ends that nobody stopped. */
  broken: Promise<never>;
  stop(): Promise<void>;
};

/** A worker that is draining ends its batch first. */
const STOP_LIMIT_MS = 30_000;

export function createContext(size: Size, cluster: Cluster, folder: string, log: Context['log']): Context {
  const load = startLoadGenerator();
  const running = new Set<() => Promise<void>>();
  let report: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (report = reject));
  broken.catch(() => undefined);
  let started = 0;
  mkdirSync(folder, { recursive: true });
  return {
    ...size,
    cluster,
    load,
    log,
    broken,
    scaled: (count, least) => Math.max(least, Math.round(count * size.scale)),
    start: async (name, args, env, ready) => {
      const supervisor = createSupervisor(join(folder, `${++started}`), { stopLimitMs: STOP_LIMIT_MS });
      supervisor.broken.catch(report);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const stop = () => supervisor.stop().finally(() => running.delete(stop));
      running.add(stop);
      const pid = await supervisor.start({
        name,
        args,
        env: { NODE_ENV: 'production', PORT: String(port), ...env },
        isReady: (written) => (ready === 'http' ? answers(`${url}/healthz`) : written.includes(ready)),
      });
      return { pid, url, stop };
    },
    stop: async () => {
      load.stop();
      for (const stop of [...running].toReversed()) await stop();
    },
  };
}
