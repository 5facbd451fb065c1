import type { DiscountApplication } from '../../state/order-types.ts';
import { cartRows, type Row } from './cart-rows.ts';
import { checkoutRequest, initialFields } from './checkout-form.ts';
import type { StoreView } from './view.ts';

/** A discount of goods, with what it takes off the cart. */
export type CartDiscount = { code: string | null; title: string; amount: bigint; isOfLines: boolean };

/** A cart as the theme and the Ajax API tell it: without shipping, and without taxes that are added. */
export type CartState = {
  rows: (Row & { lineDiscount: bigint })[];
  /** Before discounts. */
  goods: bigint;
  discounts: CartDiscount[];
  total: bigint;
  /** The codes that it holds, as they were given. */
  codes: { code: string; applicable: boolean }[];
};

/** What the checkout would make of the cart. A code that it would refuse, alone or beside those before it, is not applicable and takes nothing off. */
export function cartState(view: StoreView): CartState {
  const rows = cartRows(view);
  const goods = rows.reduce((sum, row) => sum + row.amount, 0n);
  const accepted: string[] = [];
  const codes = view.codes.map((code) => {
    const applicable = rows.length > 0 && quote(view, [...accepted, code]).ok;
    if (applicable) accepted.push(code);
    return { code, applicable };
  });
  const found = rows.length > 0 ? quote(view, accepted) : null;
  if (!found?.ok) {
    const plain = rows.map((row) => ({ ...row, lineDiscount: 0n }));
    return { rows: plain, goods, discounts: [], total: goods, codes };
  }
  const { lines, discountApplications } = found.order;
  const isOfLines = (application: number) =>
    discountApplications[application]?.targetSelection === 'entitled';
  const reduced = rows.map((row, index) => {
    const own = lines[index]?.discountAllocations.filter((one) => isOfLines(one.application)) ?? [];
    return { ...row, lineDiscount: own.reduce((sum, one) => sum + one.amount.presentment, 0n) };
  });
  const discounts = discountApplications.flatMap((one, index) => discountOf(one, index, lines));
  const off = discounts.reduce((sum, { amount }) => sum + amount, 0n);
  return { rows: reduced, goods, discounts, total: goods - off, codes };
}

type Lines = { discountAllocations: { application: number; amount: { presentment: bigint } }[] }[];

function discountOf(
  { code, title, targetType, targetSelection }: DiscountApplication,
  index: number,
  lines: Lines,
): CartDiscount[] {
  if (targetType === 'shipping_line') return [];
  const allocations = lines
    .flatMap((line) => line.discountAllocations)
    .filter((one) => one.application === index);
  const amount = allocations.reduce((sum, one) => sum + one.amount.presentment, 0n);
  return [{ code, title, amount, isOfLines: targetSelection === 'entitled' }];
}

function quote(view: StoreView, codes: readonly string[]) {
  return view.store.quote(checkoutRequest(view, { ...initialFields(view), code: codes.join(',') }, 0n));
}
