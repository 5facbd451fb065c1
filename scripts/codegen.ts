/**
 * Types for the Admin API documents: app/shopify/*.graphql -> app/shopify/admin-types.generated.ts, which is not committed.
 * Skips its work while documents, schema and this script are unchanged: loading the schema costs half a second.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import {
  getNamedType,
  isInputObjectType,
  isLeafType,
  isSpecifiedScalarType,
  parse,
  printSchema,
  printType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql';
import { adminSchemaFile, readAdminSchema } from './admin-schema.ts';

const root = new URL('..', import.meta.url);
const output = new URL('app/shopify/admin-types.generated.ts', root);

// erasableSyntaxOnly: Node strips the types of this file as it runs it, so enums must be unions of strings.
const config = {
  enumsAsTypes: true,
  skipTypename: true,
  useTypeImports: true,
  strictScalars: true,
  // All of the schema's: strictScalars throws where one is added that nobody has decided on.
  scalars: {
    ARN: 'string',
    BigInt: 'string',
    Color: 'string',
    Date: 'string',
    DateTime: 'string',
    Decimal: 'string',
    FormattedString: 'string',
    HTML: 'string',
    JSON: 'unknown',
    Money: 'string',
    StorefrontID: 'string',
    URL: 'string',
    UnsignedInt64: 'string',
    UtcOffset: 'string',
  },
};

/** The enums, inputs and scalars that the documents name; the whole schema would be 26,000 lines for tsc to read in every run. */
function namedTypes(schema: GraphQLSchema, documents: DocumentNode[]): GraphQLNamedType[] {
  const found = new Set<GraphQLNamedType>();
  const add = (type: GraphQLType | null | undefined) => {
    const named = type ? getNamedType(type) : undefined;
    if (!named || !isLeafOrInput(named) || found.has(named)) return;
    found.add(named);
    if (isInputObjectType(named)) for (const field of Object.values(named.getFields())) add(field.type);
  };
  const info = new TypeInfo(schema);
  const collect = visitWithTypeInfo(info, {
    Field: () => add(info.getType()),
    VariableDefinition: () => add(info.getInputType()),
  });
  for (const document of documents) visit(document, collect);
  return [...found].filter((type) => !isSpecifiedScalarType(type));
}

function isLeafOrInput(type: GraphQLNamedType): boolean {
  return isLeafType(type) || isInputObjectType(type);
}

function fingerprint(documents: { location: string; text: string }[]): string {
  const hash = createHash('sha256')
    .update(readFileSync(adminSchemaFile))
    .update(readFileSync(new URL(import.meta.url)));
  for (const { location, text } of documents) hash.update(location).update('\0').update(text).update('\0');
  return `// inputs ${hash.digest('hex')}`;
}

/** Writes the generated module; gives whether anything had to be written. Throws on a document that the schema refuses. */
export async function generateAdminTypes(): Promise<boolean> {
  const documents = globSync('app/shopify/**/*.graphql', { cwd: root })
    .sort()
    .map((location) => ({ location, text: readFileSync(new URL(location, root), 'utf8') }));
  const mark = fingerprint(documents);
  if (existsSync(output) && readFileSync(output, 'utf8').startsWith(mark)) return false;
  const { schema } = readAdminSchema();
  const parsed = documents.map(({ location, text }) => ({ location, document: parse(text) }));
  const named = namedTypes(
    schema,
    parsed.map(({ document }) => document),
  );
  const types = await codegen({
    filename: output.pathname,
    schema: parse(['type Query { none: Boolean }', ...named.map(printType)].join('\n')),
    documents: [],
    config: { ...config, onlyOperationTypes: true },
    plugins: [{ typescript: {} }],
    pluginMap: { typescript },
  });
  const operations = await codegen({
    filename: output.pathname,
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents: parsed,
    config,
    plugins: [{ operations: {} }, { document: {} }],
    pluginMap: { operations: typescriptOperations, document: typedDocumentNode },
  });
  writeFileSync(output, `${mark}\n${operations}\n${types}`);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const written = await generateAdminTypes();
  console.log(written ? 'Admin API types written' : 'Admin API types are up to date');
}
