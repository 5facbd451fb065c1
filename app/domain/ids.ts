/** Branded ids: the compiler refuses a customer's id where a member's is asked. All are strings, as JSON and bigint columns travel. */
import { z } from 'zod';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The shop's permanent domain, taken from a verified session, key or signature, never from what a request says. */
export type ShopId = Branded<'ShopId'>;
/** Our number of a member; the person behind it is known only by member.customer_id. */
export type MemberId = Branded<'MemberId'>;

const SHOP = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;

export const ShopIdSchema = z
  .string()
  .regex(SHOP, 'must be a shop domain like haven.myshopify.com')
  .transform((text) => text as ShopId);

/** Shopify's numeric id, as text: it may exceed what a JavaScript number holds, but not PostgreSQL's bigint. */
export const ShopifyIdSchema = z.string().regex(/^[1-9]\d{0,17}$/, "is not one of Shopify's numeric ids");

export function memberId(text: string): MemberId {
  return text as MemberId;
}
