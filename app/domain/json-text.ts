/** A JSON text with the place of every part, so that a fault can be shown where it stands. Grammar: RFC 8259, as `JSON.parse` has it. */
/** From 1; columns in UTF-16 units, as editors count them. */
export type Place = { line: number; column: number };

export type JsonText =
  | {
      ok: true;
      value: unknown;
      /** Of a part by its path (`earning.rates[0].spend`), else of the nearest part around it that is there. */
      placeOf: (path: string) => Place;
      /** Paths of members whose name is in their object a second time: `JSON.parse` would keep the last alone. */
      repeated: PropertyKey[][];
    }
  | { ok: false; place: Place; fault: JsonFault };

/** `found`: what stands where something else has to; `ended`: nothing more does. */
export type JsonFault = { kind: 'unexpected'; found: string } | { kind: 'ended' | 'tooDeep' | 'longName' };

/** Deeper, and a member's name longer, than in any document of ours: faults repeat the names on their path. */
const DEEPEST = 20;
const LONGEST_NAME = 200;
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
  const { root, repeated } = scanner;
  return {
    ok: true,
    value: JSON.parse(text),
    placeOf: (path) => {
      let part = root;
      for (const key of keysOf(path)) {
        const inner = part.parts?.get(key);
        if (!inner) break;
        part = inner;
      }
      return placeAt(part.at);
    },
    repeated,
  };
}

/** Where a part begins, and its own parts by their name or index. A key of the whole path would be as long as all names on it, for each part anew. */
type Part = { at: number; parts?: Map<string | number, Part> };

/** Of a path as `pathText` writes it. */
const PATH_PART = /\[(\d+)\]|\[("[^"\\]*(?:\\.[^"\\]*)*")\]|([^.[\]]+)/gu;
const keysOf = (path: string): (string | number)[] =>
  [...path.matchAll(PATH_PART)].map(([, index, quoted, name = '']) =>
    index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(quoted) as string) : name,
  );

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
  readonly root: Part = { at: 0 };
  readonly repeated: PropertyKey[][] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#skip();
    this.root.at = this.#at;
    this.#value(this.root, []);
    if (this.#at < this.#text.length) this.#fail();
  }

  #value(part: Part, path: PropertyKey[]): void {
    if (path.length > DEEPEST) throw new Unreadable(this.#at, { kind: 'tooDeep' });
    if (this.#take('{')) this.#members(part, path);
    else if (this.#take('[')) this.#items(part, path);
    else if (this.#match(STRING) === null && this.#match(SCALAR) === null) this.#fail();
    this.#skip();
  }

  #members(part: Part, path: PropertyKey[]): void {
    const parts = (part.parts = new Map<string | number, Part>());
    if (this.#take('}')) return;
    do {
      const at = this.#at;
      const name = this.#match(STRING) ?? this.#fail();
      if (name.length > LONGEST_NAME) throw new Unreadable(at, { kind: 'longName' });
      const key = JSON.parse(name) as string;
      const [inner, own] = [{ at }, [...path, key]];
      if (parts.has(key)) this.repeated.push(own);
      parts.set(key, inner);
      this.#skip();
      if (!this.#take(':')) this.#fail();
      this.#value(inner, own);
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail();
  }

  #items(part: Part, path: PropertyKey[]): void {
    const parts = (part.parts = new Map<string | number, Part>());
    if (this.#take(']')) return;
    let index = 0;
    do {
      const inner = { at: this.#at };
      parts.set(index, inner);
      this.#value(inner, [...path, index++]);
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
