// The second baseline of `redeem`: the rows that Meridian wrote for a round's reservations, written again on a database of their own, with the same
// indexes, foreign keys and triggers, by one statement for each, which takes the points where they suffice. It is told the values: nothing is reckoned,
// hashed or looked up.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { mustEqual } from './bench-shop.ts';
import { copyBooks } from './hand-written-settling.ts';
import type { Sample } from './report.ts';
import { columnsOf, copyRows, readRows, type Column, type Row } from './rows.ts';

const TABLES = ['entry', 'lot_consumption', 'redemption'] as const;
type Table = (typeof TABLES)[number];
type RedemptionRows = Record<Table, Row>;

/** `all` repeats what `own` has reserved since it was asked last: `requests`, of which `affordable` had the points. `own`'s books are copied now. */
export async function openRepeating(own: pg.Pool, copy: pg.Pool) {
  await copyBooks(own, copy);
  await copyRows(own, copy, 'metafield_mark', 'true');
  const columns = Object.fromEntries(
    await Promise.all(TABLES.map(async (table) => [table, await columnsOf(copy, table)] as const)),
  ) as Record<Table, Column[]>;
  const text = statement(columns);
  let newest = await newestOf(own);
  const all = async (requests: number, affordable: number, clients: number): Promise<Sample> => {
    const rows = await reservedRows(own, newest);
    newest = await newestOf(own);
    mustEqual('rows of redemptions', rows.length, affordable);
    const refused = Array.from({ length: requests - affordable }, (_, index) =>
      oneMore(rows[0]!, requests + index),
    );
    const values = [...rows, ...refused].map((one) => valuesOf(columns, one));
    const started = performance.now();
    mustEqual('written by hand', await writeAll(copy, text, values, clients), affordable);
    const seconds = (performance.now() - started) / 1000;
    mustEqual('balances', await balances(copy), await balances(own));
    return { rate: requests / seconds };
  };
  return { all };
}

async function newestOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ at: string }>(
    `SELECT coalesce(max(created_at), '-infinity')::text AS at FROM redemption`,
  );
  return rows[0]!.at;
}

async function balances(pool: pg.Pool): Promise<unknown> {
  const { rows } = await pool.query('SELECT sum(balance) AS points, count(*) AS members FROM member');
  return rows[0];
}

/** Throws where a redemption has not exactly one of each. */
async function reservedRows(pool: pg.Pool, after: string): Promise<RedemptionRows[]> {
  const redemptions = await readRows(pool, 'redemption', 'created_at > $1', [after]);
  const ids = redemptions.map((row) => row.redemption_id);
  const entries = await readRows(
    pool,
    'entry',
    `source_kind = 'redemption' AND source_id = ANY($1::text[])`,
    [ids],
  );
  const consumptions = await readRows(
    pool,
    'lot_consumption',
    `(shop, member_id, entry_seq) IN (SELECT shop, member_id, seq FROM entry WHERE source_kind = 'redemption' AND source_id = ANY($1::text[]))`,
    [ids],
  );
  mustEqual('rows of redemptions', [entries.length, consumptions.length], [ids.length, ids.length]);
  const entryOf = new Map(entries.map((row) => [row.source_id, row]));
  const consumptionOf = new Map(consumptions.map((row) => [`${row.member_id} ${row.entry_seq}`, row]));
  return redemptions.map((redemption) => {
    const entry = entryOf.get(redemption.redemption_id ?? '');
    const lot_consumption = consumptionOf.get(`${redemption.member_id} ${redemption.entry_seq}`);
    if (!entry || !lot_consumption) throw new Error(`redemption ${redemption.redemption_id} lacks a row`);
    return { redemption, entry, lot_consumption };
  });
}

/** Another request of the same member: whichever of them come last find no points. */
function oneMore({ entry, lot_consumption, redemption }: RedemptionRows, after: number): RedemptionRows {
  const id = randomUUID();
  const seq = String(Number(entry.seq) + after);
  return {
    entry: { ...entry, seq, source_id: id, key: `redemption:${id}` },
    lot_consumption: { ...lot_consumption, entry_seq: seq },
    redemption: { ...redemption, redemption_id: id, entry_seq: seq, key: id, code: id },
  };
}

/** How many had the points. */
async function writeAll(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[][],
  clients: number,
): Promise<number> {
  let [next, written] = [0, 0];
  const lane = async () => {
    while (next < values.length) {
      const { rowCount } = await pool.query({ name: 'reserve', text, values: values[next++] ?? [] });
      written += rowCount ?? 0;
    }
  };
  await Promise.all(Array.from({ length: clients }, lane));
  return written;
}

function valuesOf(columns: Record<Table, Column[]>, rows: RedemptionRows): unknown[] {
  const { entry, lot_consumption, redemption } = rows;
  const inserted = TABLES.flatMap((table) => columns[table].map(({ name }) => rows[table][name]));
  const { shop, member_id, seq, hash } = entry;
  return [...inserted, shop, member_id, redemption.points, seq, hash, lot_consumption.lot_seq];
}

function statement(columns: Record<Table, Column[]>): string {
  let number = 0;
  const next = (type: string) => `$${++number}::${type}`;
  const inserts = TABLES.map((table) => {
    const names = columns[table].map(({ name }) => `"${name}"`).join(', ');
    const values = columns[table].map(({ type }) => next(type)).join(', ');
    return `INSERT INTO ${table} (${names}) SELECT ${values} FROM taken`;
  });
  const [entry, consumption, redemption] = inserts;
  const [shop, member, points, seq, hash, lot] = [
    'text',
    'bigint',
    'bigint',
    'integer',
    'bytea',
    'integer',
  ].map(next);
  return `WITH taken AS (UPDATE member SET balance = balance - ${points}, last_seq = greatest(last_seq, ${seq}), head_hash = ${hash},
      last_activity_at = now() WHERE shop = ${shop} AND member_id = ${member} AND balance >= ${points} RETURNING member_id),
    of_entry AS (${entry}),
    of_consumption AS (${consumption}),
    of_lot AS (UPDATE lot SET remaining = remaining - ${points} FROM taken
      WHERE lot.shop = ${shop} AND lot.member_id = ${member} AND lot.seq = ${lot}),
    of_mark AS (INSERT INTO metafield_mark (shop, member_id, due_at) SELECT ${shop}, member_id, now() FROM taken
      ON CONFLICT (shop, member_id) DO UPDATE SET due_at = excluded.due_at, generation = metafield_mark.generation + 1)
    ${redemption}`;
}
