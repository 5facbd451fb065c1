/**
 * Lets the schema engine that Prisma 6.19 ships as WebAssembly (`engine: 'js'`) migrate PostgreSQL through adapter-pg, so that nothing is
 * downloaded. Four gaps of the stock adapter are closed, for the CLI alone; the app uses the stock adapter:
 * - the catalogues' types `name` and "char" are refused;
 * - a script is split at every `;`, which breaks the bodies of functions;
 * - the shadow database is the main one when there is a connection string: `migrate diff` then writes into it;
 * - the engine never clears its timers, so the CLI lingers with its lock held.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { withDatabase } from '../scripts/database.ts';

const TEXT = 25;
const TEXT_ARRAY = 1009;
/** Type ids of the catalogues: "char", name, int2vector, regproc, oidvector, pg_node_tree, aclitem, regclass, regtype, regnamespace. */
const CATALOGUE_TYPES = new Map([18, 19, 22, 24, 30, 194, 1033, 2205, 2206, 4089].map((id) => [id, TEXT]));
CATALOGUE_TYPES.set(1003, TEXT_ARRAY);
const CHAR = 18;
/** ColumnTypeEnum.Character of driver adapters. As text, the engine panics. */
const CHARACTER = 6;
/** What the engine waits for at most: a lock in `deploy`, a lock in `dev` and `db push`. */
const ENGINE_TIMERS_MS = new Set([10_000, 60_000]);

type Rows = { columnTypes: number[]; rows: unknown[][] };
/** The methods of the adapter that are replaced: private by name, stable in the pinned version. */
type Internals = {
  performIO(query: unknown): Promise<pg.QueryArrayResult>;
  queryRaw(query: unknown): Promise<Rows>;
  executeScript(script: string): Promise<void>;
};

function closeGaps<T>(adapter: T): T {
  const internals = adapter as unknown as Internals;
  const performIO = internals.performIO.bind(internals);
  const queryRaw = internals.queryRaw.bind(internals);
  const charColumns = new WeakMap<object, number[]>();
  internals.performIO = async (query) => {
    const result = await performIO(query);
    // A script of several statements gives several results, none of which has fields here.
    const fields = result.fields ?? [];
    const chars = fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
    if (chars.length > 0) charColumns.set(result.rows, chars);
    for (const field of fields) field.dataTypeID = CATALOGUE_TYPES.get(field.dataTypeID) ?? field.dataTypeID;
    return result;
  };
  internals.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = CHARACTER;
    return result;
  };
  internals.executeScript = async (sql) => {
    await internals.performIO({ sql, args: [], argTypes: [] });
  };
  return adapter;
}

class OfflineMigrator extends PrismaPg {
  private readonly url: string;

  constructor(url: string) {
    super(connectionTo(url));
    this.url = url;
  }

  override async connect() {
    return closeGaps(await super.connect());
  }

  override async connectToShadowDb() {
    const database = `prisma_shadow_${randomUUID().replaceAll('-', '')}`;
    const admin = new pg.Pool({ ...connectionTo(this.url), max: 1 });
    await admin.query(`CREATE DATABASE "${database}"`);
    const shadow = await new PrismaPg(connectionTo(withDatabase(this.url, database))).connect();
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE "${database}" WITH (FORCE)`);
      await admin.end();
    };
    return closeGaps(shadow);
  }
}

const setTimer = globalThis.setTimeout;
globalThis.setTimeout = ((callback: () => void, delay?: number, ...rest: never[]) => {
  const timer = setTimer(callback, delay, ...rest);
  if (delay !== undefined && ENGINE_TIMERS_MS.has(delay)) (timer as unknown as NodeJS.Timeout).unref();
  return timer;
}) as typeof setTimeout;

function connectionTo(url: string): pg.PoolConfig {
  return { connectionString: url, options: '-c timezone=UTC', max: 4, allowExitOnIdle: true };
}

export function offlineMigrator(url: string): PrismaPg {
  return new OfflineMigrator(url);
}
