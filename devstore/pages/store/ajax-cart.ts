// The part of Shopify's Ajax Cart API that puts discount codes into a cart and tells what it comes to.
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { Theme } from '../../liquid/theme.ts';
import { discountObject, lineFields } from '../../liquid/cart-object.ts';
import { hundredths } from '../../money.ts';
import { cartState } from './cart-state.ts';
import * as session from './session.ts';
import { plainText } from './texts.ts';
import { storePath, type StoreView } from './view.ts';

type InMarket = (
  handle: (view: StoreView, context: Context) => Response | Promise<Response>,
) => (context: Context) => Response | Promise<Response>;

const sectionNames = z
  .union([z.array(z.string()), z.string().transform((names) => names.split(','))])
  .pipe(z.array(z.string().regex(/^[\w-]+$/)).max(5));

/** What is not imitated is refused, not passed over. */
const update = z.strictObject({
  /** All codes that the cart is to have, with commas between; empty: none. */
  discount: z.string().max(2_000).optional(),
  /** Quantities by variant: others stay. */
  updates: z.record(z.string().regex(/^\d+$/), z.int().min(0).max(999)).optional(),
  sections: sectionNames.optional(),
  sections_url: z.string().startsWith('/').optional(),
});

/** `GET cart.js` and `POST cart/update.js` of a market, in hundredths of its currency. */
export function ajaxCartRoutes(storefront: Hono, theme: Theme, inMarket: InMarket): void {
  storefront.get(
    '/:market/cart.js',
    inMarket((view, context) => context.json(cartJson(view))),
  );
  storefront.post(
    '/:market/cart/update.js',
    inMarket(async (view, context) => {
      const parsed = update.safeParse(await context.req.json().catch(() => null));
      if (!parsed.success)
        return context.json({ status: 422, message: 'Cart Error', description: parsed.error.message }, 422);
      const { discount, updates, sections } = parsed.data;
      const cart = view.cart.flatMap((line) => {
        const quantity = updates?.[line.variantId] ?? line.quantity;
        return quantity === 0 ? [] : [{ ...line, quantity }];
      });
      const codes = discount === undefined ? view.codes : session.parseCodes(discount);
      const changed = { ...view, cart, codes };
      if (updates) session.writeCart(context, view.market, cart);
      if (discount !== undefined) session.holdCodes(context, codes);
      const answer = cartJson(changed);
      if (!sections) return context.json(answer);
      // Sections of the cart's page alone: that is where they are asked for.
      const page = { template: 'cart' as const, title: plainText(view.language, 'cart') };
      const path = parsed.data.sections_url ?? storePath(view, '/cart');
      return context.json({ ...answer, sections: theme.sections({ ...changed, path }, page, sections) });
    }),
  );
}

function cartJson(view: StoreView) {
  const { market, customer } = view;
  const state = cartState(view);
  const inHundredths = (amount: bigint) => hundredths(amount, market.currency);
  const items = state.rows.map((row) => ({
    ...lineFields(view, row),
    total_discount: inHundredths(row.lineDiscount),
  }));
  const ofCart = state.discounts.filter((one) => !one.isOfLines);
  return {
    currency: market.currency,
    customer: customer ? { id: customer.id } : null,
    item_count: state.rows.reduce((sum, row) => sum + row.quantity, 0),
    items,
    original_total_price: inHundredths(state.goods),
    total_discount: inHundredths(state.goods - state.total),
    total_price: inHundredths(state.total),
    items_subtotal_price: items.reduce((sum, item) => sum + item.final_line_price, 0),
    cart_level_discount_applications: ofCart.map((one) => discountObject(one, market.currency)),
    discount_codes: state.codes,
  };
}
