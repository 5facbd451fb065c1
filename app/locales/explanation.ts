import { isPositive, parseFraction, sub, one } from '../domain/fraction.ts';
import type { EntryExplanation, OrderEntryExplanation, OrderExplanation } from '../domain/explanation.ts';
import { rewardName } from './reward-text.ts';
import { type MessageKey, type Writer, writerFor } from './explanation-messages.ts';

/** One step of an explanation, as a row of a list. */
export type ExplanationDetail = { label: string; value: string };

type Explanation = OrderExplanation | OrderEntryExplanation;

type OrderName = Pick<OrderExplanation, 'orderId' | 'orderName'>;

function orderText(explanation: OrderName, writer: Writer): string {
  const name = explanation.orderName ?? explanation.orderId;
  return name === null
    ? writer.message('order.unnamed')
    : writer.message('order.named', { name: writer.code(name) });
}

/** An exact value of the explanation in its currency; empty where nothing was reckoned. */
function amountText(value: string, explanation: Explanation, writer: Writer): string {
  return explanation.currency === null ? '' : writer.amount(parseFraction(value), explanation.currency);
}

function rateText({ rate }: Explanation, writer: Writer): string {
  if (rate === null) return '';
  const spend = writer.amount(parseFraction(rate.spend), rate.currency);
  return writer.message('rate', { points: writer.points(BigInt(rate.points)), spend });
}

function reasonText(explanation: Explanation, writer: Writer): string {
  if (explanation.reason !== null) return writer.message(`reason.${explanation.reason}`);
  if (!isPositive(parseFraction(explanation.counted)))
    return writer.message(explanation.refunds > 0 ? 'reason.nothingLeft' : 'reason.nothingCounted');
  return writer.message('reason.tooSmall', {
    counted: amountText(explanation.counted, explanation, writer),
    rate: rateText(explanation, writer),
  });
}

function changeKey(explanation: Explanation, change: bigint, before: bigint): MessageKey {
  if (change > 0n) return before === 0n ? 'sentence.earned' : 'sentence.more';
  return explanation.refunds > 0 ? 'sentence.lessAfterRefund' : 'sentence.lessAfterChange';
}

const sizeOf = (points: bigint): bigint => (points < 0n ? -points : points);

function orderSentence(explanation: Explanation, writer: Writer): string {
  const order = orderText(explanation, writer);
  const after = BigInt('after' in explanation ? explanation.after : explanation.points);
  const before = BigInt('before' in explanation ? explanation.before : 0);
  const change = after - before;
  const points = writer.points(sizeOf(change));
  if (after === 0n) {
    const reason = reasonText(explanation, writer);
    return change === 0n
      ? writer.message('sentence.none', { order, reason })
      : writer.message('sentence.lost', { points, order, reason });
  }
  return writer.message(changeKey(explanation, change, before), {
    points,
    order,
    after: writer.points(after),
    counted: amountText(explanation.counted, explanation, writer),
    rate: rateText(explanation, writer),
  });
}

type RedemptionExplanation = Extract<EntryExplanation, { kind: 'redemption' | 'redemptionReturn' }>;

function redemptionSentence(explanation: RedemptionExplanation, writer: Writer, locale: string): string {
  const values = {
    points: writer.points(BigInt(explanation.points)),
    reward: writer.code(rewardName(explanation, locale)),
  };
  if (explanation.kind === 'redemptionReturn')
    return writer.message(`sentence.returned.${explanation.why}`, values);
  return writer.message(explanation.late ? 'sentence.redeemedLate' : 'sentence.redeemed', values);
}

/** An amount may end with its currency's own full stop ("د.ك."): the sentence's would be a second one. */
const withOneStop = (sentence: string): string => sentence.replace(/\.(\p{Cf}*)\.$/u, '.$1');

function sentenceOf(explanation: Explanation | EntryExplanation, writer: Writer, locale: string): string {
  if (explanation.kind === 'order') return orderSentence(explanation, writer);
  if (explanation.kind === 'redemption' || explanation.kind === 'redemptionReturn')
    return redemptionSentence(explanation, writer, locale);
  if (explanation.kind === 'adjustment') {
    const points = BigInt(explanation.points);
    return writer.message(points > 0n ? 'sentence.added' : 'sentence.deducted', {
      points: writer.points(sizeOf(points)),
    });
  }
  if (explanation.kind === 'merge') {
    const points = BigInt(explanation.points);
    const key = points > 0n ? 'sentence.mergedIn' : 'sentence.mergedOut';
    return writer.message(key, { points: writer.points(sizeOf(points)) });
  }
  const order = orderText(explanation, writer);
  if (explanation.kind === 'orderMoved') {
    const points = writer.points(sizeOf(BigInt(explanation.before) - BigInt(explanation.after)));
    return writer.message('sentence.lost', { points, order, reason: writer.message('reason.moved') });
  }
  const size = BigInt(explanation.points);
  const key = size > 0n ? 'sentence.writeOff' : 'sentence.writeOffReturned';
  return writer.message(key, { points: writer.points(sizeOf(size)), order });
}

/**
 * Why an order has its points, or what an entry changed and why, as one sentence for a shopper: "34 points for order #1001: …".
 * `locale` is a BCP 47 tag; languages without texts read English.
 */
export function explanationSentence(explanation: Explanation | EntryExplanation, locale: string): string {
  return withOneStop(sentenceOf(explanation, writerFor(locale), locale));
}

function lineDetails(explanation: Explanation, writer: Writer): ExplanationDetail[] {
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
    return { label: writer.message('label.line', { number: writer.integer(index + 1) }), value };
  });
}

function shippingDetail(explanation: Explanation, writer: Writer): ExplanationDetail[] {
  if (explanation.shipping === null) return [];
  const kept = amountText(explanation.shipping.kept, explanation, writer);
  const amount = amountText(explanation.shipping.amount, explanation, writer);
  const value = kept === amount ? amount : writer.message('value.keptShipping', { kept, amount });
  return [{ label: writer.message('label.shipping'), value }];
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

function resultDetails(explanation: Explanation, writer: Writer): ExplanationDetail[] {
  const details: ExplanationDetail[] = [];
  if (explanation.currency !== null)
    details.push({
      label: writer.message('label.counted'),
      value: amountText(explanation.counted, explanation, writer),
    });
  if (explanation.rate !== null)
    details.push({ label: writer.message('label.rate'), value: rateText(explanation, writer) });
  details.push(...roundingDetail(explanation, writer), {
    label: writer.message('label.points'),
    value: writer.points(BigInt(explanation.points)),
  });
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
    ...lineDetails(explanation, writer),
    ...shippingDetail(explanation, writer),
    ...scalingDetails(explanation, writer),
    ...resultDetails(explanation, writer),
  ];
}
