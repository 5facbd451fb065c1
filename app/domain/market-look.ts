/** How a market's storefront looks where it is not to look as the theme does, and whether that can be read. */
import { z } from 'zod';
import { IdSchema, partOf, rule } from './program-parts.ts';

/** Six hexadecimal digits and nothing else: what is kept goes into a style attribute of the theme. */
const ColourSchema = z
  .string()
  .regex(/^#[0-9A-Fa-f]{6}$/, 'is not a colour like #1f5c56')
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

/** What WCAG 2.2 asks of text of the usual size (1.4.3, AA), and of what has to be told apart without reading (1.4.11). */
export const TEXT_CONTRAST = 4.5;
export const SHAPE_CONTRAST = 3;

/** WCAG's contrast of two colours like #1f5c56, whichever is the lighter: 1 (none) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of sRGB: 0 (black) to 1 (white). */
function luminance(colour: string): number {
  const weights = [0.2126, 0.7152, 0.0722];
  return weights.reduce((sum, weight, index) => {
    const share = Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
    return sum + weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  }, 0);
}

/** Of black and white the one that stands out more: the widget's text on its accent, always at least 4.5:1. */
export const textOn = (colour: string): '#000000' | '#ffffff' =>
  contrast(colour, '#000000') > contrast(colour, '#ffffff') ? '#000000' : '#ffffff';

/** As it is told, never rounded up to what would be enough: "4.49". */
export const contrastText = (ratio: number): string => (Math.floor(ratio * 100) / 100).toFixed(2);
