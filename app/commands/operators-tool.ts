/** What the operator's tool answers to a command line: which command is meant, its options, its result as text or JSON, and its usage where it was called wrongly. */
import { parseArgs } from 'node:util';
import type { Deps } from '../deps.server.ts';
import { apiKeyCreate } from './api-key.ts';
import {
  failure,
  NotThereError,
  UsageError,
  type Command,
  type CommandInput,
  type CommandResult,
} from './command.ts';
import { ledgerVerify } from './ledger.ts';
import { memberExplain } from './member.ts';
import { programExport, programImport, programPublish, programValidate } from './program.ts';
import { simulate } from './simulate.ts';

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

/** What a process says and how it ends: a fault is on standard error, except in JSON. */
export type ToolAnswer = { ok: boolean; stdout: string; stderr: string };

type Own = {
  /** Called where a command is run, and at most once. */
  openDeps: () => Deps;
  onProgress: CommandInput['onProgress'];
};

/** Carries out `args`, as they are typed after the tool's name. Faults are in the answer. */
export async function operatorsTool(args: string[], own: Own): Promise<ToolAnswer> {
  const isJson = args.includes('--json');
  try {
    const result = await run(args, own);
    const said = `${isJson ? JSON.stringify(result.json) : result.text}\n`;
    const isOut = result.ok || isJson;
    return { ok: result.ok, stdout: isOut ? said : '', stderr: isOut ? '' : said };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
    return { ok: false, stdout: '', stderr: `${message}\n${usage ? `\n${help(args)}` : ''}` };
  }
}

async function run(args: string[], { openDeps, onProgress }: Own): Promise<CommandResult> {
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
  try {
    return await command.run(openDeps(), { options, positionals, onProgress });
  } catch (error) {
    if (error instanceof NotThereError) return failure(error.message);
    throw error;
  }
}

/** A command is one word or two. */
function named(args: string[]): { command: Command; rest: string[] } | null {
  for (const words of [2, 1]) {
    const command = COMMANDS.get(args.slice(0, words).join(' '));
    if (command) return { command, rest: args.slice(words) };
  }
  return null;
}

/** Of the command that was meant; of all where none was. */
function help(args: string[]): string {
  const meant = named(args);
  const lines = (meant ? [meant.command] : [...COMMANDS.values()]).map(
    (command) => `  ${command.usage}\n      ${command.summary}`,
  );
  return `npm run meridian -- COMMAND [--json]\n\n${lines.join('\n')}\n`;
}
