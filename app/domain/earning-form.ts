/** How orders earn, as the studio's form has it: a rate and the worth of a point per currency, and what counts, how and when. Exclusions have a form of their own. */
import {
  byCurrency,
  fieldKey,
  filled,
  idOfField,
  ON,
  textOf,
  whole,
  words,
  type ByKey,
} from './form-text.ts';
import { partOf } from './program-parts.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type EarningForm = {
  /** Which currencies have fields, in their order. */
  currencies: string;
  /** `points` for every `spend`, by currency. */
  spend: ByKey;
  points: ByKey;
  /** What a point is worth, by currency. */
  worth: ByKey;
  taxes: string;
  shipping: string;
  giftCardProducts: string;
  granularity: string;
  rounding: string;
  stacking: string;
  awardOn: string;
  pendingDays: string;
  pendingFrom: string;
  /** Days by the handle of the market (`fieldKey`); empty: as everywhere. */
  marketDays: ByKey;
};

/** The currencies of the markets, the shop's own, and whatever has a rate or a worth. */
export function earningCurrencies(program: Program, shopCurrency: string): string[] {
  const { markets, earning, pointValue } = program;
  const all = [...markets, { currency: shopCurrency }, ...earning.rates, ...pointValue];
  return [...new Set(all.map(({ currency }) => currency))].filter(Boolean);
}

export function earningForm(program: Program, shopCurrency: string): EarningForm {
  const { earning, pointValue } = program;
  const { basis, pending } = earning;
  const byRate = (part: 'spend' | 'points') =>
    Object.fromEntries(earning.rates.map((rate) => [rate.currency, String(rate[part])]));
  return {
    currencies: earningCurrencies(program, shopCurrency).join(' '),
    spend: byRate('spend'),
    points: byRate('points'),
    worth: byCurrency(pointValue),
    taxes: basis.taxes,
    shipping: basis.shipping ? ON : '',
    giftCardProducts: basis.giftCardProducts ? ON : '',
    granularity: earning.granularity,
    rounding: earning.rounding,
    stacking: earning.stacking,
    awardOn: earning.awardOn,
    pendingDays: String(pending.days),
    pendingFrom: pending.from,
    marketDays: Object.fromEntries(
      Object.entries(pending.byMarket).map(([handle, days]) => [fieldKey(handle), String(days)]),
    ),
  };
}

/** Currencies with a rate that is filled in, be it in part. */
const rated = (sent: unknown): string[] =>
  words(sent, 'currencies').filter((currency) =>
    (['spend', 'points'] as const).some((part) => textOf(partOf(sent, part), currency) !== ''),
  );
const valued = (sent: unknown): string[] =>
  words(sent, 'currencies').filter((currency) => textOf(partOf(sent, 'worth'), currency) !== '');

function document(sent: unknown, program: Program): unknown {
  return {
    ...program,
    earning: {
      ...program.earning,
      rates: rated(sent).map((currency) => ({
        currency,
        spend: textOf(partOf(sent, 'spend'), currency) || undefined,
        points: whole(partOf(sent, 'points'), currency),
      })),
      basis: {
        taxes: textOf(sent, 'taxes'),
        shipping: textOf(sent, 'shipping') === ON,
        giftCardProducts: textOf(sent, 'giftCardProducts') === ON,
      },
      granularity: textOf(sent, 'granularity'),
      rounding: textOf(sent, 'rounding'),
      stacking: textOf(sent, 'stacking'),
      awardOn: textOf(sent, 'awardOn'),
      pending: {
        days: whole(sent, 'pendingDays'),
        from: textOf(sent, 'pendingFrom'),
        byMarket: Object.fromEntries(
          filled(sent, 'marketDays').map(([key]) => [idOfField(key), whole(partOf(sent, 'marketDays'), key)]),
        ),
      },
    },
    pointValue: valued(sent).map((currency) => ({
      currency,
      amount: textOf(partOf(sent, 'worth'), currency),
    })),
  };
}

/** The name of the field that a fault at `path` of the document is about. */
function fieldOf(path: string[], sent: unknown): string | null {
  const [first, second, third, fourth] = path;
  if (first === 'pointValue') return `worth.${valued(sent)[Number(second)] ?? ''}`;
  if (first !== 'earning') return null;
  if (second === 'rates')
    return `${fourth === 'points' ? fourth : 'spend'}.${rated(sent)[Number(third)] ?? ''}`;
  if (second === 'basis') return third ?? null;
  if (second !== 'pending') return second === 'exclusions' ? null : (second ?? null);
  if (third === 'byMarket') return `marketDays.${fieldKey(fourth ?? '')}`;
  return third === 'from' ? 'pendingFrom' : 'pendingDays';
}

export const earningSection: ProgramSection = {
  part: ({ earning: { exclusions: _apart, ...earning }, pointValue }) => ({ earning, pointValue }),
  read: (sent, program) => judgedSection(document(sent, program), (path) => fieldOf(path, sent)),
};
