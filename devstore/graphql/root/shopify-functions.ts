import { appFunctions } from '../../functions/app-functions.ts';
import { capabilities } from '../../state/capabilities.ts';
import { connection } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';

/** The Functions of the app that run in this shop: none where its plan lets none of a custom app run. */
export const shopifyFunctions: RootField = (args, { core }) => {
  const functions = capabilities(core.tables).functions ? appFunctions(core.env.extensionsFolder) : [];
  const found = functions.filter(
    () => args.apiType === undefined || args.apiType === null || args.apiType === 'discount',
  );
  return connection(found, args, ({ id, handle, title, description, apiVersion }) => ({
    __typename: 'ShopifyFunction',
    id,
    handle,
    title,
    description,
    apiType: 'discount',
    apiVersion,
    appKey: core.env.apiKey,
    useCreationUi: false,
  }));
};
