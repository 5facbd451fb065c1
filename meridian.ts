/** The operator's tool: npm run meridian -- COMMAND. Exit status 0 only on success. */
import { parseArgs } from 'node:util';
import { apiKeyCreate } from './app/commands/api-key.ts';
import {
  failure,
  NotThereError,
  UsageError,
  type Command,
  type CommandResult,
} from './app/commands/command.ts';
import { ledgerVerify } from './app/commands/ledger.ts';
import { memberExplain } from './app/commands/member.ts';
import { programExport, programImport, programPublish, programValidate } from './app/commands/program.ts';
import { simulate } from './app/commands/simulate.ts';
import { closeDatabase } from './app/db.server.ts';
import { createDeps } from './app/deps.server.ts';
import { environment } from './app/env.server.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['api-key create', apiKeyCreate],
  ['program import', programImport],
  ['program export', programExport],
  ['program validate', programValidate],
  ['program publish', programPublish],
  ['ledger verify', ledgerVerify],
  ['member explain', memberExplain],
  ['simulate', simulate],
]);

/** A command is one word or two. */
function named(args: string[]): { command: Command; rest: string[] } | null {
  for (const words of [2, 1]) {
    const command = COMMANDS.get(args.slice(0, words).join(' '));
    if (command) return { command, rest: args.slice(words) };
  }
  return null;
}

/** One line that is written over, on a terminal; nothing where standard error goes elsewhere. */
function onProgress(text: string | null): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text ?? ''}`);
}

/** Of the command that was meant; of all where none was. */
function help(args: string[]): string {
  const meant = named(args);
  const lines = (meant ? [meant.command] : [...COMMANDS.values()]).map(
    (command) => `  ${command.usage}\n      ${command.summary}`,
  );
  return `npm run meridian -- COMMAND [--json]\n\n${lines.join('\n')}\n`;
}

async function run(args: string[]): Promise<CommandResult> {
  const meant = named(args);
  if (!meant)
    throw new UsageError(
      args.length === 0 ? 'which command?' : `there is no command "${args.slice(0, 2).join(' ')}"`,
    );
  const { command, rest } = meant;
  const { values, positionals } = parseArgs({
    args: rest,
    options: { ...command.options, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const options = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  const deps = createDeps({ ...environment(), LOG_LEVEL: 'silent' });
  try {
    return await command.run(deps, { options, positionals, onProgress });
  } catch (error) {
    if (error instanceof NotThereError) return failure(error.message);
    throw error;
  } finally {
    await closeDatabase();
  }
}

const args = process.argv.slice(2);
try {
  const result = await run(args);
  const stream = result.ok || args.includes('--json') ? process.stdout : process.stderr;
  stream.write(`${args.includes('--json') ? JSON.stringify(result.json) : result.text}\n`);
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(`${message}\n${usage ? `\n${help(args)}` : ''}`);
  process.exitCode = 1;
}
