// Runs Prisma's CLI with a database under it: `node scripts/prisma.ts [--throw-away] ARGUMENTS…`.
// --throw-away: on a server of its own, for commands that only compare; otherwise on the project's database.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { openDatabase, openThrowAwayServer } from './database.ts';

const args = process.argv.slice(2);
const throwAway = args[0] === '--throw-away';
if (throwAway) args.shift();
const databaseUrl = process.env.DATABASE_URL;
const database = throwAway
  ? await openThrowAwayServer(databaseUrl)
  : await openDatabase({ databaseUrl, dataDir: process.env.DATA_DIR || '.data' });
try {
  const cli = resolve(import.meta.dirname, '../node_modules/prisma/build/index.js');
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: database.url, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  process.exitCode = await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1)));
} finally {
  await database.stop();
}
