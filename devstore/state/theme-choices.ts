import type { ThemeChoices } from './app-data-types.ts';
import type { Tables } from './tables.ts';

export function themeChoices(tables: Tables): ThemeChoices {
  const kept = tables.get('single', 'theme choices');
  return typeof kept === 'object' && 'appBlocksOff' in kept ? kept : { appBlocksOff: [] };
}

/** Replaces them. */
export function setThemeChoices(tables: Tables, choices: ThemeChoices): ThemeChoices {
  tables.put('single', 'theme choices', choices);
  return choices;
}
