import { readFile } from 'node:fs/promises';
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
  const data = new URL('./data/admin_2026-10.json.gz', import.meta.resolve('@shopify/dev-mcp'));
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
