import { requireGid } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Arguments, GraphqlContext, RootField } from '../graphql-types.ts';
import type { AppDiscount } from '../../state/app-data-types.ts';
import { anyDiscountNodeObject, discountNodeObject } from '../objects/discount-object.ts';
import { searchTerms } from '../search-terms.ts';
import { discountStatus } from '../../state/discounts.ts';

export const automaticDiscountNode: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'DiscountAutomaticNode' ? core.tables.get('discount', gid.id) : undefined;
  return found ? discountNodeObject(found) : null;
};

/** The automatic discounts of the app, oldest first; `query` knows `title:` (the words that it begins with), `status:` and `id:`. */
export const automaticDiscountNodes: RootField = (args, context) => {
  const found = searched(args, context).filter(({ code }) => code === null);
  return connection(args.reverse === true ? found.toReversed() : found, args, discountNodeObject);
};

/** The same with those by a code, as nodes of one type. */
export const discountNodes: RootField = (args, context) => {
  const found = searched(args, context);
  return connection(args.reverse === true ? found.toReversed() : found, args, anyDiscountNodeObject);
};

function searched({ query }: Arguments, { core }: GraphqlContext): AppDiscount[] {
  const terms = searchTerms(query, ['title', 'status', 'id']);
  return [...core.tables.all('discount')].filter((each) =>
    terms.every(({ field, text }) => {
      if (field === 'id') return String(each.id) === text;
      if (field === 'status') return discountStatus(each, Date.now()).toLowerCase() === text;
      return each.title.toLowerCase().startsWith(text.replace(/\*$/, ''));
    }),
  );
}
