import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { orderObject } from '../objects/customer-and-order-objects.ts';

export const order: RootField = ({ id }, { store }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'Order' ? store.order(gid.id) : null;
  return found ? orderObject(found) : null;
};
