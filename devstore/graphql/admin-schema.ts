import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { buildClientSchema } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { makeScalarsStrict } from './strict-scalars.ts';

type ScopeRow = {
  type: 'type' | 'field';
  typeName: string;
  fieldName?: string;
  requiredAccess: string;
  offlineScopes: string[];
};

type SchemaFile = { data: IntrospectionQuery; offline_scopes: { items: ScopeRow[] } };

/** The access that the platform documents for a type or a field. */
export type RequiredAccess = { text: string; scopes: string[] };

export type AdminSchema = {
  schema: GraphQLSchema;
  /** By "Type" and by "Type.field". */
  access: ReadonlyMap<string, RequiredAccess>;
};

const unzip = promisify(gunzip);

let loading: Promise<AdminSchema> | null = null;

/** The real Admin schema of 2026-10, read from @shopify/dev-mcp once: half a second and some 130 MB, so only when it is asked for. */
export function adminSchema(): Promise<AdminSchema> {
  loading ??= load();
  return loading;
}

async function load(): Promise<AdminSchema> {
  // Its exports hide the data, and vitest has no import.meta.resolve.
  const manifest = findPackageJSON('@shopify/dev-mcp', import.meta.url);
  if (!manifest) throw new Error('@shopify/dev-mcp is not installed: run npm ci');
  const data = join(dirname(manifest), 'dist/data/admin_2026-10.json.gz');
  const file = JSON.parse((await unzip(await readFile(data))).toString('utf8')) as SchemaFile;
  const schema = buildClientSchema(file.data, { assumeValid: true });
  makeScalarsStrict(schema);
  const access = new Map<string, RequiredAccess>();
  for (const { typeName, fieldName, requiredAccess, offlineScopes } of file.offline_scopes.items)
    if (offlineScopes.length > 0)
      access.set(fieldName ? `${typeName}.${fieldName}` : typeName, {
        text: requiredAccess,
        scopes: offlineScopes,
      });
  return { schema, access };
}
