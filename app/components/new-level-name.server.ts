import { formLanguages } from '../domain/reward-form.ts';
import type { Program } from '../domain/program.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { ADMIN_LANGUAGES } from '../locales/admin.ts';

/** What a new level is called until the merchant says how, in the languages of the shop's markets that we have; English where we have none of them. */
export function newLevelName(program: Pick<Program, 'markets'>): Record<string, string> {
  const wanted = formLanguages(program);
  const known = ADMIN_LANGUAGES.filter((language) => wanted.includes(language));
  const languages = known.length > 0 ? known : (['en'] as const);
  return Object.fromEntries(languages.map((language) => [language, adminMessages(language)['tiers.new']]));
}
