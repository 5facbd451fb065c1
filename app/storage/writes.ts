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
  /** How many rows it has to give by RETURNING; where it gives others the statement fails, with `else` in its message. */
  gives?: { rows: number; else: string };
};

/** Each sees what was there before all of them. The database itself tells whether each gives what it has to, so that COMMIT may follow at once. */
export async function writeAtOnce(tx: Tx, shop: ShopId, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const values = writes.flatMap((one) => one.values);
  const checked = writes.flatMap(({ gives }) => (gives ? [gives.rows, gives.else] : []));
  await tx.query(oneStatement(writes), [shop, ...values, ...checked]);
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
  const checks = writes.flatMap(({ name, gives }) => {
    if (!gives) return [];
    const [rows, otherwise] = [++before + 1, ++before + 1];
    const found = `(SELECT count(*) FROM ${name})`;
    // A text that is no number, and is not known before the rows are written: reading it as one is how plain SQL refuses.
    return [
      `CASE WHEN ${found} = $${rows}::int THEN 0 ELSE ($${otherwise}::text || ': ' || ${found})::int END`,
    ];
  });
  return `WITH ${parts.join(', ')} SELECT ${checks.join(', ')}`;
}
