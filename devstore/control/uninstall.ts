import { shopPayload } from '../payloads/shop-payload.ts';
import type { StoreContext } from '../state/context.ts';
import { removeInstallationData } from '../state/metafields.ts';

/** Takes the app off the shop: its tokens end at once, and app/uninstalled follows. Opening the app again installs it anew. */
export function uninstallApp({ tables, act, tell }: StoreContext): void {
  const now = Date.now();
  act(() => {
    for (const token of [...tables.all('token')])
      if (token.revokedAt === null) tables.put('token', token.token, { ...token, revokedAt: now });
    tables.remove('single', 'installation');
    removeInstallationData(tables);
    tell({
      notices: [{ topic: 'app/uninstalled', payload: shopPayload(now) }],
      orderId: null,
      customerId: null,
      at: now,
    });
  });
}
