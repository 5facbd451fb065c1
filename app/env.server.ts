/**
 * The environment, parsed once: the only place that reads process.env. `environment()` throws one error that lists every fault;
 * server.ts, worker.ts and meridian.ts print it and exit.
 */
import { z } from 'zod';

/** The demo's key and secret are in the README: a production that runs with them accepts webhooks that anybody can sign. */
const PUBLISHED_SECRET = 'meridian-dev-secret';

const port = z.coerce.number().int('must be a whole number').min(0).max(65535);
const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

const EnvironmentSchema = z
  .object({
    NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
    PORT: port.default(3000),
    DATABASE_URL: z
      .string({ error: 'is missing: npm start, npm run worker and npm run demo set it' })
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
    SHOPIFY_API_KEY: z.string().min(1, 'must not be empty').default('meridian-dev'),
    SHOPIFY_API_SECRET: z.string().min(8, 'must have at least 8 characters').default(PUBLISHED_SECRET),
    SHOPIFY_APP_URL: url.default('http://localhost:3000'),
    /** Seams for the dev store: where App Bridge is loaded from. Unset, Shopify's CDN. */
    APP_BRIDGE_URL: url.optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    if (env.NODE_ENV !== 'production') return;
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (env.SHOPIFY_API_SECRET === PUBLISHED_SECRET) {
      refuse(
        'SHOPIFY_API_SECRET',
        "is the demo's published secret; production needs the app's own (Partner Dashboard, Client credentials)",
      );
    }
    if (env.SHOPIFY_API_KEY === 'meridian-dev')
      refuse('SHOPIFY_API_KEY', "is the demo's; production needs the app's own client id");
    if (!env.SHOPIFY_APP_URL.startsWith('https://'))
      refuse('SHOPIFY_APP_URL', 'must begin with https:// in production');
  });

export type Environment = z.infer<typeof EnvironmentSchema>;

/** Throws an Error whose message names every fault, one a line. Values are never printed: some are secrets. */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  // An empty variable counts as unset, as shells and compose files leave them.
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = EnvironmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  throw new Error(`The environment is faulty:\n${faults.join('\n')}`);
}

let parsed: Environment | undefined;

export function environment(): Environment {
  parsed ??= parseEnvironment(process.env);
  return parsed;
}
