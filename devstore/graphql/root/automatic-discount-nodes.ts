import { requireGid } from '../connection.ts';
import { connection } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { discountNodeObject } from '../objects/discount-object.ts';
import { searchTerms } from '../search-terms.ts';
import { discountStatus } from '../../state/discounts.ts';

export const automaticDiscountNode: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const found = gid.kind === 'DiscountAutomaticNode' ? core.tables.get('discount', gid.id) : undefined;
  return found ? discountNodeObject(found) : null;
};

/** The automatic discounts of the app, oldest first; `query` knows `title:` (the words that it begins with), `status:` and `id:`. */
export const automaticDiscountNodes: RootField = (args, { core }) => {
  const terms = searchTerms(args.query, ['title', 'status', 'id']);
  const found = [...core.tables.all('discount')].filter(
    (each) =>
      each.code === null &&
      terms.every(({ field, text }) => {
        if (field === 'id') return String(each.id) === text;
        if (field === 'status') return discountStatus(each, Date.now()).toLowerCase() === text;
        return each.title.toLowerCase().startsWith(text.replace(/\*$/, ''));
      }),
  );
  return connection(args.reverse === true ? found.toReversed() : found, args, discountNodeObject);
};
