import { deleteDiscount } from '../../state/delete-discount.ts';
import { discountGid } from '../../state/discounts.ts';
import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { discountUserErrors } from '../user-error.ts';

/** Takes a code of any kind away, used or not. */
export const discountCodeDelete: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const discount = gid.kind === 'DiscountCodeNode' ? core.tables.get('discount', gid.id) : undefined;
  if (!discount?.code)
    return {
      deletedCodeDiscountId: null,
      userErrors: discountUserErrors([
        { field: ['id'], code: 'INVALID', message: 'Code discount does not exist.' },
      ]),
    };
  deleteDiscount(core, discount.code);
  return { deletedCodeDiscountId: discountGid(discount), userErrors: [] };
};
