import { requireGid } from '../connection.ts';
import type { RootField } from '../fields.ts';
import { orderObject } from '../objects/order-object.ts';

export const order: RootField = ({ id }, { store }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'Order' ? store.order(gid.id) : null;
  return found ? orderObject(found) : null;
};
