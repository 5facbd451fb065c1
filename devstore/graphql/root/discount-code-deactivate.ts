import { ended } from '../../state/discounts.ts';
import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { discountNodeObject } from '../objects/discount-object.ts';
import { discountUserErrors } from '../user-error.ts';

/** Ends a code of any kind now; one that has ended stays as it is. */
export const discountCodeDeactivate: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const discount = gid.kind === 'DiscountCodeNode' ? core.tables.get('discount', gid.id) : undefined;
  if (!discount)
    return {
      codeDiscountNode: null,
      userErrors: discountUserErrors([
        { field: ['id'], code: 'INVALID', message: 'Code discount does not exist.' },
      ]),
    };
  const changed = ended(discount, Date.now());
  core.tables.put('discount', changed.id, changed);
  return { codeDiscountNode: discountNodeObject(changed), userErrors: [] };
};
