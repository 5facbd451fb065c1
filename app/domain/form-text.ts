/**
 * Fields of a form as text, which is all that a browser sends: single ones by name, lists of ids separated by spaces (ids, handles and codes have none),
 * lists of free texts by tabs, and what stands by key (amounts by currency, texts by language) nested under it. Reads values of any shape.
 */
import type { FieldFaults, FormFault } from './form-fault.ts';
import { partOf } from './program-parts.ts';

export type ByKey = { [key: string]: string };

/** All markets, or all levels, whichever there will be. No id begins like this. */
export const EVERY = '*';
/** What a switch sends. */
export const ON = 'on';
/** Between free texts, which may hold spaces and commas; a text field takes it from nobody who types. */
const BETWEEN_TEXTS = '\t';

/** What stands in a field, without spaces around it. */
export const textOf = (sent: unknown, name: string): string => {
  const value = partOf(sent, name);
  return typeof value === 'string' ? value.trim() : '';
};

/** Ids, handles or codes. */
export const words = (sent: unknown, name: string): string[] =>
  textOf(sent, name).split(/\s+/).filter(Boolean);

/** Free texts, each once. */
export const texts = (sent: unknown, name: string): string[] => textList(textOf(sent, name));
export const textList = (value: string): string[] => [
  ...new Set(
    value
      .split(BETWEEN_TEXTS)
      .map((one) => one.trim())
      .filter(Boolean),
  ),
];
export const joinedTexts = (list: readonly string[]): string => list.join(BETWEEN_TEXTS);

/** An id as the name of a field: a dot in it would nest. No id has a tilde. */
export const fieldKey = (id: string): string => id.replaceAll('.', '~');
export const idOfField = (key: string): string => key.replaceAll('~', '.');

/** undefined where nothing stands there; the text itself where it is no whole number, which the schema then refuses. */
export function whole(sent: unknown, name: string): number | string | undefined {
  const text = textOf(sent, name);
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text || undefined;
}

/** What is filled in, by its key, in the order of the form. */
export function filled(sent: unknown, name: string): [key: string, text: string][] {
  const part = partOf(sent, name);
  if (typeof part !== 'object' || part === null) return [];
  return Object.keys(part).flatMap((key): [string, string][] => {
    const text = textOf(part, key);
    return text === '' ? [] : [[key, text]];
  });
}

type Amounts = readonly { currency: string; amount: string }[];

export const byCurrency = (amounts: Amounts): ByKey =>
  Object.fromEntries(amounts.map(({ currency, amount }) => [currency, amount]));
export const amounts = (sent: unknown, name: string): { currency: string; amount: string }[] =>
  filled(sent, name).map(([currency, amount]) => ({ currency, amount }));

/** Of a list of amounts the field of the one at `index`; of the list itself the first. */
export function amountField(name: string, index: string | undefined, sent: unknown): string {
  const currency = index === undefined ? undefined : filled(sent, name)[Number(index)]?.[0];
  return `${name}.${currency ?? Object.keys(partOf(sent, name) ?? {})[0] ?? ''}`;
}

/** Of a text by language the field of the one that is meant; of the text itself the first that was sent, or else that is `kept`. */
export function languageField(
  name: string,
  language: string | undefined,
  sent: unknown,
  kept: Readonly<Record<string, string>> = {},
): string {
  return `${name}.${language ?? Object.keys(partOf(sent, name) ?? kept)[0] ?? 'en'}`;
}

/** Handles of markets or ids of levels; null for EVERY. */
export const chosen = (sent: unknown, name: string): string[] | null =>
  textOf(sent, name) === EVERY || words(sent, name).length === 0 ? null : words(sent, name);

/** Nobody at all is not what an empty list means in a document, where it is everybody. Of the fields `markets` and `tiers`. */
export function audienceFaults(sent: unknown): FieldFaults {
  const fault = (name: string, code: 'noMarket' | 'noLevel'): [string, FormFault[]][] =>
    words(sent, name).length === 0 ? [[name, [{ code }]]] : [];
  return Object.fromEntries([...fault('markets', 'noMarket'), ...fault('tiers', 'noLevel')]);
}
