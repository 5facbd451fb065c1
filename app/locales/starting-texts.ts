/** The texts of the starting programmes in the shop's languages: the merchant's own from then on. */
import type { StartingTexts } from '../domain/starting-programs.ts';
import ar from './ar/starting.json' with { type: 'json' };
import de from './de/starting.json' with { type: 'json' };
import en from './en/starting.json' with { type: 'json' };
import es from './es/starting.json' with { type: 'json' };
import fr from './fr/starting.json' with { type: 'json' };
import he from './he/starting.json' with { type: 'json' };
import ja from './ja/starting.json' with { type: 'json' };
import ko from './ko/starting.json' with { type: 'json' };
import ptBR from './pt-BR/starting.json' with { type: 'json' };
import zhCN from './zh-CN/starting.json' with { type: 'json' };
import { closestTag } from './language.ts';

const catalogues: Readonly<Record<string, Omit<typeof en, 'points'> & { points: Record<string, string> }>> = {
  ...{ en, de, fr, es, 'pt-BR': ptBR, ja, ko, 'zh-CN': zhCN, ar, he },
};

/** In the shop's languages, as far as they are spoken here, and in English, which is read where another is missing. `shopName` stands in the programme's name. */
export function startingTexts(locales: readonly string[], shopName: string): StartingTexts {
  const tags = Object.keys(catalogues);
  const spoken = new Set(['en', ...locales.flatMap((locale) => closestTag(locale, tags) ?? [])]);
  const own = tags.filter((tag) => spoken.has(tag));
  return {
    text: (key) =>
      Object.fromEntries(
        own.map((tag) => [tag, (catalogues[tag] ?? en)[key].replace('{shop}', () => shopName)]),
      ),
    pointsLabel: Object.fromEntries(own.map((tag) => [tag, (catalogues[tag] ?? en).points])),
  };
}
