import type { RootField } from '../graphql-types.ts';
import { capabilities } from '../../state/capabilities.ts';
import { metafieldFields } from '../objects/metafield-object.ts';

/** What the calling app may do. */
export const currentAppInstallation: RootField = (_args, { scopes, store, core }) => ({
  __typename: 'AppInstallation',
  id: `gid://shopify/AppInstallation/${store.shop.id}`,
  ...metafieldFields({ type: 'AppInstallation', id: store.shop.id }),
  launchUrl: `https://${store.shop.domain}/admin/apps/${core.env.apiKey}`,
  accessScopes: [...scopes].map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
  app: {
    id: `gid://shopify/App/${store.shop.id}`,
    title: core.appConfig.name,
    handle: core.appConfig.name.toLowerCase(),
    apiKey: core.env.apiKey,
    publicCategory: capabilities(core.tables).publicApp ? 'PUBLIC' : 'CUSTOM',
  },
});
