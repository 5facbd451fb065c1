import type { Hono } from 'hono';
import type { DevStore } from '../state/dev-store.ts';

/** Where the visible pages plug in. */
export function registerPages(app: Hono, store: DevStore): void {
  app.get('/', (context) => context.text(`${store.shop.name} dev store`));
}
