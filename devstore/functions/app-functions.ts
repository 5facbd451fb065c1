import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse as parseDocument } from 'graphql';
import type { DocumentNode } from 'graphql';
import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';

export type FunctionTarget =
  'cart.lines.discounts.generate.run' | 'cart.delivery-options.discounts.generate.run';

/** A Function of the app, ready to run. */
export type AppFunction = {
  handle: string;
  /** The platform's id: a UUID, the same from one start to the next. */
  id: string;
  title: string;
  description: string;
  apiVersion: string;
  targets: Partial<Record<FunctionTarget, { inputQuery: DocumentNode; run: (input: unknown) => unknown }>>;
  /** The metafield of the discount whose members are the variables of the input queries. */
  variables: { namespace: string; key: string } | null;
};

const targetName = z.enum([
  'cart.lines.discounts.generate.run',
  'cart.delivery-options.discounts.generate.run',
]);

const config = z.object({
  api_version: z.string(),
  extensions: z.array(
    z.object({
      type: z.string(),
      handle: z.string(),
      name: z.string(),
      description: z.string().default(''),
      targeting: z
        .array(z.object({ target: z.string(), input_query: z.string(), export: z.string() }))
        .default([]),
      input: z.object({ variables: z.object({ namespace: z.string(), key: z.string() }) }).optional(),
    }),
  ),
});

const cached = new Map<string, AppFunction[]>();
// Synchronously, as everything of the store is: Node requires modules too, where they await nothing at their top.
const load = createRequire(import.meta.url);

/** The discount Functions in a folder such as extensions/, read once. Throws where one's configuration or module is faulty. */
export function appFunctions(folder: string): AppFunction[] {
  const known = cached.get(folder);
  if (known) return known;
  const found = existsSync(folder)
    ? readdirSync(folder).flatMap((name) => readFunctions(join(folder, name)))
    : [];
  cached.set(folder, found);
  return found;
}

function readFunctions(path: string): AppFunction[] {
  const toml = join(path, 'shopify.extension.toml');
  if (!existsSync(toml)) return [];
  const read = config.safeParse(parseToml(readFileSync(toml, 'utf8')));
  if (!read.success) return [];
  const { api_version: apiVersion, extensions } = read.data;
  return extensions
    .filter(({ type }) => type === 'function')
    .map(({ handle, name, description, targeting, input }) => ({
      handle,
      id: idOf(handle),
      title: textOf(path, name),
      description: textOf(path, description),
      apiVersion,
      variables: input?.variables ?? null,
      targets: Object.fromEntries(
        targeting.map((each) => [
          targetName.parse(each.target),
          {
            inputQuery: parseDocument(readFileSync(join(path, each.input_query), 'utf8')),
            run: exportOf(path, each.export),
          },
        ]),
      ),
    }));
}

/** The CLI's own rule: `cart-lines-run` is the export `cartLinesRun` of src/index.js. */
function exportOf(path: string, name: string): (input: unknown) => unknown {
  const camelCase = name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
  const exported: unknown = load(join(path, 'src/index.js'));
  const run = z.record(z.string(), z.unknown()).parse({ ...(exported as object) })[camelCase];
  if (typeof run !== 'function') throw new Error(`${path}/src/index.js does not export ${camelCase}`);
  return run as (input: unknown) => unknown;
}

/** `t:name` is a text of the extension's own English locale. */
function textOf(path: string, text: string): string {
  if (!text.startsWith('t:')) return text;
  const locale = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(path, 'locales/en.default.json'), 'utf8')));
  return locale[text.slice(2)] ?? text;
}

function idOf(handle: string): string {
  const hex = createHash('sha256').update(handle).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
