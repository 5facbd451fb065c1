import { activated, ended } from '../../state/discounts.ts';
import type { AppDiscount } from '../../state/app-data-types.ts';
import { requireGid } from '../connection.ts';
import type { Arguments, GraphqlContext, RootField } from '../graphql-types.ts';
import { discountNodeObject } from '../objects/discount-object.ts';
import { discountUserErrors } from '../user-error.ts';

/** Starts an automatic discount now; one that is active stays as it is. */
export const discountAutomaticActivate: RootField = (args, context) => change(args, context, activated);

/** Ends an automatic discount now; one that has ended stays as it is. */
export const discountAutomaticDeactivate: RootField = (args, context) => change(args, context, ended);

function change(
  { id }: Arguments,
  { core }: GraphqlContext,
  how: (discount: AppDiscount, now: number) => AppDiscount,
) {
  const gid = requireGid(id);
  const discount = gid.kind === 'DiscountAutomaticNode' ? core.tables.get('discount', gid.id) : undefined;
  if (!discount)
    return {
      automaticDiscountNode: null,
      userErrors: discountUserErrors([
        { field: ['id'], code: 'INVALID', message: 'Automatic discount does not exist.' },
      ]),
    };
  const changed = how(discount, Date.now());
  core.tables.put('discount', changed.id, changed);
  return { automaticDiscountNode: discountNodeObject(changed), userErrors: [] };
}
