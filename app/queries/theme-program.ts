import type { PublishedProgram } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { storefrontProgram, type StorefrontProgram } from '../domain/storefront-rates.ts';
import { widgetVoices } from '../locales/voice.ts';

export type ThemeProgram = StorefrontProgram & { voices: ReturnType<typeof widgetVoices> };

/** What the app's own metafield holds: all that the theme's Liquid reads of a programme. */
export const themeProgram = (version: PublishedProgram, shop: ShopFacts): ThemeProgram => ({
  ...storefrontProgram(version, shop),
  voices: widgetVoices(version.program.voice),
});
