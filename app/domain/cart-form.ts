/** Points in the cart as the studio's form has them. Switched off, the programme has none: the form then begins with what most shops would say. */
import { CartPointsSchema, type CartPoints } from './cart-points.ts';
import type { FieldFaults } from './form-fault.ts';
import {
  amountField,
  amounts,
  audienceFaults,
  byCurrency,
  type ByKey,
  chosen,
  EVERY,
  filled,
  languageField,
  ON,
  textOf,
  whole,
  words,
} from './form-text.ts';
import { decimalOfMinorUnits } from './money.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';
import { formCurrencies } from './reward-form.ts';
import { worthOf } from './rewards.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type CartForm = {
  offered: string;
  /** Points of one step. */
  step: string;
  /** What one step takes off, by currency. */
  values: ByKey;
  mostPoints: string;
  mostPercent: string;
  holdHours: string;
  markets: string;
  tiers: string;
  name: ByKey;
  combinesWith: string;
};

const STEP = 100;

/** What a shop begins with: what its points are worth, a hundred at a time. */
export function cartTemplate(program: Program, shopCurrency: string, name: CartPoints['name']): CartPoints {
  const values = formCurrencies(program, shopCurrency).flatMap((currency) => {
    const worth = worthOf(program, BigInt(STEP), currency);
    return worth && worth.minorUnits > 0n
      ? [{ currency, amount: decimalOfMinorUnits(worth.minorUnits, currency) }]
      : [];
  });
  return {
    ...{ step: STEP, values, name, combinesWith: ['order', 'product', 'shipping'] },
    ...{ maximum: { points: null, percent: null }, for: { markets: null, tiers: null } },
    holdHours: CartPointsSchema.shape.holdHours.parse(undefined),
  };
}

export function cartForm(cart: CartPoints, offered: boolean): CartForm {
  const { points, percent } = cart.maximum;
  return {
    offered: offered ? ON : '',
    step: String(cart.step),
    values: byCurrency(cart.values),
    mostPoints: points === null ? '' : String(points),
    mostPercent: percent === null ? '' : String(percent),
    holdHours: String(cart.holdHours),
    markets: cart.for.markets?.join(' ') ?? EVERY,
    tiers: cart.for.tiers?.join(' ') ?? EVERY,
    name: cart.name,
    combinesWith: cart.combinesWith.join(' '),
  };
}

const isOffered = (sent: unknown): boolean => textOf(sent, 'offered') === ON;

function document(sent: unknown, program: Program): unknown {
  if (!isOffered(sent)) return { ...program, cartPoints: null };
  return {
    ...program,
    cartPoints: {
      step: whole(sent, 'step'),
      values: amounts(sent, 'values'),
      maximum: { points: whole(sent, 'mostPoints') ?? null, percent: whole(sent, 'mostPercent') ?? null },
      // Left empty, the hours are the schema's own.
      holdHours: whole(sent, 'holdHours'),
      for: { markets: chosen(sent, 'markets'), tiers: chosen(sent, 'tiers') },
      name: Object.fromEntries(filled(sent, 'name')),
      combinesWith: words(sent, 'combinesWith'),
    },
  };
}

/** The name of the field that a fault at `path` of the document is about. */
function fieldOf([first, second, third]: string[], sent: unknown): string | null {
  if (first !== 'cartPoints') return null;
  switch (second) {
    case 'values':
      return amountField(second, third, sent);
    case 'maximum':
      return third === 'percent' ? 'mostPercent' : 'mostPoints';
    case 'for':
      return third ?? 'markets';
    case 'name':
      return languageField('name', third, sent);
    default:
      return second ?? 'offered';
  }
}

export const cartSection: ProgramSection = {
  part: ({ cartPoints }) => cartPoints,
  read: (sent, program) => {
    const own: FieldFaults = isOffered(sent) ? audienceFaults(sent) : {};
    return judgedSection(document(sent, program), (path) => fieldOf(path, sent), own);
  },
};
