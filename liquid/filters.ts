import type { Liquid } from 'liquidjs';

/** What a page shows amounts in; `locale`: of amounts, where their digits are not those of the language: "ar-KW-u-nu-arab". */
export type Money = { currency: string; language: string; locale?: string };

/** How amounts are said; currencies are ISO 4217 codes. */
export type MoneyFormat = {
  /** The decimals of its minor unit. */
  exponent: (currency: string) => number;
  /** An amount of minor units. */
  text: (amount: bigint, currency: string, locale: string) => string;
};

type Operation = { exact: (a: bigint, b: bigint) => bigint; rough: (a: number, b: number) => number };

/** Ruby's arithmetic: whole numbers stay whole however large, and are divided towards minus infinity. */
const arithmetic: Record<string, Operation> = {
  plus: { exact: (a, b) => a + b, rough: (a, b) => a + b },
  minus: { exact: (a, b) => a - b, rough: (a, b) => a - b },
  times: { exact: (a, b) => a * b, rough: (a, b) => a * b },
  divided_by: { exact: floorDivision, rough: (a, b) => a / b },
  modulo: { exact: (a, b) => a - b * floorDivision(a, b), rough: (a, b) => ((a % b) + b) % b },
};

/** Filters that LiquidJS lacks or has otherwise than Shopify. `assetPath` is where this folder's assets are served. */
export function registerFilters(liquid: Liquid, assetPath: string): void {
  for (const [name, { exact, rough }] of Object.entries(arithmetic))
    liquid.registerFilter(name, (left: unknown, right: unknown) => {
      const a = wholeNumber(left);
      const b = wholeNumber(right);
      if (a === null || b === null) return rough(toNumber(left), toNumber(right));
      if (b === 0n && (name === 'divided_by' || name === 'modulo')) throw new Error('divided by 0');
      return plainNumber(exact(a, b));
    });
  liquid.registerFilter('json', (value: unknown) => jsonText(value));
  liquid.registerFilter('asset_url', (file: unknown) => `${assetPath}/${encodeURIComponent(String(file))}`);
  liquid.registerFilter(
    'stylesheet_tag',
    (url: unknown) => `<link href="${url}" rel="stylesheet" type="text/css" media="all">`,
  );
  liquid.registerFilter('handleize', handle);
  liquid.registerFilter('handle', handle);
}

/** The money filters of a page: amounts are hundredths of the market's currency, whatever its own minor unit is. */
export function registerMoney(liquid: Liquid, { exponent, text }: MoneyFormat, shown: () => Money): void {
  const format = (amount: unknown) => {
    const { currency, language, locale = language } = shown();
    return text(minorUnits(amount, exponent(currency)), currency, locale);
  };
  liquid.registerFilter('money', format);
  liquid.registerFilter('money_with_currency', (amount: unknown) => {
    const said = format(amount);
    const { currency } = shown();
    return said.includes(currency) ? said : `${said} ${currency}`;
  });
  liquid.registerFilter('money_without_trailing_zeros', (amount: unknown) =>
    // Of a currency without decimals, zeros at the end are thousands.
    exponent(shown().currency) === 0 ? format(amount) : format(amount).replace(/[.,]0+(?!\d)/, ''),
  );
  liquid.registerFilter('money_without_currency', (amount: unknown) =>
    format(amount).replace(/[^\d.,-]/g, ''),
  );
}

function minorUnits(amount: unknown, exponent: number): bigint {
  const inHundredths = wholeNumber(amount) ?? BigInt(Math.round(toNumber(amount)));
  const scale = 10n ** BigInt(exponent);
  return floorDivision(inHundredths * scale * 2n + 100n, 200n);
}

function floorDivision(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function wholeNumber(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  if (typeof value === 'string')
    return /^\s*-?\d+\s*$/.test(value) ? BigInt(value.trim()) : value.trim() === '' ? 0n : null;
  return value === null || value === undefined ? 0n : null;
}

function toNumber(value: unknown): number {
  const text = typeof value === 'string' ? Number.parseFloat(value) : Number(value);
  return Number.isNaN(text) ? 0 : text;
}

function plainNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function jsonText(value: unknown): string {
  return (JSON.stringify(value ?? null) ?? 'null').replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function handle(text: unknown): string {
  return String(text ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
