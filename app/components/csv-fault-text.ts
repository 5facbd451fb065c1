import type { AdminText } from '../locales/admin.ts';
import type { CsvFault } from '../services/texts-csv.ts';
import type { AdminFormat } from './admin-format.tsx';
import { faultText } from './form/fault-text.ts';

/** Where it is, and what to do: "Line 12, ja: Use at most 5,000 characters". */
export function csvFaultText(
  { line, column, fault }: CsvFault,
  text: AdminText,
  format: Pick<AdminFormat, 'number'>,
): string {
  const reason = reasonText(fault, text, format);
  const at = { line: format.number(line), reason };
  return column === null ? text('texts.csv.line', at) : text('texts.csv.cell', { ...at, column });
}

function reasonText(fault: CsvFault['fault'], text: AdminText, format: Pick<AdminFormat, 'number'>): string {
  switch (fault.code) {
    case 'tooLargeFile':
    case 'tooManyRows':
    case 'noKeys':
    case 'quotes':
    case 'tooManyCells':
    case 'twice':
    case 'repeated':
      return text(`texts.csv.${fault.code}`);
    case 'unknownText':
    case 'unknownLanguage':
      return text(`texts.csv.${fault.code}`, { name: fault.name });
    default:
      return faultText(fault, text, format);
  }
}
