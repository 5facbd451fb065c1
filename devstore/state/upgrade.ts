import type { AppDiscount } from './app-data-types.ts';
import type { Tables } from './tables.ts';

/** Rows that an earlier version of the dev store kept: its discounts were all a fixed amount off everything, by a code. */
export function upgradeRows(tables: Tables): void {
  for (const row of [...tables.all('discount')] as (AppDiscount & { amount?: bigint })[]) {
    const { amount, ...rest } = row;
    if (amount !== undefined)
      tables.put('discount', row.id, { ...rest, value: { kind: 'fixedAmount', amount, items: null } });
  }
  for (const row of [...tables.all('order')]) {
    if (row.discountApplications.every((each) => 'targetSelection' in each)) continue;
    const discountApplications = row.discountApplications.map((each) => ({
      ...each,
      title: each.code ?? '',
      targetSelection: 'all' as const,
    }));
    tables.put('order', row.id, { ...row, discountApplications });
  }
}
