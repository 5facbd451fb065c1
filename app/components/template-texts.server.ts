/** The texts that a new part of the programme begins with, in the languages of the shop's markets that we have; English where we have none of them. */
import { formLanguages } from '../domain/reward-form.ts';
import type { Program } from '../domain/program.ts';
import type { RewardKindName } from '../domain/reward-template.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { ADMIN_LANGUAGES, type AdminMessage } from '../locales/admin.ts';

type Markets = Pick<Program, 'markets'>;

/** A message as it is written, by language. */
export function templateName(program: Markets, key: AdminMessage): Record<string, string> {
  const wanted = formLanguages(program);
  const known = ADMIN_LANGUAGES.filter((language) => wanted.includes(language));
  const languages = known.length > 0 ? known : (['en'] as const);
  return Object.fromEntries(languages.map((language) => [language, adminMessages(language)[key]]));
}

/** Unformatted: their `{amount}` is written out for each shopper. */
export function templateTexts(program: Markets, kind: RewardKindName) {
  return { name: templateName(program, `rewards.template.${kind}` as AdminMessage), description: {} };
}
