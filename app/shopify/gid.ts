/** The global id of one of Shopify's numeric ids. */
export const gid = (type: 'Customer' | 'Product' | 'ProductVariant' | 'Collection', id: string): string =>
  `gid://shopify/${type}/${id}`;
