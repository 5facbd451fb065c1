import type { z } from 'zod';
import { type Program, ProgramSchema } from './program.ts';
import { isStorableText } from './text.ts';

/** A fault of a document: where (`earning.rates[0].spend`, "" for the document itself) and why. */
export type Fault = { path: string; reason: string };
export type ParsedProgram = { ok: true; program: Program } | { ok: false; faults: Fault[] };

const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_-]*$/u;
const MAX_DEPTH = 20;
/** Of lists and objects: more than any programme has. To judge as many faulty ones as a megabyte holds would keep the process for half a minute. */
const MAX_PARTS = 20_000;

/** A path as people write it: `earning.rates[0].spend`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    if (!PLAIN_KEY.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

type Issue = z.core.$ZodIssue;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

// Zod's names of types, where JSON's are others.
const TYPE_NAMES: Record<string, string> = { record: 'object', int: 'integer' };

/** Why, to a reader who sees the path before it: "is missing". */
export function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'is missing';
      return `is not of type ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `is not one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_union':
      return 'is not one of the known kinds';
    case 'invalid_key':
      return issue.issues.map(reasonOf).join('; ');
    default:
      return lowerFirst(issue.message);
  }
}

/** `whole`: what a field that nobody knows is no field of. */
export function faultsOf(issue: Issue, whole = 'a programme'): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      reason: `is not a field of ${whole}`,
    }));
  return [{ path: pathText(issue.path), reason: reasonOf(issue) }];
}

function hasTooManyParts(document: unknown): boolean {
  const waiting: object[] = [];
  let count = 0;
  const meet = (value: unknown) => {
    if (typeof value === 'object' && value !== null && ++count <= MAX_PARTS) waiting.push(value);
  };
  meet(document);
  for (let part = waiting.pop(); part && count <= MAX_PARTS; part = waiting.pop())
    Object.values(part).forEach(meet);
  return count > MAX_PARTS;
}

/** What no JSON document of ours may hold anywhere: zod passes over `__proto__`, and PostgreSQL's jsonb refuses a NUL. */
function unsafeParts(value: unknown, path: PropertyKey[]): Fault[] {
  if (path.length > MAX_DEPTH) return [{ path: pathText(path), reason: 'is nested too deeply' }];
  if (typeof value === 'string')
    return isStorableText(value) ? [] : [{ path: pathText(path), reason: 'holds a NUL or a lone surrogate' }];
  if (Array.isArray(value)) return value.flatMap((item, index) => unsafeParts(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key === '__proto__'
      ? [{ path: pathText([...path, key]), reason: 'is not a field of a programme' }]
      : []),
    ...unsafeParts(item, [...path, key]),
  ]);
}

/**
 * The programme of a document that came from outside, normalized, or every fault that it has.
 * Never throws; a document with any fault is refused whole.
 */
export function parseProgram(input: unknown): ParsedProgram {
  if (hasTooManyParts(input))
    return { ok: false, faults: [{ path: '', reason: `has more than ${MAX_PARTS} parts` }] };
  const unsafe = unsafeParts(input, []);
  if (unsafe.length > 0) return { ok: false, faults: unsafe };
  const parsed = ProgramSchema.safeParse(input);
  return parsed.success
    ? { ok: true, program: parsed.data }
    : { ok: false, faults: parsed.error.issues.flatMap((issue) => faultsOf(issue)) };
}
