import { parsePayload, read, readText, type Parsed } from './payload-parts.ts';

const readGid = readText(255);

/** Which discount a discounts/delete delivery is about: its id as the Admin API knows it. */
export function newsOfDiscountDelete(payload: unknown): Parsed<{ discountId: string }> {
  return parsePayload(payload, (discount) => ({
    discountId: read(discount, 'admin_graphql_api_id', readGid),
  }));
}
