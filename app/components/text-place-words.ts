/** What a text of the programme is of, in words. */
import type { PluralCategory, TextPlace } from '../domain/program-texts.ts';
import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import { rewardTitle } from './reward-kind-words.ts';

/** `currency`: of the shop, for what rewards are called. */
type Words = { text: AdminText; locale: string; currency: string | null };
type Named = { id: string; name: Record<string, string> };

/** `language`: whose numbers a plural form is told by; without one, CLDR's name of the form. */
export function placeName(
  place: TextPlace,
  program: Program,
  { text, locale, currency }: Words,
  language?: string,
): string {
  const nameIn = (list: readonly Named[], id: string) => {
    const found = list.find((one) => one.id === id);
    return found ? localizedText(found.name, locale) : id;
  };
  switch (place.kind) {
    case 'name':
    case 'terms':
    case 'cartPoints':
      return text(`texts.place.${place.kind}`);
    case 'pointsLabel':
      return text('texts.place.pointsLabel', { numbers: formName(place.category, locale, language) });
    case 'level':
      return text('texts.place.level', { name: nameIn(program.tiers?.levels ?? [], place.id) });
    case 'campaign':
      return text('texts.place.campaign', { name: nameIn(program.campaigns, place.id) });
    case 'action':
      return text('texts.place.action', { name: nameIn(program.actions, place.id) });
    case 'reward':
    case 'rewardDescription': {
      const reward = program.rewards.find(({ id }) => id === place.id);
      // Several have the same name, which stands for an amount: only with it they are told apart.
      const name = reward && rewardTitle(reward, program, { currency: currency ?? '' }, locale);
      return text(`texts.place.${place.kind}`, { name: name ?? place.id });
    }
  }
}

const EXAMPLES_SHOWN = 4;
const NUMBERS = [...Array.from({ length: 201 }, (_, number) => number), 1_000_000, 1.5];

/** "few" says nothing to a merchant: "3, 4, 5 …" does. */
function formName(category: PluralCategory, locale: string, language: string | undefined): string {
  if (language === undefined) return category;
  const rules = new Intl.PluralRules(language);
  const own = NUMBERS.filter((number) => rules.select(number) === category);
  const format = new Intl.NumberFormat(locale);
  const shown = own.slice(0, EXAMPLES_SHOWN).map((number) => format.format(number));
  if (shown.length === 0) return category;
  return shown.join(', ') + (own.length > EXAMPLES_SHOWN ? ' …' : '');
}
