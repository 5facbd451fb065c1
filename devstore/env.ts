import { join, resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const schema = z.object({
  DEVSTORE_PORT: port.default(3100),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  SHOPIFY_APP_URL: z.url().optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  SHOPIFY_API_KEY: z.string().min(1).default('meridian-dev'),
  SHOPIFY_API_SECRET: z.string().min(8).default('meridian-dev-secret'),
  /** 1: retries as far apart as the platform's, over 4 hours. 0.001: the same schedule in 14 seconds. */
  DEVSTORE_RETRY_SCALE: z.coerce.number().positive().max(1).default(1),
  DEVSTORE_SEED: z.coerce.number().int().nonnegative().default(20_261_101),
  DEVSTORE_APP_API_KEY: z.string().min(1).optional(),
  /** The app's configuration, from which subscriptions and scopes are read. */
  DEVSTORE_APP_TOML: z.string().min(1).default('shopify.app.toml'),
  /** The folder with the app's theme extensions, whose blocks and embeds the storefront shows. */
  DEVSTORE_EXTENSIONS: z.string().min(1).default('extensions'),
});

export type Env = {
  port: number;
  appUrl: string;
  folder: string;
  apiKey: string;
  apiSecret: string;
  retryScale: number;
  seed: number;
  appApiKey: string | null;
  appToml: string;
  extensionsFolder: string;
};

/** The checked environment, or every fault of it in one message, thrown. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The dev store cannot start with this environment:\n${faults.join('\n')}`);
  }
  const env = parsed.data;
  return {
    port: env.DEVSTORE_PORT,
    appUrl: new URL(env.SHOPIFY_APP_URL ?? `http://localhost:${env.PORT}`).origin,
    folder: join(env.DATA_DIR, 'devstore'),
    apiKey: env.SHOPIFY_API_KEY,
    apiSecret: env.SHOPIFY_API_SECRET,
    retryScale: env.DEVSTORE_RETRY_SCALE,
    seed: env.DEVSTORE_SEED,
    appApiKey: env.DEVSTORE_APP_API_KEY ?? null,
    appToml: env.DEVSTORE_APP_TOML,
    extensionsFolder: resolve(env.DEVSTORE_EXTENSIONS),
  };
}

/** The process's environment, checked. */
export function environment(): Env {
  return parseEnv(process.env);
}
