/** Numbers as people type them, and as a field shows them: the document has one way to write a number, their languages have several. */

/** ٠ of Arabic, ۰ of Persian, ０ of full width. */
const ZEROS = [0x0660, 0x06f0, 0xff10];

function withLatinDigits(text: string): string {
  return [...text]
    .map((sign) => {
      const zero = ZEROS.find((one) => sign.charCodeAt(0) >= one && sign.charCodeAt(0) <= one + 9);
      return zero === undefined ? sign : String(sign.charCodeAt(0) - zero);
    })
    .join('');
}

/** Between the whole and its parts: "," in German, "." in English and wherever fields have Latin digits. */
function decimalMark(locale: string): '.' | ',' {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.';
}

/**
 * The decimal that was typed, as documents write it ("1500.5"). The language's own grouping is taken out ("1.500" is 1500 in German and 1.5 in
 * English); the other mark counts as the decimal one where it cannot group ("5.00" in German). What is no number is left as it is, to be refused.
 */
export function typedDecimal(typed: string, locale: string): string {
  const mark = decimalMark(locale);
  const text = withLatinDigits(typed).replace(/[\s\u00a0\u202f]/g, '');
  const universal = text.replaceAll('٬', mark === '.' ? ',' : '.').replaceAll('٫', mark);
  const group = mark === '.' ? ',' : '.';
  const isGrouped = new RegExp(`^-?\\d{1,3}(?:\\${group}\\d{3})+(?:\\${mark}\\d*)?$`).test(universal);
  const plain = (isGrouped ? universal.replaceAll(group, '') : universal).replace(',', '.');
  if (!/^-?\d+(?:\.\d*)?$/.test(plain)) return typed.trim();
  return plain.replace(/\.$/, '').replace(/^(-?)0+(?=\d)/, '$1');
}

/** A decimal of a document as a field shows it, to be typed over: the language's mark, Latin digits, no grouping. */
export function shownDecimal(value: string, locale: string): string {
  return /^-?\d+\.\d+$/.test(value) ? value.replace('.', decimalMark(locale)) : value;
}
