import { connection } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { productObject } from '../objects/product-object.ts';
import { searchTerms } from '../search-terms.ts';

/** Products by id; `query` knows free words, `tag:`, `vendor:` and `title:`. */
export const products: RootField = (args, { store }) => {
  const terms = searchTerms(args.query, ['tag', 'vendor', 'title']);
  const found = store.products().filter((product) =>
    terms.every(({ field, text }) => {
      if (field === 'tag') return product.tags.includes(text);
      if (field === 'vendor') return product.vendor.toLowerCase() === text;
      return product.title.en.toLowerCase().includes(text);
    }),
  );
  return connection(args.reverse === true ? found.toReversed() : found, args, productObject);
};
