// Apps and workers on a cluster of their own, as their operator's supervisor keeps them: whoever is killed comes again, and nobody may end
// by themselves.
import { vi } from 'vitest';
import { CrashCluster, lastingPort, type StopSignal } from './crash-cluster.ts';
import { startApp, startDevStore, startWorker, type RunningProcess } from './processes.ts';
import { apiKey } from './shop.ts';
import { StatementGate, type Kind, type Point } from './statement-gate.ts';
import { StoreShop } from './store-shop.ts';

export type Victim =
  | { kind: 'app' | 'worker'; index: number }
  | { kind: 'database'; signal: StopSignal }
  /** Between a process and the database, who both live on: the gate breaks it. */
  | { kind: 'connection' };

const OUTPUT_LINES = 12;

class Supervised {
  readonly name: string;
  readonly #begin: () => Promise<RunningProcess>;
  #running: RunningProcess | null = null;
  #up: Promise<void>;

  constructor(name: string, begin: () => Promise<RunningProcess>) {
    this.name = name;
    this.#begin = begin;
    this.#up = this.#start();
    // Whoever waits for `up` hears of it.
    this.#up.catch(() => undefined);
  }

  get process(): RunningProcess {
    if (!this.#running) throw new Error(`the ${this.name} does not run`);
    return this.#running;
  }

  /** The signal is sent before this returns, where it runs; else as soon as it does. Resolves when it serves again. */
  kill(): Promise<void> {
    const running = this.#running;
    this.#up = running
      ? this.#again(running)
      : this.#up.then(() => (this.#running ? this.#again(this.#running) : this.#start()));
    this.#up.catch(() => undefined);
    return this.#up;
  }

  up(): Promise<void> {
    return this.#up;
  }

  output(): string {
    return this.#running?.output().split('\n').slice(-OUTPUT_LINES).join('\n') ?? 'is being started';
  }

  /** Throws where it ended without having been killed. */
  expectRunning(): void {
    const ended = this.#running?.ended() ?? null;
    if (ended === null) return;
    throw new Error(
      `The ${this.name} ended by itself with ${ended}. Its output ends with:\n${this.output()}`,
    );
  }

  async stop(): Promise<void> {
    await this.#up;
    await this.#running?.stop();
  }

  async #again(running: RunningProcess): Promise<void> {
    this.expectRunning();
    this.#running = null;
    await running.kill('SIGKILL');
    await this.#start();
  }

  async #start(): Promise<void> {
    this.#running = await this.#begin();
  }
}

export class CrashFleet {
  readonly cluster: CrashCluster;
  readonly store: StoreShop;
  /** Of the apps. */
  readonly urls: string[];
  readonly #processes: { app: Supervised[]; worker: Supervised[] };
  readonly #gates: { app: StatementGate; worker: StatementGate };

  private constructor(
    parts: Pick<CrashFleet, 'cluster' | 'store' | 'urls'>,
    processes: { app: Supervised[]; worker: Supervised[] },
    gates: { app: StatementGate; worker: StatementGate },
  ) {
    this.cluster = parts.cluster;
    this.store = parts.store;
    this.urls = parts.urls;
    this.#processes = processes;
    this.#gates = gates;
  }

  /** `size` apps and as many workers; the first of each speaks with its database through a gate. */
  static async start(size: number): Promise<CrashFleet> {
    const cluster = await CrashCluster.start();
    try {
      return await CrashFleet.#on(cluster, size);
    } catch (error) {
      // Unlike the processes, it would live on.
      await cluster.stop();
      throw error;
    }
  }

  static async #on(cluster: CrashCluster, size: number): Promise<CrashFleet> {
    const gates = {
      app: await StatementGate.open(cluster.url),
      worker: await StatementGate.open(cluster.url),
    };
    const ports = await Promise.all(Array.from({ length: size }, async () => String(await lastingPort())));
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    const [SHOPIFY_APP_URL = ''] = urls;
    const store = await startDevStore({ SHOPIFY_APP_URL, DEVSTORE_RETRY_SCALE: '0.001' });
    const env = { SHOPIFY_APP_URL, DEVSTORE_URL: store.url };
    const apps = ports.map((PORT, index) => {
      const database = index === 0 ? gates.app : cluster;
      return new Supervised(`app ${index}`, () => startApp(database, { ...env, PORT, LOG_LEVEL: 'warn' }));
    });
    const workers = ports.map((_, index) => {
      const database = index === 0 ? gates.worker : cluster;
      return new Supervised(`worker ${index}`, () => startWorker(database, { ...env, LOG_LEVEL: 'info' }));
    });
    const database = { url: cluster.url, pool: cluster.pool, drop: () => Promise.resolve() };
    const [key] = await Promise.all([apiKey(database), ...[...apps, ...workers].map((one) => one.up())]);
    const app = { ...(apps[0] as Supervised).process, url: SHOPIFY_APP_URL };
    const shop = new StoreShop({ database, store, key, app, worker: null }, env);
    return new CrashFleet({ cluster, store: shop, urls }, { app: apps, worker: workers }, gates);
  }

  /** Whatever is hit is gone before this returns, where it was there; resolves when it serves again. */
  hit(victim: Victim): Promise<void> {
    if (victim.kind === 'database') return this.cluster.crash(victim.signal);
    if (victim.kind === 'connection') return Promise.resolve();
    const all = this.#processes[victim.kind];
    const hit = all[victim.index % all.length];
    return hit ? hit.kill() : Promise.resolve();
  }

  trap(of: 'app' | 'worker', kind: Kind, count: number, point: Point, act: () => void): () => boolean {
    return this.#gates[of].trap(kind, count, point, act);
  }

  /** Resolves when all that was hit is there again, and every app says that it is ready; throws where a process ended by itself. */
  async recovered(): Promise<void> {
    await this.cluster.up();
    for (const one of this.#all()) await one.up();
    const ready = async (url: string) => {
      this.expectRunning();
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
      if (!answer.ok) throw new Error(`${url}/readyz says ${answer.status}, the database being there`);
    };
    for (const url of this.urls) await vi.waitFor(() => ready(url), { timeout: 20_000, interval: 10 });
  }

  expectRunning(): void {
    for (const one of this.#all()) one.expectRunning();
  }

  /** The last lines of everybody's output, for a failure. */
  output(): string {
    return this.#all()
      .map((one) => `${one.name}:\n${one.output()}`)
      .join('\n');
  }

  async stop(): Promise<void> {
    try {
      for (const one of this.#all()) await one.stop();
      await this.store.store.stop();
    } finally {
      await this.#gates.app.stop();
      await this.#gates.worker.stop();
      await this.cluster.stop();
    }
  }

  #all(): Supervised[] {
    return [...this.#processes.app, ...this.#processes.worker];
  }
}
