// What `npm test` runs, and how each runner's result is counted.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureChromium } from './chromium.ts';

const root = resolve(import.meta.dirname, '..');
const results = join(root, '.cache/test');

export interface Outcome {
  passed: number;
  failed: number;
  /** What to show when something failed. */
  output?: string;
}

export interface Runner {
  name: string;
  group: 'static' | 'unit' | 'contract' | 'property' | 'integration' | 'browser';
  run(): Promise<Outcome>;
}

interface Finished {
  code: number | null;
  output: string;
}

/** Runs a Node program to its end. Its processes end with this one. */
function runNode(args: string[], env: Record<string, string> = {}): Promise<Finished> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Node's cache of what it compiled, for all processes that are started below: it halves the start of the app, the worker and the dev store.
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: join(root, '.cache/compiled'),
      FORCE_COLOR: '0',
      NO_COLOR: '1',
      ...env,
    },
  });
  const abandon = () => child.kill('SIGTERM');
  process.once('exit', abandon);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      process.off('exit', abandon);
      done({ code, output });
    });
  });
}

/** A program that succeeds or does not: one check. */
function check(name: string, args: string[]): Runner {
  const run = async () => {
    const { code, output } = await runNode(args);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, output };
  };
  return { name, group: 'static', run };
}

export const staticChecks: Runner[] = [
  // The longest first: two run at a time.
  check('rules', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0']),
  check('types', ['node_modules/typescript/bin/tsc', '--noEmit']),
  check('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.']),
  check('import directions', [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.js',
    '--output-type',
    'err-long',
    '.',
  ]),
  check('database schema', ['node_modules/prisma/build/index.js', 'validate']),
  check('schema = migrations', [
    'scripts/prisma.ts',
    '--throw-away',
    ...[
      'migrate',
      'diff',
      '--from-migrations',
      'prisma/migrations',
      '--to-schema-datamodel',
      'prisma/schema.prisma',
      '--exit-code',
    ],
  ]),
];

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

export function vitestProject(
  name: Exclude<Runner['group'], 'static' | 'browser'>,
  ...options: string[]
): Runner {
  const run = async () => {
    const file = join(results, `${name}.json`);
    const args = [
      'run',
      '--project',
      name,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...options,
    ];
    const { code, output } = await runNode(['node_modules/vitest/vitest.mjs', ...args], { NODE_ENV: 'test' });
    if (!existsSync(file)) return { passed: 0, failed: 1, output };
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
    // A file that cannot be loaded, or whose hooks fail, has no failed test and is a failure all the same.
    const brokenFiles = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + brokenFiles.length;
    return counted(report.numPassedTests, failed, { code, output });
  };
  return { name, group: name, run };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export const playwright: Runner = {
  name: 'browser',
  group: 'browser',
  async run() {
    const CHROMIUM_PATH = ensureChromium(console.log);
    mkdirSync(results, { recursive: true });
    const file = join(results, 'browser.json');
    const finished = await runNode(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
      CHROMIUM_PATH,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    });
    if (!existsSync(file)) return { passed: 0, failed: 1, output: finished.output };
    const { stats } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
    return counted(stats.expected, stats.unexpected + stats.flaky + stats.skipped, finished);
  },
};

/** A runner that ends in failure without a failed test (an unhandled error, a setup that throws) has failed once. */
function counted(passed: number, failed: number, { code, output }: Finished): Outcome {
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, output };
}
