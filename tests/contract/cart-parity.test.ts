// The most points that a cart takes: what Liquid writes first, what the script reckons after it, and what the app judges by are one number.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostPoints } from '../../widget/cart-draw.js';
import { cartMost, CartPointsSchema } from '../../app/domain/cart-points.ts';
import { decimalOfMinorUnits } from '../../app/domain/money.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontCart } from '../../app/domain/storefront-cart.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';

const shop = { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } };
const DIGITS = { USD: 2, EUR: 2, JPY: 0, KWD: 3 } as const;
type Currency = keyof typeof DIGITS;
/** Minor units in a hundredth, or hundredths in a minor unit. */
const inMinorUnits = (hundredths: number, currency: Currency) =>
  (BigInt(hundredths) * 10n ** BigInt(DIGITS[currency])) / 100n;

const engine = extensionLiquid({ language: 'en', currency: 'USD' });

const carts = fc.record({
  currency: fc.constantFrom<Currency>('USD', 'EUR', 'JPY', 'KWD'),
  step: fc.integer({ min: 1, max: 1_000 }),
  // Of what Liquid can hold: whole hundredths, and whole yen.
  value: fc.integer({ min: 1, max: 500 }),
  allowed: fc.option(fc.integer({ min: 1_000, max: 50_000 })),
  percent: fc.option(fc.integer({ min: 1, max: 100 })),
  available: fc.integer({ min: -500, max: 60_000 }),
  held: fc.option(fc.integer({ min: 1, max: 20 })),
  subtotal: fc.integer({ min: 0, max: 50_000 }),
});

it('is the same for random carts in four currencies', () => {
  fc.assert(
    fc.property(carts, ({ currency, step, value, allowed, percent, available, held, subtotal }) => {
      const perUnit = currency === 'JPY' ? 100 : 1;
      const amount = decimalOfMinorUnits(inMinorUnits(value * perUnit, currency), currency);
      const values = [{ currency, amount }];
      const maximum = { points: allowed, percent };
      const cart = CartPointsSchema.parse({ step, values, maximum, name: { en: '{amount} off' } });
      const goods = subtotal * perUnit;
      const hold = held === null ? null : { id: '', code: '', points: held * step };
      const own = available + (hold?.points ?? 0);
      const found = cartMost(cart, {
        available: BigInt(own),
        subtotal: inMinorUnits(goods, currency),
        currency,
      });
      const offer = storefrontCart(ProgramSchema.parse({ ...startingProgram, cartPoints: cart }), shop);
      if (!offer || !found) throw new Error('it is offered');
      const written: unknown = engine.renderFileSync('loyalty-cart-most', {
        offer,
        available: own,
        subtotal: goods,
        currency,
      });
      const facts = { state: '', before: 0, taken: 0, most: 0, cart: '', update: '', hold };
      const reckoned = mostPoints({
        ...facts,
        ...{ step, available, allowed, subtotal: goods },
        value: offer.values[currency] ?? 0,
        percent: offer.percent,
      });
      expect([Number(String(written).trim()), reckoned]).toEqual([
        Number(found.points),
        Number(found.points),
      ]);
    }),
    { numRuns: 500 },
  );
});
