import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import type { AdminFormat } from './admin-format.tsx';
import { levelTitle } from './tier-words.ts';
import { marketTitle } from './market-name.ts';

/** What points do in the cart, a sentence for each part; empty where they are not offered there. */
export function cartSentences(
  program: Program,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const { cartPoints } = program;
  if (!cartPoints) return [];
  const { step, values, maximum, holdHours } = cartPoints;
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const markets = cartPoints.for.markets?.map((handle) => marketTitle(program.markets, handle, locale));
  const levels = cartPoints.for.tiers?.map((id) => levelTitle(program.tiers, id, locale));
  const amounts = values.map(({ amount, currency }) => format.money(amount, currency));
  return [
    text('words.cart.worth', { points: format.points(BigInt(step)), amounts: list.format(amounts) }),
    ...(maximum.points === null
      ? []
      : [text('words.cart.points', { points: format.points(BigInt(maximum.points)) })]),
    ...(maximum.percent === null
      ? []
      : [text('words.cart.percent', { percent: format.share(String(maximum.percent)) })]),
    ...(markets ? [text('words.cart.markets', { names: either.format(markets) })] : []),
    ...(levels ? [text('words.cart.tiers', { names: either.format(levels) })] : []),
    text('words.cart.hold', { hours: holdHours }),
  ];
}
