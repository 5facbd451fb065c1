/** What a command of the operator's tool is: parsed options in, a result out that prints as text or, with --json, as JSON. */
import type { ParseArgsConfig } from 'node:util';
import type { Deps } from '../deps.server.ts';
import { ShopIdSchema, type ShopId } from '../domain/ids.ts';

export type CommandResult = { ok: boolean; text: string; json: unknown };

export type CommandInput = { options: Record<string, string | boolean | undefined>; positionals: string[] };

export type Command = {
  /** As it is typed, with its options. */
  usage: string;
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  run: (deps: Deps, input: CommandInput) => Promise<CommandResult>;
};

/** A mistake in how the command was called; its message is shown with the usage. */
export class UsageError extends Error {}

export function requiredShop(input: CommandInput): ShopId {
  const parsed = ShopIdSchema.safeParse(input.options['shop']);
  if (!parsed.success) throw new UsageError(`--shop ${parsed.error.issues[0]?.message ?? 'is missing'}`);
  return parsed.data;
}

export function failure(text: string, json: object = {}): CommandResult {
  return { ok: false, text, json: { ok: false, error: text, ...json } };
}
