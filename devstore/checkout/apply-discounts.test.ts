import fc from 'fast-check';
import { expect, it } from 'vitest';
import { products } from '../data/catalogue.ts';
import { markets } from '../data/markets.ts';
import { times } from '../money.ts';
import type { OrderLine } from '../state/order-types.ts';
import { applyDiscounts } from './apply-discounts.ts';
import { goodsLine, shippingLine } from './order-lines.ts';
import { allocated, lineAmount, shippingAmount } from './order-totals.ts';
import type { Reduction, ReductionValue } from './reductions.ts';

const pieces = products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));

const carts = fc
  .record({
    market: fc.constantFrom(...markets),
    goods: fc.array(
      fc.record({ piece: fc.constantFrom(...pieces), quantity: fc.integer({ min: 1, max: 7 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
    rate: fc.nat({ max: 1 }),
  })
  .map(({ market, goods, rate }) => {
    let id = 0;
    const newId = () => (id += 1);
    const lines = goods.map(({ piece, quantity }) => goodsLine(piece, quantity, market, newId));
    const chosen = market.shippingRates[rate];
    return { market, lines, shipping: chosen ? [shippingLine(chosen, market, newId)] : [] };
  });

const values: fc.Arbitrary<ReductionValue> = fc.oneof(
  fc.bigInt({ min: 0n, max: 100_000n }).map((amount) => ({ amount })),
  fc.bigInt({ min: 0n, max: 1000n }).map((numerator) => ({ rate: { numerator, denominator: 1000n } })),
);

const goodsOf = (lines: readonly OrderLine[]) => lines.filter((line) => !line.giftCard);
const sum = (amounts: bigint[]) => amounts.reduce((all, amount) => all + amount, 0n);

it('takes off exactly the amount, or all that there is, and nothing goes below zero in either currency', () => {
  fc.assert(
    fc.property(carts, fc.bigInt({ min: 0n, max: 100_000n }), ({ market, lines, shipping }, amount) => {
      const before = sum(goodsOf(lines).map((line) => lineAmount(line).presentment));
      const reductions: Reduction[] = [{ discountClass: 'ORDER', lines: null, value: { amount } }];
      applyDiscounts([{ code: 'A', title: 'A', reductions }], lines, shipping, market);
      const taken = sum(lines.map((line) => allocated(line).presentment));
      expect(taken).toBe(amount < before ? amount : before);
      for (const line of lines) {
        expect(lineAmount(line).presentment >= 0n && lineAmount(line).shop >= 0n).toBe(true);
        // All of a line in the one currency is all of it in the other.
        if (lineAmount(line).presentment === 0n) expect(lineAmount(line).shop).toBe(0n);
      }
    }),
  );
});

it('keeps to the lines and pieces named, and to what earlier discounts left', () => {
  const wanted = fc.array(fc.record({ value: values, quantity: fc.option(fc.integer({ min: 1, max: 9 })) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(carts, wanted, fc.nat(), ({ market, lines, shipping }, discounts, pick) => {
      const only = lines[pick % lines.length];
      if (!only) return;
      const taken = discounts.map(({ value, quantity }, index) => ({
        code: `C${index}`,
        title: '',
        reductions: [
          { discountClass: 'PRODUCT', lines: [{ lineId: only.id, quantity }], value },
          { discountClass: 'SHIPPING', value },
        ] satisfies Reduction[],
      }));
      const applications = applyDiscounts(taken, lines, shipping, market);
      expect(applications).toHaveLength(discounts.length * 2);
      for (const line of lines) {
        if (line !== only || line.giftCard) expect(line.discountAllocations).toEqual([]);
        const left = lineAmount(line);
        expect(left.presentment >= 0n && left.shop >= 0n).toBe(true);
        for (const { application } of line.discountAllocations)
          expect(applications[application]?.targetType).toBe('line_item');
      }
      for (const line of shipping) {
        expect(shippingAmount(line).presentment >= 0n && shippingAmount(line).shop >= 0n).toBe(true);
        for (const { application } of line.discountAllocations)
          expect(applications[application]?.targetType).toBe('shipping_line');
      }
    }),
  );
});

it('takes one piece of a line for what one piece costs', () => {
  fc.assert(
    fc.property(carts, ({ market, lines, shipping }) => {
      const [line] = goodsOf(lines);
      if (!line) return;
      const value: ReductionValue = { rate: { numerator: 1n, denominator: 1n } };
      const reductions: Reduction[] = [
        { discountClass: 'PRODUCT', lines: [{ lineId: line.id, quantity: 1 }], value },
      ];
      applyDiscounts([{ code: 'A', title: 'A', reductions }], lines, shipping, market);
      expect(allocated(line).presentment).toBe(line.unitPrice.presentment);
      expect(lineAmount(line).presentment).toBe(times(line.unitPrice, line.quantity - 1).presentment);
    }),
  );
});
