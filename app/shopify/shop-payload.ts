import { z } from 'zod';
import { CurrencySchema } from '../domain/currency.ts';
import { knownTimeZone } from '../domain/time-zone.ts';
import { optional, parsePayload, textUpTo } from './payload-parts.ts';

const ShopPayloadSchema = z.object({
  name: optional(textUpTo(255)),
  currency: optional(CurrencySchema),
  iana_timezone: optional(textUpTo(100)),
});

export type ShopNews = { name: string | null; currency: string | null; timeZone: string | null };

/** What a shop/update delivery tells of the shop's settings; null where it does not tell. */
export function newsOfShop(payload: unknown): { ok: true; value: ShopNews } | { ok: false; reason: string } {
  return parsePayload(ShopPayloadSchema, payload, ({ name, currency, iana_timezone }) => ({
    name,
    currency,
    timeZone: knownTimeZone(iana_timezone),
  }));
}
