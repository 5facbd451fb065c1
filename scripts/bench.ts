// `npm run bench -- NAME…`: the benchmarks of tests/bench, all or the named ones. Prints Markdown and writes a JSON file; its exit status
// is 0 when every result was right, whether or not the goals were met. Started by bench.mjs under the pinned Node.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BENCHES } from '../tests/bench/benches/all.ts';
import { startCluster } from '../tests/bench/cluster.ts';
import { createContext, type Size } from '../tests/bench/context.ts';
import { machine } from '../tests/bench/machine.ts';
import { markdown, type Report } from '../tests/bench/report.ts';
import { build } from './build.ts';

const USAGE = `npm run bench -- [NAME…] [--rounds 5] [--scale 1] [--entries 1000000] [--members 100000] [--deliveries 100000] [--out FILE]
Names: ${Object.keys(BENCHES).join(', ')}; none: all of them.`;

const INTERRUPTED = 'Interrupted.';
const folder = resolve('.cache/bench');

type Result = { at: string; machine: ReturnType<typeof machine>; size: Size; report: Report };

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
process.exit();

async function main(): Promise<number> {
  const { names, size, out } = readArguments();
  await build();
  mkdirSync(folder, { recursive: true });
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
      process.once(signal, () => reject(new Error(INTERRUPTED)));
  });
  const faults: string[] = [];
  for (const name of names) {
    console.error(`${name}:`);
    try {
      const result = await measure(name, size, interrupted);
      console.log(markdown(result.report));
      keep(out, result);
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
      console.error(faults.at(-1));
      if ((error as Error).message === INTERRUPTED) break;
    }
  }
  if (faults.length < names.length) console.error(`The figures are in ${out}`);
  return faults.length === 0 ? 0 : 1;
}

/** The file holds each benchmark's last result: an hour's figures are not lost with the next run. */
function keep(file: string, result: Result): void {
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { results: Result[] }).results
    : [];
  const results = [...before.filter(({ report }) => report.name !== result.report.name), result];
  writeFileSync(file, `${JSON.stringify({ results }, null, 2)}\n`);
}

async function measure(name: string, size: Size, interrupted: Promise<never>): Promise<Result> {
  const bench = BENCHES[name];
  if (!bench) throw new Error(`There is no such benchmark.\n${USAGE}`);
  const cluster = await startCluster(resolve(folder, `data-${process.pid}`));
  const context = createContext(size, cluster, resolve(folder, 'logs', name), (line) =>
    console.error(`  ${line}`),
  );
  const from = { at: new Date().toISOString(), machine: machine(cluster.settings), size };
  try {
    return { ...from, report: await Promise.race([bench(context), context.broken, interrupted]) };
  } finally {
    await context.stop();
    await cluster.stop();
  }
}

function readArguments(): { names: string[]; size: Size; out: string } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      scale: { type: 'string', default: '1' },
      entries: { type: 'string', default: '1000000' },
      members: { type: 'string', default: '100000' },
      deliveries: { type: 'string', default: '100000' },
      out: { type: 'string' },
    },
  });
  const positive = (name: keyof Size) => {
    const value = Number(values[name]);
    if (!(value > 0) || (name !== 'scale' && !Number.isInteger(value)))
      throw new Error(`--${name} must be a positive number.\n${USAGE}`);
    return value;
  };
  const unknown = positionals.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}.\n${USAGE}`);
  return {
    names: positionals.length > 0 ? positionals : Object.keys(BENCHES),
    size: {
      rounds: positive('rounds'),
      scale: positive('scale'),
      entries: positive('entries'),
      members: positive('members'),
      deliveries: positive('deliveries'),
    },
    out: resolve(values.out ?? `${folder}/results.json`),
  };
}
