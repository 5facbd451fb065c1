/** Customers' names, asked from Shopify when they are shown: nothing of ours stores them. */
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { CustomerNamesDocument } from '../shopify/admin-types.generated.ts';

const PREFIX = 'gid://shopify/Customer/';

export type CustomerName = { firstName: string | null; lastName: string | null };
/** `refused`: Shopify gave none of the names (protected data, an outage); the page shows numbers then. */
export type CustomerNames = { names: Record<string, CustomerName>; refused: boolean };

/** By Shopify's customer number. At most 250 ids, as the platform allows in one request. */
export async function customerNames(
  admin: AdminGateway,
  customerIds: readonly string[],
): Promise<CustomerNames> {
  if (customerIds.length === 0) return { names: {}, refused: false };
  const answer = await admin(CustomerNamesDocument, { ids: customerIds.map((id) => `${PREFIX}${id}`) });
  if (!answer.ok) return { names: {}, refused: true };
  const names = answer.data.nodes.flatMap((node): [string, CustomerName][] =>
    node && 'id' in node && (node.firstName || node.lastName)
      ? [
          [
            node.id.slice(PREFIX.length),
            { firstName: node.firstName ?? null, lastName: node.lastName ?? null },
          ],
        ]
      : [],
  );
  return { names: Object.fromEntries(names), refused: answer.refusedFields && names.length === 0 };
}
