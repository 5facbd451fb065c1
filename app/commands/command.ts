/** What a command of the operator's tool is: parsed options in, a result out that prints as text or, with --json, as JSON. */
import type { ParseArgsConfig } from 'node:util';
import type { Deps } from '../deps.server.ts';
import { ShopIdSchema, type ShopId } from '../domain/ids.ts';
import { reasonOf } from '../domain/parse-program.ts';
import { listShops } from '../storage/shops.ts';
import type { Db } from '../storage/transaction.ts';

export type CommandResult = { ok: boolean; text: string; json: unknown };

export type CommandInput = {
  options: Record<string, string | boolean | undefined>;
  positionals: string[];
  /** How far it is, for whoever waits; `null`: the work is over. Never a part of the result. */
  onProgress: (text: string | null) => void;
};

export type Command = {
  /** As it is typed, with its options. */
  usage: string;
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  run: (deps: Deps, input: CommandInput) => Promise<CommandResult>;
};

/** A mistake in how the command was called; its message is shown with the usage. */
export class UsageError extends Error {}

/** What was asked for is not there; its message says what is. */
export class NotThereError extends Error {}

const SHOPS_NAMED = 20;

/** The shop of --shop, which this database knows. Throws UsageError where it is no shop's domain, NotThereError where nobody knows it. */
export async function requiredShop({ pool }: { pool: Db }, input: CommandInput): Promise<ShopId> {
  const parsed = ShopIdSchema.safeParse(input.options['shop']);
  if (!parsed.success) throw new UsageError(`--shop ${parsed.error.issues.map(reasonOf).join('; ')}`);
  const shops = await listShops(pool);
  if (shops.includes(parsed.data)) return parsed.data;
  const named = shops.slice(0, SHOPS_NAMED).join(', ');
  const rest = shops.length > SHOPS_NAMED ? ` and ${shops.length - SHOPS_NAMED} more` : '';
  const known = shops.length === 0 ? 'There is none yet' : `There are: ${named}${rest}`;
  throw new NotThereError(
    `There is no shop ${parsed.data} here. ${known}. A shop is known once Meridian was opened in its admin.`,
  );
}

export function failure(text: string, json: object = {}): CommandResult {
  return { ok: false, text, json: { ok: false, error: text, ...json } };
}
