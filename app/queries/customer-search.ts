/** Finds customers by what Shopify knows of them and we do not: names and e-mail addresses. */
import type { Deps } from '../deps.server.ts';
import { ShopifyIdSchema, type ShopId } from '../domain/ids.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { CustomerSearchDocument } from '../shopify/admin-types.generated.ts';
import { survivorOfCustomer } from '../storage/customer-aliases.ts';

const PREFIX = 'gid://shopify/Customer/';
const FOUND_MOST = 100;
const LONGEST = 100;

/** Shopify's customer numbers. `more`: there are others. `refused`: Shopify did not answer, or does not let us search. */
export type CustomersFound = { customerIds: string[]; more: boolean; refused: boolean };

/** A number is that customer, or whom Shopify merged them into; anything else is asked from Shopify. */
export async function findCustomers(
  { pool }: Pick<Deps, 'pool'>,
  shop: ShopId,
  admin: AdminGateway,
  search: string,
): Promise<CustomersFound> {
  const number = ShopifyIdSchema.safeParse(search);
  if (number.success) {
    const survivor = await survivorOfCustomer(pool, shop, number.data);
    return { customerIds: [survivor], more: false, refused: false };
  }
  const query = searchQuery(search);
  if (query === '') return { customerIds: [], more: false, refused: false };
  const answer = await admin(CustomerSearchDocument, { query, first: FOUND_MOST });
  if (!answer.ok) return { customerIds: [], more: false, refused: true };
  const { nodes, pageInfo } = answer.data.customers;
  const customerIds = nodes.map(({ id }) => id.slice(PREFIX.length));
  return { customerIds, more: pageInfo.hasNextPage, refused: false };
}

/** Words alone, all of which must fit: what Shopify's search would take for its syntax (fields, operators, quotes) is none of it. */
export function searchQuery(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/[^\p{L}\p{M}\p{N}@._+-]+/gu, ' ')
    .split(' ')
    .map((word) => word.replace(/^[-+.]+/, '').toLowerCase())
    .filter((word) => word !== '' && !['and', 'or', 'not'].includes(word))
    .join(' ');
}
