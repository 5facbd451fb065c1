import { requireGid } from '../connection.ts';
import type { RootField } from '../fields.ts';
import { customerObject } from '../objects/customer-object.ts';

export const customer: RootField = ({ id }, { store }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'Customer' ? store.customer(gid.id) : null;
  return found ? customerObject(found) : null;
};
