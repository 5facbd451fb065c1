import type { DiscountClass } from '../checkout/reductions.ts';
import type { AppDiscount, DiscountStatus } from './app-data-types.ts';
import type { Tables } from './tables.ts';

export function findAppDiscount(tables: Tables, code: string): AppDiscount | null {
  const wanted = code.trim().toUpperCase();
  for (const each of tables.all('discount')) if (each.code?.toUpperCase() === wanted) return each;
  return null;
}

/** Orders that were made with a code; a use stays one when the order is cancelled or deleted. */
export function timesUsed(tables: Tables, code: string, customerId?: number): number {
  let used = 0;
  for (const order of tables.all('order')) {
    if (customerId !== undefined && order.customerId !== customerId) continue;
    if (order.discountApplications.some((each) => each.code === code)) used += 1;
  }
  return used;
}

export function discountStatus({ rules }: Pick<AppDiscount, 'rules'>, now: number): DiscountStatus {
  if (rules.endsAt !== null && rules.endsAt <= now) return 'EXPIRED';
  return rules.startsAt > now ? 'SCHEDULED' : 'ACTIVE';
}

export function isActive(discount: AppDiscount, now: number): boolean {
  return discountStatus(discount, now) === 'ACTIVE';
}

/** What a discount counts as beside others. */
export function discountClasses({ value }: Pick<AppDiscount, 'value'>): DiscountClass[] {
  if (value.kind === 'function') return value.classes;
  if (value.kind === 'freeShipping') return ['SHIPPING'];
  return [value.items === null ? 'ORDER' : 'PRODUCT'];
}

/** The id of a discount in the Admin API. */
export function discountGid({ id, code }: Pick<AppDiscount, 'id' | 'code'>): string {
  return `gid://shopify/${code === null ? 'DiscountAutomaticNode' : 'DiscountCodeNode'}/${id}`;
}

/** Ends a discount now, as deactivating does; one that has ended stays as it is. */
export function ended(discount: AppDiscount, now: number): AppDiscount {
  const { rules } = discount;
  const startsAt = Math.min(rules.startsAt, now);
  return {
    ...discount,
    updatedAt: now,
    rules: { ...rules, startsAt, endsAt: Math.min(rules.endsAt ?? now, now) },
  };
}

/** Starts a discount now and takes its end away where that has come. */
export function activated(discount: AppDiscount, now: number): AppDiscount {
  const { rules } = discount;
  if (isActive(discount, now)) return discount;
  const endsAt = rules.endsAt !== null && rules.endsAt <= now ? null : rules.endsAt;
  return {
    ...discount,
    updatedAt: now,
    rules: { ...rules, startsAt: Math.min(rules.startsAt, now), endsAt },
  };
}
