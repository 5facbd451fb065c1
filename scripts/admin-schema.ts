/** Shopify's real Admin schema and scope table, read offline from the devDependency @shopify/dev-mcp. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';

export const ADMIN_API_VERSION = '2026-10';

/** One row of the scope table: what a type or a field asks for. Several scopes in a row are alternatives. */
export type ScopeRow = { typeName: string; fieldName?: string; offlineScopes: string[] };

// By its place, since the package exports only its program, and vitest has no import.meta.resolve.
export const adminSchemaFile = new URL(
  `../node_modules/@shopify/dev-mcp/dist/data/admin_${ADMIN_API_VERSION}.json.gz`,
  import.meta.url,
);

export function readAdminSchema(): { schema: GraphQLSchema; scopes: ScopeRow[] } {
  const file = JSON.parse(gunzipSync(readFileSync(adminSchemaFile)).toString()) as {
    data: IntrospectionQuery;
    offline_scopes: { items: ScopeRow[] };
  };
  return { schema: buildClientSchema(file.data), scopes: file.offline_scopes.items };
}
