import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';

export type Subscription = { topic: string; uri: string; name: string | null };
/** Where the storefront's `/{prefix}/{subpath}` leads: an address of the app, relative to its own. */
export type AppProxy = { url: string; prefix: string; subpath: string };
export type AppConfig = {
  name: string;
  scopes: string[];
  subscriptions: Subscription[];
  apiVersion: string;
  appProxy: AppProxy;
  /** Types of the app's own metafields on customers, by key: `[customer.metafields.app.<key>]`. */
  customerMetafields: Record<string, string>;
};

const subscription = z.object({
  topics: z.array(z.string()).default([]),
  compliance_topics: z.array(z.string()).default([]),
  uri: z.string(),
  name: z.string().max(50).optional(),
  include_fields: z.undefined({ error: 'the dev store does not imitate include_fields' }).optional(),
  filter: z.undefined({ error: 'the dev store does not imitate filter' }).optional(),
});

const schema = z.object({
  name: z.string().default('Meridian'),
  access_scopes: z.object({ scopes: z.string().default('') }).default({ scopes: '' }),
  customer: z
    .object({ metafields: z.object({ app: z.record(z.string(), z.object({ type: z.string() })) }).partial() })
    .partial()
    .default({}),
  app_proxy: z
    .object({
      url: z.string(),
      prefix: z.enum(['a', 'apps', 'community', 'tools']),
      subpath: z.string().regex(/^[\w-]{1,30}$/),
    })
    .default({ url: '/proxy', prefix: 'apps', subpath: 'loyalty' }),
  webhooks: z
    .object({ api_version: z.string(), subscriptions: z.array(subscription).default([]) })
    .default({ api_version: '2026-10', subscriptions: [] }),
});

/** What an app of ours would subscribe to, until its shopify.app.toml exists. */
const usualTopics = [
  'app/uninstalled',
  'app/scopes_update',
  'customers/create',
  'customers/update',
  'customers/enable',
  'customers/merge',
  'orders/create',
  'orders/paid',
  'orders/updated',
  'orders/fulfilled',
  'orders/cancelled',
  'orders/delete',
  'orders/link_requested',
  'refunds/create',
];

/** Reads an app's configuration; throws with the reason where it is faulty or uses what is not imitated. */
export function readAppConfig(path: string): AppConfig {
  if (!existsSync(path))
    return {
      name: 'Meridian',
      scopes: ['read_customers', 'read_orders', 'read_products', 'read_markets'],
      subscriptions: usualTopics.map((topic) => ({ topic, uri: '/webhooks', name: null })),
      apiVersion: '2026-10',
      appProxy: { url: '/proxy', prefix: 'apps', subpath: 'loyalty' },
      customerMetafields: {},
    };
  const parsed = schema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  const { webhooks, access_scopes, app_proxy, customer, name } = parsed.data;
  return {
    name,
    scopes: access_scopes.scopes
      .split(',')
      .map((scope) => scope.trim())
      .filter((scope) => scope !== ''),
    apiVersion: webhooks.api_version,
    appProxy: app_proxy,
    customerMetafields: Object.fromEntries(
      Object.entries(customer.metafields?.app ?? {}).map(([key, { type }]) => [key, type]),
    ),
    subscriptions: webhooks.subscriptions.flatMap((each) =>
      [...each.topics, ...each.compliance_topics].map((topic) => ({
        topic,
        uri: each.uri,
        name: each.name ?? null,
      })),
    ),
  };
}
