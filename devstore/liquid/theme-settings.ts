import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ThemeChoices } from '../state/theme-choices.ts';

const file = new URL('../theme/config/settings_data.json', import.meta.url);
const settingsData = z.looseObject({
  current: z.looseObject({
    blocks: z.record(z.string(), z.looseObject({ type: z.string(), disabled: z.boolean().default(false) })),
  }),
});

/** The name of an app's block in `shopify://apps/APP/blocks/NAME/ID`; null for a block of the theme. */
export function appBlockName(type: string): string | null {
  return /^shopify:\/\/apps\/[\w-]+\/blocks\/([\w-]+)\/[\w-]+$/.exec(type)?.[1] ?? null;
}

/** `config/settings_data.json` as Shopify's editor leaves it after the merchant's choices: with a comment before the JSON. */
export function themeSettingsFile({ appBlocksOff }: ThemeChoices): string {
  const data = settingsData.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const block of Object.values(data.current.blocks))
    if (appBlocksOff.includes(appBlockName(block.type) ?? '')) block.disabled = true;
  return `${NOTE}${JSON.stringify(data, null, 2)}\n`;
}

const NOTE = `/*
 * ------------------------------------------------------------
 * IMPORTANT: The contents of this file are auto-generated.
 * ------------------------------------------------------------
 */
`;

/** The app embeds that the theme has, by their files' names. */
export function embedNames(): string[] {
  const { current } = settingsData.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.values(current.blocks).flatMap(({ type }) => appBlockName(type) ?? []);
}
