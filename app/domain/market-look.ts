/** How a market's storefront looks where it is not to look as the theme does, and whether that can be read. */
import { z } from 'zod';
import { IdSchema, partOf, rule } from './program-parts.ts';

/** Six hexadecimal digits and nothing else: what is kept goes into a style attribute of the theme. */
const COLOUR = /^#[0-9A-Fa-f]{6}$/;
export const isColour = (text: string): boolean => COLOUR.test(text);

/** What somebody typed, as it is kept: without "#", as people type and paste it, "1F5C56" is "#1f5c56" too. What is no colour stays as it is. */
export function typedColour(text: string): string {
  const typed = text.trim().toLowerCase();
  return isColour(`#${typed}`) ? `#${typed}` : typed;
}
const ColourSchema = z
  .string()
  .regex(COLOUR, 'is not a colour like #1f5c56')
  .toLowerCase()
  .nullish()
  .transform((colour) => colour ?? null);

export const LAUNCHER_SIDES = ['start', 'end'] as const;
export const LAUNCHER_ICONS = ['star', 'gift', 'heart', 'crown'] as const;
/** Corners, in CSS pixels: half of the smallest button at most. */
export const RADIUS_MAX = 24;

const LauncherSchema = z
  .strictObject({
    /** Of a line of text: the start is the left, in Arabic and Hebrew the right. */
    side: z
      .enum(LAUNCHER_SIDES)
      .nullish()
      .transform((side) => side ?? null),
    icon: z
      .enum(LAUNCHER_ICONS)
      .nullish()
      .transform((icon) => icon ?? null),
  })
  .prefault({});

/** Text on a background that is not known cannot be checked, and a theme that is dark would hide it. */
const textWithBackground = rule<unknown>((look) => {
  const [text, background] = [partOf(look, 'text') ?? null, partOf(look, 'background') ?? null];
  if ((text === null) === (background === null)) return [];
  const missing = text === null ? 'text' : 'background';
  return [{ path: [missing], message: 'is missing: text and background are chosen together' }];
});

const LookSchema = z
  .strictObject({
    accent: ColourSchema,
    text: ColourSchema,
    background: ColourSchema,
    radius: z
      .int()
      .min(0, 'is below 0')
      .max(RADIUS_MAX, `is above ${RADIUS_MAX}`)
      .nullish()
      .transform((radius) => radius ?? null),
    launcher: LauncherSchema,
  })
  .check(textWithBackground);

/** What is null is as the block's settings in the theme have it, and what they leave open as the theme. */
export type MarketLook = z.output<typeof LookSchema>;

/** By a market's handle. A look of nothing is none. */
export const MarketLooksSchema = z
  .record(IdSchema, LookSchema.nullable())
  .nullish()
  .transform((looks) => {
    const kept = Object.entries(looks ?? {}).flatMap(([handle, look]): [string, MarketLook][] =>
      look && saysSomething(look) ? [[handle, look]] : [],
    );
    return Object.fromEntries(kept);
  });

function saysSomething({ launcher, ...rest }: MarketLook): boolean {
  return [...Object.values(rest), ...Object.values(launcher)].some((part) => part !== null);
}
