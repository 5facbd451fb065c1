import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { discountNodeObject } from '../objects/discount-object.ts';

/** Ends a code now; one that has ended stays as it is. */
export const discountCodeDeactivate: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const discount = gid.kind === 'DiscountCodeNode' ? core.tables.get('discount', gid.id) : undefined;
  if (!discount)
    return {
      codeDiscountNode: null,
      userErrors: [
        { field: ['id'], code: 'INVALID', message: 'Code discount does not exist.', extraInfo: null },
      ],
    };
  const now = Date.now();
  const { rules } = discount;
  const ended = {
    ...discount,
    updatedAt: now,
    rules: { ...rules, startsAt: Math.min(rules.startsAt, now), endsAt: Math.min(rules.endsAt ?? now, now) },
  };
  core.tables.put('discount', ended.id, ended);
  return { codeDiscountNode: discountNodeObject(ended), userErrors: [] };
};
