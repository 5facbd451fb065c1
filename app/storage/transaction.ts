/** Transactions: the brand makes the compiler refuse a pool or a bare client where a write needs the transaction's own. */
import { hash } from 'node:crypto';
import type pg from 'pg';

declare const transactional: unique symbol;
export type Tx = pg.PoolClient & { readonly [transactional]: true };
/** For reads that may run outside a transaction. */
export type Db = Pick<pg.Pool, 'query'>;

/** Past this, whoever waits for a short statement has given up; Shopify waits five seconds. */
const ANSWER_LIMIT_MS = 10_000;
const TIMED_OUT = 'Query read timeout';

/**
 * A short statement that others wait behind (a batch for many requests): where it is not answered within 10 s it fails, and the pool gives its connection
 * up, so that one connection that never answers does not stop all of them.
 */
export function answering<I extends unknown[]>(statement: pg.QueryConfig<I>): pg.QueryConfig<I> {
  // pg knows it for a single statement; its types only for a connection.
  const limited: pg.QueryConfig<I> & { query_timeout: number } = {
    ...statement,
    query_timeout: ANSWER_LIMIT_MS,
  };
  return limited;
}

/**
 * One of a list, in a statement that is prepared: `list` is a parameter with its type. Of a list as it is PostgreSQL takes ten for granted, finds the
 * shorter one that it is given cheaper, and plans the statement anew each time.
 */
export const anyOf = (list: string) => `ANY (ARRAY(SELECT unnest(${list})))`;

/** Lost serialization, deadlock. */
const RETRY_AT_ONCE = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

export type Manner = {
  /** No lock is waited for longer than that, `isLockTimeout` tells. Without it: as long as it takes. */
  lockLimitMs?: number;
  /**
   * Every statement goes to its rows by their keys: so it is planned once for each connection, and an index is looked into however small a table is said
   * to be. Without it PostgreSQL plans statements with lists anew each time (a millisecond for one of them), and reads a shop's members for sixteen.
   */
  byKeys?: boolean;
  /**
   * The same of statements that find each of their rows by `ORDER BY … LIMIT 1` in a unique index: it alone has that order, and nothing may be sorted. Told of
   * no rows, or of few, PostgreSQL takes any index that begins with the shop for as cheap, and reads all of the shop's rows. Not for conditions with lists:
   * before version 17 they leave no index an order.
   */
  inOrder?: boolean;
  /**
   * Every statement reads a shop's tables as a whole, and joins them by hashing or sorting. Without it PostgreSQL, told of no rows yet (tables that were
   * filled minutes ago), loops over all of one for each row of another: minutes for 20,000 entries.
   */
  wholeTables?: boolean;
};

function beginning({ lockLimitMs, byKeys = false, inOrder = false, wholeTables = false }: Manner): string {
  const isNamed = byKeys || inOrder;
  return [
    'BEGIN',
    lockLimitMs === undefined ? [] : `SET LOCAL lock_timeout = ${lockLimitMs}`,
    isNamed ? ['SET LOCAL plan_cache_mode = force_generic_plan', 'SET LOCAL enable_seqscan = off'] : [],
    // Of a table of one page it takes whatever index begins with the shop; foreign keys' own statements are planned here, too.
    byKeys ? 'SET LOCAL enable_bitmapscan = off' : [],
    inOrder ? 'SET LOCAL enable_sort = off' : [],
    wholeTables ? 'SET LOCAL enable_nestloop = off' : [],
  ]
    .flat()
    .join('; ');
}

/**
 * Runs `work` in one transaction; a deadlock or serialization failure runs it again, up to 5 times, and so does, on another connection, a statement
 * that was prepared for tables that a migration has changed. Other errors roll back and are thrown.
 */
export function inTransaction<T>(
  pool: pg.Pool,
  work: (tx: Tx) => Promise<T>,
  manner: Manner = {},
): Promise<T> {
  return attempting(pool, async (client) => {
    await client.query(beginning(manner));
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/** What a transaction ends in. */
export type Ending<T> = {
  result: T;
  /**
   * One statement that goes with COMMIT, one way to the database less. It fails where anything is wrong with what it did, since nobody looks at its answer
   * before; what was written before it stands on its own, since COMMIT goes even where it could not be sent. Where no answer to it comes it may be
   * committed, since COMMIT went with it: whoever asks again has to find it, by a key of its own. null: all is written.
   */
  last: ((tx: Tx) => Promise<unknown>) | null;
};

/**
 * The same, whose first steps go with BEGIN, one way to the database less, and whose last may go with COMMIT: `opening` may read and lock and nothing else,
 * since it would stand alone where BEGIN failed.
 */
export function inOpenedTransaction<Opened, T>(
  pool: pg.Pool,
  opening: (tx: Tx) => Promise<Opened>,
  work: (tx: Tx, opened: Opened) => Promise<Ending<T>>,
  manner: Manner = {},
): Promise<T> {
  return attempting(pool, async (client) => {
    const [, opened] = await together(
      client,
      () => client.query(beginning(manner)),
      () => opening(client),
    );
    const { result, last } = await work(client, opened);
    const commit = () => client.query('COMMIT');
    await (last ? together(client, () => last(client), commit) : commit());
    return result;
  });
}

/**
 * The same of a single statement, which is its own transaction: what it does is durable as soon as it is answered. With a `manner`, BEGIN and COMMIT go
 * with it: where either fails it stands alone or is not done.
 */
export function inStatement<T>(
  pool: pg.Pool,
  statement: (tx: Tx) => Promise<T>,
  manner?: Manner,
): Promise<T> {
  return attempting(pool, async (client) => {
    if (!manner) return statement(client);
    const [, result] = await together(
      client,
      () => client.query(beginning(manner)),
      () => statement(client),
      () => client.query('COMMIT'),
    );
    return result;
  });
}

async function attempting<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  // Each connection of the pool may have its own statement of before.
  let stale = pool.options.max + 1;
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    // A connection that breaks while it is checked out emits here, and an unheard 'error' would end the process.
    let broken: Error | undefined;
    const onError = (error: Error) => (broken = error);
    client.on('error', onError);
    try {
      return await work(client as Tx);
    } catch (error) {
      // After a statement without an answer there is none to ROLLBACK either; as the connection ends, the server rolls back what no COMMIT was sent behind.
      if (error instanceof Error && (error.message === TIMED_OUT || isStale(error))) broken = error;
      else await client.query('ROLLBACK').catch((failed: Error) => (broken = failed));
      if (isStale(error) && stale > 0) {
        stale -= 1;
        attempt -= 1;
      } else if (attempt >= ATTEMPTS || !retriesAtOnce(error)) throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }
}

type Results<Steps extends readonly (() => Promise<unknown>)[]> = {
  [Index in keyof Steps]: Awaited<ReturnType<Steps[Index]>>;
};

/**
 * Steps of one transaction that do not need each other's answers: sent one behind the other and answered in that order, one way to the database for all
 * (where the connection can, else one by one). Each sees what those before it did; where one fails the transaction has failed, and its error is thrown.
 * What a step does after its first statement comes behind the first statements of all.
 */
export async function together<Steps extends readonly (() => Promise<unknown>)[]>(
  tx: Tx,
  ...steps: Steps
): Promise<Results<Steps>> {
  if (tx.pipeline) {
    const started = inOnePacket(tx, () => steps.map((step) => step()));
    // All of them are over before the transaction is: none may go on on a connection that was handed back.
    const settled = await Promise.allSettled(started);
    const failed = settled.filter((one) => one.status === 'rejected').map((one): unknown => one.reason);
    // Those behind it only say that the transaction has failed.
    if (failed.length > 0) throw failed.find((error) => sqlState(error) !== '25P02') ?? failed[0];
    return settled.map((one) => one.status === 'fulfilled' && one.value) as Results<Steps>;
  }
  const results: unknown[] = [];
  for (const step of steps) results.push(await step());
  return results as Results<Steps>;
}

type Corkable = { connection?: { stream?: { cork(): void; uncork(): void } } };

/** What is said meanwhile leaves at its end: pg writes each statement by itself, a call of the system and a waking of the server each time. */
function inOnePacket<T>(tx: Tx, say: () => T): T {
  // pg's own, which its types leave out; a fake in a test has none.
  const stream = (tx as Corkable).connection?.stream;
  stream?.cork();
  try {
    return say();
  } finally {
    stream?.uncork();
  }
}

const names = new Map<string, string>();

/**
 * The same transaction, whose statements with values are prepared by their text: planned once for each connection. For what runs often with texts
 * that never change, since a connection keeps them until it ends.
 */
export function preparing(tx: Tx): Tx {
  const query = (text: unknown, values?: unknown) =>
    typeof text === 'string' && Array.isArray(values)
      ? tx.query({ name: nameOf(text), text, values })
      : tx.query(text as string, values as unknown[]);
  return Object.create(tx, { query: { value: query } }) as Tx;
}

/** From the text alone: the app has two copies of this module on one pool. */
function nameOf(text: string): string {
  const known = names.get(text) ?? hash('sha256', text, 'hex').slice(0, 32);
  names.set(text, known);
  return known;
}

/** Reads that have to agree with each other see the database as it was when the first of them began; writing is refused. */
export function inSnapshot<T>(pool: pg.Pool, read: (db: Db) => Promise<T>, manner: Manner = {}): Promise<T> {
  const work = async (tx: Tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return read(tx);
  };
  return inTransaction(pool, work, manner);
}

/** A lost serialization or a deadlock: the same work succeeds when it is done again. */
export function retriesAtOnce(error: unknown): boolean {
  return RETRY_AT_ONCE.has(sqlState(error) ?? '');
}

/** Somebody held, for longer than was to be waited, what had to be locked. Nothing was done. */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

/** A statement that took longer than its `statement_timeout`: PostgreSQL has given it up, and the connection is good. */
export function isCanceled(error: unknown): boolean {
  return sqlState(error) === '57014';
}

/**
 * "cached plan must not change result type" (the tables were altered since), "prepared statement does not exist" (a pooler handed out another
 * connection): every transaction of that connection would fail from now on.
 */
function isStale(error: unknown): boolean {
  const state = sqlState(error);
  if (state === '0A000') return (error as { routine?: string }).routine === 'RevalidateCachedQuery';
  return state === '26000';
}

function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/**
 * True where the fault lies with the database or the way to it (restart, no connection, out of resources), so that the same work
 * may succeed later; false where it lies with the work. A serialization failure or deadlock that outlasts every attempt lies with the work.
 */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  if (state === null) return error instanceof Error && /connection|timeout/i.test(error.message);
  return /^(08|53|55|57|58)/.test(state) || /^E[A-Z]+$/.test(state);
}
