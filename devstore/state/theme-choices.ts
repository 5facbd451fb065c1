import type { Tables } from './tables.ts';

/** What the merchant chose in the theme editor, beside the theme's own files: the app blocks and embeds that are switched off, by their file's name. */
export type ThemeChoices = { appBlocksOff: string[] };

export function themeChoices(tables: Tables): ThemeChoices {
  const kept = tables.get('single', 'theme choices');
  return typeof kept === 'object' && 'appBlocksOff' in kept ? kept : { appBlocksOff: [] };
}

/** Replaces them. */
export function setThemeChoices(tables: Tables, choices: ThemeChoices): ThemeChoices {
  tables.put('single', 'theme choices', choices);
  return choices;
}
