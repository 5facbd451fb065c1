/** The texts of a programme as a CSV file (RFC 4180): a row for each text, a column for each language; what a translator works on, and hands back. */
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { FormFault } from '../domain/form-fault.ts';
import { LanguageTagSchema } from '../domain/program-parts.ts';
import { judgedSection } from '../domain/program-section.ts';
import { programTexts, textAt, textLanguages, withTexts, type TextPlace } from '../domain/program-texts.ts';
import type { Program } from '../domain/program.ts';

const KEY = 'key';
const WHERE = 'where';

/** Of characters. A large programme in thirty languages is a tenth of it. */
export const CSV_LENGTH_MAX = 2_000_000;
const ROWS_MAX = 10_000;
const COLUMNS_MAX = 100;
/** More are not read by anybody; how many there are is told. */
const FAULTS_MAX = 200;

/**
 * What a spreadsheet takes for a formula gets an apostrophe before it, and so does what has apostrophes before such a sign already: then what comes back
 * loses exactly the one that was put there.
 */
const FORMULA = /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const neutralized = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);
const restored = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;

/** With a byte order mark, by which Excel knows UTF-8. `where` says in the reader's language what a text is of. */
export function textsCsv(program: Program, where: (place: TextPlace) => string): string {
  const languages = textLanguages(program);
  const rows = programTexts(program).map(({ key, place, texts }) =>
    [key, where(place), ...languages.map((language) => texts[language] ?? '')].map(neutralized),
  );
  return stringify([[KEY, WHERE, ...languages], ...rows], {
    bom: true,
    record_delimiter: '\r\n',
    // By itself it quotes a cell that has this delimiter: a bare line break within a text would end its line.
    quoted_match: /[\r\n]/,
  });
}

export type CsvFault = {
  /** Of the file, from 1; of a text of several lines its first. */
  line: number;
  /** As its header has it; null for the whole line. */
  column: string | null;
  fault:
    | FormFault
    | { code: 'tooLargeFile' | 'tooManyRows' | 'noKeys' | 'quotes' | 'tooManyCells' | 'twice' | 'repeated' }
    | { code: 'unknownText' | 'unknownLanguage'; name: string };
};

/** null: there was none, or there is none any more. */
export type TextChange = { key: string; language: string; before: string | null; after: string | null };

export type ReadTexts =
  | { ok: true; document: Record<string, unknown>; changes: TextChange[] }
  | { ok: false; faults: CsvFault[]; total: number };

type Row = { line: number; key: string; texts: Record<string, string> };

/**
 * What a file would make of the programme, or every fault of it. A column that is not there leaves its language as it is, so does a row; an empty cell
 * takes the text away.
 */
export function readTextsCsv(csv: string, program: Program): ReadTexts {
  const read = rowsOf(csv, textLanguages(program));
  if ('faults' in read) return refused(read.faults);
  const all = new Map(programTexts(program).map((one) => [one.key, one.texts]));
  const faults = [...read.found, ...keyFaults(read.rows, all)];
  const rows = read.rows.filter(({ key }) => all.has(key));
  const document = withTexts(program, new Map(rows.map(({ key, texts }) => [key, texts])));
  const lineOf = new Map(rows.map(({ key, line }) => [key, line]));
  const judged = judgedSection(document, (path) => {
    const at = textAt(path, document);
    return at && JSON.stringify([lineOf.get(at.key) ?? 1, at.language ?? null]);
  });
  if (!judged.ok)
    for (const [place, own] of Object.entries(judged.faults)) {
      const [line, column] = JSON.parse(place) as [number, string | null];
      faults.push(...own.map((fault) => ({ line, column, fault })));
    }
  if (faults.length > 0) return refused(faults);
  return { ok: true, document, changes: rows.flatMap((row) => changesOf(row, all.get(row.key) ?? {})) };
}

const refused = (faults: CsvFault[]): ReadTexts => ({
  ok: false,
  faults: faults.toSorted((a, b) => a.line - b.line).slice(0, FAULTS_MAX),
  total: faults.length,
});

function changesOf({ key, texts }: Row, before: Readonly<Record<string, string>>): TextChange[] {
  return Object.entries(texts).flatMap(([language, text]): TextChange[] => {
    const [was, is] = [before[language] ?? null, text.trim() === '' ? null : text];
    return was === is ? [] : [{ key, language, before: was, after: is }];
  });
}

/** What no text of the programme is called, and what is called so twice. */
function keyFaults(rows: readonly Row[], known: ReadonlyMap<string, unknown>): CsvFault[] {
  const seen = new Set<string>();
  return rows.flatMap(({ line, key }): CsvFault[] => {
    const again = seen.has(key);
    seen.add(key);
    if (!known.has(key)) return [{ line, column: KEY, fault: { code: 'unknownText', name: key } }];
    return again ? [{ line, column: KEY, fault: { code: 'twice' } }] : [];
  });
}

/** `found`: faults that do not keep the rest from being read. */
function rowsOf(
  csv: string,
  languages: readonly string[],
): { rows: Row[]; found: CsvFault[] } | { faults: CsvFault[] } {
  if (csv.length > CSV_LENGTH_MAX) return whole(1, { code: 'tooLargeFile' });
  const records = recordsOf(csv);
  if ('faults' in records) return records;
  const [header, ...lines] = records;
  const columns = (header?.cells ?? []).map((cell) => cell.trim());
  if (!header || columns[0]?.toLowerCase() !== KEY) return whole(1, { code: 'noKeys' });
  if (lines.length > ROWS_MAX || columns.length > COLUMNS_MAX) return whole(1, { code: 'tooManyRows' });
  const found = headerFaults(columns);
  // Written otherwise ("DE", "pt-br") it is the same language: readers of "de" would see nothing of another.
  const tags = new Map(languages.map((tag) => [tag.toLowerCase(), tag]));
  const rows = lines.map(({ line, cells }): Row => {
    if (cells.slice(columns.length).some((cell) => cell !== ''))
      found.push({ line, column: null, fault: { code: 'tooManyCells' } });
    const texts = columns.flatMap((column, index): [string, string][] =>
      isLanguage(column)
        ? [[tags.get(column.toLowerCase()) ?? column, lineBreaks(restored(cells[index] ?? ''))]]
        : [],
    );
    return { line, key: restored(cells[0] ?? '').trim(), texts: Object.fromEntries(texts) };
  });
  return { rows, found };
}

const whole = (line: number, fault: CsvFault['fault']) => ({ faults: [{ line, column: null, fault }] });
const isLanguage = (column: string): boolean =>
  ![KEY, WHERE].includes(column.toLowerCase()) && LanguageTagSchema.safeParse(column).success;
const lineBreaks = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

function headerFaults(columns: readonly string[]): CsvFault[] {
  const seen = new Set<string>();
  return columns.flatMap((column, index): CsvFault[] => {
    const name = column.toLowerCase();
    if (column === '' || index === 0) return [];
    if (seen.has(name)) return [{ line: 1, column, fault: { code: 'repeated' } }];
    seen.add(name);
    return name === WHERE || isLanguage(column)
      ? []
      : [{ line: 1, column, fault: { code: 'unknownLanguage', name: column } }];
  });
}

type Record_ = { line: number; cells: string[] };

/** Tools that add a line may end it otherwise than the rest; the longest first. */
const LINE_ENDS = ['\r\n', '\n', '\r'];

/** Spreadsheets write what their country separates columns by: the first that stands after the first header. */
function recordsOf(csv: string): Record_[] | { faults: CsvFault[] } {
  const delimiter = /^\uFEFF?"?key"?([,;\t])/i.exec(csv)?.[1] ?? ',';
  try {
    const records = parse(csv, {
      bom: true,
      delimiter,
      record_delimiter: LINE_ENDS,
      relax_column_count: true,
    });
    let line = 1;
    const placed = records.map((cells): Record_ => {
      const first = line;
      line += 1 + breaksIn(cells);
      return { line: first, cells };
    });
    return placed.filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    return whole(typeof lines === 'number' ? lines : 1, { code: 'quotes' });
  }
}

/** The parser counts a break of two characters twice. */
const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
