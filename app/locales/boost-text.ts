/** What multiplied an order's points or came on top of them: levels and campaigns, by their names in the reader's language. */
import type { OrderExplanation } from '../domain/explanation.ts';
import { compare, max, one, parseFraction } from '../domain/fraction.ts';
import type { Writer } from './explanation-messages.ts';
import { localizedText } from './reward-text.ts';

type Multiplied = Pick<OrderExplanation['lines'][number], 'multipliers' | 'multiplier'>;
type Multiplier = Multiplied['multipliers'][number];

/** The level's name; null where nothing hung on one. */
export function levelName({ level }: OrderExplanation, writer: Writer, locale: string): string | null {
  return level === null ? null : writer.code(localizedText(level.name, locale));
}

function campaignName({ campaigns }: OrderExplanation, id: string, writer: Writer, locale: string): string {
  const campaign = campaigns.find((one) => one.id === id);
  return writer.code(campaign ? localizedText(campaign.name, locale) : id);
}

function multiplierText(
  { source, by }: Multiplier,
  key: 'multiplier.of' | 'multiplier.ofSome',
  explanation: OrderExplanation,
  writer: Writer,
  locale: string,
): string {
  const level = source.kind === 'tier' ? levelName(explanation, writer, locale) : null;
  const name = level ?? campaignName(explanation, source.id, writer, locale);
  return writer.message(key, { name, by: writer.factor(parseFraction(by)) });
}

/** "Gold ×1.5, Double days ×2": everything that multiplies one line, or shipping. */
export function multiplierTexts(
  { multipliers }: Multiplied,
  explanation: OrderExplanation,
  writer: Writer,
  locale: string,
): string {
  return writer.list(
    multipliers.map((multiplier) => multiplierText(multiplier, 'multiplier.of', explanation, writer, locale)),
  );
}

/** "500 points from Welcome", one for each bonus. */
export function bonusTexts(explanation: OrderExplanation, writer: Writer, locale: string): string[] {
  return explanation.bonuses.map(({ campaign, points }) =>
    writer.message('bonus.from', {
      points: writer.points(BigInt(points)),
      name: campaignName(explanation, campaign, writer, locale),
    }),
  );
}

/** Those that decide over what a line is multiplied by: with `highest` one alone does. */
function deciding({ stacking }: OrderExplanation, { multipliers }: Multiplied): Multiplier[] {
  if (stacking !== 'highest') return multipliers;
  const highest = multipliers.map(({ by }) => parseFraction(by)).reduce(max, one);
  return multipliers.filter(({ by }) => compare(parseFraction(by), highest) === 0).slice(0, 1);
}

/** What multiplied the order, each once, with "on some items" where it was not all of those that count. */
function orderMultipliers(explanation: OrderExplanation, writer: Writer, locale: string): string[] {
  const lines = explanation.lines.filter(
    (line) => line.notCounted === null && parseFraction(line.kept).n > 0n,
  );
  const parts = [...lines, ...(explanation.shipping ? [explanation.shipping] : [])];
  const found = new Map<string, { multiplier: Multiplier; lines: number }>();
  for (const part of parts)
    for (const multiplier of deciding(explanation, part)) {
      const key = `${multiplier.source.kind} ${multiplier.source.id}`;
      const known = found.get(key);
      found.set(key, { multiplier, lines: (known?.lines ?? 0) + (part === explanation.shipping ? 0 : 1) });
    }
  return [...found.values()].map(({ multiplier, lines: count }) =>
    multiplierText(
      multiplier,
      count < lines.length ? 'multiplier.ofSome' : 'multiplier.of',
      explanation,
      writer,
      locale,
    ),
  );
}

function withBoosts(
  value: string,
  bonusKey: 'with.bonuses' | 'with.bonusesIncluded',
  explanation: OrderExplanation,
  writer: Writer,
  locale: string,
): string {
  const multipliers = orderMultipliers(explanation, writer, locale);
  const bonuses = bonusTexts(explanation, writer, locale);
  const multiplied =
    multipliers.length === 0
      ? value
      : writer.message('with.multipliers', { value, multipliers: writer.list(multipliers) });
  return bonuses.length === 0
    ? multiplied
    : writer.message(bonusKey, { value: multiplied, bonuses: writer.list(bonuses) });
}

/** A rate with what came beside it: "1 point for every $1.00, with Gold ×1.5, plus 500 points from Welcome". */
export function boostedText(
  rate: string,
  explanation: OrderExplanation,
  writer: Writer,
  locale: string,
): string {
  return withBoosts(rate, 'with.bonuses', explanation, writer, locale);
}

/** A sum of points with what is in it: "750 points, with Gold ×1.5, including 500 points from Welcome". */
export function boostedTotal(
  points: string,
  explanation: OrderExplanation,
  writer: Writer,
  locale: string,
): string {
  return withBoosts(points, 'with.bonusesIncluded', explanation, writer, locale);
}
