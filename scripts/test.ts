// `npm test`: every check and test there is; `npm test -- static unit` runs the named runners alone. Started by test.mjs under the pinned Node.
// Its last line is `N passed, N failed`.
import { rmSync } from 'node:fs';
import { build } from './build.ts';
import { playwright, staticChecks, vitestProject, type Outcome, type Runner } from './test-runners.ts';
import { style } from './terminal.ts';

const runners: Runner[] = [
  ...staticChecks,
  vitestProject('unit'),
  vitestProject('contract'),
  vitestProject('property'),
  // They wait more than they compute. Each takes up to 50 connections, and a server of DATABASE_URL has 100 where nobody has said otherwise.
  vitestProject('integration', `--maxWorkers=${process.env.DATABASE_URL ? 2 : 4}`),
  playwright,
];

const wanted = process.argv.slice(2);
const chosen = runners.filter(
  ({ name, group }) => wanted.length === 0 || wanted.includes(group) || wanted.includes(name),
);
const totals = { passed: 0, failed: 0 };
const failures: string[] = [];

process.on('disconnect', () => process.exit(1));
// Death by a signal emits no `exit`, at which the runner that is at work is ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(signal === 'SIGINT' ? 130 : 1));
rmSync('.cache/test', { recursive: true, force: true });
await record('build', async () => {
  await build();
  return { passed: 1, failed: 0 };
});
// Static checks are many short programs: two at a time. The others use all cores themselves.
await inTurn(
  chosen.filter(({ group }) => group === 'static'),
  2,
);
await inTurn(
  chosen.filter(({ group }) => group !== 'static'),
  1,
);
if (chosen.length === 0)
  await record(wanted.join(' '), () => Promise.reject(new Error('There is no such runner.')));

for (const failure of failures) console.log(`\n${failure}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);

async function inTurn(queue: Runner[], atOnce: number): Promise<void> {
  const lane = async () => {
    for (let runner = queue.shift(); runner; runner = queue.shift()) await record(runner.name, runner.run);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Runs it and adds its counts. A runner that crashes, or runs nothing, is one failure. */
async function record(name: string, run: () => Promise<Outcome>): Promise<void> {
  const started = Date.now();
  const outcome = await run().catch((error: unknown): Outcome => ({
    passed: 0,
    failed: 1,
    output: (error as Error).message,
  }));
  if (outcome.passed + outcome.failed === 0)
    Object.assign(outcome, { failed: 1, output: `It ran no test.\n${outcome.output ?? ''}` });
  totals.passed += outcome.passed;
  totals.failed += outcome.failed;
  const mark = outcome.failed === 0 ? style('green', '✓') : style('red', '✗');
  const counts = `${outcome.passed} passed, ${outcome.failed} failed`;
  console.log(
    `${mark} ${name.padEnd(24)} ${counts.padEnd(24)} ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  if (outcome.failed > 0)
    failures.push(`${style(['red', 'bold'], `── ${name} `.padEnd(80, '─'))}\n${outcome.output ?? ''}`);
}
