import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import { marketTitle } from './market-name.ts';

/** How the widget looks in markets where it does not look as the theme does, a sentence for each part. */
export function lookSentences(program: Program, locale: string, text: AdminText): string[] {
  return Object.entries(program.looks).flatMap(([handle, look]) => {
    const market = marketTitle(program.markets, handle, locale);
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
