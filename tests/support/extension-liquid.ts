// Renders the theme extension's own Liquid as Shopify does: integer division, strict filters, translations with plural forms.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid } from 'liquidjs';

export const EXTENSION = join(import.meta.dirname, '../../extensions/loyalty-widget');

type Texts = { [key: string]: string | Texts };

function translations(language: string): Texts {
  const file = language === 'en' ? 'en.default.json' : `${language}.json`;
  return JSON.parse(readFileSync(join(EXTENSION, 'locales', file), 'utf8'));
}

const partOf = (texts: string | Texts | undefined, key: string): string | Texts | undefined =>
  typeof texts === 'object' ? texts[key] : undefined;

const escaped = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Shopify's `t`: the plural category of `count`, arguments as they are for keys that end in `_html`, escaped for others. */
function translator(language: string) {
  const texts = translations(language);
  return (key: string, ...named: [string, unknown][]): string => {
    const values = Object.fromEntries(named);
    let found = key.split('.').reduce<string | Texts | undefined>(partOf, texts);
    if (typeof found === 'object' && values['count'] !== undefined)
      found = partOf(found, new Intl.PluralRules(language).select(Number(values['count'])));
    if (typeof found !== 'string') throw new Error(`no text ${key} in ${language}`);
    return found.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
      const value = String(values[name] ?? '');
      return key.endsWith('_html') ? value : escaped(value);
    });
  };
}

/** Shopify's `divided_by`: of integers the floor, however they are written. */
function dividedBy(dividend: unknown, divisor: unknown): number {
  const [a, b] = [Number(dividend), Number(divisor)];
  return Number.isInteger(a) && Number.isInteger(b) ? Math.floor(a / b) : a / b;
}

export type Place = { language: string; currency: string; globals?: Record<string, unknown> };

/** An engine for one market. `globals` are Shopify's global objects. */
export function extensionLiquid({ language, currency, globals = {} }: Place): Liquid {
  const engine = new Liquid({
    root: [join(EXTENSION, 'snippets'), join(EXTENSION, 'blocks')],
    extname: '.liquid',
    cache: true,
    strictFilters: true,
    globals: {
      request: { locale: { iso_code: language }, path: '/' },
      cart: { currency: { iso_code: currency }, taxes_included: false },
      shop: { currency: 'USD' },
      ...globals,
    },
  });
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const format = new Intl.NumberFormat(language, style);
  engine.registerFilter('t', translator(language));
  const short = new Intl.NumberFormat(language, { ...style, trailingZeroDisplay: 'stripIfInteger' });
  engine.registerFilter('money', (hundredths: number) => format.format(Number(hundredths) / 100));
  engine.registerFilter('money_without_trailing_zeros', (hundredths: number) =>
    short.format(Number(hundredths) / 100),
  );
  engine.registerFilter('divided_by', dividedBy);
  // What is not there is null.
  engine.registerFilter('json', (value: unknown) => JSON.stringify(value ?? null));
  engine.registerFilter('asset_url', (name: string) => `/assets/${name}`);
  engine.registerTag('schema', {
    parse(_, remaining) {
      while (remaining.length > 0) if (/endschema/.test(remaining.shift()?.getText() ?? '')) return;
    },
    render: () => '',
  });
  return engine;
}
