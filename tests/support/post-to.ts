// The gateway's own HTTP, to a server that stands in for Shopify: only the host is another.
import { post, type Post } from '../../app/shopify/post.ts';

/** Sends what is meant for Shopify to `origin`, under the same path. */
export const postTo =
  (origin: string): Post =>
  (url, sent) =>
    post(`${origin}${new URL(url).pathname}`, sent);
