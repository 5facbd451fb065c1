// `npm run build`: Prisma's client, the types of the Admin documents, the widget's scripts, the app. Each only when what it is made of has changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withLock } from './process-lock.ts';
import { step } from './terminal.ts';

/** Rollup appends every file that it watched. */
const ERROR_LINES = 14;
const root = resolve(import.meta.dirname, '..');

interface Product {
  label: string;
  /** Globs, from the root. A change of any of these files, a new one or one less makes the product stale. */
  inputs: string[];
  /** Files. One that is missing makes the product stale, whoever took it away. */
  outputs: string[];
  /** Where the hash of the inputs is kept. Not in build/, which Vite empties. */
  stamp: string;
  command: string[];
}

/** In the order in which they are made. */
export const products: Product[] = [
  {
    label: 'Database client',
    inputs: ['prisma/schema.prisma', 'node_modules/prisma/package.json'],
    outputs: ['node_modules/.prisma/client/index.js'],
    stamp: 'node_modules/.prisma/client/inputs.sha256',
    command: ['node_modules/prisma/build/index.js', 'generate', '--no-hints'],
  },
  {
    label: 'Types of the Admin API documents',
    inputs: [
      'scripts/codegen.ts',
      'scripts/admin-schema.ts',
      'app/shopify/*.graphql',
      'node_modules/@shopify/dev-mcp/package.json',
    ],
    outputs: ['app/shopify/admin-types.generated.ts'],
    stamp: '.cache/build/admin-types.sha256',
    command: ['scripts/codegen.ts'],
  },
  {
    label: "The widget's scripts",
    inputs: ['widget/**/*.js', 'scripts/widget-scripts.ts', 'node_modules/esbuild/package.json'],
    outputs: ['loyalty.js', 'loyalty-panel.js', 'loyalty-cart.js', 'loyalty-shared.js'].map(
      (name) => `extensions/loyalty-widget/assets/${name}`,
    ),
    stamp: '.cache/build/widget-scripts.sha256',
    command: ['scripts/widget-scripts.ts'],
  },
  {
    label: 'App',
    inputs: [
      'app/**/*',
      'public/**/*',
      // What the studio's preview of the widget is made of.
      'extensions/loyalty-widget/{blocks,snippets,locales}/*',
      'extensions/loyalty-widget/assets/*.css',
      'liquid/**/*.ts',
      'prisma/schema.prisma',
      'vite.config.ts',
      'remix.config.js',
      'tsconfig.json',
      'package-lock.json',
    ],
    outputs: ['build/server/index.js'],
    stamp: '.cache/build/app.sha256',
    command: ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'],
  },
];

/** Makes whatever is stale. Several processes may call it at once: one works, the others wait. Throws with the output of what failed. */
export async function build(): Promise<void> {
  mkdirSync(join(root, '.cache/build'), { recursive: true });
  await withLock(join(root, '.cache/build/lock'), async () => {
    for (const product of products) {
      const hash = hashOf(product.inputs);
      if (isFresh(product, hash)) continue;
      await step(`Build: ${product.label}`, () => run(product.command));
      const stamp = join(root, product.stamp);
      mkdirSync(dirname(stamp), { recursive: true });
      writeFileSync(stamp, hash);
    }
  });
}

function isFresh({ outputs, stamp }: Product, hash: string): boolean {
  const file = join(root, stamp);
  const isThere = outputs.every((output) => existsSync(join(root, output)));
  return isThere && existsSync(file) && readFileSync(file, 'utf8') === hash;
}

function hashOf(inputs: string[]): string {
  const hash = createHash('sha256');
  const found = globSync(inputs, { cwd: root, withFileTypes: true, exclude: ['**/*.test.*'] });
  const files = found.filter((entry) => entry.isFile());
  for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

async function run(command: string[]): Promise<void> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  if (code !== 0)
    throw new Error(
      `${command.join(' ')} ended with ${code}:\n${output.trim().split('\n').slice(0, ERROR_LINES).join('\n')}`,
    );
}

if (import.meta.main) {
  try {
    await build();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
