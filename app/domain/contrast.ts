/** WCAG 2.2 on colours like #1f5c56. Light is measured: the one file of the domain that reckons in floating point (eslint.config.js). */

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
