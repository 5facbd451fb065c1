// Numbers, money and dates in the shopper's language, in the digits of the theme's prices.

/**
 * @typedef {object} Config
 * @property {string} base
 * @property {string | null} market
 * @property {string} locale
 * @property {string} language
 * @property {string} digits
 * @property {string} currency
 * @property {string} price one of the currency, as the theme writes it
 * @property {{ n: number, d: number, step: { n: number, d: number, points: number } | null } | null} rate
 * @property {number} unit
 * @property {Record<string, string> | null} label
 * @property {Record<string, string>} texts
 */

/** @typedef {ReturnType<typeof createFormat>} Format */

// First strong isolate and its end: what <bdi> is in markup.
const isolated = (/** @type {string} */ text) => `\u2068${text}\u2069`;

// Arabic symbols come with direction marks around them.
const OUTER_SPACE = /^[\s\u200e\u200f]+|[\s\u200e\u200f]+$/g;

// In a line from right to left the "$" of "US$" would go to its other side.
const keptTogether = (/** @type {string} */ sign) => (/^[A-Z]+\W$/.test(sign) ? `${sign}\u200e` : sign);

/**
 * Amounts of money. The shopper's currency has the symbol of the theme's prices ("¥", where Intl would write "￥").
 * @param {Intl.Locale} locale @param {Config} config
 */
function createMoney(locale, { currency: own, price }) {
  const symbol = price.replace(/[\d٠-٩]+(?:[.,٫٬][\d٠-٩]+)*/, '').replace(OUTER_SPACE, '');

  /** @param {string} currency @param {object} [options] */
  const formatOf = (currency, options) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...options,
    });

  /** @param {string} amount a decimal @param {string} currency @param {object} [options] */
  function money(amount, currency, options) {
    // Intl takes a decimal as text and keeps all of its digits.
    const parts = formatOf(currency, options).formatToParts(/** @type {`${number}`} */ (amount));
    const ownSymbol = currency === own && symbol;
    return parts
      .map(({ type, value }) => (type === 'currency' ? ownSymbol || keptTogether(value) : value))
      .join('');
  }

  /** @param {number | string} units whole minor units of the currency @param {string} currency */
  const minorUnits = (units, currency) =>
    money(`${units}e-${formatOf(currency).resolvedOptions().maximumFractionDigits}`, currency);

  /** An amount without decimals that are all 0: "$5". @param {string} amount @param {string} currency */
  const shortMoney = (amount, currency) => money(amount, currency, { trailingZeroDisplay: 'stripIfInteger' });

  return { money, minorUnits, shortMoney };
}

/** @param {Config} config */
export function createFormat(config) {
  const locale = new Intl.Locale(config.language, { numberingSystem: config.digits });
  // The region decides how dates are written ("en-GB"), where it is a region of the same language.
  const dateLocale = config.locale.startsWith(config.language)
    ? new Intl.Locale(config.locale, { numberingSystem: config.digits, calendar: 'gregory' })
    : locale;
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const plurals = new Intl.PluralRules(locale);
  const { money, minorUnits, shortMoney } = createMoney(locale, config);
  const thisYear = new Date().getFullYear();

  /** @param {number} value */
  const number = (value) => `${value < 0 ? '−' : ''}${numbers.format(Math.abs(value))}`;

  /** A decimal, however many digits it has: "1.5". @param {string} value */
  const decimal = (value) => numbers.format(/** @type {`${number}`} */ (value));

  /** Fills the {names} of a text. @param {string} key @param {Record<string, string>} [values] */
  const text = (key, values = {}) =>
    (config.texts[key] ?? '').replaceAll(/\{(\w+)\}/g, (_, name) => isolated(values[name] ?? ''));

  /** The merchant's word for that many points. @param {number} value */
  const unit = (value) => config.label?.[plurals.select(Math.abs(value))] ?? config.label?.['other'] ?? '';

  /** @param {number} value */
  const points = (value) =>
    (config.texts['phrase'] ?? '').replace('{number}', number(value)).replace('{label}', () => unit(value));

  /** With the name of the month, in the shopper's time zone. @param {string} instant an instant, or a day */
  function date(instant) {
    // A day without a time is the same day everywhere.
    const at = new Date(instant.includes('T') ? instant : `${instant}T12:00`);
    if (Number.isNaN(at.getTime())) return instant;
    const year = at.getFullYear() === thisYear ? undefined : 'numeric';
    return new Intl.DateTimeFormat(dateLocale, { day: 'numeric', month: 'long', year }).format(at);
  }

  /** @param {number} month from 1 */
  const month = (month) =>
    new Intl.DateTimeFormat(dateLocale, { month: 'long' }).format(new Date(2000, month - 1));

  /** What is to be spent for so many points, in the shopper's currency; null without a rate. @param {number} missing @param {string} [multiplier] a decimal */
  function spendFor(missing, multiplier = '1') {
    if (!config.rate) return null;
    const { n, d, step } = config.rate;
    const [whole = '', digits = ''] = multiplier.split('.');
    const [by, over] = [Number(whole + digits), 10 ** digits.length];
    const hundredths = step
      ? Math.ceil((Math.ceil(missing / step.points) * step.d * over) / (step.n * by))
      : Math.ceil((missing * d * over) / (n * by));
    const rounded = Math.ceil(hundredths / config.unit) * config.unit;
    return shortMoney(`${rounded}e-2`, config.currency);
  }

  return { text, number, decimal, unit, points, money, minorUnits, date, month, spendFor };
}
