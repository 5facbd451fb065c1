/** A market of the programme as a form, and the list of them as changes to it are made. */
import { isCountry } from './countries.ts';
import type { FieldFaults } from './form-fault.ts';
import { textOf, words } from './form-text.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Market, Program } from './program.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type MarketForm = {
  handle: string;
  /** Codes, separated by spaces. */
  countries: string;
  currency: string;
  /** Without the digits. */
  locale: string;
  /** Unicode's name of a numbering system; empty: as the language has it. */
  digits: string;
};

const DIGITS = /^(.+)-u-nu-([a-z0-9]{3,8})$/i;

export function marketForm(market: Market | null): MarketForm {
  const [, locale, digits] = DIGITS.exec(market?.locale ?? '') ?? [];
  return {
    handle: market?.handle ?? '',
    countries: market?.countries.join(' ') ?? '',
    currency: market?.currency ?? '',
    locale: locale ?? market?.locale ?? '',
    digits: digits ?? '',
  };
}

/** Languages whose shops write one or the other digits: which is theirs besides 0123. */
const NATIVE_DIGITS: Record<string, string> = {
  ar: 'arab',
  fa: 'arabext',
  ur: 'arabext',
  hi: 'deva',
  mr: 'deva',
  ne: 'deva',
  bn: 'beng',
};

/** Empty where there is nothing to choose. What the market has already (`before`) stays a choice while its language does: a document may have any digits. */
export function digitChoices(locale: string, before: Market | null): string[] {
  const native = NATIVE_DIGITS[locale.split('-')[0] ?? ''];
  const usual = native ? ['latn', native] : [];
  const has = marketForm(before);
  const isOther = has.locale === locale && has.digits !== '' && !usual.includes(has.digits);
  return isOther ? [...usual, has.digits] : usual;
}

/** `handle`: of the market that is edited; null for one that is added, which may have been added already: the answer to an earlier attempt was lost. */
export function marketSection(handle: string | null): ProgramSection {
  const placeIn = ({ markets }: Program) => markets.findIndex((one) => one.handle === handle);
  const placeOf = (sent: unknown, program: Program) =>
    handle === null ? addedAt(sent, program) : placeIn(program);
  const document = (sent: unknown, program: Program) => {
    const place = placeOf(sent, program);
    const market = marketOf(sent, program.markets[place]);
    const markets = place < 0 ? [...program.markets, market] : program.markets.with(place, market as Market);
    return { ...program, markets };
  };
  return {
    part: (program) => program.markets[placeIn(program)],
    read: (sent, program) => {
      const found = placeOf(sent, program);
      const place = found < 0 ? program.markets.length : found;
      const own = ownFaults(sent, program.markets.toSpliced(place, 1));
      return judgedSection(
        document(sent, program),
        (path) => {
          const field = fieldOf(path, place, words(sent, 'countries'));
          return field === 'handle' && own['handle'] ? null : field;
        },
        own,
      );
    },
  };
}

/** Where a market stands that is just what the form says. */
function addedAt(sent: unknown, { markets }: Program): number {
  const { handle, countries, currency, locale } = marketOf(sent, undefined);
  return markets.findIndex(
    (one) =>
      one.handle === handle &&
      one.countries.join() === countries.join() &&
      one.currency === currency &&
      one.locale === locale,
  );
}

function marketOf(sent: unknown, before: Market | undefined) {
  const locale = textOf(sent, 'locale');
  const digits = textOf(sent, 'digits');
  return {
    ...before,
    handle: before?.handle ?? (textOf(sent, 'handle') || undefined),
    countries: [...new Set(words(sent, 'countries').map((code) => code.toUpperCase()))],
    currency: textOf(sent, 'currency') || undefined,
    locale: digitChoices(locale, before ?? null).includes(digits)
      ? `${locale}-u-nu-${digits}`
      : locale || undefined,
  };
}

/** What the schema tells at whichever market comes second is told here, where it was typed. */
function ownFaults(sent: unknown, others: readonly Market[]): FieldFaults {
  const handle = textOf(sent, 'handle');
  const taken = words(sent, 'countries').flatMap((code) => {
    const market = others.find(({ countries }) => countries.includes(code.toUpperCase()));
    return market
      ? [{ code: 'countryTaken' as const, country: code.toUpperCase(), market: market.handle }]
      : [];
  });
  return {
    ...(others.some((one) => one.handle === handle) && { handle: [{ code: 'taken' as const }] }),
    ...(taken.length > 0 && { countries: taken }),
  };
}

function fieldOf(
  [first, index, field, position]: string[],
  place: number,
  countries: string[],
): string | null {
  if (first !== 'markets' || Number(index) !== place || field === undefined) return null;
  if (field !== 'countries') return field === 'handle' || field === 'currency' ? field : 'locale';
  const code = countries[Number(position)]?.toUpperCase() ?? '';
  return isCountry(code) ? null : 'countries';
}
