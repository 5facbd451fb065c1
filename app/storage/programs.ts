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
  const named = rows.map((row) => ({ shop, ...row }));
  const found = (await withDocumentsOf(db, named)).get(shop) ?? [];
  if (found instanceof Error) throw found;
  return found;
}

type ShopsVersionRow = VersionRow & { shop: ShopId };

/**
 * The versions that the rows name, with what they say, by shop; for statements that read the rows along with others. An error for a shop one of whose
 * documents is not valid.
 */
export async function withDocumentsOf(
  db: Db,
  rows: readonly ShopsVersionRow[],
): Promise<Map<ShopId, PublishedProgram[] | Error>> {
  const known = new Map(rows.map((row) => [versionKey(row), parsedVersions.get(versionKey(row))]));
  const unknown = rows.filter((row) => !known.get(versionKey(row)));
  const read = unknown.length > 0 ? await readDocuments(db, unknown) : new Map<string, Program | Error>();
  const programOf = (row: ShopsVersionRow): Program | Error =>
    known.get(versionKey(row)) ??
    read.get(`${row.shop} ${row.number}`) ??
    new Error(`version ${row.number} of ${row.shop} has no document`);
  const byShop = Map.groupBy(rows, (row) => row.shop);
  return new Map([...byShop].map(([shop, own]) => [shop, versionsOf(own, programOf)]));
}

function versionsOf(
  rows: readonly ShopsVersionRow[],
  programOf: (row: ShopsVersionRow) => Program | Error,
): PublishedProgram[] | Error {
  const versions: PublishedProgram[] = [];
  let fault: Error | null = null;
  for (const row of rows) {
    const program = programOf(row);
    if (program instanceof Error) {
      fault ??= program;
      continue;
    }
    remember(versionKey(row), program);
    versions.push({ number: row.number, publishedAt: row.published_at.toISOString(), program });
  }
  return fault ?? versions;
}

/** The moment is part of the key: a test may clone two databases into one process. */
function versionKey(row: ShopsVersionRow): string {
  return `${row.shop} ${row.number} ${row.published_at.toISOString()}`;
}

function remember(key: string, program: Program): void {
  // A Map keeps the order of insertion: deleted and set again, a key that is in use is never the oldest.
  parsedVersions.delete(key);
  parsedVersions.set(key, program);
  const [oldest] = parsedVersions.keys();
  if (parsedVersions.size > PARSED_VERSIONS_MAX && oldest !== undefined) parsedVersions.delete(oldest);
}

/** By shop and number. */
async function readDocuments(
  db: Db,
  versions: readonly ShopsVersionRow[],
): Promise<Map<string, Program | Error>> {
  const { rows } = await db.query<{ shop: ShopId; number: number; document: unknown }>(
    `SELECT shop, number, document FROM program_version
     JOIN unnest($1::text[], $2::int[]) AS asked(shop, number) USING (shop, number)`,
    [versions.map((one) => one.shop), versions.map((one) => one.number)],
  );
  return new Map(
    rows.map(({ shop, number, document }) => {
      const parsed = parseProgram(document);
      const read = parsed.ok
        ? parsed.program
        : new Error(`version ${number} of ${shop} is not valid: ${JSON.stringify(parsed.faults)}`);
      return [`${shop} ${number}`, read];
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

/** Writes the draft where it still is what was read (null: none was there), so that no save is lost to another. Whether it was. */
export async function replaceDraft(
  db: Db,
  shop: ShopId,
  before: DraftRow | null,
  program: Program,
  now: string,
): Promise<boolean> {
  const document = JSON.stringify(program);
  const { rowCount } = before
    ? await db.query(
        'UPDATE program_draft SET document = $2, updated_at = $3 WHERE shop = $1 AND document = $4::jsonb',
        [shop, document, now, JSON.stringify(before.document)],
      )
    : await db.query(
        `INSERT INTO program_draft (shop, document, updated_at) VALUES ($1, $2, $3) ON CONFLICT (shop) DO NOTHING`,
        [shop, document, now],
      );
  return rowCount === 1;
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
