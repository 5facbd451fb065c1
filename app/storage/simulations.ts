/** Simulations that pages ask for and workers reckon. Rows are expendable: a few of each shop are kept. */
import { z } from 'zod';
import type { ShopId } from '../domain/ids.ts';
import type { Fault } from '../domain/parse-program.ts';
import type { Simulation } from '../domain/simulation.ts';
import type { Db } from './transaction.ts';

export const SimulationIdSchema = z.uuid();

export type SimulationRun = { id: string; requestedAt: string } &
  /** `ahead`: of all shops, those that workers take before it, or have in hand. */
  (
    | { status: 'waiting'; ahead: number }
    | { status: 'failed' | 'cancelled' }
    | { status: 'running'; done: number; total: number | null }
    | { status: 'done'; simulation: Simulation }
    | { status: 'refused'; faults: Fault[] }
  );

type Row = {
  id: string;
  requested_at: Date;
  status: SimulationRun['status'];
  done: number;
  total: number | null;
  result: unknown;
  ahead: number;
};
/** Before which its shop has asked for the fewest lately goes first: nobody waits for all of another's. Then the oldest. */
const turnOf = (one: string) =>
  `(SELECT count(*) FROM program_simulation AS earlier WHERE earlier.shop = ${one}.shop
      AND earlier.requested_at < ${one}.requested_at AND earlier.requested_at > ${one}.requested_at - interval '10 minutes'), ${one}.requested_at`;
const COLUMNS = `own.simulation_id AS id, own.requested_at, own.status, own.done, own.total, own.result,
  CASE WHEN own.status = 'waiting' THEN (SELECT count(*)::int FROM program_simulation AS other WHERE other.status IN ('waiting', 'running')
    AND (other.status = 'running' OR ROW (${turnOf('other')}) < ROW (${turnOf('own')}))) ELSE 0 END AS ahead`;

/** What a worker of this release wrote, or one of another: its shape is not checked again, since a row is asked for again after a release (fingerprint). */
function runOf({ id, requested_at, status, done, total, result, ahead }: Row): SimulationRun {
  const run = { id, requestedAt: requested_at.toISOString() };
  if (status === 'waiting') return { ...run, status, ahead };
  if (status === 'running') return { ...run, status, done, total };
  if (status === 'done') return { ...run, status, simulation: result as Simulation };
  if (status === 'refused') return { ...run, status, faults: result as Fault[] };
  return { ...run, status };
}

/** Of a shop: three of its guide, and the periods of two drafts. */
const KEPT = 9;

type Asked = { id: string; fingerprint: string; document: unknown; since: string; now: string };

/**
 * A run in the place of the one with this fingerprint; one that waits or is reckoned stays and is returned, since other pages wait for it by its id.
 * Of the shop's that are over the newest few stay.
 */
export async function insertSimulation(
  db: Db,
  shop: ShopId,
  { id, fingerprint, document, since, now }: Asked,
): Promise<SimulationRun> {
  const { rows } = await db.query<Row>(
    `INSERT INTO program_simulation AS own (shop, simulation_id, fingerprint, document, since, requested_at)
     VALUES ($1, $2, decode($3, 'hex'), $4, $5, $6)
     ON CONFLICT (shop, fingerprint) DO UPDATE SET simulation_id = excluded.simulation_id, requested_at = excluded.requested_at,
       status = 'waiting', result = NULL, done = 0, total = NULL, lease_until = NULL, attempts = 0
     WHERE own.status NOT IN ('waiting', 'running')
     RETURNING ${COLUMNS}`,
    [shop, id, fingerprint, JSON.stringify(document), since, now],
  );
  await db.query(
    `DELETE FROM program_simulation WHERE shop = $1 AND status NOT IN ('waiting', 'running') AND simulation_id NOT IN (
       SELECT simulation_id FROM program_simulation WHERE shop = $1 ORDER BY requested_at DESC, simulation_id LIMIT $2)`,
    [shop, KEPT],
  );
  const run = rows[0] ? runOf(rows[0]) : await readSimulation(db, shop, { fingerprint });
  if (!run) throw new Error('a simulation is not there after it was inserted');
  return run;
}

export async function readSimulation(
  db: Db,
  shop: ShopId,
  by: { id: string } | { fingerprint: string },
): Promise<SimulationRun | null> {
  const where = 'id' in by ? 'simulation_id = $2' : `fingerprint = decode($2, 'hex')`;
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM program_simulation AS own WHERE shop = $1 AND ${where}`,
    [shop, 'id' in by ? by.id : by.fingerprint],
  );
  return rows[0] ? runOf(rows[0]) : null;
}

/** Nobody waits for it any more. */
export async function cancelSimulation(db: Db, shop: ShopId, id: string): Promise<void> {
  await db.query(
    `UPDATE program_simulation SET status = 'cancelled', lease_until = NULL
     WHERE shop = $1 AND simulation_id = $2 AND status IN ('waiting', 'running')`,
    [shop, id],
  );
}

/** The number of the newest version; 0 where nothing was published. */
export async function newestVersion(db: Db, shop: ShopId): Promise<number> {
  const { rows } = await db.query<{ version: number }>(
    'SELECT coalesce(max(number), 0) AS version FROM program_version WHERE shop = $1',
    [shop],
  );
  return rows[0]?.version ?? 0;
}

export type SimulationClaim = {
  shop: ShopId;
  id: string;
  document: unknown;
  since: string;
  attempts: number;
};

/** Takes the one whose turn it is, of those that wait, or whose worker stays away. */
export async function claimSimulation(
  db: Db,
  now: string,
  leaseUntil: string,
): Promise<SimulationClaim | null> {
  const { rows } = await db.query<Omit<SimulationClaim, 'since'> & { since: Date }>(
    `UPDATE program_simulation AS own SET status = 'running', done = 0, total = NULL, attempts = own.attempts + 1, lease_until = $2
     FROM (SELECT shop, simulation_id FROM program_simulation AS one
           WHERE status IN ('waiting', 'running') AND (lease_until IS NULL OR lease_until <= $1)
           ORDER BY ${turnOf('one')}
           LIMIT 1 FOR UPDATE OF one SKIP LOCKED) AS open
     WHERE own.shop = open.shop AND own.simulation_id = open.simulation_id
     RETURNING own.shop, own.simulation_id AS id, own.document, own.since, own.attempts`,
    [now, leaseUntil],
  );
  return rows[0] ? { ...rows[0], since: rows[0].since.toISOString() } : null;
}

const HELD = `shop = $1 AND simulation_id = $2 AND attempts = $3 AND status = 'running'`;

/** false: it was given up, or another worker holds it by now. */
export async function keepSimulation(
  db: Db,
  { shop, id, attempts }: SimulationClaim,
  { done, total }: { done: number; total: number | null },
  leaseUntil: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE program_simulation SET done = $4, total = $5, lease_until = $6 WHERE ${HELD}`,
    [shop, id, attempts, done, total, leaseUntil],
  );
  return rowCount === 1;
}

/** Its end. Does nothing where it was given up, or another worker holds it by now. */
export async function endSimulation(
  db: Db,
  { shop, id, attempts }: SimulationClaim,
  end: { status: 'done'; result: Simulation } | { status: 'refused'; result: Fault[] } | { status: 'failed' },
): Promise<void> {
  await db.query(`UPDATE program_simulation SET status = $4, result = $5, lease_until = NULL WHERE ${HELD}`, [
    shop,
    id,
    attempts,
    end.status,
    'result' in end ? JSON.stringify(end.result) : null,
  ]);
}

/** Its worker stops before its end: it waits for another, and the attempt does not count. */
export async function releaseSimulation(db: Db, { shop, id, attempts }: SimulationClaim): Promise<void> {
  await db.query(
    `UPDATE program_simulation SET status = 'waiting', done = 0, total = NULL, lease_until = NULL, attempts = attempts - 1 WHERE ${HELD}`,
    [shop, id, attempts],
  );
}
