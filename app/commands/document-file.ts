/** A programme in a file, as commands take it. */
import { readFile } from 'node:fs/promises';
import type { Fault } from '../domain/parse-program.ts';
import { failure, UsageError, type CommandResult } from './command.ts';

/** The JSON of a file; throws UsageError where none is named. */
export async function documentOf(
  file: string | boolean | undefined,
): Promise<{ ok: true; document: unknown } | { ok: false; result: CommandResult }> {
  if (typeof file !== 'string') throw new UsageError('FILE is missing');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { ok: false, result: failure(`${file} cannot be read.`) };
  try {
    return { ok: true, document: JSON.parse(text) };
  } catch (error) {
    return {
      ok: false,
      result: failure(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`),
    };
  }
}

/** The faults of a document, each with its path. */
export function invalid(faults: Fault[]): CommandResult {
  const lines = faults.map((fault) => `  ${fault.path || '(document)'} ${fault.reason}`);
  return failure(`The programme is not valid; nothing was stored:\n${lines.join('\n')}`, { faults });
}
