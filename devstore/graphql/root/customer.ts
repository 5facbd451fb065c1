import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { customerObject } from '../objects/customer-and-order-objects.ts';

export const customer: RootField = ({ id }, { store }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'Customer' ? store.customer(gid.id) : null;
  return found ? customerObject(found) : null;
};
