/** The operator's tool: npm run meridian -- COMMAND. Exit status 0 only on success. */
import { operatorsTool } from './app/commands/operators-tool.ts';
import { closeDatabase } from './app/db.server.ts';
import { createDeps } from './app/deps.server.ts';
import { environment } from './app/env.server.ts';

/** One line that is written over, on a terminal; nothing where standard error goes elsewhere. */
function onProgress(text: string | null): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text ?? ''}`);
}

const openDeps = () => createDeps({ ...environment(), LOG_LEVEL: 'silent' });
const { ok, stdout, stderr } = await operatorsTool(process.argv.slice(2), { openDeps, onProgress });
await closeDatabase();
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = ok ? 0 : 1;
