import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const id = z.coerce.number().int().positive();
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const share = z.number().min(0).max(1).default(0);
/** A decimal string in the order's presentment currency, such as "12.50". */
const decimalText = z.union([z.string(), z.number()]).transform(String);
const quantity = z.number().int();
const lineQuantity = z.strictObject({ lineItemId: id, quantity });
const marketHandle = z.enum(['us', 'eu', 'jp', 'gulf']);
const locale = z.enum(['en', 'de', 'fr', 'ja', 'ar']);

const nullableText = z.string().nullable();
const addressParts = z.strictObject({
  firstName: z.string(),
  lastName: z.string(),
  address1: z.string(),
  address2: nullableText,
  city: z.string(),
  province: nullableText,
  provinceCode: nullableText,
  zip: nullableText,
  countryCode: z.string().length(2),
  phone: nullableText,
});
const nothing = nullableText.default(null);
const address = addressParts.extend({
  address2: nothing,
  province: nothing,
  provinceCode: nothing,
  zip: nothing,
  phone: nothing,
});

export const webhookBody = z.strictObject({
  topic: z.string().regex(/^[a-z_.]+(\/[a-z_]+)?$/),
  payload: z.unknown(),
  webhookId: z.string().min(1).optional(),
  eventId: z.string().min(1).optional(),
  triggeredAt: z.iso.datetime({ offset: true }).optional(),
});

/** All may be left out: then somebody is invented. */
export const customerBody = z.strictObject({
  firstName: z.string().min(1).default('Robin'),
  lastName: z.string().min(1).default('Sample'),
  email: z.email().default(() => `robin.${randomUUID()}@example.com`),
  market: marketHandle.default('us'),
  locale: locale.optional(),
  address: addressParts.partial().optional(),
  tags: z.array(z.string()).optional(),
  acceptsMarketing: z.boolean().optional(),
  signedIn: z.boolean().optional(),
  at: moment.optional(),
});

export const customerChangeBody = z.strictObject({
  tags: z.array(z.string()).optional(),
  note: z.string().nullable().optional(),
  acceptsMarketing: z.boolean().optional(),
  locale: locale.optional(),
});

export const productChangeBody = z.strictObject({
  tags: z.array(z.string()).optional(),
  collectionIds: z.array(id).optional(),
  deleted: z.boolean().optional(),
});

export const checkoutBody = z.strictObject({
  customerId: id.nullable().default(null),
  market: marketHandle,
  locale: locale.optional(),
  lines: z.array(
    z.strictObject({
      variantId: id,
      quantity,
      properties: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
    }),
  ),
  codes: z.array(z.string()).default([]),
  tip: decimalText.optional(),
  shippingRate: z.string().optional(),
  address: address.optional(),
  email: z.email().optional(),
  giftCardCodes: z.array(z.string()).optional(),
  storeCredit: z.boolean().optional(),
  payment: z.enum(['paid', 'pending']).optional(),
  gateway: z.string().optional(),
  sourceName: z.string().optional(),
  tags: z.array(z.string()).optional(),
  note: z.string().optional(),
  test: z.boolean().optional(),
  processedAt: moment.optional(),
});

export const refundBody = z.strictObject({
  lines: z
    .array(lineQuantity.extend({ restockType: z.enum(['no_restock', 'cancel', 'return']).optional() }))
    .default([]),
  amount: decimalText.optional(),
  shipping: z.union([z.boolean(), decimalText]).optional(),
  note: z.string().optional(),
  at: moment.optional(),
});

export const cancelBody = z.strictObject({
  reason: z.enum(['customer', 'inventory', 'fraud', 'declined', 'other', 'staff']).optional(),
  refund: z.boolean().optional(),
  at: moment.optional(),
});

export const fulfilBody = z.strictObject({ lines: z.array(lineQuantity).optional(), at: moment.optional() });

export const editBody = z.strictObject({
  add: z.array(z.strictObject({ variantId: id, quantity })).optional(),
  set: z.array(lineQuantity).optional(),
  at: moment.optional(),
});

export const mergeBody = z.strictObject({ into: id });

export const linkBody = z.strictObject({ customerId: id, at: moment.optional() });

export const payBody = z.strictObject({ at: moment.optional() });

export const discountBody = z.strictObject({ code: z.string().min(1) });

export const faultsBody = z.strictObject({
  seed: z.number().int().nonnegative().default(1),
  webhooks: z
    .strictObject({
      duplicate: share,
      reorder: share,
      delayMs: z.number().int().min(0).max(86_400_000).default(0),
      drop: share,
    })
    .prefault({}),
  admin: z
    .strictObject({
      throttle: share,
      error5xx: share,
      timeout: share,
      timeoutAfter: share,
      refuse: share,
      latencyMs: z.number().int().min(0).max(60_000).default(0),
      timeoutMs: z.number().int().min(0).max(60_000).default(60_000),
      fields: z.array(z.string().regex(/^\w+$/)).default([]),
      times: z.number().int().positive().nullable().default(null),
    })
    .prefault({}),
});

export const scopesBody = z.strictObject({ scopes: z.array(z.string()) });

const flag = z.boolean().optional();
export const capabilitiesBody = z.strictObject({
  functions: flag,
  storeCredit: flag,
  giftCards: flag,
  partnerDevelopment: flag,
  shopifyPlus: flag,
  publicApp: flag,
});

export const themeBody = z.strictObject({ appBlocksOff: z.array(z.string().regex(/^[\w-]+$/)).default([]) });

export const appKeyBody = z.strictObject({ key: z.string().min(1) });

export const seedBody = z.strictObject({
  seed: z.number().int().nonnegative().optional(),
  customers: z.number().int().min(1).max(1000).default(40),
  orders: z.number().int().min(0).max(20_000).default(300),
});
