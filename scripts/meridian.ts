// `npm run meridian -- COMMAND`: the operator's tool on the database of DATABASE_URL, or on the embedded one, whether it runs or not.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { ensureDatabase } from './database.ts';

try {
  const database = await ensureDatabase({
    databaseUrl: process.env.DATABASE_URL,
    dataDir: process.env.DATA_DIR || '.data',
  });
  const program = resolve(import.meta.dirname, '../meridian.ts');
  const env = { ...process.env, DATABASE_URL: database.url };
  const child = spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit', env });
  // The terminal signals both; we stay until the tool has ended, and let go of the database then.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1)));
  await database.stop();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
process.exit();
