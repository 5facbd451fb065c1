import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** One row's newest state, or (`value: null`) that it is gone. */
export type JournalRecord = { table: string; key: string; value: unknown };

export type Journal = {
  /** Appends records in one write: a killed process leaves all of them or, at the end of the file, a torn line that is ignored. */
  append(records: readonly JournalRecord[]): void;
  close(): void;
};

/**
 * Opens the journal of a folder and calls `restore` with every row's last state. A file with more old rows than live
 * ones is written anew first, so that a restart takes seconds however long the store has run.
 */
export function openJournal(folder: string, restore: (record: JournalRecord) => void): Journal {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'journal.jsonl');
  const live = new Map<string, JournalRecord>();
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  for (const line of lines) {
    const record = parseLine(line);
    if (!record) continue;
    const id = `${record.table} ${record.key}`;
    if (record.value === null) live.delete(id);
    else live.set(id, record);
  }
  for (const record of live.values()) restore(record);
  if (lines.length > 2 * live.size + 100 || !endsWhole(lines)) rewrite(path, live.values());
  const file = openSync(path, 'a');
  return {
    append: (records) => writeAll(file, records),
    close: () => closeSync(file),
  };
}

/** What the last write of a killed process left behind must not swallow the next line. */
function endsWhole(lines: readonly string[]): boolean {
  return lines.length === 0 || lines.at(-1) === '';
}

function rewrite(path: string, records: Iterable<JournalRecord>): void {
  const fresh = openSync(`${path}.new`, 'w');
  writeAll(fresh, [...records]);
  closeSync(fresh);
  renameSync(`${path}.new`, path);
}

function writeAll(file: number, records: readonly JournalRecord[]): void {
  const text = records.map((record) => `${JSON.stringify(record, encodeBigint)}\n`).join('');
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

function parseLine(line: string): JournalRecord | null {
  if (line === '') return null;
  try {
    return JSON.parse(line, decodeBigint) as JournalRecord;
  } catch {
    return null;
  }
}

function encodeBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { $n: value.toString() } : value;
}

function decodeBigint(_key: string, value: unknown): unknown {
  const isBigint =
    typeof value === 'object' && value !== null && '$n' in value && typeof value.$n === 'string';
  return isBigint ? BigInt(value.$n as string) : value;
}
