import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';

const schemas = new Map<string, GraphQLSchema>();

/** The real schema of discount Functions in an API version, from @shopify/dev-mcp. */
export function functionSchema(apiVersion: string): GraphQLSchema {
  const known = schemas.get(apiVersion);
  if (known) return known;
  const manifest = findPackageJSON('@shopify/dev-mcp', import.meta.url);
  if (!manifest) throw new Error('@shopify/dev-mcp is not installed: run npm ci');
  const file = join(dirname(manifest), `dist/data/functions_discount_${apiVersion}.json.gz`);
  const { data } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { data: IntrospectionQuery };
  const schema = buildClientSchema(data, { assumeValid: true });
  schemas.set(apiVersion, schema);
  return schema;
}
