import type { FormFault } from '../../domain/form-fault.ts';
import type { AdminText } from '../../locales/admin.ts';
import type { AdminFormat } from '../admin-format.tsx';

/** What to do, as it stands beside the field. */
export function faultText(fault: FormFault, text: AdminText, format: Pick<AdminFormat, 'number'>): string {
  switch (fault.code) {
    case 'tooSmall':
      return text('form.fault.tooSmall', { least: format.number(fault.least) });
    case 'between':
      return text('form.fault.between', {
        least: format.number(fault.least),
        most: format.number(fault.most),
      });
    case 'tooLarge':
    case 'tooLong':
      return text(`form.fault.${fault.code}`, { most: format.number(fault.most) });
    case 'countryTaken':
      return text('form.fault.countryTaken', { country: fault.country, market: fault.market });
    case 'other':
      return text('form.fault.other', { reason: fault.reason });
    default:
      return text(`form.fault.${fault.code}`);
  }
}
