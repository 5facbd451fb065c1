/** The reckoning behind an order's points, step by step, in the reader's language. */
import { compare, one, parseFraction, sub } from '../domain/fraction.ts';
import type { OrderEntryExplanation, OrderExplanation } from '../domain/explanation.ts';
import { bonusTexts, levelName, multiplierTexts } from './boost-text.ts';
import { type MessageKey, type Writer, writerFor } from './explanation-messages.ts';
import { amountText, rateText } from './explanation.ts';

/** One step of an explanation, as a row of a list. */
export type ExplanationDetail = { label: string; value: string };

type Explanation = OrderExplanation | OrderEntryExplanation;

function multipliedText(
  value: string,
  part: Pick<Explanation['lines'][number], 'multipliers' | 'multiplier'>,
  explanation: Explanation,
  writer: Writer,
  locale: string,
): string {
  if (part.multipliers.length === 0) return value;
  return writer.message('value.multiplied', {
    value,
    by: writer.factor(parseFraction(part.multiplier)),
    multipliers: multiplierTexts(part, explanation, writer, locale),
  });
}

function lineDetails(explanation: Explanation, writer: Writer, locale: string): ExplanationDetail[] {
  return explanation.lines.map((line, index) => {
    const amount = amountText(line.amount, explanation, writer);
    const kept = amountText(line.kept, explanation, writer);
    const value =
      line.notCounted !== null
        ? writer.message('value.notCounted', {
            amount: kept,
            reason: writer.message(`notCounted.${line.notCounted}`),
          })
        : line.remaining === line.quantity
          ? amount
          : writer.message('value.kept', {
              kept,
              amount,
              remaining: writer.integer(line.remaining),
              quantity: writer.integer(line.quantity),
            });
    return {
      label: writer.message('label.line', { number: writer.integer(index + 1) }),
      value: multipliedText(value, line, explanation, writer, locale),
    };
  });
}

function shippingDetail(explanation: Explanation, writer: Writer, locale: string): ExplanationDetail[] {
  if (explanation.shipping === null) return [];
  const kept = amountText(explanation.shipping.kept, explanation, writer);
  const amount = amountText(explanation.shipping.amount, explanation, writer);
  const value = kept === amount ? amount : writer.message('value.keptShipping', { kept, amount });
  return [
    {
      label: writer.message('label.shipping'),
      value: multipliedText(value, explanation.shipping, explanation, writer, locale),
    },
  ];
}

function scalingDetails(explanation: Explanation, writer: Writer): ExplanationDetail[] {
  const details: ExplanationDetail[] = [];
  const { discrepancy, unpaidShare, factor } = explanation;
  const add = (label: MessageKey, value: string): void => {
    details.push({ label: writer.message(label), value });
  };
  if (discrepancy !== null)
    add(
      'label.discrepancy',
      writer.message('value.ofTotal', {
        refunded: amountText(discrepancy.refunded, explanation, writer),
        total: amountText(discrepancy.total, explanation, writer),
      }),
    );
  if (unpaidShare !== null) add('label.unpaid', writer.percent(parseFraction(unpaidShare)));
  if (factor !== null && sub(one, parseFraction(factor)).n !== 0n)
    add('label.factor', writer.percent(parseFraction(factor)));
  return details;
}

function frameDetails(explanation: Explanation, writer: Writer): ExplanationDetail[] {
  const { programNumber, market, money, currency, taxes } = explanation;
  if (programNumber === null || money === null || currency === null || taxes === null) return [];
  return [
    {
      label: writer.message('label.program'),
      value: writer.message('value.version', { number: writer.integer(programNumber) }),
    },
    {
      label: writer.message('label.market'),
      value: market === null ? writer.message('value.noMarket') : writer.code(market),
    },
    {
      label: writer.message('label.money'),
      value: writer.message(`money.${money}`, { currency: writer.code(currency) }),
    },
    { label: writer.message('label.taxes'), value: writer.message(`taxes.${taxes}`) },
  ];
}

function roundingDetail(explanation: Explanation, writer: Writer): ExplanationDetail[] {
  const { rate, granularity, rounding } = explanation;
  if (rate === null || rounding === null) return [];
  const value =
    granularity === 'wholeSteps'
      ? writer.message('rounding.wholeSteps', {
          spend: writer.amount(parseFraction(rate.spend), rate.currency),
        })
      : writer.message(`rounding.${rounding}`);
  return [{ label: writer.message('label.rounding'), value }];
}

function levelDetail(explanation: Explanation, writer: Writer, locale: string): ExplanationDetail[] {
  const name = levelName(explanation, writer, locale);
  return name === null ? [] : [{ label: writer.message('label.level'), value: name }];
}

/** How several multipliers of one line come together, and what all of them make of what counts. */
function multiplierDetails(explanation: Explanation, writer: Writer): ExplanationDetail[] {
  const { lines, shipping, stacking, counted, multiplied } = explanation;
  const parts = [...lines, ...(shipping ? [shipping] : [])];
  const details: ExplanationDetail[] = [];
  if (stacking !== null && parts.some((part) => part.multipliers.length > 1))
    details.push({
      label: writer.message('label.stacking'),
      value: writer.message(`stacking.${stacking}`),
    });
  if (compare(parseFraction(counted), parseFraction(multiplied)) !== 0)
    details.push({
      label: writer.message('label.multiplied'),
      value: amountText(multiplied, explanation, writer),
    });
  return details;
}

function resultDetails(explanation: Explanation, writer: Writer, locale: string): ExplanationDetail[] {
  const details: ExplanationDetail[] = [];
  if (explanation.currency !== null)
    details.push({
      label: writer.message('label.counted'),
      value: amountText(explanation.counted, explanation, writer),
    });
  details.push(...multiplierDetails(explanation, writer));
  if (explanation.rate !== null)
    details.push({ label: writer.message('label.rate'), value: rateText(explanation, writer) });
  const bonuses = bonusTexts(explanation, writer, locale);
  details.push(
    ...roundingDetail(explanation, writer),
    ...bonuses.map((value) => ({ label: writer.message('label.bonus'), value })),
    { label: writer.message('label.points'), value: writer.points(BigInt(explanation.points)) },
  );
  if ('before' in explanation)
    details.push(
      { label: writer.message('label.before'), value: writer.points(BigInt(explanation.before)) },
      { label: writer.message('label.after'), value: writer.points(BigInt(explanation.after)) },
    );
  return details;
}

/** The same step by step: the programme and its market, each line, what is scaled and why, the rate, the points. */
export function explanationDetails(explanation: Explanation, locale: string): ExplanationDetail[] {
  const writer = writerFor(locale);
  return [
    ...frameDetails(explanation, writer),
    ...levelDetail(explanation, writer, locale),
    ...lineDetails(explanation, writer, locale),
    ...shippingDetail(explanation, writer, locale),
    ...scalingDetails(explanation, writer),
    ...resultDetails(explanation, writer, locale),
  ];
}
