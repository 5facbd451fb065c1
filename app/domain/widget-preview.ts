/** Whose eyes a merchant borrows in the preview of the widget. */
import { z } from 'zod';
import type { StorefrontProgram } from './storefront-rates.ts';

/** Where the widget is seen: its sheet, a product's page with the launcher, the cart, the page that tells how the programme works. */
export const PREVIEW_SURFACES = ['panel', 'product', 'cart', 'page'] as const;

/** What the widget speaks, by Shopify's tags. */
export const WIDGET_LANGUAGES = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'ko', 'zh-CN', 'ar', 'he'] as const;

/** Not signed in; and a member of a programme without levels. No level has such an id: they begin with a letter or a digit. */
export const GUEST = '-guest';
export const MEMBER = '-member';

export const PreviewChoiceSchema = z.strictObject({
  surface: z.enum(PREVIEW_SURFACES),
  /** Of the programme; what it does not have is previewed as its first. */
  market: z.string().max(200),
  /** One of the widget's. */
  language: z.string().max(35),
  /** GUEST, MEMBER or the id of a level. */
  shopper: z.string().max(200),
});
export type PreviewChoice = z.output<typeof PreviewChoiceSchema>;

/** Somebody whom a part of the programme is for, since others would see nothing of it; null is everybody. */
export function oneOfAudience({
  markets,
  tiers,
}: {
  markets: readonly string[] | null;
  tiers: readonly string[] | null;
}): Partial<PreviewChoice> {
  const [market, shopper] = [markets?.[0], tiers?.[0]];
  return { ...(market !== undefined && { market }), ...(shopper !== undefined && { shopper }) };
}

/** Where nothing is to be bought by points yet. */
const POINTS_TO_SHOW = 240;

/** Points of a sample member: enough for the first reward of the market, or for a step of the cart, and on the way to the next. */
export function samplePoints({ rewards, cart }: StorefrontProgram, market: string, currency: string): number {
  const least = rewards.find(
    (one) => one.currencies.includes(currency) && (one.markets?.includes(market) ?? true),
  );
  const wanted = least?.points ?? cart?.step;
  return wanted === undefined ? POINTS_TO_SHOW : Number((BigInt(wanted) * 6n) / 5n);
}

/** Where Shopify shows prices without tax, which comes at the checkout, unless a shop has it otherwise; the app is not told. */
const TAX_AT_CHECKOUT: ReadonlySet<string> = new Set(['US', 'CA', 'PR']);
export const pricesHaveTax = (country: string | undefined): boolean =>
  country === undefined || !TAX_AT_CHECKOUT.has(country);
