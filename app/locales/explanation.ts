import { isPositive, parseFraction } from '../domain/fraction.ts';
import type { EntryExplanation, OrderEntryExplanation, OrderExplanation } from '../domain/explanation.ts';
import { boostedText, boostedTotal } from './boost-text.ts';
import { localizedText, textWithTerms } from './reward-text.ts';
import { type MessageKey, type Writer, writerFor } from './explanation-messages.ts';

type Explanation = OrderExplanation | OrderEntryExplanation;

type OrderName = Pick<OrderExplanation, 'orderId' | 'orderName'>;

function orderText(explanation: OrderName, writer: Writer): string {
  const name = explanation.orderName ?? explanation.orderId;
  return name === null
    ? writer.message('order.unnamed')
    : writer.message('order.named', { name: writer.code(name) });
}

/** An exact value of the explanation in its currency; empty where nothing was reckoned. */
export function amountText(value: string, explanation: Explanation, writer: Writer): string {
  return explanation.currency === null ? '' : writer.amount(parseFraction(value), explanation.currency);
}

/** "1 point for every $1.00"; empty without a rate. */
export function rateText({ rate }: Explanation, writer: Writer): string {
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

function orderSentence(explanation: Explanation, writer: Writer, locale: string): string {
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
    after: boostedTotal(writer.points(after), explanation, writer, locale),
    counted: amountText(explanation.counted, explanation, writer),
    rate: boostedText(rateText(explanation, writer), explanation, writer, locale),
  });
}

type RedemptionExplanation = Extract<
  EntryExplanation,
  { kind: 'redemption' | 'redemptionReturn' | 'redemptionRefund' | 'redemptionUnneeded' }
>;

function redemptionSentence(explanation: RedemptionExplanation, writer: Writer, locale: string): string {
  const points = BigInt(explanation.points);
  const values = {
    points: writer.points(sizeOf(points)),
    reward: writer.code(textWithTerms(explanation.name, explanation, locale)),
  };
  if (explanation.kind === 'redemptionRefund') {
    const returned = explanation.full ? 'sentence.rewardRefunded' : 'sentence.rewardRefundedInPart';
    const order = orderText(explanation, writer);
    return writer.message(points > 0n ? returned : 'sentence.rewardTakenAgain', { ...values, order });
  }
  if (explanation.kind === 'redemptionUnneeded') {
    const order = orderText(explanation, writer);
    const message = points > 0n ? 'sentence.rewardUnneeded' : 'sentence.rewardTakenAgain';
    return writer.message(message, { ...values, order });
  }
  if (explanation.kind === 'redemptionReturn')
    return writer.message(`sentence.returned.${explanation.why}`, values);
  return writer.message(explanation.late ? 'sentence.redeemedLate' : 'sentence.redeemed', values);
}

/** An amount may end with its currency's own full stop ("د.ك."): the sentence's would be a second one. */
const withOneStop = (sentence: string): string => sentence.replace(/\.(\p{Cf}*)\.$/u, '.$1');

type ActionExplanation = Extract<EntryExplanation, { kind: 'action' }>;

function actionSentence(explanation: ActionExplanation, writer: Writer, locale: string): string {
  const { action, base, level, multiplier, points } = explanation;
  const sentence = writer.message(`sentence.action.${action}`, {
    points: writer.points(BigInt(points)),
    name: writer.code(localizedText(explanation.name, locale)),
  });
  if (level === null) return sentence;
  const name = writer.code(localizedText(level.name, locale));
  const by = writer.factor(parseFraction(multiplier));
  return writer.message('sentence.actionMultiplied', {
    sentence,
    base: writer.points(BigInt(base)),
    multiplier: writer.message('multiplier.of', { name, by }),
  });
}

type OtherExplanation = Exclude<
  EntryExplanation,
  { kind: 'order' } | RedemptionExplanation | ActionExplanation
>;

/** By the sign of the entry's points. */
const SIGNED_KEYS = {
  adjustment: ['sentence.added', 'sentence.deducted'],
  writeOff: ['sentence.writeOff', 'sentence.writeOffReturned'],
  expiryReversal: ['sentence.expiryReversal', 'sentence.expiredAgain'],
  expiry: ['sentence.expired', 'sentence.expired'],
  expiryUndone: ['sentence.expiryUndone', 'sentence.expiryUndone'],
  adjustmentExpired: ['sentence.adjustmentExpired', 'sentence.adjustmentExpired'],
  merge: ['sentence.mergedIn', 'sentence.mergedOut'],
  actionTwice: ['sentence.actionTwice', 'sentence.actionTwice'],
} as const;

function otherSentence(explanation: OtherExplanation, writer: Writer): string {
  const order = 'orderId' in explanation ? orderText(explanation, writer) : '';
  if (explanation.kind === 'orderMoved') {
    const points = writer.points(sizeOf(BigInt(explanation.before) - BigInt(explanation.after)));
    return writer.message('sentence.lost', { points, order, reason: writer.message('reason.moved') });
  }
  const size = BigInt(explanation.points);
  const [gained, lost] = SIGNED_KEYS[explanation.kind];
  return writer.message(size > 0n ? gained : lost, { points: writer.points(sizeOf(size)), order });
}

function sentenceOf(explanation: Explanation | EntryExplanation, writer: Writer, locale: string): string {
  switch (explanation.kind) {
    case 'order':
      return orderSentence(explanation, writer, locale);
    case 'redemption':
    case 'redemptionReturn':
    case 'redemptionRefund':
    case 'redemptionUnneeded':
      return redemptionSentence(explanation, writer, locale);
    case 'action':
      return actionSentence(explanation, writer, locale);
    default:
      return otherSentence(explanation, writer);
  }
}

/**
 * Why an order has its points, or what an entry changed and why, as one sentence for a shopper: "34 points for order #1001: …".
 * `locale` is a BCP 47 tag; languages without texts read English.
 */
export function explanationSentence(explanation: Explanation | EntryExplanation, locale: string): string {
  return withOneStop(sentenceOf(explanation, writerFor(locale), locale));
}
