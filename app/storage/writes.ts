/**
 * Writes of a transaction as one statement, where none of them touches what another writes: one plan to start and one answer to wait for, where each
 * would have had its own.
 */
import type { ShopId } from '../domain/ids.ts';
import { together, type Tx } from './transaction.ts';

export type Write = {
  /** A name stands for one text. $1 of the text is the shop. */
  name: string;
  text: string;
  /** From $2 on. */
  values: readonly unknown[];
  /** How many rows it has to give by RETURNING; `else` is thrown where it gives others. */
  gives?: { rows: number; else: string };
};

/** Each sees what was there before all of them. */
export async function writeAtOnce(tx: Tx, shop: ShopId, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const values = writes.flatMap((one) => one.values);
  const { rows } = await tx.query<Record<string, number>>(oneStatement(writes), [shop, ...values]);
  for (const { name, gives } of writes) if (gives) mustGive(gives, rows[0]?.[name] ?? 0);
}

/** Each sees what those before it wrote. */
export async function writeInTurn(tx: Tx, shop: ShopId, writes: readonly Write[]): Promise<void> {
  const steps = writes.map(({ text, values, gives }) => async () => {
    const { rowCount } = await tx.query(text, [shop, ...values]);
    if (gives) mustGive(gives, rowCount ?? 0);
  });
  await together(tx, ...steps);
}

function mustGive(gives: NonNullable<Write['gives']>, rows: number): void {
  if (rows !== gives.rows) throw new Error(gives.else);
}

/** By the names of their parts: few are ever written together. */
const statements = new Map<string, string>();

function oneStatement(writes: readonly Write[]): string {
  const names = writes.map((one) => one.name).join(' ');
  const text = statements.get(names) ?? joined(writes);
  statements.set(names, text);
  return text;
}

function joined(writes: readonly Write[]): string {
  let before = 0;
  const parts = writes.map(({ name, text, values }) => {
    const from = before;
    before += values.length;
    return `${name} AS (${text.replace(/\$(\d+)/g, (own, number) => (number === '1' ? own : `$${Number(number) + from}`))})`;
  });
  const counts = writes.flatMap(({ name, gives }) =>
    gives ? `(SELECT count(*)::int FROM ${name}) AS ${name}` : [],
  );
  return `WITH ${parts.join(', ')} SELECT ${counts.join(', ')}`;
}
