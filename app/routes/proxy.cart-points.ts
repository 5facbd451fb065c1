import { z } from 'zod';
import { CurrencySchema } from '../domain/currency.ts';
import { NonNegativeDecimalSchema, PositiveDecimalSchema } from '../domain/money.ts';
import { PointsSchema } from '../domain/program-parts.ts';
import { answer, refuse, storefrontEndpoint } from '../proxy/door.ts';
import { cartHoldView } from '../queries/redemption-view.ts';
import { holdCartPoints } from '../services/hold-cart-points.ts';
import { offlineAdmin } from '../shopify.server.ts';

export const loader = () => answer({ error: 'method_not_allowed' }, 405);

/** Takes the place of an earlier choice; giving it back is cancelling the redemption. Needs a key, as redeeming does. */
export const action = storefrontEndpoint({
  method: 'POST',
  idempotent: true,
  body: z.strictObject({
    points: PointsSchema,
    currency: CurrencySchema,
    amount: PositiveDecimalSchema,
    subtotal: NonNegativeDecimalSchema,
  }),
  handle: async ({ deps, shop, customerId, market, locale, body, key }) => {
    if (customerId === null) return refuse({ reason: 'not_a_member' }, locale);
    const request = { customerId, market, choice: body, key: `cart:${key}` };
    const held = await holdCartPoints(deps, (of) => offlineAdmin(of, 'page'), shop, request);
    const { replaced } = held;
    if (!held.ok) return refuse(held.refusal, locale, { replaced });
    return answer({ hold: cartHoldView(held.redemption), replaced });
  },
});
