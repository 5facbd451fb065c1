/** The programme's draft and its published versions. */
import { parseProgram } from '../domain/parse-program.ts';
import type { Program, PublishedProgram } from '../domain/program.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';

/** Published versions never change (a trigger holds them), so a process keeps those that it read last, parsed: some 20 KB each. */
const parsedVersions = new Map<string, Program>();
const PARSED_VERSIONS_MAX = 1_000;

export type VersionRow = { number: number; published_at: Date };

/** All published versions, by number. Throws where a stored document is not valid: nothing but publishing writes one. */
export async function publishedVersions(db: Db, shop: ShopId): Promise<PublishedProgram[]> {
  const { rows } = await db.query<VersionRow>(
    'SELECT number, published_at FROM program_version WHERE shop = $1 ORDER BY number',
    [shop],
  );
  return withDocuments(db, shop, rows);
}

/** The versions that the rows name, with what they say; for statements that read the rows along with others. */
export async function withDocuments(
  db: Db,
  shop: ShopId,
  rows: readonly VersionRow[],
): Promise<PublishedProgram[]> {
  const known = new Map(rows.map((row) => [row.number, parsedVersions.get(versionKey(shop, row))]));
  const unknown = rows.filter((row) => !known.get(row.number));
  const read = unknown.length > 0 ? await readDocuments(db, shop, unknown) : new Map<number, Program>();
  return rows.map((row) => {
    const program = known.get(row.number) ?? read.get(row.number);
    if (!program) throw new Error(`version ${row.number} of ${shop} has no document`);
    remember(versionKey(shop, row), program);
    return { number: row.number, publishedAt: row.published_at.toISOString(), program };
  });
}

/** The moment is part of the key: a test may clone two databases into one process. */
function versionKey(shop: ShopId, row: VersionRow): string {
  return `${shop} ${row.number} ${row.published_at.toISOString()}`;
}

function remember(key: string, program: Program): void {
  // A Map keeps the order of insertion: deleted and set again, a key that is in use is never the oldest.
  parsedVersions.delete(key);
  parsedVersions.set(key, program);
  const [oldest] = parsedVersions.keys();
  if (parsedVersions.size > PARSED_VERSIONS_MAX && oldest !== undefined) parsedVersions.delete(oldest);
}

async function readDocuments(
  db: Db,
  shop: ShopId,
  versions: readonly VersionRow[],
): Promise<Map<number, Program>> {
  const { rows } = await db.query<{ number: number; document: unknown }>(
    'SELECT number, document FROM program_version WHERE shop = $1 AND number = ANY($2::int[])',
    [shop, versions.map((one) => one.number)],
  );
  return new Map(
    rows.map((row) => {
      const parsed = parseProgram(row.document);
      if (!parsed.ok)
        throw new Error(`version ${row.number} of ${shop} is not valid: ${JSON.stringify(parsed.faults)}`);
      return [row.number, parsed.program];
    }),
  );
}

export type DraftRow = { document: unknown; updatedAt: Date };

export async function readDraft(db: Db, shop: ShopId): Promise<DraftRow | null> {
  const { rows } = await db.query<DraftRow>(
    'SELECT document, updated_at AS "updatedAt" FROM program_draft WHERE shop = $1',
    [shop],
  );
  return rows[0] ?? null;
}

export async function writeDraft(db: Db, shop: ShopId, program: Program, now: string): Promise<void> {
  await db.query(
    `INSERT INTO program_draft (shop, document, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (shop) DO UPDATE SET document = excluded.document, updated_at = excluded.updated_at`,
    [shop, JSON.stringify(program), now],
  );
}

export async function insertVersion(
  tx: Tx,
  shop: ShopId,
  version: PublishedProgram,
  now: string,
): Promise<void> {
  await tx.query(
    'INSERT INTO program_version (shop, number, published_at, recorded_at, document) VALUES ($1, $2, $3, $4, $5)',
    [shop, version.number, version.publishedAt, now, JSON.stringify(version.program)],
  );
}
