import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import { marketName } from './market-name.ts';

/** How the widget looks in markets where it does not look as the theme does, a sentence for each part. */
export function lookSentences(program: Program, locale: string, text: AdminText): string[] {
  return Object.entries(program.looks).flatMap(([handle, look]) => {
    const known = program.markets.find((one) => one.handle === handle);
    const market = known ? marketName(known, locale) : handle;
    const { accent, radius, launcher } = look;
    return [
      ...(accent ? [text('words.look.accent', { market, colour: accent })] : []),
      ...(look.text && look.background
        ? [
            text('words.look.text', {
              market,
              colour: look.text,
              background: look.background,
            }),
          ]
        : []),
      ...(radius === null ? [] : [text('words.look.radius', { market, radius })]),
      ...(launcher.side ? [text(`words.look.side.${launcher.side}`, { market })] : []),
      ...(launcher.icon
        ? [text('words.look.icon', { market, icon: text(`look.icon.${launcher.icon}`) })]
        : []),
    ];
  });
}
