// `npm start` and `npm run worker`: production. Builds where nothing is built, makes sure of the database, then becomes server.ts or worker.ts.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from './build.ts';
import { ensureDatabase } from './database.ts';

const root = resolve(import.meta.dirname, '..');
const [program = 'server.ts', ...args] = process.argv.slice(2);

try {
  if (!existsSync(resolve(root, 'build/server/index.js'))) await build();
  const dataDir = process.env.DATA_DIR || '.data';
  // The log goes to stderr: stdout is the program's, one JSON object a line.
  const database = await ensureDatabase({
    databaseUrl: process.env.DATABASE_URL,
    dataDir,
    log: console.error,
  });
  const child = spawn(process.execPath, [resolve(root, program), ...args], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: process.env.NODE_ENV || 'production', DATABASE_URL: database.url },
  });
  // The terminal signals the whole group, a service manager only us; the program may be told twice.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1)));
  await database.stop();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
process.exit();
