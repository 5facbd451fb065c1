import { knownTimeZone } from '../domain/time-zone.ts';
import { optional, parsePayload, read, readCurrency, readText, type Parsed } from './payload-parts.ts';

export type ShopNews = { name: string | null; currency: string | null; timeZone: string | null };

const readName = optional(readText(255));
const readOptionalCurrency = optional(readCurrency);
const readTimeZone = optional(readText(100));

/** What a shop/update delivery tells of the shop's settings; null where it does not tell. */
export function newsOfShop(payload: unknown): Parsed<ShopNews> {
  return parsePayload(payload, (shop) => ({
    name: read(shop, 'name', readName),
    currency: read(shop, 'currency', readOptionalCurrency),
    timeZone: knownTimeZone(read(shop, 'iana_timezone', readTimeZone)),
  }));
}
