// A ledger that has grown for a year: one member whom the app itself made is multiplied, so that the rows are whatever the app writes.
// Ids, times and hashes are each row's own. The hashes are no chain that `ledger verify` would accept: that would be a second ledger writer.
import { hash } from 'node:crypto';
import type pg from 'pg';
import { copyIn } from './copy-in.ts';
import { customerOf, type BenchOrder } from './order-body.ts';
import { columnsOf, readRows, type Row } from './rows.ts';

export type Growth = { members: number; ordersEach: number };

const LOADED_ORDERS = 4_000_000_000_000;
const YEAR_MS = 365 * 86_400_000;
/**
 * The rows come in the order of their time: first orders of this many members, then their second ones. A member's rows lie apart in the
 * table, and the indexes have the gaps of indexes that grew, yet loading does not wander over all of them.
 */
const BLOCK = 10_000;

/** Where a value of each row's own stands in its text. Control characters: no row of the app has them. */
const HOLES = {
  order: '\u0001',
  customer: '\u0002',
  member: '\u0003',
  hash: '\u0004',
  previous: '\u0005',
  time: '\u0006',
  stamp: '\u0007',
};
const HOLE = /([\u0001-\u0007])/;
const holes: ReadonlySet<string> = new Set(Object.values(HOLES));
/** In these the time of the order; everything later about it is at that time too. */
const TIMES = ['enrolled_at', 'processed_at', 'settled_at', 'effective_at', 'recorded_at', 'available_at'];
/** table -> the column that has the order's id; null: one row for each member. */
const TABLES = {
  member: null,
  order_facts: 'order_id',
  entry: 'source_id',
  lot: 'source_id',
  tier_order: 'order_id',
} as const;
type Table = keyof typeof TABLES;

/**
 * Checkpoints write whole pages of the indexes again and again while rows come in faster than any shop's. Loading alone has this room; what is
 * measured afterwards runs with the server's own setting.
 */
const WAL_WHILE_LOADING = '4GB';

/** The pattern's orders, oldest first, are the only ones of its customer, who is customer 0. */
export async function growLedger(
  pool: pg.Pool,
  pattern: readonly BenchOrder[],
  growth: Growth,
): Promise<void> {
  await pool.query(`ALTER SYSTEM SET max_wal_size = '${WAL_WHILE_LOADING}'`);
  await pool.query('SELECT pg_reload_conf()');
  try {
    await Promise.all(
      (Object.keys(TABLES) as Table[]).map((table) => growTable(pool, table, pattern, growth)),
    );
  } finally {
    await pool.query('ALTER SYSTEM RESET max_wal_size');
    await pool.query('SELECT pg_reload_conf()');
  }
  await pool.query(
    `SELECT setval(pg_get_serial_sequence('member', 'member_id'), (SELECT max(member_id) FROM member))`,
  );
  await pool.query('CHECKPOINT');
}

async function growTable(
  pool: pg.Pool,
  table: Table,
  pattern: readonly BenchOrder[],
  growth: Growth,
): Promise<void> {
  const names = (await columnsOf(pool, table)).map(({ name }) => `"${name}"`).join(', ');
  const rows = await patternRows(pool, table, pattern);
  const client = await pool.connect();
  try {
    // Foreign keys are triggers: ten million checks one by one, of rows that are right by making.
    await client.query('SET session_replication_role = replica');
    await copyIn(client, `COPY ${table} (${names}) FROM STDIN`, lines(table, rows, pattern, growth));
    await client.query('SET session_replication_role = origin');
    await client.query(`VACUUM (ANALYZE) ${table}`);
  } finally {
    client.release();
  }
}

/** The rows of the pattern's member, one for each order (one in all for `member`), in the order of `pattern`. */
async function patternRows(pool: pg.Pool, table: Table, pattern: readonly BenchOrder[]): Promise<Row[]> {
  const column = TABLES[table];
  if (column === null) return readRows(pool, table, 'customer_id = $1', [pattern[0]?.customerId]);
  const ids = pattern.map(({ orderId }) => String(orderId));
  const rows = await readRows(pool, table, `${column}::text = ANY($1::text[])`, [ids]);
  const found = ids.flatMap((id) => rows.filter((row) => row[column] === id));
  if (found.length !== ids.length)
    throw new Error(`${table} has ${found.length} rows for ${ids.length} orders`);
  return found;
}

function* lines(
  table: Table,
  rows: readonly Row[],
  pattern: readonly BenchOrder[],
  { members, ordersEach }: Growth,
): Generator<string> {
  const templates = rows.map((row, index) => templateOf(row, pattern[index] ?? pattern[0]));
  const patternMember = BigInt(rows[0]?.member_id ?? 0);
  const start = Date.now() - YEAR_MS;
  const total = members * ordersEach;
  for (let block = 0; block < members; block += BLOCK) {
    const end = Math.min(block + BLOCK, members);
    for (const [number, template] of templates.entries()) {
      // Member 0 is the pattern itself.
      for (let member = Math.max(block, 1); member < end; member++) {
        const last = table === 'member' ? ordersEach - 1 : number;
        const valueOf = (hole: string): string => {
          if (hole === HOLES.order) return String(LOADED_ORDERS + member * ordersEach + number);
          if (hole === HOLES.customer) return String(customerOf(member, { count: members, stride: 1 }));
          if (hole === HOLES.member) return String(patternMember + BigInt(member));
          if (hole === HOLES.hash) return hashOf(member, last);
          if (hole === HOLES.previous) return last > 0 ? hashOf(member, last - 1) : '\\N';
          const at = block * ordersEach + number * (end - block) + (member - block);
          const time = new Date(start + (at / total) * YEAR_MS).toISOString();
          return hole === HOLES.stamp ? time.replace('Z', '000000Z') : time;
        };
        let line = '';
        for (const piece of template) line += holes.has(piece) ? valueOf(piece) : piece;
        yield line;
      }
    }
  }
}

const hashOf = (member: number, order: number) => `\\\\x${hash('sha256', `${member}:${order}`)}`;

/** The row as COPY reads it, cut at its holes. */
function templateOf(row: Row, order: BenchOrder | undefined): string[] {
  const cells = Object.entries(row).map(([name, value]) => {
    if (value === null) return '\\N';
    if (name === 'member_id') return HOLES.member;
    if (name === 'hash' || name === 'head_hash') return HOLES.hash;
    if (name === 'previous_hash') return HOLES.previous;
    if (TIMES.includes(name)) return HOLES.time;
    if (name === 'moment') return HOLES.stamp;
    return value
      .replaceAll('\\', '\\\\')
      .replaceAll('\n', '\\n')
      .replaceAll('\t', '\\t')
      .replaceAll(String(order?.orderId), HOLES.order)
      .replaceAll(String(order?.customerId), HOLES.customer);
  });
  return `${cells.join('\t')}\n`.split(HOLE).filter((piece) => piece !== '');
}
