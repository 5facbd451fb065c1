// Every Admin API document against Shopify's real schema, and the scopes that the app asks for against those that it needs.
import { globSync, readFileSync } from 'node:fs';
import {
  getNamedType,
  isEnumType,
  isObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TOPICS } from '../../app/webhooks/topics.ts';
import { ADMIN_API_VERSION, readAdminSchema, type ScopeRow } from '../../scripts/admin-schema.ts';
import { ADMIN_API_VERSION as GATEWAY_VERSION } from '../../app/shopify/admin-gateway.ts';

const { schema, scopes } = readAdminSchema();
const files = globSync('app/shopify/**/*.graphql').sort();
const documents = files.map((file) => parse(readFileSync(file, 'utf8')));

const configuration = z
  .object({
    access_scopes: z.object({ scopes: z.string() }),
    app_proxy: z.object({}).optional(),
    webhooks: z.object({
      api_version: z.string(),
      subscriptions: z.array(
        z.object({
          topics: z.array(z.string()).optional(),
          compliance_topics: z.array(z.string()).optional(),
          uri: z.string(),
        }),
      ),
    }),
  })
  .parse(parseToml(readFileSync('shopify.app.toml', 'utf8')));
const topics = configuration.webhooks.subscriptions.flatMap((subscription) => subscription.topics ?? []);

/** Alternatives: one of each set is enough. */
type Need = { for: string; oneOf: string[] };

/** What the documents need: of every type that they read an object of, and of every field. */
function needsOfDocument(document: DocumentNode): Need[] {
  const rows = new Map(scopes.map((row) => [rowKey(row), row]));
  const info = new TypeInfo(schema);
  const needs: Need[] = [];
  const add = (key: string) => {
    const row = rows.get(key);
    if (row && row.offlineScopes.length > 0) needs.push({ for: key, oneOf: row.offlineScopes });
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (field) => {
        const parent = info.getParentType();
        const type = info.getType();
        if (parent) add(`${parent.name}.${field.name.value}`);
        if (type && isObjectType(getNamedType(type))) add(getNamedType(type).name);
      },
      InlineFragment: (fragment) => {
        if (fragment.typeCondition) add(fragment.typeCondition.name.value);
      },
      FragmentDefinition: (fragment) => add(fragment.typeCondition.name.value),
    }),
  );
  return needs;
}

function rowKey({ typeName, fieldName }: ScopeRow): string {
  return fieldName === undefined ? typeName : `${typeName}.${fieldName}`;
}

/** What a topic needs, from the description of its value in the schema's enum: the scope table does not cover topics. */
function needsOfTopic(topic: string, from: GraphQLSchema): Need[] {
  const values = from.getType('WebhookSubscriptionTopic');
  if (!isEnumType(values)) throw new Error('the schema has no WebhookSubscriptionTopic');
  const value = values.getValue(topic.toUpperCase().replace('/', '_'));
  if (!value) throw new Error(`${topic} is no topic of ${ADMIN_API_VERSION}`);
  const described =
    value.description?.replace(/\s+/g, ' ').split(/Requires (?:the|at least one of)/)[1] ?? '';
  const oneOf = described.match(/\b(?:read|write)_[a-z_]+/g) ?? [];
  return oneOf.length > 0 ? [{ for: topic, oneOf }] : [];
}

describe('Admin API documents', () => {
  it('exist', () => expect(files.length).toBeGreaterThan(0));

  it.each(files.map((file, index) => [file, index] as const))(
    '%s is valid in the real schema',
    (_file, index) => {
      const document = documents[index];
      expect(document && validate(schema, document).map((error) => error.message)).toEqual([]);
    },
  );

  it('are refused where a field does not exist: the check can fail', () => {
    expect(validate(schema, parse('{ shop { nameOfTheShop } }'))).toHaveLength(1);
  });

  it('use no deprecated field', () => {
    const info = new TypeInfo(schema);
    const deprecated: string[] = [];
    const collect = visitWithTypeInfo(info, {
      Field: (field) => {
        const reason = info.getFieldDef()?.deprecationReason;
        if (reason) deprecated.push(`${field.name.value}: ${reason}`);
      },
    });
    for (const document of documents) visit(document, collect);
    expect(deprecated).toEqual([]);
  });
});

describe('shopify.app.toml', () => {
  const granted = configuration.access_scopes.scopes.split(',');
  // The proxy's scope is in no schema: shopify.dev, app proxies.
  const proxy: Need[] = configuration.app_proxy ? [{ for: 'app_proxy', oneOf: ['write_app_proxy'] }] : [];
  // metafieldsSet needs what changing the owner needs, which no table tells: ours are on customers.
  const metafields: Need[] = files.some((file) => file.endsWith('metafields-set.graphql'))
    ? [{ for: 'metafieldsSet on Customer', oneOf: ['write_customers'] }]
    : [];
  const needs = [
    ...metafields,
    ...documents.flatMap(needsOfDocument),
    ...topics.flatMap((topic) => needsOfTopic(topic, schema)),
    ...proxy,
  ];

  it('grants a scope for everything that the documents and topics need', () => {
    expect(needs.filter((need) => !need.oneOf.some((scope) => granted.includes(scope)))).toEqual([]);
  });

  it('asks for no scope that nothing needs', () => {
    expect(granted.filter((scope) => !needs.some((need) => need.oneOf.includes(scope)))).toEqual([]);
  });

  it('sees the needs of documents and topics: the check can fail', () => {
    expect(
      needsOfDocument(parse('{ orders(first: 1) { nodes { id } } }')).flatMap((need) => need.oneOf),
    ).toContain('read_orders');
    expect(needsOfTopic('customers/create', schema)).toEqual([
      { for: 'customers/create', oneOf: ['read_customers'] },
    ]);
    expect(needsOfTopic('app/uninstalled', schema)).toEqual([]);
    expect(() => needsOfTopic('orders/paidd', schema)).toThrow('is no topic');
  });

  it('speaks one API version with the gateway and the schema', () => {
    expect([configuration.webhooks.api_version, GATEWAY_VERSION]).toEqual([
      ADMIN_API_VERSION,
      ADMIN_API_VERSION,
    ]);
  });

  it('subscribes each topic once, the three compliance topics among them', () => {
    const compliance = configuration.webhooks.subscriptions.flatMap((one) => one.compliance_topics ?? []);
    expect(compliance.toSorted()).toEqual(['customers/data_request', 'customers/redact', 'shop/redact']);
    expect(new Set(topics).size).toBe(topics.length);
  });

  it('subscribes to no topic that the app has no handler for', () => {
    const compliance = configuration.webhooks.subscriptions.flatMap((one) => one.compliance_topics ?? []);
    expect([...topics, ...compliance].filter((topic) => !TOPICS.has(topic))).toEqual([]);
  });
});
