// Loaders keep Dates and bigints on their way to the page (remix.config.js: v3_singleFetch); this tells the compiler.
import '@remix-run/server-runtime';

declare module '@remix-run/server-runtime' {
  interface Future {
    v3_singleFetch: true;
  }
}
