/**
 * The environment, parsed once: the only place that reads process.env. `environment()` throws one error that lists every fault;
 * server.ts, worker.ts and meridian.ts print it and exit.
 */
import { z } from 'zod';

/** The demo's key and secret are in the README: a production that runs with them accepts webhooks that anybody can sign. */
const DEMO_KEY = 'meridian-dev';
const DEMO_SECRET = 'meridian-dev-secret';

const port = z.coerce
  .number({ error: 'must be a port number' })
  .int('must be a whole number')
  .min(0, 'must be a port number')
  .max(65535, 'must be at most 65535');
const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

const EnvironmentSchema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: port.default(3000),
  DATABASE_URL: z
    .string({ error: 'is missing: npm start, npm run worker and npm run demo set it' })
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  SHOPIFY_API_KEY: z.string().min(1, 'must not be empty').default(DEMO_KEY),
  SHOPIFY_API_SECRET: z.string().min(8, 'must have at least 8 characters').default(DEMO_SECRET),
  SHOPIFY_APP_URL: url.default('http://localhost:3000'),
  /** How many of the operator's own proxies write themselves behind the shopper's address in X-Forwarded-For: at least the one that ends TLS does. */
  PROXIES_BEFORE_APP: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(9, 'must be at most 9')
    .default(1),
  /** Seams for the dev store: where App Bridge is loaded from. Unset, Shopify's CDN. */
  APP_BRIDGE_URL: url.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Environment = z.infer<typeof EnvironmentSchema>;

type Fault = { name: string; message: string };

/** What is fit for the demo and not for shops. Apart from the schema, so that it is told beside the schema's faults and not after them. */
function productionFaults(given: Record<string, string | undefined>): Fault[] {
  if (given['NODE_ENV'] !== 'production') return [];
  const faults: Fault[] = [];
  const { SHOPIFY_API_SECRET = DEMO_SECRET, SHOPIFY_API_KEY = DEMO_KEY, SHOPIFY_APP_URL = '' } = given;
  if (SHOPIFY_API_SECRET === DEMO_SECRET)
    faults.push({
      name: 'SHOPIFY_API_SECRET',
      message: "is the demo's published secret; set the app's own (Partner Dashboard, Client credentials)",
    });
  if (SHOPIFY_API_KEY === DEMO_KEY)
    faults.push({ name: 'SHOPIFY_API_KEY', message: "is the demo's; set the app's own client id" });
  if (!SHOPIFY_APP_URL.startsWith('https://'))
    faults.push({ name: 'SHOPIFY_APP_URL', message: 'must begin with https:// in production' });
  return faults;
}

/** Throws an Error whose message names every fault, one a line. Values are never printed: some are secrets. */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  // An empty variable counts as unset, as shells and compose files leave them.
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = EnvironmentSchema.safeParse(given);
  const schemaFaults = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    name: path.join('.'),
    message,
  }));
  const faults = [...schemaFaults, ...productionFaults(given)];
  if (parsed.success && faults.length === 0) return parsed.data;
  const lines = faults.map(({ name, message }) => `  ${name} ${message}`);
  throw new Error(`The environment is faulty:\n${lines.join('\n')}`);
}

let parsed: Environment | undefined;

export function environment(): Environment {
  parsed ??= parseEnvironment(process.env);
  return parsed;
}
