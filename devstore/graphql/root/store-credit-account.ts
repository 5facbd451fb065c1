import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { storeCreditOwner } from '../objects/customer-and-order-objects.ts';
import { storeCreditAccountObject } from '../objects/store-credit-object.ts';

export const storeCreditAccount: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'StoreCreditAccount' ? core.tables.get('storeCreditAccount', gid.id) : undefined;
  return found ? storeCreditAccountObject(found, storeCreditOwner(found)) : null;
};
