/** A programme as a file or a text: read with the place of every fault, and what a file is that holds none. */
import { readJson, type JsonFault, type Place } from './json-text.ts';
import { parseProgram, pathText, type Fault } from './parse-program.ts';
import type { Program } from './program.ts';

/** Bytes. A programme is some kilobytes; more is some other file. */
export const LARGEST_DOCUMENT = 1_000_000;

/** More are not read by anybody. */
const FAULTS_MAX = 200;

/** A fault with where it stands in the text. */
export type PlacedFault = Fault & { place: Place };

export type ReadProgram =
  | { ok: true; program: Program }
  | { ok: false; reason: 'notJson'; fault: JsonFault; place: Place }
  /** `total`: how many there are, of which the first that were found are told. */
  | { ok: false; reason: 'invalid'; faults: PlacedFault[]; total: number }
  | { ok: false; reason: UnreadableFile };

/** The faults of the text, by their place in it; or the programme. */
export function readProgramText(text: string): ReadProgram {
  if (text.length > LARGEST_DOCUMENT) return { ok: false, reason: 'tooLarge' };
  if (text.trim() === '') return { ok: false, reason: 'empty' };
  const json = readJson(text);
  if (!json.ok) return { ok: false, reason: 'notJson', fault: json.fault, place: json.place };
  const parsed = parseProgram(json.value);
  if (parsed.ok && json.repeated.length === 0) return { ok: true, program: parsed.program };
  const repeated = json.repeated
    .slice(0, FAULTS_MAX)
    .map((path) => ({ path: pathText(path), reason: 'is there twice, and only one can count' }));
  const found = parsed.ok ? [] : parsed.faults;
  const faults = [...repeated, ...found.slice(0, FAULTS_MAX - repeated.length)]
    .map((fault) => ({ ...fault, place: json.placeOf(fault.path) }))
    .toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { ok: false, reason: 'invalid', faults, total: json.repeated.length + found.length };
}

export type UnreadableFile = 'empty' | 'tooLarge' | 'utf16' | 'notUtf8';
export type FileText = { ok: true; text: string } | { ok: false; reason: UnreadableFile };

/** The text of a file in UTF-8. A mark at its beginning (BOM), as some editors write, is left out: JSON has none. */
export function textOfFile(bytes: Uint8Array): FileText {
  if (bytes.length === 0) return { ok: false, reason: 'empty' };
  if (bytes.length > LARGEST_DOCUMENT) return { ok: false, reason: 'tooLarge' };
  const [first, second] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // JSON begins with a character of ASCII: in UTF-16 without a mark one of its two bytes is 0.
  if (isMarked || first === 0 || second === 0) return { ok: false, reason: 'utf16' };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, reason: 'notUtf8' };
  }
}
