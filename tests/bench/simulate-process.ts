// One simulation in a process of its own, as a worker runs it: prints what it took as JSON. Its arguments: days of orders, points for a dollar.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createPool } from '../../app/db.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { simulateProgram } from '../../app/services/simulate-program.ts';
import { SHOP } from './bench-shop.ts';

export type SimulationFigures = {
  seconds: number;
  orders: number;
  points: string;
  /** Resident, in MiB, and by how much more than before it began. */
  peakMiB: number;
  grownMiB: number;
  /** Milliseconds for which the process did nothing else: the 99th percentile, and the longest. */
  delayP99: number;
  delayMost: number;
};

const DAY_MS = 86_400_000;
const LOOKED_AT_EVERY_MS = 50;
const MIB = 1024 * 1024;

const [url = '', days = '400', points = '2'] = process.argv.slice(2);
const levels = [
  { id: 'bronze', name: { en: 'Bronze' }, threshold: '0', multiplier: '1' },
  { id: 'silver', name: { en: 'Silver' }, threshold: '1000', multiplier: '1.5' },
];
const document = {
  ...startingProgram,
  earning: {
    ...startingProgram.earning,
    rates: [{ currency: 'USD', spend: '1.00', points: Number(points) }],
  },
  tiers: { basis: 'basePoints', period: { kind: 'rolling', months: 12 }, levels },
};

const pool = createPool(url, (error) => {
  throw error;
});
await pool.query('SELECT 1');
const before = process.memoryUsage.rss();
let peak = before;
const looking = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), LOOKED_AT_EVERY_MS);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const started = performance.now();
const simulated = await simulateProgram(
  { pool, clock: { now: () => new Date() } },
  ShopIdSchema.parse(SHOP),
  { document, since: new Date(Date.now() - Number(days) * DAY_MS).toISOString() },
);
const seconds = (performance.now() - started) / 1000;
delay.disable();
clearInterval(looking);
if (!simulated.ok) throw new Error(JSON.stringify(simulated));
const { orders, points: issued } = simulated.simulation.total.after;
const figures: SimulationFigures = {
  seconds,
  orders,
  points: issued,
  peakMiB: Math.round(peak / MIB),
  grownMiB: Math.round((peak - before) / MIB),
  delayP99: delay.percentile(99) / 1e6,
  delayMost: delay.max / 1e6,
};
console.log(JSON.stringify(figures));
await pool.end();
