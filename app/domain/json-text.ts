/** A JSON text with the place of every part, so that a fault can be shown where it stands. Grammar: RFC 8259, as `JSON.parse` has it. */
import { pathText } from './parse-program.ts';

/** From 1; columns in UTF-16 units, as editors count them. */
export type Place = { line: number; column: number };

export type JsonText =
  | {
      ok: true;
      value: unknown;
      /** Of a part by its path (`earning.rates[0].spend`), else of the nearest part around it that is there. */
      placeOf: (path: string) => Place;
      /** Paths of members whose name is in their object a second time: `JSON.parse` would keep the last alone. */
      repeated: string[];
    }
  | { ok: false; place: Place; fault: JsonFault };

/** `found`: what stands where something else has to; `ended`: nothing more does. */
export type JsonFault = { kind: 'unexpected'; found: string } | { kind: 'ended' } | { kind: 'tooDeep' };

/** Deeper than any document of ours. */
const DEEPEST = 100;
const SPACE = /[ \t\n\r]*/y;
// Unrolled: a `+` within the `*` would try every split of a text whose end is missing, and never come back.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const BROKEN_STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** Never throws, whatever the text is. */
export function readJson(text: string): JsonText {
  const placeAt = placesIn(text);
  const scanner = new Scanner(text);
  try {
    scanner.document();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, place: placeAt(error.at), fault: error.fault };
  }
  const { offsets, repeated } = scanner;
  return {
    ok: true,
    value: JSON.parse(text),
    placeOf: (path) => {
      for (let at = path; at !== ''; at = at.replace(LAST_PART, '')) {
        const offset = offsets.get(at);
        if (offset !== undefined) return placeAt(offset);
      }
      return placeAt(offsets.get('') ?? 0);
    },
    repeated,
  };
}

/** Of a path as `pathText` writes it. */
const LAST_PART = /(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\]|\.?[^.[\]]+)$/u;

class Unreadable extends Error {
  readonly at: number;
  readonly fault: JsonFault;
  constructor(at: number, fault: JsonFault) {
    super(fault.kind);
    this.at = at;
    this.fault = fault;
  }
}

class Scanner {
  readonly offsets = new Map<string, number>();
  readonly repeated: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#skip();
    this.offsets.set('', this.#at);
    this.#value([]);
    if (this.#at < this.#text.length) this.#fail();
  }

  #value(path: PropertyKey[]): void {
    if (path.length > DEEPEST) throw new Unreadable(this.#at, { kind: 'tooDeep' });
    if (this.#take('{')) this.#members(path);
    else if (this.#take('[')) this.#items(path);
    else if (this.#match(STRING) === null && this.#match(SCALAR) === null) this.#fail();
    this.#skip();
  }

  #members(path: PropertyKey[]): void {
    if (this.#take('}')) return;
    do {
      const at = this.#at;
      const name = this.#match(STRING) ?? this.#fail();
      const own = [...path, JSON.parse(name) as string];
      const key = pathText(own);
      if (this.offsets.has(key)) this.repeated.push(key);
      this.offsets.set(key, at);
      this.#skip();
      if (!this.#take(':')) this.#fail();
      this.#value(own);
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail();
  }

  #items(path: PropertyKey[]): void {
    if (this.#take(']')) return;
    let index = 0;
    do {
      const own = [...path, index++];
      this.offsets.set(pathText(own), this.#at);
      this.#value(own);
    } while (this.#take(','));
    if (!this.#take(']')) this.#fail();
  }

  #take(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    this.#skip();
    return true;
  }

  #match(token: RegExp): string | null {
    token.lastIndex = this.#at;
    const [found] = token.exec(this.#text) ?? [null];
    if (found !== null) this.#at += found.length;
    return found;
  }

  #skip(): void {
    this.#match(SPACE);
  }

  #fail(): never {
    // Of a text in quotation marks, where it breaks off.
    this.#match(BROKEN_STRING);
    const rest = this.#text.slice(this.#at, this.#at + 40);
    if (rest === '') throw new Unreadable(this.#at, { kind: 'ended' });
    const [found = ''] = /^(?:[\p{L}\p{N}_]+|.)/su.exec(rest) ?? [];
    // A line break shows as \n.
    const shown = found < ' ' ? JSON.stringify(found).slice(1, -1) : found;
    throw new Unreadable(this.#at, { kind: 'unexpected', found: shown });
  }
}

function placesIn(text: string): (offset: number) => Place {
  const ends = [...text.matchAll(/\r\n|\n|\r/g)];
  const starts = [0, ...ends.map(({ index, 0: end }) => index + end.length)];
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
