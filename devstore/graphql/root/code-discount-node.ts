import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { discountNodeObject } from '../objects/discount-object.ts';

export const codeDiscountNode: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'DiscountCodeNode' ? core.tables.get('discount', gid.id) : undefined;
  return found ? discountNodeObject(found) : null;
};
