import { connection } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { customerObject } from '../objects/customer-and-order-objects.ts';
import { searchTerms } from '../search-terms.ts';

/** Customers by id; `query` knows free words, `email:`, `tag:` and `id:`. */
export const customers: RootField = (args, { core }) => {
  const terms = searchTerms(args.query, ['email', 'tag', 'id']);
  const all = [...core.tables.all('customer')].filter((each) =>
    terms.every(({ field, text }) => {
      if (field === 'email') return each.email === text;
      if (field === 'tag') return each.tags.some((tag) => tag.toLowerCase() === text);
      if (field === 'id') return String(each.id) === text;
      return `${each.firstName} ${each.lastName} ${each.email}`.toLowerCase().includes(text);
    }),
  );
  all.sort((a, b) => a.id - b.id);
  return connection(args.reverse === true ? all.toReversed() : all, args, customerObject);
};
